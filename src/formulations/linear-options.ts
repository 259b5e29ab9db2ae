import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { madePerRun, mostMade, type ShareRule } from "../network/option-rules.ts";
import { TagPaths, type Tags, tagsOf } from "../network/tags.ts";
import type { LinearBuilder } from "./linear-builder.ts";
import type { Columns, LinearVariant } from "./linear-columns.ts";
import type { Scale } from "./linear-scale.ts";
import { tagRoom } from "./tag-room.ts";

/** Amounts below this (t or the good's unit a year) are a solver's dust and no service: a tenth of a gram. */
const DUST = 1e-7;

/** Rows of the options, -1 where there is none. */
export interface OptionRows {
  /** T * A, tagged-major: what serves an area's final demand. */
  readonly served: Int32Array;
  /** T * A, tagged-major: that one source alone may be chosen. */
  readonly single: Int32Array;
  /** Share rules, then their groups (and areas). */
  readonly share: Int32Array;
  readonly reserve: Int32Array;
}

/** Where goods enter that a module ships itself: the strong form's gate rows by module * G + good. */
export interface Gates {
  readonly tightened: Int8Array;
  readonly rows: ReadonlyMap<number, number>;
}

/**
 * The options of a continent as rows and columns:
 *
 *     served[a, g]     sum of t + unmet = demand                       t: shipments of tags, one column per source
 *     source[i, g]     sum over a of t[i, a, g] <= what i makes of g   (or what nature yields and is used)
 *     single[i, a, g]  t <= demand z,  sum over i of z <= 1            z whole, where one source alone may serve
 *     share[w, a, g]   sum over i in w of t <= share demand
 *     share[w, g]      what w makes <= share (what all make)
 *     reserve[w, g]    sum over open modules outside w of the most they could make of g >= share demand
 *
 * Tagged shipments leave the balance of the place they come from, and never enter another: it is final demand that
 * they meet.
 */
export class OptionFormulation {
  readonly rows: OptionRows;
  /** Per tag, the choice of its source for its area; -1 where sources are not chosen. */
  readonly chosen: Int32Array;
  /** Per tag, the columns of its shipments. */
  readonly shipments: readonly (readonly number[])[];
  readonly #indexed: Indexed;
  readonly #tags: Tags;
  readonly #builder: LinearBuilder;
  readonly #scale: Scale;
  /** Shipments: the column of each, and its tag. */
  readonly #column: number[] = [];
  readonly #tagOf: number[] = [];

  constructor(
    indexed: Indexed,
    columns: Columns,
    balanceRow: Int32Array,
    gates: Gates | undefined,
    variant: LinearVariant,
    scale: Scale,
    builder: LinearBuilder,
  ) {
    this.#indexed = indexed;
    this.#tags = tagsOf(indexed);
    this.#builder = builder;
    this.#scale = scale;
    this.chosen = new Int32Array(this.#tags.count).fill(-1);
    const allowed = allowedTags(indexed, this.#tags, variant.sources);
    const served = this.#servedRows(columns);
    this.#shipments(columns, balanceRow, gates, served, allowed);
    const single = new Int32Array(served.length).fill(-1);
    if (!variant.parts && variant.sources === undefined) this.#choices(single);
    const shipments: number[][] = Array.from({ length: this.#tags.count }, () => []);
    this.#column.forEach((column, shipment) => {
      shipments[this.#tagOf[shipment]].push(column);
    });
    this.shipments = shipments;
    this.rows = { served, single, share: this.#shareRows(columns), reserve: this.#reserveRows(columns) };
  }

  /** Adds what tags serve to a decision, and their ways to its flows. */
  lift(value: Float64Array, decision: Decision): void {
    const { served, flow, load, unload } = decision;
    const tags = this.#tags;
    const goodCount = this.#indexed.goods.length;
    this.#column.forEach((column, shipment) => {
      served[this.#tagOf[shipment]] += Math.max(0, value[column]) * this.#scale.amount;
    });
    const paths = new TagPaths(this.#indexed);
    const tables = { arc: flow, load, unload };
    served.forEach((amount, tag) => {
      const isChosen = this.chosen[tag] < 0 || value[this.chosen[tag]] > 0.5;
      served[tag] = isChosen && amount > DUST ? amount : 0;
      if (served[tag] === 0) return;
      for (const { kind, index } of paths.steps(tags.good[tag], tags.from[tag], tags.to[tag])) {
        tables[kind][index * goodCount + tags.good[tag]] += amount;
      }
    });
  }

  #servedRows(columns: Columns): Int32Array {
    const { rules, areas, goods, demand } = this.#indexed;
    return Int32Array.from({ length: rules.tagged.length * areas.length }, (_, place) => {
      const cell = (place % areas.length) * goods.length + rules.tagged[Math.floor(place / areas.length)];
      if (demand[cell] === 0) return -1;
      const amount = demand[cell] / this.#scale.amount;
      const row = this.#builder.row(amount, amount);
      if (columns.unmet[cell] >= 0) this.#builder.entry(row, columns.unmet[cell], 1);
      return row;
    });
  }

  /** One shipment for each tag; in the strong form one for each module that could make it. */
  #shipments(
    columns: Columns,
    balanceRow: Int32Array,
    gates: Gates | undefined,
    servedRow: Int32Array,
    allowed: Int8Array,
  ): void {
    const { rules, areas, goods, moduleStart, makes, activityStart, activityRecipe, most } = this.#indexed;
    const tags = this.#tags;
    const builder = this.#builder;
    const room = tagRoom(this.#indexed);
    const perAmount = this.#scale.amount * columns.perEnergy;
    const sources = new Map<string, number>();
    const sourceRow = (tag: number, first: number, last: number): number => {
      const good = tags.good[tag];
      const key = `${good} ${tags.site[tag]} ${tags.from[tag]} ${first}`;
      const found = sources.get(key);
      if (found !== undefined) return found;
      const row = builder.row(Number.NEGATIVE_INFINITY, 0);
      sources.set(key, row);
      const supplied = columns.supplied[tags.from[tag] * goods.length + good];
      if (tags.site[tag] < 0 && supplied >= 0) builder.entry(row, supplied, -1);
      for (let activity = activityStart[first]; activity < activityStart[last]; activity++) {
        const recipe = activityRecipe[activity];
        for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
          if (makes.index[e] === good) builder.entry(row, columns.runs[activity], -makes.value[e]);
        }
      }
      return row;
    };
    for (let tag = 0; tag < tags.count; tag++) {
      if (!allowed[tag] || room[tag] === 0) continue;
      const site = tags.site[tag];
      const good = tags.good[tag];
      const ship = (first: number, last: number): number => {
        const column = builder.column(tags.energy[tag] * perAmount, 0, Number.POSITIVE_INFINITY);
        this.#column.push(column);
        this.#tagOf.push(tag);
        builder.entry(servedRow[rules.taggedAt[good] * areas.length + tags.to[tag]], column, 1);
        const gate = gates?.rows.get(first * goods.length + good);
        if (last === first + 1 && gate !== undefined) {
          builder.entry(gate, column, -1);
        } else {
          builder.entry(balanceRow[tags.from[tag] * goods.length + good], column, -1);
          builder.entry(sourceRow(tag, first, last), column, 1);
        }
        return column;
      };
      if (site < 0) {
        ship(0, 0);
      } else if (gates === undefined) {
        ship(moduleStart[site], moduleStart[site + 1]);
      } else {
        for (let module = moduleStart[site]; module < moduleStart[site + 1]; module++) {
          if (most[module] === 0) continue;
          const column = ship(module, module + 1);
          if (!gates.tightened[module]) continue;
          const strong = builder.row(Number.NEGATIVE_INFINITY, 0);
          builder.entry(strong, column, 1);
          for (const modules of [columns.kept[module], columns.built[module]]) {
            if (modules >= 0) builder.entry(strong, modules, -room[tag] / this.#scale.amount);
          }
        }
      }
    }
  }

  /** One source alone serves an area: what is not served by it may only go unmet. */
  #choices(oneOnly: Int32Array): void {
    const { rules, areas, goods, demand } = this.#indexed;
    const tags = this.#tags;
    this.#column.forEach((column, shipment) => {
      const tag = this.#tagOf[shipment];
      const t = rules.taggedAt[tags.good[tag]];
      if (!rules.single[t]) return;
      const place = t * areas.length + tags.to[tag];
      if (oneOnly[place] < 0) oneOnly[place] = this.#builder.row(Number.NEGATIVE_INFINITY, 1);
      const one = oneOnly[place];
      const chosen = this.#builder.column(0, 0, 1, true);
      this.chosen[tag] = chosen;
      this.#builder.entry(one, chosen, 1);
      const row = this.#builder.row(Number.NEGATIVE_INFINITY, 0);
      this.#builder.entry(row, column, 1);
      this.#builder.entry(row, chosen, -demand[tags.to[tag] * goods.length + tags.good[tag]] / this.#scale.amount);
    });
  }

  #shareRows(columns: Columns): Int32Array {
    const { rules } = this.#indexed;
    const rows = new Int32Array(rules.shareRows).fill(-1);
    for (const rule of rules.shares) {
      if (rule.ofArea) this.#sharesOfAreas(rule, rows);
      else this.#sharesOfContinent(rule, columns, rows);
    }
    return rows;
  }

  #sharesOfAreas({ good, share, groups, first }: ShareRule, rows: Int32Array): void {
    const { areas, goods, demand } = this.#indexed;
    const tags = this.#tags;
    groups.forEach(({ area, sites }, g) => {
      const members = new Set(sites);
      this.#tagOf.forEach((tag, shipment) => {
        const inside = tags.site[tag] < 0 ? tags.from[tag] === area : members.has(tags.site[tag]);
        if (tags.good[tag] !== good || !inside) return;
        const at = first + g * areas.length + tags.to[tag];
        const most = (share * demand[tags.to[tag] * goods.length + good]) / this.#scale.amount;
        if (rows[at] < 0) rows[at] = this.#builder.row(Number.NEGATIVE_INFINITY, most);
        this.#builder.entry(rows[at], this.#column[shipment], 1);
      });
    });
  }

  #sharesOfContinent({ good, share, groups, first }: ShareRule, columns: Columns, rows: Int32Array): void {
    const { activityModule, moduleSite } = this.#indexed;
    const made = madePerRun(this.#indexed, good);
    groups.forEach(({ sites }, g) => {
      const members = new Set(sites);
      rows[first + g] = this.#builder.row(Number.NEGATIVE_INFINITY, 0);
      made.forEach((amount, activity) => {
        const own = members.has(moduleSite[activityModule[activity]]) ? 1 : 0;
        this.#builder.entry(rows[first + g], columns.runs[activity], amount * (own - share));
      });
    });
  }

  #reserveRows(columns: Columns): Int32Array {
    const { rules, moduleSite } = this.#indexed;
    const rows = new Int32Array(rules.reserveRows).fill(-1);
    for (const { good, amount, groups, first } of rules.reserves) {
      const most = mostMade(this.#indexed, good);
      groups.forEach(({ sites }, g) => {
        const members = new Set(sites);
        rows[first + g] = this.#builder.row(amount / this.#scale.amount, Number.POSITIVE_INFINITY);
        most.forEach((capacity, module) => {
          if (members.has(moduleSite[module])) return;
          for (const column of [columns.kept[module], columns.built[module]]) {
            if (column >= 0) this.#builder.entry(rows[first + g], column, capacity / this.#scale.amount);
          }
        });
      });
    }
    return rows;
  }
}

/** Per tag, whether it may serve: all may, but where sources are fixed to a decision's, the one that serves most. */
function allowedTags(indexed: Indexed, tags: Tags, sources: Decision | undefined): Int8Array {
  const allowed = new Int8Array(tags.count).fill(1);
  if (sources === undefined) return allowed;
  const best = new Map<number, number>();
  const placeOf = (tag: number): number => tags.to[tag] * indexed.goods.length + tags.good[tag];
  for (let tag = 0; tag < tags.count; tag++) {
    if (!indexed.rules.single[indexed.rules.taggedAt[tags.good[tag]]]) continue;
    allowed[tag] = 0;
    const known = best.get(placeOf(tag));
    const served = known === undefined ? 0 : sources.served[known];
    if (sources.served[tag] > served) best.set(placeOf(tag), tag);
  }
  for (const tag of best.values()) allowed[tag] = 1;
  return allowed;
}
