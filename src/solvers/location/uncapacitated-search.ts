import type { Sliceable } from "../../base/control.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import { FLIPS_PART, type FlipRun, searchFlips } from "./flip-run.ts";
import type { SearchEnd } from "./search.ts";
import type { SearchState } from "./search-state.ts";
import { partOf, SplitChooser } from "./uncapacitated-choice.ts";
import { mostOpenNodes, type OpenNode, OpenNodes } from "./uncapacitated-nodes.ts";
import { PresentNode } from "./uncapacitated-present.ts";
import { UncapacitatedProof } from "./uncapacitated-proof.ts";
import { UncapacitatedTree } from "./uncapacitated-tree.ts";

/**
 * Answers at a node, and so many more where that may close it, which spares two nodes and what they prove: at 150 to 250 sites
 * trees have 5 to 16 % fewer nodes, for as much work.
 */
const ITERATIONS = 20;
const MORE_ITERATIONS = 20;
/** Rounded plans are looked at in one node of so many. */
const ROUND_EVERY = 16;
const ROUNDED = 2;
/** Progress is told when the bound has gone this part of the way, or a better plan is found. */
const REPORT_GAIN = 0.01;

/** Whether nothing limits sites but what they cost. */
export function isUncapacitated({ hasCapacity, groupCount, fewest, most, siteCount }: LocationInstance): boolean {
  return !hasCapacity && groupCount === 0 && fewest === 0 && most === siteCount;
}

/**
 * Branch and bound for the uncapacitated problem, from what the state's root leaves open: many nodes of a few answers each, best
 * first. A node is proved or narrowed by one set of prices.
 *
 * Source: Posta, Ferland, Michelon, An exact cooperative method for the uncapacitated facility location problem (2014), for
 *         bundles and branching at the nodes of a large tree.
 */
export class UncapacitatedSearch {
  readonly #state: SearchState;
  readonly #present: PresentNode;
  readonly #open: OpenNodes;
  readonly #chooser: SplitChooser;
  readonly #tree = new UncapacitatedTree();
  /** The least bound among decided nodes that could not be closed at the cut. */
  #least = Number.POSITIVE_INFINITY;

  constructor(state: SearchState, mostOpen: number = mostOpenNodes(state.instance)) {
    this.#state = state;
    this.#present = new PresentNode(state);
    this.#open = new OpenNodes(mostOpen);
    this.#chooser = new SplitChooser(state.instance.siteCount);
  }

  *run(flips: FlipRun | undefined): Sliceable<SearchEnd> {
    const state = this.#state;
    const { control, planner } = state;
    const rootStates = this.#present.answers.state.slice();
    this.#work(0);
    state.nodeCount = 1;
    let reported = { best: Number.POSITIVE_INFINITY, bound: state.bound };
    for (;;) {
      const interruption = control.interruption();
      const node = interruption === undefined ? this.#open.next() : undefined;
      if (node === undefined) {
        const threshold = Math.min(state.cut, this.#least, this.#open.close(this.#tree));
        yield* this.#prove(rootStates, threshold);
        return { threshold, interruption };
      }
      state.nodeCount++;
      const least = this.#open.leastWith(node);
      if (planner.best < reported.best || least - reported.bound > REPORT_GAIN * (planner.best - least)) {
        reported = { best: planner.best, bound: least };
        state.report("searching", least);
      }
      this.#present.enter(node);
      const bound = this.#work(node.id);
      this.#chooser.learn(node, Math.min(bound, state.cut) - node.parentBound);
      if (state.nodeCount % ROUND_EVERY === 0) this.#round();
      this.#spend();
      if (flips !== undefined) yield* searchFlips(state, flips, FLIPS_PART);
      yield;
    }
  }

  /** Writes the proof down, which builds on what the root has ruled out. */
  *#prove(rootStates: Int8Array, threshold: number): Sliceable<void> {
    const { proof, nodeId, instance, control } = this.#state;
    proof.seal(nodeId);
    const written = new UncapacitatedProof(this.#tree, instance, rootStates, threshold);
    yield* written.write(proof, nodeId);
    control.spend(written.visits);
  }

  /** Bounds the present node, and closes it or splits it in two; gives the bound. */
  #work(id: number): number {
    const { cut } = this.#state;
    const present = this.#present;
    const tree = this.#tree;
    const bounded = present.bound(cut, ITERATIONS, MORE_ITERATIONS);
    if (bounded === undefined) return cut;
    if (bounded.bound >= cut) {
      tree.close(id, bounded);
      return bounded.bound;
    }
    tree.narrow(id, bounded, present.narrow(bounded, cut), present.answers.activeCount);
    const left = present.leave();
    const { site, probes = [bounded, bounded] } = this.#chooser.choose(present, bounded, left, cut);
    if (site < 0) {
      this.#settle(id);
      return bounded.bound;
    }
    const below = tree.split(id, site);
    const common = { parentBound: bounded.bound, site, off: partOf(left, site), ...left };
    const closed: OpenNode = { id: below, way: 0, ...common, ...probes[0] };
    const opened: OpenNode = { id: below + 1, way: 1, ...common, ...probes[1] };
    this.#open.push(closed, opened);
    return bounded.bound;
  }

  /** All sites are decided: the plan is tried, and its own prices bound the node exactly. */
  #settle(id: number): void {
    const state = this.#state;
    state.planner.try(Int32Array.from(this.#present.answers.state, (own) => (own > 0 ? 1 : 0)));
    const only = this.#tree.settle(id);
    const settled = this.#present.settle();
    if (settled === undefined) return;
    this.#tree.close(only, settled);
    if (settled.bound < state.cut) this.#least = Math.min(this.#least, settled.bound);
  }

  /** Plans by how open sites are on average in the present node. */
  #round(): void {
    const { planner, answers } = this.#state;
    planner.round(this.#present.average, answers.lower, answers.upper, ROUNDED);
  }

  #spend(): void {
    const { answers } = this.#present;
    const { control, planner } = this.#state;
    control.spend(answers.visits + planner.takeVisits());
    answers.visits = 0;
  }
}
