/**
 * Who has which sink, kept from one window to the next: what was held stays where it is still tight.
 *
 * Shapes: K sources, S sinks in curve order. Complexity: O(pairs of the window).
 */
import type { Window } from "./window.ts";
import type { WindowFlow } from "./window-flow.ts";

/** Who has which sink: a source per sink (-1 for none yet), and shares where a sink is split. */
export interface Holdings {
  readonly home: Int32Array;
  splitSink: Int32Array;
  splitSource: Int32Array;
  splitAmount: Float64Array;
  /** Per source what it keeps. */
  spare: Float64Array;
}

/** Puts every sink's demand on tight pairs, and what is supplied beyond on the spare sink's. */
export function placeSinks(state: WindowFlow, window: Window, held: Holdings): void {
  const { start, source, flow, excess, sinkCount } = state;
  const { demand, supply } = window.picture;
  const { splitSink, splitSource, splitAmount } = held;
  for (let i = 0; i < excess.length; i++) excess[i] = window.load[i] - supply[i];
  let at = 0;
  for (let k = 0; k < sinkCount - 1; k++) {
    const q = window.open[k];
    let best = cheapest(state, k);
    const price = state.cost[best] + state.rent[source[best]];
    const home = held.home[q];
    let rest = demand[q];
    while (at < splitSink.length && splitSink[at] < q) at++;
    const isSplit = at < splitSink.length && splitSink[at] === q;
    for (let e = start[k]; e < start[k + 1]; e++) {
      if (state.cost[e] + state.rent[source[e]] !== price) continue;
      let keeps = 0;
      if (isSplit) {
        for (let s = at; s < splitSink.length && splitSink[s] === q; s++) {
          if (splitSource[s] === source[e]) keeps = splitAmount[s];
        }
      } else if (home === source[e]) keeps = rest;
      flow[e] = keeps;
      excess[source[e]] += keeps;
      rest -= keeps;
      // Whatever nobody keeps goes where there is most room.
      if (excess[source[e]] < excess[source[best]]) best = e;
    }
    flow[best] += rest;
    excess[source[best]] += rest;
  }
  placeSpare(state, held);
  let overload = 0;
  for (let i = 0; i < excess.length; i++) if (excess[i] > 0) overload += excess[i];
  state.overload = overload;
  for (let e = flow.length - 1; e >= 0; e--) if (flow[e] > 0) listPair(state, e);
}

function placeSpare(state: WindowFlow, held: Holdings): void {
  const { start, source, flow, excess, rent, sinkCount } = state;
  const best = cheapest(state, sinkCount - 1);
  const price = rent[source[best]];
  let rest = 0;
  for (let i = 0; i < excess.length; i++) rest -= excess[i];
  for (let pass = 0; pass < 2; pass++) {
    for (let e = start[sinkCount - 1]; e < start[sinkCount]; e++) {
      const i = source[e];
      if (rent[i] !== price) continue;
      // First what was kept before, then what there is room for.
      const wish = pass === 0 ? held.spare[i] : -excess[i];
      const keeps = Math.min(rest, Math.max(0, wish));
      flow[e] += keeps;
      excess[i] += keeps;
      rest -= keeps;
    }
  }
  flow[best] += rest;
  excess[source[best]] += rest;
}

/** The cheapest pair of a sink; ties go to the lowest source. */
function cheapest(state: WindowFlow, k: number): number {
  const { start, source, cost, rent } = state;
  let best = start[k];
  let price = cost[best] + rent[source[best]];
  for (let e = best + 1; e < start[k + 1]; e++) {
    const value = cost[e] + rent[source[e]];
    if (value < price || (value === price && source[e] < source[best])) {
      best = e;
      price = value;
    }
  }
  return best;
}

/** Puts a pair into its source's list. */
export function listPair(state: WindowFlow, e: number): void {
  const { source, firstPair, nextPair } = state;
  nextPair[e] = firstPair[source[e]];
  firstPair[source[e]] = e;
}

/** Writes back who has which sink. */
export function readHoldings(state: WindowFlow, window: Window, held: Holdings): void {
  const { start, source, flow, sinkCount } = state;
  const splitSink: number[] = [];
  const splitSource: number[] = [];
  const splitAmount: number[] = [];
  for (let k = 0; k < sinkCount - 1; k++) {
    let shares = 0;
    let main = -1;
    for (let e = start[k]; e < start[k + 1]; e++) {
      if (flow[e] <= 0) continue;
      shares++;
      if (main < 0 || flow[e] > flow[main]) main = e;
    }
    const q = window.open[k];
    held.home[q] = source[main];
    if (shares < 2) continue;
    for (let e = start[k]; e < start[k + 1]; e++) {
      if (flow[e] <= 0) continue;
      splitSink.push(q);
      splitSource.push(source[e]);
      splitAmount.push(flow[e]);
    }
  }
  held.splitSink = Int32Array.from(splitSink);
  held.splitSource = Int32Array.from(splitSource);
  held.splitAmount = Float64Array.from(splitAmount);
  held.spare.fill(0);
  for (let e = start[sinkCount - 1]; e < start[sinkCount]; e++) held.spare[source[e]] = flow[e];
}
