import type { CoupledInstance } from "./instance.ts";

/** What a good is made of. */
export interface Recipe {
  readonly inputs: readonly number[];
  /** Inputs of which some works take more than others. */
  readonly partly: readonly number[];
  /**
   * Inputs by which it may be linked in a tree: where only some works take what no works makes, these, or their network would
   * make more than there is of it.
   */
  readonly links: readonly number[];
  /** Whether its works are alike: the same inputs, nothing beside. */
  readonly isAlike: boolean;
}

/**
 * Goods: what each is made of. Undefined where works share costs, exclude each other or can make it in several ways, where the
 * good comes as a by-product, and where it may be gone without and is made into others.
 */
export function recipesOf(instance: CoupledInstance, order: Int32Array): (Recipe | undefined)[] {
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
  const { goodStart, goodSizes, sizeSite, problem, cellWorks, placeCount: p } = instance;
  const { activityStart, takeStart, takeInput, takeAmount, inputGood, besideStart } = instance;
  const amounts = new Map<number, number>();
  const takers = new Map<number, number>();
  const partly = new Set<number>();
  let hasBeside = false;
  for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
    const size = goodSizes[at];
    const site = sizeSite[size];
    const isShared = (problem.siteCost?.[site] ?? 0) > 0 || (problem.siteRoof?.[site] ?? -1) >= 0;
    if (isShared || (problem.oneSize?.[site] ?? 0) > 0) return undefined;
    const [first, last] = [activityStart[size], activityStart[size + 1]];
    if (last > first + 1) return undefined;
    hasBeside ||= besideStart[last] > besideStart[first];
    for (let e = takeStart[first]; e < takeStart[last]; e++) {
      const input = inputGood[takeInput[e]];
      if ((amounts.get(input) ?? takeAmount[e]) !== takeAmount[e]) partly.add(input);
      amounts.set(input, takeAmount[e]);
      takers.set(input, (takers.get(input) ?? 0) + 1);
    }
  }
  const inputs = [...amounts.keys()];
  for (const input of inputs) if (takers.get(input) !== goodStart[good + 1] - goodStart[good]) partly.add(input);
  const scarce = [...partly].filter((input) => cellWorks[(input + 1) * p] === cellWorks[input * p]);
  const links = scarce.length > 0 ? scarce : inputs;
  const isAlike = !hasBeside && partly.size === 0;
  return { inputs, partly: [...partly], links, isAlike };
}
