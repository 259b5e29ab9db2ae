import { gateGoods } from "../network/gate-goods.ts";
import type { Indexed } from "../network/indexed.ts";
import { tagsOf } from "../network/tags.ts";
import type { OptionTerms } from "./bound-options.ts";

/**
 * Where each good may go from each area that makes or yields it, dearest destination first.
 *
 * An outlet is a pair (area, good) with a works or a supply. Its destinations are the areas that can use the good
 * and that freight reaches; the margin of a destination is the price there less the freight to it, and its room is
 * the most that it can use. A tagged good has an outlet for each site and each supply, as it counts who serves whom;
 * the final demands that the source may serve are destinations beside the areas. Sums over the first destinations make the value of a sale a matter of looking up.
 *
 * Shapes: outlets' destinations are start[o] .. start[o + 1] - 1; the tables of sums have one entry more per outlet,
 *         from start[o] + o on.
 * Units:  margins MJ per unit of the good, room units a year, worth MJ/yr.
 */
export class Outlets {
  readonly count: number;
  /** A * G, the outlet or -1; of tagged goods that of the area's own supply. */
  readonly at: Int32Array;
  readonly area: Int32Array;
  readonly good: Int32Array;
  readonly start: Int32Array;
  /** Areas, and from A on tags, dearest first after `refresh`. */
  readonly to: Int32Array;
  readonly margin: Float64Array;
  /** Sums of room, and of room times margin, over the first destinations. */
  readonly roomUpTo: Float64Array;
  readonly worthUpTo: Float64Array;
  /**
   * The least price at the gate: what letting go brings, -disposal; -Infinity where it is forbidden. A good that is
   * only sold at the gate has no destinations, and there at least its price.
   */
  readonly lowest: Float64Array;
  /** Per outlet, 1 where the good is only sold at the gate. */
  readonly atGate: Int8Array;
  readonly #indexed: Indexed;
  readonly #intake: Float64Array;
  readonly #options: OptionTerms;
  /** Outlets of sites by site * T + place among tagged goods. */
  readonly #ofSite: Int32Array;

  /** @param perUnit freight tables by good, as in `Freight`: only what they reach counts here. */
  constructor(indexed: Indexed, intake: Float64Array, perUnit: readonly Float64Array[], options: OptionTerms) {
    this.#indexed = indexed;
    this.#options = options;
    const { taggedAt, tagged } = indexed.rules;
    this.#intake = intake;
    const areaCount = indexed.areas.length;
    const goodCount = indexed.goods.length;
    this.#ofSite = new Int32Array(indexed.sites.length * tagged.length).fill(-1);
    const isSource = Int8Array.from(indexed.supply, (amount) => (amount > 0 ? 1 : 0));
    indexed.activityRecipe.forEach((recipe, activity) => {
      const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
      for (let e = indexed.makes.start[recipe]; e < indexed.makes.start[recipe + 1]; e++) {
        const good = indexed.makes.index[e];
        if (taggedAt[good] < 0) isSource[area * goodCount + good] = 1;
        else this.#ofSite[indexed.moduleSite[indexed.activityModule[activity]] * tagged.length + taggedAt[good]] = 0;
      }
    });
    this.at = new Int32Array(isSource.length).fill(-1);
    const cells: number[] = [];
    isSource.forEach((source, cell) => {
      if (source) this.at[cell] = cells.push(cell) - 1;
    });
    this.#ofSite.forEach((mark, place) => {
      if (mark < 0) return;
      const area = indexed.siteArea[Math.floor(place / tagged.length)];
      this.#ofSite[place] = cells.push(area * goodCount + tagged[place % tagged.length]) - 1;
    });
    const tagsAt: number[][] = cells.map(() => []);
    const tags = tagsOf(indexed);
    for (let tag = 0; tag < tags.count; tag++) {
      const outlet =
        tags.site[tag] < 0
          ? this.at[tags.from[tag] * goodCount + tags.good[tag]]
          : this.#ofSite[tags.site[tag] * tagged.length + taggedAt[tags.good[tag]]];
      if (options.room[tag] > 0) tagsAt[outlet].push(tag);
    }
    this.count = cells.length;
    this.area = Int32Array.from(cells, (cell) => Math.floor(cell / goodCount));
    this.good = Int32Array.from(cells, (cell) => cell % goodCount);
    this.lowest = Float64Array.from(this.good, (good) => -indexed.disposal[good]);
    const atGate = gateGoods(indexed);
    this.atGate = Int8Array.from(this.good, (good) => atGate[good]);
    this.start = new Int32Array(this.count + 1);
    const to: number[] = [];
    for (let outlet = 0; outlet < this.count; outlet++) {
      const table = perUnit[this.good[outlet]];
      for (let area = 0; area < areaCount && !this.atGate[outlet]; area++) {
        const reached = table[this.area[outlet] * areaCount + area] < Number.POSITIVE_INFINITY;
        if (reached && intake[area * goodCount + this.good[outlet]] > 0) to.push(area);
      }
      for (const tag of tagsAt[outlet]) to.push(areaCount + tag);
      this.start[outlet + 1] = to.length;
    }
    this.to = Int32Array.from(to);
    this.margin = new Float64Array(to.length);
    this.roomUpTo = new Float64Array(to.length + this.count);
    this.worthUpTo = new Float64Array(to.length + this.count);
  }

  /** Sorts all destinations anew. Small changes of price cost little: the last order is the one to mend. */
  refresh(price: Float64Array, perUnit: readonly Float64Array[]): void {
    const areaCount = this.#indexed.areas.length;
    const goodCount = this.#indexed.goods.length;
    const { to, margin, roomUpTo, worthUpTo } = this;
    for (let outlet = 0; outlet < this.count; outlet++) {
      const good = this.good[outlet];
      const table = perUnit[good];
      const row = this.area[outlet] * areaCount;
      const first = this.start[outlet];
      const last = this.start[outlet + 1];
      if (this.atGate[outlet]) {
        const here = price[this.area[outlet] * goodCount + good];
        this.lowest[outlet] = Math.max(-this.#indexed.disposal[good], here);
      }
      for (let k = first; k < last; k++) {
        const area = to[k];
        const value =
          area < areaCount
            ? price[area * goodCount + good] - table[row + area]
            : this.#options.margin[area - areaCount];
        let hole = k;
        // Equal margins go by area, so that the order does not depend on the prices seen before.
        while (hole > first && (margin[hole - 1] < value || (margin[hole - 1] === value && to[hole - 1] > area))) {
          margin[hole] = margin[hole - 1];
          to[hole] = to[hole - 1];
          hole--;
        }
        margin[hole] = value;
        to[hole] = area;
      }
      let room = 0;
      let worth = 0;
      let sum = first + outlet;
      roomUpTo[sum] = 0;
      worthUpTo[sum] = 0;
      for (let k = first; k < last; k++) {
        const intake = this.roomOf(k, good);
        room += intake;
        worth += intake * margin[k];
        sum++;
        roomUpTo[sum] = room;
        worthUpTo[sum] = worth;
      }
    }
  }

  /** The outlet of what a site makes of a good. */
  ofSite(site: number, good: number): number {
    const { rules, siteArea, goods } = this.#indexed;
    const t = rules.taggedAt[good];
    return t < 0 ? this.at[siteArea[site] * goods.length + good] : this.#ofSite[site * rules.tagged.length + t];
  }

  /** The most that a destination can use. */
  roomOf(k: number, good: number): number {
    const { areas, goods } = this.#indexed;
    const to = this.to[k];
    return to < areas.length ? this.#intake[to * goods.length + good] : this.#options.room[to - areas.length];
  }

  /** How many destinations have a margin above a price at the gate. */
  above(outlet: number, gate: number): number {
    const first = this.start[outlet];
    let low = first;
    let high = this.start[outlet + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.margin[middle] > gate) low = middle + 1;
      else high = middle;
    }
    return low - first;
  }

  /** What the destinations could at most earn above a price at the gate, as a cost: 0 or less, MJ/yr. */
  shipped(outlet: number, gate: number): number {
    const sum = this.start[outlet] + outlet + this.above(outlet, gate);
    return gate * this.roomUpTo[sum] - this.worthUpTo[sum];
  }
}
