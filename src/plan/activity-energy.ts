import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";

/** Places and goods, as in the embodied book, of which so much is used. */
export type Uses = { readonly from: number; readonly factor: number }[];

export interface ActivityEnergy {
  /** MJ/yr: its runs', and its share of its module's and its site's overhead by use of the year. */
  readonly ofActivity: Float64Array;
  /** By activity, where there are any: goods built into its module, its share of them. */
  readonly builtIn: ReadonlyMap<number, Uses>;
  /** Overhead, and goods built in, of sites that run nothing. */
  readonly idle: number;
  readonly idleGoods: Uses;
}

/** Books what works take to be there, and what is built into them, to what they run, by the part of the year that it takes. */
export function energyOfActivities(indexed: Indexed, decision: Decision): ActivityEnergy {
  const ofActivity = indexed.runEnergy.map((energy, activity) => energy * decision.runs[activity]);
  const used = decision.runs.map((runs, activity) => runs / indexed.capacity[activity]);
  const builtIn = new Map<number, Uses>();
  const idleGoods: Uses = [];
  let idle = 0;
  /** Books overhead to activities first .. last - 1, by their use of the year. */
  const spread = (overhead: number, first: number, last: number): boolean => {
    let total = 0;
    for (let activity = first; activity < last; activity++) total += used[activity];
    if (total <= 0) return false;
    for (let activity = first; activity < last; activity++) ofActivity[activity] += (overhead * used[activity]) / total;
    return true;
  };
  const bookGoods = (module: number, site: number): void => {
    const { start, index, value } = indexed.builtIn;
    for (let e = start[module]; e < start[module + 1] && decision.built[module] > 0; e++) {
      const from = indexed.siteArea[site] * indexed.goods.length + index[e];
      const amount = value[e] * decision.built[module];
      const uses = [
        [indexed.activityStart[module], indexed.activityStart[module + 1]],
        [indexed.activityStart[indexed.moduleStart[site]], indexed.activityStart[indexed.moduleStart[site + 1]]],
      ].find(([first, last]) => used.subarray(first, last).some((part) => part > 0));
      if (uses === undefined) {
        idleGoods.push({ from, factor: amount });
        continue;
      }
      const total = used.subarray(uses[0], uses[1]).reduce((sum, part) => sum + part, 0);
      for (let activity = uses[0]; activity < uses[1]; activity++) {
        if (!(used[activity] > 0)) continue;
        const known = builtIn.get(activity) ?? [];
        known.push({ from, factor: (amount * used[activity]) / total });
        builtIn.set(activity, known);
      }
    }
  };
  for (let site = 0; site < indexed.sites.length; site++) {
    let overhead = 0;
    let open = false;
    for (let module = indexed.moduleStart[site]; module < indexed.moduleStart[site + 1]; module++) {
      const { kept, built } = { kept: decision.kept[module], built: decision.built[module] };
      open ||= kept + built > 0;
      bookGoods(module, site);
      overhead += indexed.closing[module] * (indexed.standing[module] - kept);
      const own = indexed.build[module] * built + indexed.keep[module] * (kept + built);
      if (!spread(own, indexed.activityStart[module], indexed.activityStart[module + 1])) overhead += own;
    }
    if (open) overhead += indexed.siteEnergy[site];
    const first = indexed.activityStart[indexed.moduleStart[site]];
    const last = indexed.activityStart[indexed.moduleStart[site + 1]];
    if (!spread(overhead, first, last)) idle += overhead;
  }
  return { ofActivity, builtIn, idle, idleGoods };
}
