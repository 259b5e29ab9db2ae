import type { Indexed } from "../network/indexed.ts";
import { madePerRun, mostMade } from "../network/option-rules.ts";
import { type OptionPrices, optionPricesOf, type Prices } from "../network/prices.ts";
import { tagsOf } from "../network/tags.ts";
import { tagRoom } from "./tag-room.ts";

/** Entries (row, index, coefficient) of the options' rows, over activities or modules. */
interface Entries {
  readonly row: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

/**
 * What the options' prices add to the bound: a price on final demand that tags serve instead of the good's own, a
 * charge on what one of a group serves or makes and a premium on what all make, a premium on capacity that others
 * could fall back on. Each is linear, so it enters the costs of runs, modules and shipments; what remains is a sum.
 *
 * Call `price` first.
 */
export class OptionTerms {
  /** Per tag, units a year: the most it may serve. */
  readonly room: Float64Array;
  /** Per tag, MJ per unit: the price of what it serves, less freight and charges. */
  readonly margin: Float64Array;
  /** Per activity, MJ per run. */
  readonly run: Float64Array;
  /** Per module, MJ/yr for each that is open; below zero. */
  readonly module: Float64Array;
  /** T * A, MJ per unit of final demand that is served. */
  served: Float64Array;
  /** The largest margin of a site's or a supply's tags: S * T and A * T. */
  readonly #dearest: Float64Array;
  readonly #dearestOfSupply: Float64Array;
  /** MJ/yr, whatever is decided. */
  constant = 0;
  readonly #indexed: Indexed;
  readonly #made: Entries;
  readonly #held: Entries;
  /** Rows of shares of areas by tag, compressed. */
  readonly #tagStart: Int32Array;
  readonly #tagRow: Int32Array;
  /** Per row, what may be served or must be held: units a year; zero for shares of the continent. */
  readonly shareLimit: Float64Array;
  readonly reserveLimit: Float64Array;

  constructor(indexed: Indexed) {
    this.#indexed = indexed;
    const { rules, areas, goods, demand } = indexed;
    const tags = tagsOf(indexed);
    this.room = tagRoom(indexed);
    this.margin = new Float64Array(tags.count);
    this.run = new Float64Array(indexed.activityModule.length);
    this.module = new Float64Array(indexed.moduleSite.length);
    this.served = new Float64Array(rules.tagged.length * areas.length);
    this.#dearest = new Float64Array(indexed.sites.length * rules.tagged.length);
    this.#dearestOfSupply = new Float64Array(areas.length * rules.tagged.length);
    this.shareLimit = new Float64Array(rules.shareRows);
    this.reserveLimit = new Float64Array(rules.reserveRows);
    this.#made = entriesOfShares(indexed);
    this.#held = entriesOfReserves(indexed);
    for (const { amount, groups, first } of rules.reserves) {
      this.reserveLimit.fill(amount, first, first + groups.length);
    }
    const rowsOf: number[][] = Array.from({ length: tags.count }, () => []);
    for (const { good, ofArea, share, groups, first } of rules.shares) {
      if (!ofArea) continue;
      groups.forEach(({ area, sites }, g) => {
        const members = new Set(sites);
        for (let a = 0; a < areas.length; a++) {
          this.shareLimit[first + g * areas.length + a] = share * demand[a * goods.length + good];
        }
        for (let tag = 0; tag < tags.count; tag++) {
          const inside = tags.site[tag] < 0 ? tags.from[tag] === area : members.has(tags.site[tag]);
          if (tags.good[tag] === good && inside) rowsOf[tag].push(first + g * areas.length + tags.to[tag]);
        }
      });
    }
    this.#tagStart = new Int32Array(tags.count + 1);
    rowsOf.forEach((rows, tag) => {
      this.#tagStart[tag + 1] = this.#tagStart[tag] + rows.length;
    });
    this.#tagRow = Int32Array.from(rowsOf.flat());
  }

  price(prices: Prices): void {
    const { rules, areas } = this.#indexed;
    const { served, share, reserve } = optionPricesOf(this.#indexed, prices);
    const tags = tagsOf(this.#indexed);
    this.served = served;
    this.run.fill(0);
    this.module.fill(0);
    this.constant = 0;
    for (let e = 0; e < this.#made.row.length; e++) {
      this.run[this.#made.index[e]] += share[this.#made.row[e]] * this.#made.value[e];
    }
    for (let e = 0; e < this.#held.row.length; e++) {
      this.module[this.#held.index[e]] -= reserve[this.#held.row[e]] * this.#held.value[e];
    }
    for (let row = 0; row < share.length; row++) this.constant -= share[row] * this.shareLimit[row];
    for (let row = 0; row < reserve.length; row++) this.constant += reserve[row] * this.reserveLimit[row];
    this.#dearest.fill(Number.NEGATIVE_INFINITY);
    this.#dearestOfSupply.fill(Number.NEGATIVE_INFINITY);
    for (let tag = 0; tag < tags.count; tag++) {
      const t = rules.taggedAt[tags.good[tag]];
      let value = served[t * areas.length + tags.to[tag]] - tags.energy[tag];
      for (let e = this.#tagStart[tag]; e < this.#tagStart[tag + 1]; e++) value -= share[this.#tagRow[e]];
      this.margin[tag] = value;
      if (this.room[tag] === 0) continue;
      const table = tags.site[tag] < 0 ? this.#dearestOfSupply : this.#dearest;
      const source = (tags.site[tag] < 0 ? tags.from[tag] : tags.site[tag]) * rules.tagged.length + t;
      if (value > table[source]) table[source] = value;
    }
  }

  /** The most that final demand could pay for a unit a site makes; -Infinity where no tag of its is for that good. */
  dearest(site: number, good: number): number {
    const { tagged, taggedAt } = this.#indexed.rules;
    return taggedAt[good] < 0 ? Number.NEGATIVE_INFINITY : this.#dearest[site * tagged.length + taggedAt[good]];
  }

  /** The same of the supply in a cell. */
  dearestOfSupply(cell: number): number {
    const { rules, goods } = this.#indexed;
    const t = rules.taggedAt[cell % goods.length];
    if (t < 0) return Number.NEGATIVE_INFINITY;
    return this.#dearestOfSupply[Math.floor(cell / goods.length) * rules.tagged.length + t];
  }

  /** The price of final demand in a cell, if tags serve it; else undefined. */
  servedPrice(cell: number): number | undefined {
    const { rules, areas, goods } = this.#indexed;
    const t = rules.taggedAt[cell % goods.length];
    return t < 0 ? undefined : this.served[t * areas.length + Math.floor(cell / goods.length)];
  }

  /** The slope at no answers: what is asked for and what may be had, less nothing. */
  startSlope(into: OptionPrices): void {
    const { rules, areas, goods, demand, shortage } = this.#indexed;
    for (let place = 0; place < into.served.length; place++) {
      const good = rules.tagged[Math.floor(place / areas.length)];
      const asked = demand[(place % areas.length) * goods.length + good];
      into.served[place] = this.served[place] < shortage[good] ? asked : 0;
    }
    for (let row = 0; row < into.share.length; row++) into.share[row] = -this.shareLimit[row];
    into.reserve.set(this.reserveLimit);
  }

  /** A tag serves so much. */
  addService(tag: number, amount: number, into: OptionPrices): void {
    const { rules, areas } = this.#indexed;
    const tags = tagsOf(this.#indexed);
    into.served[rules.taggedAt[tags.good[tag]] * areas.length + tags.to[tag]] -= amount;
    for (let e = this.#tagStart[tag]; e < this.#tagStart[tag + 1]; e++) into.share[this.#tagRow[e]] += amount;
  }

  /** Activities run and modules are open so much, all of them together: arrays over activities and modules. */
  addWorks(runs: Float64Array, open: Float64Array, into: OptionPrices): void {
    for (let e = 0; e < this.#made.row.length; e++) {
      into.share[this.#made.row[e]] += runs[this.#made.index[e]] * this.#made.value[e];
    }
    for (let e = 0; e < this.#held.row.length; e++) {
      into.reserve[this.#held.row[e]] -= open[this.#held.index[e]] * this.#held.value[e];
    }
  }
}

/** Shares of the continent over activities: what one of the group makes, less the share of what all make. */
function entriesOfShares(indexed: Indexed): Entries {
  const { rules, activityModule, moduleSite } = indexed;
  const entries: [number, number, number][] = [];
  for (const { good, ofArea, share, groups, first } of rules.shares) {
    if (ofArea) continue;
    const made = madePerRun(indexed, good);
    groups.forEach(({ sites }, g) => {
      const members = new Set(sites);
      made.forEach((amount, activity) => {
        const own = members.has(moduleSite[activityModule[activity]]) ? 1 : 0;
        if (amount > 0) entries.push([first + g, activity, amount * (own - share)]);
      });
    });
  }
  return compressed(entries);
}

/** Reserves over modules: what each outside the group could make. */
function entriesOfReserves(indexed: Indexed): Entries {
  const { rules, moduleSite } = indexed;
  const entries: [number, number, number][] = [];
  for (const { good, groups, first } of rules.reserves) {
    const most = mostMade(indexed, good);
    groups.forEach(({ sites }, g) => {
      const members = new Set(sites);
      most.forEach((capacity, module) => {
        if (capacity > 0 && !members.has(moduleSite[module])) entries.push([first + g, module, capacity]);
      });
    });
  }
  return compressed(entries);
}

function compressed(entries: readonly [number, number, number][]): Entries {
  return {
    row: Int32Array.from(entries, ([row]) => row),
    index: Int32Array.from(entries, ([, index]) => index),
    value: Float64Array.from(entries, ([, , value]) => value),
  };
}
