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

/** Activities first .. last - 1: those of a module, or of all modules of a site. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** Books what works take to be there, and what is built into them, to what they run, by the part of the year that it takes. */
export function energyOfActivities(indexed: Indexed, decision: Decision): ActivityEnergy {
  const book = new ActivityBook(indexed, decision);
  for (let site = 0; site < indexed.sites.length; site++) book.bookSite(site);
  return book;
}

class ActivityBook implements ActivityEnergy {
  readonly ofActivity: Float64Array;
  readonly builtIn = new Map<number, Uses>();
  readonly idleGoods: Uses = [];
  idle = 0;
  readonly #indexed: Indexed;
  readonly #decision: Decision;
  /** The part of its module's year that each activity takes. */
  readonly #used: Float64Array;

  constructor(indexed: Indexed, decision: Decision) {
    this.#indexed = indexed;
    this.#decision = decision;
    this.ofActivity = indexed.runEnergy.map((energy, activity) => energy * decision.runs[activity]);
    this.#used = decision.runs.map((runs, activity) => runs / indexed.capacity[activity]);
  }

  /** What a module takes is for what it runs; where it runs nothing, for what the site runs, as what the site takes is. */
  bookSite(site: number): void {
    const { moduleStart, activityStart, standing, closing, build, keep, siteEnergy } = this.#indexed;
    const ofSite = { first: activityStart[moduleStart[site]], last: activityStart[moduleStart[site + 1]] };
    let overhead = 0;
    let open = false;
    for (let module = moduleStart[site]; module < moduleStart[site + 1]; module++) {
      const kept = this.#decision.kept[module];
      const built = this.#decision.built[module];
      const ofModule = { first: activityStart[module], last: activityStart[module + 1] };
      open ||= kept + built > 0;
      if (built > 0) this.#bookGoods(module, built, [ofModule, ofSite]);
      overhead += closing[module] * (standing[module] - kept);
      const own = build[module] * built + keep[module] * (kept + built);
      if (!this.#spread(own, ofModule)) overhead += own;
    }
    if (open) overhead += siteEnergy[site];
    if (!this.#spread(overhead, ofSite)) this.idle += overhead;
  }

  #usedIn({ first, last }: Range): number {
    let total = 0;
    for (let activity = first; activity < last; activity++) total += this.#used[activity];
    return total;
  }

  /** Books overhead to activities by their use of the year; false where they run nothing. */
  #spread(overhead: number, range: Range): boolean {
    const total = this.#usedIn(range);
    if (total <= 0) return false;
    for (let activity = range.first; activity < range.last; activity++)
      this.ofActivity[activity] += (overhead * this.#used[activity]) / total;
    return true;
  }

  /** Books goods built into a module to the first of the ranges in which anything runs. */
  #bookGoods(module: number, built: number, ranges: readonly Range[]): void {
    const { siteArea, moduleSite, goods } = this.#indexed;
    const { start, index, value } = this.#indexed.builtIn;
    const range = ranges.find((one) => this.#usedIn(one) > 0);
    for (let e = start[module]; e < start[module + 1]; e++) {
      const from = siteArea[moduleSite[module]] * goods.length + index[e];
      const amount = value[e] * built;
      if (range === undefined) this.idleGoods.push({ from, factor: amount });
      else this.#spreadGoods(from, amount, range);
    }
  }

  #spreadGoods(from: number, amount: number, range: Range): void {
    const total = this.#usedIn(range);
    for (let activity = range.first; activity < range.last; activity++) {
      if (!(this.#used[activity] > 0)) continue;
      const known = this.builtIn.get(activity) ?? [];
      known.push({ from, factor: (amount * this.#used[activity]) / total });
      this.builtIn.set(activity, known);
    }
  }
}
