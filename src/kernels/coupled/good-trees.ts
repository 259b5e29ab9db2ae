/**
 * Trees of goods in a chain: within one, every good is made of at most one other, so that the flows of all its goods are one
 * network; what else its goods are made of is counted at a price.
 */
import type { CoupledInstance } from "./instance.ts";

export interface GoodTree {
  /** Goods, each before what it is made of. */
  readonly goods: Int32Array;
  /** Goods: whether in the tree, and there the one that it is made of within it, -1 where there is none. */
  readonly isIn: Int8Array;
  readonly link: Int32Array;
  /** Goods: how much a unit counts, so that works neither add nor lose. */
  readonly factor: Float64Array;
  /**
   * Goods beside it that its goods are made of, directly or not, in parts, each before what it is made of: what is wanted of
   * these moves with it.
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
  /** Goods: what each is made of, directly or not. */
  readonly reaches: readonly ReadonlySet<number>[];
}

/** What a good is made of, where all its works are alike in that. */
interface Recipe {
  readonly inputs: readonly number[];
  readonly amounts: readonly number[];
}

/**
 * Trees that together have as many links of a chain in them as may be, each as large as may be: the links are looked at in
 * turns, of each good another one at first in each turn, and goods in their order or those first that are made of few. A tree
 * has all the links between its goods, and no way from one of them to another leads through goods beside it.
 *
 * @param order goods of the chain, each before what it is made of.
 */
export function goodTrees(instance: CoupledInstance, order: Int32Array): readonly GoodTree[] {
  const chain = { order, recipes: recipesOf(instance, order), reaches: reachableGoods(instance, order) };
  const { recipes } = chain;
  const goods = [...order].filter((good) => recipes[good] !== undefined);
  const inputsOf = (good: number): number => recipes[good]!.inputs.length;
  const turns = Math.max(1, ...goods.map(inputsOf));
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
  { recipes }: ChainGoods,
  goods: readonly number[],
  turn: number,
  mayJoin: (both: ReadonlySet<number>, parts: ReadonlySet<ReadonlySet<number>>) => boolean,
): { parts: ReadonlySet<ReadonlySet<number>>; link: Int32Array } {
  const link = new Int32Array(recipes.length).fill(-1);
  const partOf = new Map<number, ReadonlySet<number>>(goods.map((good) => [good, new Set([good])]));
  for (const good of goods) {
    const inputs = recipes[good]?.inputs ?? [];
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
  const factor = new Float64Array(recipes.length);
  const goods = order.filter((good) => members.has(good));
  for (const good of goods.toReversed()) {
    const input = links[good];
    isIn[good] = 1;
    link[good] = input;
    factor[good] = input < 0 ? 1 : factor[input] * recipes[good]!.amounts[recipes[good]!.inputs.indexOf(input)];
  }
  return { goods, isIn, link, factor };
}

/** What lies below some goods, in parts that can be served one after the other. */
function partsBelow(chain: ChainGoods, members: ReadonlySet<number>): TreePart[] {
  const { order, recipes, reaches } = chain;
  const below = [...order].filter(
    (other) => !members.has(other) && [...members].some((good) => reaches[good].has(other)),
  );
  const { parts, link } = joinLinks(
    chain,
    below,
    0,
    (both, all) => isTree(recipes, both) && inTurn(chain, all) !== undefined,
  );
  return inTurn(chain, parts)!.map((part) => {
    const goods = order.filter((good) => part.has(good));
    return { goods, tree: recipes[goods[0]] === undefined ? undefined : linkedGoods(chain, part, link) };
  });
}

/** Parts of goods, each before what it is made of; undefined where two are made of each other. */
function inTurn({ reaches }: ChainGoods, parts: ReadonlySet<ReadonlySet<number>>): ReadonlySet<number>[] | undefined {
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
function reachableGoods(
  { goodCount, placeCount: p, goodStart, goodSizes, ...instance }: CoupledInstance,
  order: Int32Array,
): Set<number>[] {
  const { inputStart, inputGood } = instance;
  const reaches = Array.from({ length: goodCount }, () => new Set<number>());
  for (const good of order.toReversed()) {
    for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
      for (let e = inputStart[goodSizes[at]]; e < inputStart[goodSizes[at] + 1]; e++) {
        const input = inputGood[e];
        if (reaches[good].has(input)) continue;
        reaches[good].add(input);
        for (const further of reaches[input]) reaches[good].add(further);
      }
    }
  }
  return reaches;
}

/**
 * Goods: what each is made of. Undefined where works have several activities or many modules, make something beside, share
 * costs or need different amounts, where the good comes as a by-product, and where it may be gone without and is made into
 * others.
 */
function recipesOf(instance: CoupledInstance, order: Int32Array): (Recipe | undefined)[] {
  const { goodCount, placeCount: p, shortage, gateCell, inputGood } = instance;
  const isBeside = new Int8Array(goodCount);
  for (const cell of gateCell) isBeside[Math.floor(cell / p)] = 1;
  const isTaken = new Int8Array(goodCount);
  for (const good of inputGood) isTaken[good] = 1;
  const recipes: (Recipe | undefined)[] = new Array(goodCount).fill(undefined);
  for (const good of order)
    if (isBeside[good] === 0 && !(isTaken[good] === 1 && shortage[good] < Number.POSITIVE_INFINITY))
      recipes[good] = recipeOf(instance, good);
  return recipes;
}

function recipeOf(instance: CoupledInstance, good: number): Recipe | undefined {
  const { goodStart, goodSizes, placeCount: p, cellWorks, worksCopies, sizeSite, problem } = instance;
  const { activityStart, takeStart, takeInput, takeAmount, inputGood, besideStart } = instance;
  for (let i = cellWorks[good * p]; i < cellWorks[(good + 1) * p]; i++) if (worksCopies[i] !== 1) return undefined;
  let recipe: Recipe | undefined;
  for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
    const size = goodSizes[at];
    const site = sizeSite[size];
    const activity = activityStart[size];
    const isShared = (problem.siteCost?.[site] ?? 0) > 0 || (problem.siteRoof?.[site] ?? -1) >= 0;
    if (isShared || (problem.oneSize?.[site] ?? 0) > 0) return undefined;
    if (activityStart[size + 1] !== activity + 1 || besideStart[activity + 1] > besideStart[activity]) return undefined;
    const inputs = Array.from(takeInput.subarray(takeStart[activity], takeStart[activity + 1]), (e) => inputGood[e]);
    const amounts = Array.from(takeAmount.subarray(takeStart[activity], takeStart[activity + 1]));
    recipe ??= { inputs, amounts };
    const { inputs: known, amounts: as } = recipe;
    if (known.length !== inputs.length || known.some((input, k) => input !== inputs[k] || as[k] !== amounts[k]))
      return undefined;
  }
  return recipe ?? { inputs: [], amounts: [] };
}
