/**
 * Trees of goods in a chain: within one, every good is made of at most one other, so that the flows of all its goods are one
 * network; what else its goods are made of is counted at a price, and so is what comes beside them. Where works make a good
 * of different things, those are linked by which most is made, and what the rest take of it is counted at a price too.
 */
import type { CoupledInstance } from "./instance.ts";
import { type Recipe, recipesOf } from "./tree-recipes.ts";

export interface GoodTree {
  /** Goods, each before what it is made of. */
  readonly goods: Int32Array;
  /** Goods: whether in the tree, and there the one that it is made of within it, -1 where there is none. */
  readonly isIn: Int8Array;
  readonly link: Int32Array;
  /**
   * Goods that must be served anew when its works have changed, in parts, each before what it is made of: what its goods are made
   * of beside it, directly or not, and what takes their by-products; of its own those that its network does not tell in full.
   */
  readonly below: readonly TreePart[];
}

/** Goods whose flows are found together, as a tree; or, where it is none, one good by itself. */
export interface TreePart {
  readonly goods: Int32Array;
  readonly tree: LinkedGoods | undefined;
}

/** A tree without what lies below it. */
export type LinkedGoods = Omit<GoodTree, "below">;

/** What is known of a chain's goods. */
interface ChainGoods {
  readonly order: Int32Array;
  readonly recipes: readonly (Recipe | undefined)[];
  /** Goods: what each is made of; also not directly; and what comes beside it. */
  readonly inputs: readonly ReadonlySet<number>[];
  readonly reaches: readonly ReadonlySet<number>[];
  readonly beside: readonly ReadonlySet<number>[];
}

/**
 * Trees that together have as many links of a chain in them as may be, each as large as may be: the links are looked at in
 * turns, of each good another one at first in each turn, and goods in their order or those first that are made of few. A tree
 * has all the links between its goods, and no way from one of them to another leads through goods beside it.
 *
 * @param order goods of the chain, each before what it is made of.
 */
export function goodTrees(instance: CoupledInstance, order: Int32Array): readonly GoodTree[] {
  const inputs = goodsTaken(instance);
  const reaches = reachableGoods(inputs, order);
  const chain = { order, recipes: recipesOf(instance, order), inputs, reaches, beside: goodsBeside(instance) };
  const { recipes } = chain;
  const goods = [...order].filter((good) => recipes[good] !== undefined);
  const inputsOf = (good: number): number => recipes[good]!.inputs.length;
  const turns = Math.max(1, ...goods.map((good) => recipes[good]!.links.length));
  const simplestFirst = goods.toSorted((a, b) => inputsOf(a) - inputsOf(b));
  const found: { readonly goods: ReadonlySet<number>; readonly link: Int32Array }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    for (const listed of [goods, simplestFirst]) {
      const { parts, link } = joinLinks(chain, listed, turn, (both) => isTree(recipes, both) && isClosed(chain, both));
      for (const part of parts) found.push({ goods: part, link });
    }
  }
  const isWithin = (a: number, b: number): boolean =>
    [...found[a].goods].every((good) => {
      const input = found[a].link[good];
      return found[b].goods.has(good) && (input < 0 || found[b].link[good] === input);
    });
  return found
    .filter((_, a) => !found.some((__, b) => b !== a && isWithin(a, b) && (b < a || !isWithin(b, a))))
    .map(({ goods: members, link }) => ({
      ...linkedGoods(chain, members, link),
      below: partsBelow(chain, members),
    }));
}

/** Goods joined along their links, of each at most one, as long as what comes together may be joined. */
function joinLinks(
  { recipes }: Pick<ChainGoods, "recipes">,
  goods: readonly number[],
  turn: number,
  mayJoin: (both: ReadonlySet<number>, parts: ReadonlySet<ReadonlySet<number>>) => boolean,
): { parts: ReadonlySet<ReadonlySet<number>>; link: Int32Array } {
  const link = new Int32Array(recipes.length).fill(-1);
  const partOf = new Map<number, ReadonlySet<number>>(goods.map((good) => [good, new Set([good])]));
  for (const good of goods) {
    const inputs = recipes[good]?.links ?? [];
    for (let k = 0; k < inputs.length && link[good] < 0; k++) {
      const input = inputs[(k + turn) % inputs.length];
      const [one, other] = [partOf.get(good)!, partOf.get(input)];
      if (other === undefined || one === other || recipes[input] === undefined) continue;
      const both = new Set([...one, ...other]);
      const rest = [...new Set(partOf.values())].filter((part) => part !== one && part !== other);
      if (!mayJoin(both, new Set([...rest, both]))) continue;
      link[good] = input;
      for (const member of both) partOf.set(member, both);
    }
  }
  return { parts: new Set(partOf.values()), link };
}

function linkedGoods({ order, recipes }: ChainGoods, members: ReadonlySet<number>, links: Int32Array): LinkedGoods {
  const isIn = new Int8Array(recipes.length);
  const link = new Int32Array(recipes.length).fill(-1);
  for (const good of members) {
    isIn[good] = 1;
    link[good] = links[good];
  }
  return { goods: order.filter((good) => members.has(good)), isIn, link };
}

/** What must be served anew when works of some goods have changed, in parts that can be served one after the other. */
function partsBelow(chain: ChainGoods, members: ReadonlySet<number>): TreePart[] {
  const { order, recipes, reaches } = chain;
  const moved = movedWith(chain, members);
  const isAlike = recipes.map((recipe) => (recipe?.isAlike ? recipe : undefined));
  const { parts, link } = joinLinks(
    { recipes: isAlike },
    [...order].filter((other) => moved.has(other)),
    0,
    (both, all) => isTree(isAlike, both) && inTurn({ reaches }, all) !== undefined,
  );
  return inTurn(chain, parts)!.map((part) => {
    const goods = order.filter((good) => part.has(good));
    return { goods, tree: isAlike[goods[0]] === undefined ? undefined : linkedGoods(chain, part, link) };
  });
}

/** Goods whose flows move with the works of some: all these are made of, and what takes what comes beside them. */
function movedWith({ order, recipes, reaches, beside, inputs }: ChainGoods, members: ReadonlySet<number>): Set<number> {
  const moved = new Set<number>();
  for (const good of members) {
    for (const input of recipes[good]!.partly) if (members.has(input)) moved.add(input);
    for (const input of reaches[good]) if (!members.has(input)) moved.add(input);
  }
  for (let before = -1; before < moved.size; ) {
    before = moved.size;
    for (const good of [...members, ...moved]) {
      if (moved.has(good)) for (const input of reaches[good]) moved.add(input);
      for (const product of beside[good]) {
        moved.add(product);
        for (const taker of order) if (inputs[taker].has(product)) moved.add(taker);
      }
    }
  }
  return moved;
}

/** Parts of goods, each before what it is made of; undefined where two are made of each other. */
function inTurn(
  { reaches }: Pick<ChainGoods, "reaches">,
  parts: ReadonlySet<ReadonlySet<number>>,
): ReadonlySet<number>[] | undefined {
  const left = new Set(parts);
  const listed: ReadonlySet<number>[] = [];
  const takes = (one: ReadonlySet<number>, other: ReadonlySet<number>): boolean =>
    one !== other && [...one].some((good) => [...other].some((input) => reaches[good].has(input)));
  while (left.size > 0) {
    const next = [...left].find((part) => ![...left].some((other) => takes(other, part)));
    if (next === undefined) return undefined;
    left.delete(next);
    listed.push(next);
  }
  return listed;
}

/** Whether goods have no more links among them than a tree has; they are known to hang together. */
function isTree(recipes: readonly (Recipe | undefined)[], goods: ReadonlySet<number>): boolean {
  let links = 0;
  for (const good of goods) for (const input of recipes[good]!.inputs) if (goods.has(input)) links++;
  return links < goods.size;
}

/** Whether no way from one of the goods to another leads through others. */
function isClosed({ reaches, order }: ChainGoods, goods: ReadonlySet<number>): boolean {
  for (const other of order) {
    if (goods.has(other)) continue;
    let [isAbove, isBelow] = [false, false];
    for (const good of goods) {
      isBelow ||= reaches[good].has(other);
      isAbove ||= reaches[other].has(good);
    }
    if (isAbove && isBelow) return false;
  }
  return true;
}

/** Goods: what each is made of, directly or not. */
function reachableGoods(inputs: readonly ReadonlySet<number>[], order: Int32Array): Set<number>[] {
  const reaches = inputs.map(() => new Set<number>());
  for (const good of order.toReversed()) {
    for (const input of inputs[good]) {
      reaches[good].add(input);
      for (const further of reaches[input]) reaches[good].add(further);
    }
  }
  return reaches;
}

/** Goods: what their works take. */
function goodsTaken({
  goodCount,
  placeCount: p,
  sizeCount,
  sizeCell,
  inputStart,
  inputGood,
}: CoupledInstance): Set<number>[] {
  const inputs = Array.from({ length: goodCount }, () => new Set<number>());
  for (let size = 0; size < sizeCount; size++) {
    const own = inputs[Math.floor(sizeCell[size] / p)];
    for (let e = inputStart[size]; e < inputStart[size + 1]; e++) own.add(inputGood[e]);
  }
  return inputs;
}

/** Goods: what their works make beside them. */
function goodsBeside(instance: CoupledInstance): Set<number>[] {
  const { goodCount, placeCount: p, sizeCount, sizeCell, activityStart, besideStart, besideGate, gateCell } = instance;
  const beside = Array.from({ length: goodCount }, () => new Set<number>());
  for (let size = 0; size < sizeCount; size++) {
    const own = beside[Math.floor(sizeCell[size] / p)];
    for (let e = besideStart[activityStart[size]]; e < besideStart[activityStart[size + 1]]; e++)
      own.add(Math.floor(gateCell[besideGate[e]] / p));
  }
  return beside;
}
