import type { Random } from "../../base/random.ts";
import { square } from "../../base/square.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { type JointSearch, jointSearch } from "./joint-search.ts";
import type { KeptPass } from "./kept-pass.ts";
import { type TreeSearch, treeSearch } from "./tree-search.ts";

/**
 * Plans no more than so much dearer than the incumbent, as a part of it, are improved with all goods' flows together; the longer
 * nothing has helped, the dearer they may be.
 */
const WORTH_JOINING = 0.005;
const WORTH_JOINING_LATER = 0.0005;
/**
 * At first a chain is expected to fall by this part of its cost; or, where trees are to be improved, of what is still open between
 * its plan and what is proved. What a plan brought counts so much less with each that follows.
 */
const HOPED = 2e-4;
const HOPED_OF_OPEN = 0.1;
const FADING = 0.5;

/** With more places it takes more work than passes do, some hundred megabytes, and finds less. */
const MOST_JOINED = 1000;
/** With so many places a chain's plans are improved region by region. */
const LEAST_IN_REGIONS = 300;

/** From the best plan tree by tree; from the averages or from the works of the best plan, at other prices; or from the best plan without some of its works. */
type Kind = "onwards" | "averages" | "incumbent" | "barring";

/** A way to another plan, how often it was tried, and how often it helped. */
export interface Way {
  readonly kind: Kind;
  tries: number;
  wins: number;
}

/** One chain's best plan, and what is known of making another. */
export interface ChainPlans {
  /** Goods, each before what it is made of. */
  readonly order: Int32Array;
  readonly ways: readonly Way[];
  /** Where the flows of all its goods may be found at once. */
  readonly joint: JointSearch | undefined;
  /** Where they may be so tree by tree of its goods. */
  readonly trees: TreeSearch | undefined;
  best: KeptPass | undefined;
  cost: number;
  /** Whether the best plan was wanted soon, and has not been improved with the flows of all its goods together yet. */
  isRaw: boolean;
  /** Plans that were found since the best one. */
  fruitless: number;
  /** What further plans lately took off the cost, and their work. */
  drop: number;
  work: number;
}

/** @param order the chain's goods, each before what it is made of. */
export function startChain(instance: CoupledInstance, order: Int32Array): ChainPlans {
  const { placeCount: p } = instance;
  const joint = p < LEAST_IN_REGIONS ? jointSearch(instance, order) : undefined;
  const trees = joint === undefined && p <= MOST_JOINED ? treeSearch(instance, order) : undefined;
  const kinds: readonly Kind[] = ["averages", "incumbent", "barring"];
  const ways = (trees === undefined ? kinds : ["onwards" as const, ...kinds]).map((kind) => ({
    kind,
    tries: 0,
    wins: 0,
  }));
  const [best, cost] = [undefined, Number.POSITIVE_INFINITY];
  return { order, ways, joint, trees, best, cost, isRaw: false, fruitless: 0, drop: 0, work: 0 };
}

/**
 * The chain whose plans promise to fall most for the work, among those that another turn of their trees may still save in, as
 * long as there are any; undefined where there is none.
 */
export function mostPromising(chains: readonly ChainPlans[]): ChainPlans | undefined {
  const unsettled = chains.filter((chain) => !isSettled(chain));
  const choice = unsettled.length > 0 ? unsettled : chains;
  let chosen = choice[0];
  for (const chain of choice) if (promise(chain) > promise(chosen)) chosen = chain;
  return chosen;
}

/** Whether no tree of the chain is known in which something may save. */
export function isSettled({ trees }: ChainPlans): boolean {
  return trees === undefined || trees.isSettled;
}

function promise({ drop, work }: ChainPlans): number {
  return drop / (1 + work);
}

/** A way by chance, those that have helped more often more likely. */
export function likeliest({ ways }: ChainPlans, random: Random): Way {
  const weights = ways.map(({ wins, tries }) => square((wins + 1) / (tries + 3)));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let k = 0; k < ways.length; k++) {
    left -= weights[k];
    if (left < 0) return ways[k];
  }
  return ways[0];
}

/**
 * Expects something of further plans, after one that took so much work.
 *
 * @param bound goods: what is proved of each.
 */
export function hope(chain: ChainPlans, work: number, bound: Float64Array): void {
  const proved = chain.order.reduce((sum, good) => sum + bound[good], 0);
  const open = Math.max(0, chain.cost - proved);
  chain.drop = chain.trees === undefined ? HOPED * Math.abs(chain.cost) : HOPED_OF_OPEN * open;
  chain.work = work;
}

/** Remembers what another plan took off the cost, and its work. */
export function learn(chain: ChainPlans, way: Way, drop: number, work: number): void {
  way.tries++;
  if (drop > 0) way.wins++;
  chain.drop = FADING * chain.drop + drop;
  chain.work = FADING * chain.work + work;
}

/** Up to which cost a plan is improved with all flows together. */
export function worthJoining({ cost, fruitless }: ChainPlans): number {
  return cost * (1 + WORTH_JOINING + WORTH_JOINING_LATER * fruitless);
}
