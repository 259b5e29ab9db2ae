import type { Sliceable } from "../../base/control.ts";
import { chooseClusters } from "../../kernels/location/choose-clusters.ts";
import { startFlowAverage } from "../../kernels/location/flow-average.ts";
import { AveragedAscent } from "./averaged-ascent.ts";
import { finishNode } from "./finish-node.ts";
import { raisePrices } from "./raise-prices.ts";
import type { Groups, SearchState } from "./search-state.ts";
import { tryClusterSets } from "./try-cluster-sets.ts";

/** Rounds of choosing clusters at the root, and iterations of prices in each. */
const ROUNDS = 4;
const ITERATIONS = 120;
const STRIDE = 0.1;
/** The round before clusters are first chosen only looks at who shares whom. */
const LOOK = 40;
/** A round that closes less than this part of the gap is the last. */
const LEAST_GAIN = 0.02;
/**
 * With fewer sites undecided the tree is done as soon without: an answer takes several times as long with clusters. At 500 x
 * 500 and capacity ten times demand (seed 4) some 120 are undecided, and 125 nodes take as long as 797 without; at 1,000 x
 * 1,000 some 330 are.
 */
const FEWEST_SITES = 250;

/** Whether sites may answer together: numbers of open sites, groups and copies would tie clusters to each other. */
function mayCluster({ instance }: SearchState): boolean {
  const { groupCount, fewest, most, siteCount } = instance;
  const isSplit = instance.hasCapacity && !instance.wholeService && !instance.hasCopies && !instance.isEven;
  return isSplit && groupCount === 0 && fewest === 0 && most === siteCount;
}

/**
 * Puts neighbouring sites together where the root leaves many undecided, and raises prices again, a few times over.
 *
 * Gives: whether the root is closed by it.
 */
export function* addClusters(state: SearchState, fewestSites = FEWEST_SITES): Sliceable<boolean> {
  const { planner, control, answers } = state;
  let undecided = 0;
  for (let a = 0; a < answers.activeCount; a++)
    if (answers.lower[answers.active[a]] < answers.upper[answers.active[a]]) undecided++;
  if (!mayCluster(state) || undecided < fewestSites || !planner.hasPlan) return false;
  state.flows = startFlowAverage(state.instance);
  state.ascent = new AveragedAscent(state.instance, state.weight);
  for (let round = 0; round < ROUNDS && control.interruption() === undefined; round++) {
    const before = state.bound;
    const groups = state.groups;
    const iterations = round === 0 ? LOOK : ITERATIONS;
    const rise = { iterations, stride: STRIDE, isFresh: true, isRoot: false };
    if ((yield* raisePrices(state, rise)) === "closed" || finishNode(state)) return true;
    if (yield* improveByClusters(state)) return true;
    state.spend();
    growClusters(state);
    if (isSame(groups, state.groups) || (round > 0 && state.bound - before < LEAST_GAIN * (planner.best - before)))
      break;
  }
  return false;
}

/** Looks for plans among clusters' sets; gives whether a better one closes the node. */
export function* improveByClusters(state: SearchState): Sliceable<boolean> {
  const { planner, groups, nodeCount } = state;
  if (groups.length === 0) return false;
  const before = planner.best;
  yield* tryClusterSets(state);
  if (planner.best === before) return false;
  state.lastBetterAt = nodeCount;
  return finishNode(state);
}

/** Puts more sites together, by what the present node's averages say; nothing where clusters are not in use. */
export function growClusters(state: SearchState): void {
  const { answers, average, flows, groups } = state;
  if (flows === undefined) return;
  const grown = chooseClusters(answers, average, flows, groups);
  if (!isSame(groups, grown)) state.useClusters(grown);
}

function isSame(one: Groups, other: Groups): boolean {
  return one.length === other.length && one.every((group, c) => group.join() === other[c].join());
}
