/**
 * The cheapest flow over the pairs of a window: the primal-dual method, in bulk.
 *
 * Flow stands only on tight pairs, where cost + rent is the sink's price. Whatever a source has too much is
 * pushed along tight pairs to sources that have too little, by blocking flows; when no tight way is left, the
 * rents of overloaded sources and their surroundings rise by least distances in reduced cost, until new pairs
 * are tight. Costs are taken down to multiples of a grain: coarse ones make many pairs tight at once, so that
 * rents far off are mended in few large steps.
 *
 * Shapes:     K sources, the window's sinks and one more for what is supplied beyond the demand.
 * Invariants: every rent and reduced cost is a multiple of the grain; rents rise by no more than `reach`, below
 *             which no pair outside the window can become the cheapest of its sink.
 * Complexity: a round is linear in the pairs; rounds are few, since all overloaded sources are served at once.
 * Source: Ford and Fulkerson's primal-dual method, as in Ahuja, Magnanti, Orlin, Network Flows (1993), section
 *         9.8, with the layered networks of Dinic (1970); rises along all least distances keep the dual rising,
 *         compare Murota and Shioura, Exact bounds for steepest descent algorithms of L-convex functions (2014).
 */
import { type Holdings, listPair, placeSinks } from "./holdings.ts";
import { raiseRents } from "./rise.ts";
import type { Window } from "./window.ts";

/** All is balanced; the rents have risen as far as the window allows; or the budget is spent. */
export const BALANCED = 0;
export const TOO_NARROW = 1;
export const GOES_ON = 2;

export interface WindowFlow {
  readonly grain: number;
  /** How far rents may rise in all, and how far they have. */
  readonly reach: number;
  risen: number;
  readonly rent: Float64Array;
  readonly sinkCount: number;
  /** Pairs by sink; `owner` is a pair's sink. */
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly owner: Int32Array;
  readonly cost: Float64Array;
  readonly flow: Float64Array;
  /**
   * Per source a list of the pairs that carry something: the first, and the next of each; -1 ends it. Pairs that
   * carry nothing any more are dropped when they are met; a pair that is in no list has -2 for its next.
   */
  readonly firstPair: Int32Array;
  readonly nextPair: Int32Array;
  /** Per source: what it has too much (above zero) or too little. */
  readonly excess: Float64Array;
  /** Sum of what is too much. */
  overload: number;
  /** Layers of the present search, per source and per sink; a sink counts when its mark is the present round's. */
  readonly level: Int32Array;
  lastLevel: number;
  round: number;
  readonly sinkMark: Int32Array;
  readonly sinkLevel: Int32Array;
  /** Where each source's and sink's list has been tried up to. */
  readonly sourceNext: Int32Array;
  readonly sinkNext: Int32Array;
  /** The way from the overloaded source: pairs left and pairs entered. Also the queue of the layers. */
  readonly left: Int32Array;
  readonly entered: Int32Array;
  readonly queue: Int32Array;
  /** Distances in reduced cost and the heap over them. */
  readonly distance: Float64Array;
  readonly heap: Int32Array;
  readonly heapPlace: Int32Array;
  visits: number;
}

/** Starts from the window, its last sink being the spare one: what was held stays where it is tight. */
export function startWindowFlow(window: Window, grain: number, reach: number, held: Holdings): WindowFlow {
  const { rent, openCount, pairCount } = window;
  const sources = rent.length;
  const start = window.start.subarray(0, openCount + 1);
  const source = window.source.subarray(0, pairCount);
  const cost = window.cost.subarray(0, pairCount);
  if (grain > 1) for (let e = 0; e < pairCount; e++) cost[e] = Math.floor(cost[e] / grain) * grain;
  const owner = new Int32Array(pairCount);
  for (let k = 0; k < openCount; k++) owner.fill(k, start[k], start[k + 1]);
  const state: WindowFlow = {
    grain,
    reach,
    risen: 0,
    rent,
    sinkCount: openCount,
    start,
    source,
    owner,
    cost,
    flow: new Float64Array(pairCount),
    firstPair: new Int32Array(sources).fill(-1),
    nextPair: new Int32Array(pairCount).fill(-2),
    excess: new Float64Array(sources),
    overload: 0,
    level: new Int32Array(sources),
    lastLevel: 0,
    round: 0,
    sinkMark: new Int32Array(openCount),
    sinkLevel: new Int32Array(openCount),
    sourceNext: new Int32Array(sources),
    sinkNext: new Int32Array(openCount),
    left: new Int32Array(sources),
    entered: new Int32Array(sources),
    queue: new Int32Array(sources),
    distance: new Float64Array(sources),
    heap: new Int32Array(sources),
    heapPlace: new Int32Array(sources),
    visits: pairCount,
  };
  placeSinks(state, window, held);
  return state;
}

/** Pushes and raises until balanced, too narrow, or `budget` pairs have been looked at. */
export function stepWindowFlow(state: WindowFlow, budget: number): number {
  const stopAt = state.visits + budget;
  while (state.overload > 0) {
    if (state.visits >= stopAt) return GOES_ON;
    if (layOutLevels(state)) pushAlongLevels(state);
    else if (state.risen >= state.reach) return TOO_NARROW;
    else raiseRents(state);
  }
  return BALANCED;
}

/** Layers sources by how many sinks lie between them and an overloaded one, over tight pairs; false when none lacks. */
function layOutLevels(state: WindowFlow): boolean {
  const { start, source, owner, cost, flow, firstPair, nextPair, excess, rent, level, queue, sinkMark } = state;
  const round = ++state.round;
  let queued = 0;
  for (let i = 0; i < excess.length; i++) {
    level[i] = excess[i] > 0 ? 0 : -1;
    if (excess[i] > 0) queue[queued++] = i;
  }
  let lastLevel = Infinity;
  let lacking = 0;
  let visits = excess.length;
  for (let at = 0; at < queued; at++) {
    const a = queue[at];
    if (level[a] >= lastLevel) break;
    let before = -1;
    for (let e = firstPair[a], next = 0; e >= 0; e = next) {
      next = nextPair[e];
      visits++;
      if (flow[e] <= 0) {
        nextPair[e] = -2;
        if (before < 0) firstPair[a] = next;
        else nextPair[before] = next;
        continue;
      }
      before = e;
      const k = owner[e];
      if (sinkMark[k] === round) continue;
      sinkMark[k] = round;
      state.sinkLevel[k] = level[a];
      state.sinkNext[k] = start[k];
      const price = cost[e] + rent[a];
      visits += start[k + 1] - start[k];
      for (let f = start[k]; f < start[k + 1]; f++) {
        const b = source[f];
        if (level[b] >= 0 || cost[f] + rent[b] !== price) continue;
        level[b] = level[a] + 1;
        queue[queued++] = b;
        if (excess[b] < 0 && (lacking -= excess[b]) >= state.overload && lastLevel === Infinity) lastLevel = level[b];
      }
    }
    state.sourceNext[a] = firstPair[a];
  }
  state.visits += visits;
  state.lastLevel = lastLevel;
  return lacking > 0;
}

/** A blocking flow: from every overloaded source depth first through the levels. */
function pushAlongLevels(state: WindowFlow): void {
  const { source, owner, flow, excess, level, left, entered, sinkNext } = state;
  for (let first = 0; first < excess.length; first++) {
    let depth = 0;
    let u = first;
    while (excess[first] > 0) {
      if (excess[u] < 0) {
        let amount = Math.min(excess[first], -excess[u]);
        for (let d = 0; d < depth; d++) if (flow[left[d]] < amount) amount = flow[left[d]];
        for (let d = 0; d < depth; d++) {
          flow[left[d]] -= amount;
          flow[entered[d]] += amount;
          if (state.nextPair[entered[d]] === -2) listPair(state, entered[d]);
        }
        excess[first] -= amount;
        excess[u] += amount;
        state.overload -= amount;
        state.visits += depth;
        // On from the first pair that is used up; from the start when none is.
        let d = 0;
        while (d < depth && flow[left[d]] > 0) d++;
        const isCut = d < depth;
        depth = isCut ? d : 0;
        u = isCut ? source[left[d]] : first;
        continue;
      }
      if (advance(state, u, depth)) u = source[entered[depth++]];
      else {
        level[u] = -2;
        if (depth === 0) break;
        depth--;
        u = source[left[depth]];
        sinkNext[owner[left[depth]]]++;
      }
    }
  }
}

/** Finds the next pair to leave source u by, and the one to enter the next level by. */
function advance(state: WindowFlow, u: number, depth: number): boolean {
  const { start, source, owner, cost, flow, nextPair, rent, level, sourceNext, sinkNext, sinkMark } = state;
  const here = level[u];
  if (here < 0 || here >= state.lastLevel) return false;
  for (let e = sourceNext[u]; e >= 0; e = sourceNext[u] = nextPair[e]) {
    if (flow[e] <= 0) continue;
    const k = owner[e];
    if (sinkMark[k] !== state.round || state.sinkLevel[k] !== here) continue;
    const price = cost[e] + rent[u];
    for (; sinkNext[k] < start[k + 1]; sinkNext[k]++) {
      const f = sinkNext[k];
      if (level[source[f]] !== here + 1 || cost[f] + rent[source[f]] !== price) continue;
      state.left[depth] = e;
      state.entered[depth] = f;
      return true;
    }
  }
  return false;
}
