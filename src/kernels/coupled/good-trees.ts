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
  /** Goods beside it that its goods are made of, directly or not, in the same order: what is wanted of these moves with it. */
  readonly below: Int32Array;
}

/** What a good is made of, where all its works are alike in that. */
interface Recipe {
  readonly inputs: readonly number[];
  readonly amounts: readonly number[];
}

/**
 * Trees that together have as many links of a chain in them as may be, each as large as may be: the links are looked at in
 * turns, of each good another one at first in each turn, and goods in their order or those first that are made of few. A tree has all the links between its goods, and no way from one of
 * them to another leads through goods beside it.
 *
 * @param order goods of the chain, each before what it is made of.
 */
export function goodTrees(instance: CoupledInstance, order: Int32Array): readonly GoodTree[] {
  const recipes = recipesOf(instance, order);
  const reaches = reachableGoods(instance, order);
  const goods = [...order].filter((good) => recipes[good] !== undefined);
  const inputsOf = (good: number): readonly number[] => recipes[good]!.inputs;
  const turns = Math.max(1, ...goods.map((good) => inputsOf(good).length));
  const simplestFirst = goods.toSorted((a, b) => inputsOf(a).length - inputsOf(b).length);
  const found: { readonly goods: ReadonlySet<number>; readonly link: Int32Array }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    for (const listed of [goods, simplestFirst]) {
      const link = new Int32Array(instance.goodCount).fill(-1);
      const partOf = new Map(goods.map((good) => [good, new Set([good])]));
      for (const good of listed) {
        const inputs = inputsOf(good);
        for (let k = 0; k < inputs.length && link[good] < 0; k++) {
          const input = inputs[(k + turn) % inputs.length];
          const [one, other] = [partOf.get(good)!, partOf.get(input)];
          if (other === undefined || one === other) continue;
          const both = new Set([...one, ...other]);
          if (!isTree(recipes, both) || !isClosed(reaches, order, both)) continue;
          link[good] = input;
          for (const member of both) partOf.set(member, both);
        }
      }
      for (const part of new Set(partOf.values())) found.push({ goods: part, link });
    }
  }
  const isWithin = (a: number, b: number): boolean =>
    [...found[a].goods].every((good) => {
      const input = found[a].link[good];
      return found[b].goods.has(good) && (input < 0 || found[b].link[good] === input);
    });
  return found
    .filter((_, a) => !found.some((__, b) => b !== a && isWithin(a, b) && (b < a || !isWithin(b, a))))
    .map(({ goods: members, link }) => written(recipes, reaches, order, members, link));
}

function written(
  recipes: readonly (Recipe | undefined)[],
  reaches: readonly ReadonlySet<number>[],
  order: Int32Array,
  members: ReadonlySet<number>,
  links: Int32Array,
): GoodTree {
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
  const below = order.filter((other) => isIn[other] === 0 && goods.some((good) => reaches[good].has(other)));
  return { goods, isIn, link, factor, below };
}

/** Whether goods have no more links among them than a tree has; they are known to hang together. */
function isTree(recipes: readonly (Recipe | undefined)[], goods: ReadonlySet<number>): boolean {
  let links = 0;
  for (const good of goods) for (const input of recipes[good]!.inputs) if (goods.has(input)) links++;
  return links < goods.size;
}

/** Whether no way from one of the goods to another leads through others. */
function isClosed(reaches: readonly ReadonlySet<number>[], order: Int32Array, goods: ReadonlySet<number>): boolean {
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
  return recipe;
}
