import type { Sliceable } from "../../base/control.ts";
import { offOf } from "./averages-after.ts";
import { type Probe, probe } from "./probe.ts";
import { hasManyPairs } from "./raise-prices.ts";
import type { SearchState } from "./search-state.ts";

/** How a node is to be split: between `at` copies of a site, or open sites, and one more. */
export interface Choice {
  readonly kind: "site" | "count";
  /** The site; -1 where the number of open sites is split. */
  readonly site: number;
  readonly at: number;
  /** Sites that are not decided. */
  readonly undecided: number;
  /** What trying both ways gave, where that was done. */
  readonly probes?: readonly [Probe, Probe];
}

/** Both ways of a site are tried until each has been seen so often; from then on what was seen is relied on. */
const RELIABLE = 3;
/** At most so many sites are tried at a node, and no more once so many in a row were no better. */
const MOST_PROBED = 4;
const PATIENCE = 2;
/** Where trees mostly grow large choosing well is worth more: 500 x 500 at twice the demand (seed 6) takes 479 nodes, not 729. */
const MOST_PROBED_OF_MANY = 6;
const PATIENCE_WITH_MANY = 3;

interface Ranked {
  readonly site: number;
  readonly promise: number;
}

/** Ranks the undecided sites by what splitting on them promises. */
function rankSites(state: SearchState): { readonly ranked: Ranked[]; readonly sum: number } {
  const { answers, average, instance, lifts } = state;
  const { lower, upper, active, activeCount } = answers;
  const ranked: Ranked[] = [];
  let sum = 0;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    sum += Math.min(1, Math.max(lower[i] > 0 ? 1 : 0, average[i]));
    if (lower[i] === upper[i]) continue;
    const part = average[i] - Math.floor(average[i]);
    // Without capacities lifts say little: the site nearest to a half does as well, and ties go to the one most open.
    const promise = instance.hasCapacity ? lifts.promise(i, part) : Math.min(part, 1 - part) + 1e-6 * average[i];
    ranked.push({ site: i, promise });
  }
  ranked.sort((a, b) => b.promise - a.promise || a.site - b.site);
  return { ranked, sum };
}

/**
 * Chooses what to split the present node on; undefined where all sites are decided. With equal capacities that is the
 * number of open sites first, while its average is far from whole. Under capacity, sites that little is known of are tried both ways; one that
 * leaves nothing on one side is taken at once, as it costs no more than ruling that side out.
 *
 * Source: Achterberg, Koch, Martin, Branching rules revisited (2005), reliability branching.
 */
export function* chooseSplit(state: SearchState): Sliceable<Choice | undefined> {
  const { ranked, sum } = rankSites(state);
  const undecided = ranked.length;
  if (undecided === 0) return undefined;
  const { lifts, bound, instance, planner, answers } = state;
  const whole = Math.floor(sum);
  const part = sum - whole;
  if (instance.isEven && part > 0.15 && part < 0.85 && whole >= answers.fewest && whole < answers.most)
    return { kind: "count", undecided, site: -1, at: whole };
  const first = ranked[0].site;
  let best: Choice = { kind: "site", undecided, site: first, at: splitAt(state, first) };
  // Lifts are measured against the way to the incumbent.
  if (!instance.hasCapacity || !planner.hasPlan) return best;
  const hasMany = hasManyPairs(instance);
  const mostProbed = hasMany ? MOST_PROBED_OF_MANY : MOST_PROBED;
  const patience = hasMany ? PATIENCE_WITH_MANY : PATIENCE;
  let most = -1;
  let probed = 0;
  let idle = 0;
  for (const { site, promise } of ranked) {
    const at = splitAt(state, site);
    let probes: readonly [Probe, Probe] | undefined;
    let score = promise;
    if (!lifts.isReliable(site, RELIABLE)) {
      if (probed++ === mostProbed) break;
      const first = tryWay(state, site, at, !hasMany && offOf(state, site, at) > 0.5 ? 1 : 0);
      yield;
      // With the most that the other way could bring the site would be no better than the best; large trees learn from it.
      const isBehind = !hasMany && !first.probe.isClosed && first.lift * Math.max(1, state.cut - bound) <= most;
      if (isBehind) score = most;
      else {
        const second = tryWay(state, site, at, first.way === 0 ? 1 : 0);
        probes = first.way === 0 ? [first.probe, second.probe] : [second.probe, first.probe];
        score = first.lift * second.lift;
        yield;
      }
    }
    const isOver = probes !== undefined && (probes[0].isClosed || probes[1].isClosed);
    if (isOver || score > most) {
      most = score;
      idle = 0;
      best = { kind: "site", undecided, site, at, ...(probes === undefined ? {} : { probes }) };
    } else idle++;
    if (isOver || idle === patience) break;
  }
  return best;
}

/** Tries one way of a site and notes how much it lifts the bound, at least a step and at most to the cut. */
function tryWay(
  state: SearchState,
  site: number,
  at: number,
  way: 0 | 1,
): { readonly way: 0 | 1; readonly probe: Probe; readonly lift: number } {
  const tried = probe(state, site, at, way);
  const lift = Math.max(0, Math.min(tried.bound, state.cut) - state.bound);
  const off = offOf(state, site, at);
  state.lifts.learn({ site, way, distance: way === 0 ? off : 1 - off }, lift);
  state.spend();
  return { way, probe: tried, lift: Math.max(1, lift) };
}

function splitAt({ answers, average }: SearchState, site: number): number {
  return Math.min(answers.upper[site] - 1, Math.max(answers.lower[site], Math.floor(average[site])));
}
