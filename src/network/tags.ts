import { freightClasses } from "./freight.ts";
import { FreightSearch, type FreightTrees } from "./freight-search.ts";
import type { Indexed } from "./indexed.ts";
import type { Room } from "./prices.ts";

/**
 * Who may serve whom of the goods whose options ask: a tag is a source (a site that can make the good, or an area's
 * own supply) and an area with final demand of it that the source can reach. Shipments of a tag go the cheapest way,
 * which never fills.
 *
 * Shapes: tags by good, then area served, then site, then supply by area.
 */
export interface Tags {
  readonly count: number;
  readonly good: Int32Array;
  /** -1 where the source is an area's own supply. */
  readonly site: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** MJ per unit of the good. */
  readonly energy: Float64Array;
}

/** One step of a path: a loading or unloading at a node, or an arc. */
export interface Step {
  readonly kind: "load" | "unload" | "arc";
  /** The node or the arc. */
  readonly index: number;
  /** Share that arrives at the end of the step. */
  readonly arrives: number;
}

const known = new WeakMap<Indexed, Tags>();

/** The tags of a continent, found once. */
export function tagsOf(indexed: Indexed): Tags {
  const found = known.get(indexed) ?? findTags(indexed);
  known.set(indexed, found);
  return found;
}

function findTags(indexed: Indexed): Tags {
  const { areas, goods, sites, siteArea, continent, demand, supply, rules, tonnesPerUnit } = indexed;
  const search = new FreightSearch(indexed);
  const shut = priceOfWhatIsShut(indexed);
  const list: { good: number; site: number; from: number; to: number; energy: number }[] = [];
  for (const good of rules.tagged) {
    const freight = search.table(good, shut);
    const sources: { site: number; from: number }[] = [];
    sites.forEach((id, site) => {
      const makes = continent.sites[id].recipes.some((recipe) => continent.recipes[recipe].makes[goods[good]] > 0);
      if (makes) sources.push({ site, from: siteArea[site] });
    });
    areas.forEach((_, from) => {
      if (supply[from * goods.length + good] > 0) sources.push({ site: -1, from });
    });
    areas.forEach((_, to) => {
      if (demand[to * goods.length + good] === 0) return;
      for (const { site, from } of sources) {
        const perTonne = freight[from * areas.length + to];
        if (Number.isFinite(perTonne)) list.push({ good, site, from, to, energy: perTonne * tonnesPerUnit[good] });
      }
    });
  }
  return {
    count: list.length,
    good: Int32Array.from(list, ({ good }) => good),
    site: Int32Array.from(list, ({ site }) => site),
    from: Int32Array.from(list, ({ from }) => from),
    to: Int32Array.from(list, ({ to }) => to),
    energy: Float64Array.from(list, ({ energy }) => energy),
  };
}

/**
 * Infinity on arcs and at terminals that are shut: no tagged good may travel there, and all others that it travels by are
 * free.
 */
function priceOfWhatIsShut({ arcCapacity, nodeCapacity }: Indexed): Room {
  const price = (capacity: number): number => (capacity === 0 ? Number.POSITIVE_INFINITY : 0);
  return { link: arcCapacity.map(price), terminal: nodeCapacity.map(price) };
}

/** Finds the ways that tags take; trees are grown once for each freight class. */
export class TagPaths {
  readonly #indexed: Indexed;
  readonly #search: FreightSearch;
  readonly #classOf: Int32Array;
  readonly #shut: Room;
  readonly #trees = new Map<number, FreightTrees>();

  constructor(indexed: Indexed) {
    this.#indexed = indexed;
    this.#search = new FreightSearch(indexed);
    this.#classOf = freightClasses(indexed).classOf;
    this.#shut = priceOfWhatIsShut(indexed);
  }

  /** The steps of a good's cheapest way from one area to another, in order; none inside one area. */
  steps(good: number, from: number, to: number): Step[] {
    const areaCount = this.#indexed.areas.length;
    const freightClass = this.#classOf[good];
    const trees = this.#trees.get(freightClass) ?? this.#search.trees(good, this.#shut);
    this.#trees.set(freightClass, trees);
    const row = from * (areaCount + this.#indexed.nodeArea.length);
    const steps: Step[] = [];
    for (let state = to; state !== from; state = trees.before[row + state]) {
      const before = trees.before[row + state];
      const arc = trees.arc[row + state];
      if (arc >= 0) steps.push({ kind: "arc", index: arc, arrives: 1 });
      else if (state >= areaCount) steps.push({ kind: "load", index: state - areaCount, arrives: 1 });
      else steps.push({ kind: "unload", index: before - areaCount, arrives: 1 });
    }
    return steps.reverse();
  }
}
