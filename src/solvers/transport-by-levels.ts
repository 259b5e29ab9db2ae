/**
 * Transport from positions with many sinks, from coarse pictures to the whole.
 *
 * Each level knows its rents nearly from the level above, where neighbours were drawn together. At each, rents
 * are mended in grains that become finer as they are better known; at the last the grain is one, and what comes
 * out is the cheapest flow over a window of pairs.
 */
import type { Control, Sliceable } from "../base/control.ts";
import { gatherSinks, gatherSources, type Picture } from "../kernels/gather.ts";
import { type Holdings, readHoldings } from "../kernels/holdings.ts";
import { curveOrder, pairCost } from "../kernels/positions.ts";
import { keepSpare, medianLead, startWindow, stepWindow, type Window } from "../kernels/window.ts";
import { BALANCED, GOES_ON, startWindowFlow, stepWindowFlow } from "../kernels/window-flow.ts";

/** Each level has this many times fewer sinks, or sources, than the one below. */
const SINK_STRIDE = 7;
const SOURCE_STRIDE = 5;
/** Sources are drawn together where the next level would have fewer sinks than this per source; not below so many. */
const SINKS_PER_SOURCE = 2;
const FEWEST_SOURCES = 200;
/** Each grain is this many times finer than the one before; also how much coarser it gets when sources part. */
const FINER = 4;
/** The first grain is at most this part of the greatest cost. */
const FIRST_GRAINS = 16;
/** How many grains rents may rise in one window: wider windows hold more pairs, narrower ones have to be redrawn. */
const REACH = 6;
/** Rents are far off when the first window leaves more than this share of the overload; then a coarser grain is due. */
const FAR = 0.3;
/** The grain to which a level's rents are worth knowing, as a share of the median lead; it falls with the root of sinks per source. */
const GRAIN_OF_LEAD = 0.5;
/** Sinks that the median lead is taken from. */
const PROBES = 300;
/** Pairs looked at between two looks at the clock. */
const VISITS_PER_STEP = 400_000;

/** Rents at which all is balanced, and who has which sink. */
export interface Balanced {
  readonly rent: Float64Array;
  readonly held: Holdings;
}

interface Level {
  readonly picture: Picture;
  /** Per source of the level below: the source here that it is part of; absent where sources are the same. */
  readonly part: Int32Array | undefined;
}

/**
 * Balances the picture at the least cost; supply must suffice. `from` are rents to start with, where some are known.
 * Undefined when a limit was reached.
 */
export function* solveByLevels(
  picture: Picture,
  pairsOfSources: ArrayLike<number>,
  control: Control,
  from?: Float64Array,
): Sliceable<Balanced | undefined> {
  const levels = from === undefined ? picturesOf(picture, pairsOfSources) : [{ picture, part: undefined }];
  const top = levels[levels.length - 1].picture;
  let rent = from ?? new Float64Array(top.supply.length);
  let grain = from === undefined ? coarsestGrain(top) : wantedGrain(picture, rent, SINK_STRIDE);
  for (let l = levels.length - 1; ; l--) {
    const { picture: here, part } = levels[l];
    const held = nothingHeld(here);
    // What was found to be too fine for rents as far off as here.
    let tooFine = 0;
    for (;;) {
      const code = yield* balance(here, rent, grain, held, control, grain > tooFine);
      if (code === "interrupted") return undefined;
      if (code === "far") {
        tooFine = grain;
        grain *= FINER;
        continue;
      }
      if (grain === 1 || (l > 0 && grain / FINER < wantedGrain(here, rent, 1))) break;
      grain = Math.max(1, grain / FINER);
    }
    if (l === 0) return { rent, held };
    if (part === undefined) continue;
    const coarse = rent;
    rent = Float64Array.from(part, (g) => coarse[g]);
    grain *= FINER;
  }
}

function picturesOf(picture: Picture, pairsOfSources: ArrayLike<number>): Level[] {
  const levels: Level[] = [{ picture, part: undefined }];
  let order: Int32Array | undefined;
  for (;;) {
    const { picture: last } = levels[levels.length - 1];
    const sources = last.positions.sources.x.length;
    if (last.demand.length >= SINK_STRIDE * SINKS_PER_SOURCE * sources) {
      levels.push({ picture: gatherSinks(last, SINK_STRIDE), part: undefined });
    } else if (sources > FEWEST_SOURCES) {
      // Once drawn together, sources stand in the curve's order themselves.
      order = order === undefined ? curveOrder(pairsOfSources) : Int32Array.from({ length: sources }, (_, i) => i);
      const fewer = gatherSources(last, order, SOURCE_STRIDE);
      const part = new Int32Array(last.supply.length).fill(fewer.supply.length - 1);
      for (let k = 0; k < sources; k++) part[order[k]] = Math.trunc(k / SOURCE_STRIDE);
      levels.push({ picture: fewer, part });
    } else return levels;
  }
}

function nothingHeld({ supply, demand }: Picture): Holdings {
  return {
    home: new Int32Array(demand.length).fill(-1),
    splitSink: new Int32Array(0),
    splitSource: new Int32Array(0),
    splitAmount: new Float64Array(0),
    spare: new Float64Array(supply.length),
  };
}

/** A power of `FINER`, of which the greatest cost seen has some. */
function coarsestGrain({ positions }: Picture): number {
  const { sinks, sources } = positions;
  const stride = Math.max(1, Math.floor(sinks.x.length / PROBES));
  let most = 0;
  for (let q = 0; q < sinks.x.length; q += stride) {
    for (let i = 0; i < sources.x.length; i++) most = Math.max(most, pairCost(positions, i, q));
  }
  let grain = 1;
  while (grain * FIRST_GRAINS < most) grain *= FINER;
  return grain;
}

/** The power of `FINER` to which rents tell something, `coarser` times fewer sinks having taught them. */
function wantedGrain(picture: Picture, rent: Float64Array, coarser: number): number {
  const perSource = picture.demand.length / coarser / picture.positions.sources.x.length;
  const wanted = (GRAIN_OF_LEAD * medianLead(picture, rent, PROBES)) / Math.sqrt(perSource);
  let grain = 1;
  while (grain * FINER <= wanted) grain *= FINER;
  return grain;
}

/** Mends the rents until all is balanced at this grain; or says that they are too far off for it. */
function* balance(
  picture: Picture,
  rent: Float64Array,
  grain: number,
  held: Holdings,
  control: Control,
  mayBeFar: boolean,
): Sliceable<"balanced" | "far" | "interrupted"> {
  // Costs taken down to the grain may be that much lower than the window's.
  const margin = (REACH + (grain > 1 ? 1 : 0)) * grain;
  for (let windows = 0; ; windows++) {
    const window = startWindow(picture, rent, margin, held.home);
    if (!(yield* drawWindow(window, control))) return "interrupted";
    const state = startWindowFlow(window, grain, REACH * grain, held);
    const overload = state.overload;
    let code = GOES_ON;
    for (let visits = 0; code === GOES_ON; visits = state.visits) {
      code = stepWindowFlow(state, VISITS_PER_STEP);
      control.spend(state.visits - visits);
      if (control.interruption() !== undefined) return "interrupted";
      yield;
    }
    readHoldings(state, window, held);
    lowerToZero(rent);
    if (code === BALANCED) return "balanced";
    if (mayBeFar && windows === 0 && state.overload > FAR * overload) return "far";
  }
}

function* drawWindow(window: Window, control: Control): Sliceable<boolean> {
  for (let visits = 0; ; visits = window.visits) {
    const isDone = stepWindow(window, VISITS_PER_STEP);
    control.spend(window.visits - visits);
    if (isDone) break;
    if (control.interruption() !== undefined) return false;
    control.report({ phase: "transport, sinks in doubt" });
    yield;
  }
  keepSpare(window);
  return true;
}

/** Only differences of rents matter; the least of them is zero. */
function lowerToZero(rent: Float64Array): void {
  let least = Infinity;
  for (let i = 0; i < rent.length; i++) if (rent[i] < least) least = rent[i];
  for (let i = 0; i < rent.length; i++) rent[i] -= least;
}
