import { coupledLimits, coupledObstacles } from "../formulations/coupled-limits.ts";
import { roomOf } from "../formulations/intake.ts";
import { planningParts } from "../formulations/planning-parts.ts";
import { expectContinent } from "../model/handed-in.ts";
import type { Continent } from "../model/types.ts";
import { isFlow } from "../network/flow-obstacles.ts";
import { type Indexed, indexContinent } from "../network/indexed.ts";
import { locationObstacles } from "../network/location-obstacles.ts";
import { availability } from "./availability.ts";
import { estimateNeeds, estimateResources, totals } from "./estimate-needs.ts";
import type { Bottleneck, GoodInspection, Inspection, Unreachable } from "./inspection.ts";
import { problemSize } from "./problem-size.ts";
import { remarks } from "./remarks.ts";
import { unitSuspects } from "./unit-suspects.ts";
import { waysIn } from "./way-in.ts";

/** A region or a resource of which more than this share is wanted is a bottleneck. */
const TIGHT = 0.8;

/** Areas of a region that are named. */
const NAMED = 3;

/**
 * Seconds of the linear route to a plan within one hundredth and its proof, HiGHS in WebAssembly on two shared cores with
 * Node 20, at so many variables: the sample Europe of 24 and of 60 areas. Other sizes lie on the line through the two,
 * in logarithms.
 */
const MEASURED = [
  { columns: 5174, seconds: 6 },
  { columns: 13_158, seconds: 27 },
] as const;

/**
 * Looks at a continent before it is planned: what is wanted against what can be had, where nothing leads, which figures
 * look like slips of units, what is said twice or for nothing, what kind of problem each good is, and how large the whole is. Plans nothing and needs no
 * solver: under a second at two thousand areas.
 *
 * ```ts
 * const { suspects, unreachable, predictedSeconds } = inspectContinent(continent);
 * for (const { path, message } of suspects) console.log(path, message);
 * ```
 */
export function inspectContinent(continent: Continent): Inspection {
  expectContinent(continent);
  const indexed = indexContinent(continent);
  const needed = estimateNeeds(indexed);
  const capacity = capacities(indexed);
  const regions = new Regions(indexed);
  const size = problemSize(indexed);
  const groups = planningParts(indexed).map((part) => part.goods);
  return {
    continent: continent.name,
    size,
    predictedSeconds: { linear: predictSeconds(size.columns) },
    byPrices: { obstacles: coupledObstacles(indexed), limits: coupledLimits(indexed) },
    goods: indexed.goods.map((_, good) => inspectGood(indexed, good, needed[good], capacity, regions, groups)),
    unreachable: unreachableGoods(indexed),
    bottlenecks: bottlenecks(indexed, needed, capacity, regions),
    suspects: unitSuspects(indexed, needed),
    remarks: remarks(continent),
  };
}

function inspectGood(
  indexed: Indexed,
  good: number,
  needed: number,
  capacity: Float64Array,
  regions: Regions,
  groups: readonly (readonly number[])[],
): GoodInspection {
  const { goods, continent } = indexed;
  const demand = totals(indexed.demand, goods.length)[good];
  const ofWorks = totals(capacity, goods.length)[good];
  const taken = [indexed.takes, indexed.builtIn, indexed.linkTakes].some(({ index }) => index.includes(good));
  const isWanted = demand > 0 || taken;
  const because = isWanted ? locationObstacles(indexed, good) : [];
  const kind = isFlow(indexed, good) ? "flow" : because.length === 0 ? "location" : "coupled";
  const route = isWanted ? kind : "nothing";
  return {
    good: goods[good],
    unit: continent.goods[goods[good]].unit,
    demand,
    supply: totals(indexed.supply, goods.length)[good],
    capacity: ofWorks,
    needed,
    regions: new Set(regions.of(good)).size,
    route,
    because: route === "coupled" ? because : [],
    together: (groups.find((group) => group.includes(good)) ?? []).flatMap((other) =>
      other === good ? [] : [goods[other]],
    ),
  };
}

/** A * G: what all works could make of a good, each at its best recipe for it; a site of one size at its largest. */
function capacities(indexed: Indexed): Float64Array {
  const { goods, sites, siteArea, moduleStart, activityStart, activityRecipe, capacity, most, makes, oneSize } =
    indexed;
  const table = new Float64Array(indexed.demand.length);
  const ofModule = new Float64Array(goods.length);
  const ofSite = new Float64Array(goods.length);
  sites.forEach((_, site) => {
    ofSite.fill(0);
    for (let module = moduleStart[site]; module < moduleStart[site + 1]; module++) {
      ofModule.fill(0);
      for (let activity = activityStart[module]; activity < activityStart[module + 1]; activity++) {
        const recipe = activityRecipe[activity];
        for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
          const made = makes.value[e] * capacity[activity] * most[module];
          ofModule[makes.index[e]] = Math.max(ofModule[makes.index[e]], made);
        }
      }
      ofModule.forEach((made, good) => {
        ofSite[good] = oneSize[site] ? Math.max(ofSite[good], made) : ofSite[good] + made;
      });
    }
    ofSite.forEach((made, good) => {
      table[siteArea[site] * goods.length + good] += made;
    });
  });
  return table;
}

/** Groups of areas between which a good may travel, whatever the direction; goods with the same modes share them. */
class Regions {
  readonly #indexed: Indexed;
  readonly #known = new Map<string, Int32Array>();

  constructor(indexed: Indexed) {
    this.#indexed = indexed;
  }

  /** A, the first area of each area's region. */
  of(good: number): Int32Array {
    const { areas, modes, travels, arcTail, arcHead, nodeArea, nodeMode } = this.#indexed;
    const may = travels.subarray(good * modes.length, (good + 1) * modes.length);
    const key = may.join();
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const first = Int32Array.from(areas, (_, area) => area);
    const root = (area: number): number => {
      let at = area;
      while (first[at] !== at) {
        first[at] = first[first[at]];
        at = first[at];
      }
      return at;
    };
    arcTail.forEach((tail, arc) => {
      if (!may[nodeMode[tail]] || roomOf(this.#indexed, arc) === 0) return;
      const [one, other] = [root(nodeArea[tail]), root(nodeArea[arcHead[arc]])];
      first[Math.max(one, other)] = Math.min(one, other);
    });
    const regions = first.map((_, area) => root(area));
    this.#known.set(key, regions);
    return regions;
  }
}

function unreachableGoods(indexed: Indexed): Unreachable[] {
  const { goods, areas, demand, shortage } = indexed;
  const had = availability(indexed);
  return goods.flatMap((good, g): Unreachable[] => {
    if (Number.isFinite(shortage[g])) return [];
    const cell = (area: number): number => area * goods.length + g;
    const lacking = areas.filter((_, area) => demand[cell(area)] > 0 && !had[cell(area)]);
    const elsewhere = areas.some((_, area) => had[cell(area)]);
    return lacking.length > 0 ? [{ good, areas: lacking, elsewhere }] : [];
  });
}

/** What is wanted in each region against what it could make and supply, and resources against what there is in all. */
function bottlenecks(indexed: Indexed, needed: Float64Array, capacity: Float64Array, regions: Regions): Bottleneck[] {
  const { goods, areas, demand, supply, shortage } = indexed;
  const found = goods.flatMap((good, g) => {
    const wanted = new Map<number, { members: string[]; count: number; demand: number; available: number }>();
    regions.of(g).forEach((region, area) => {
      const entry = wanted.get(region) ?? { members: [], count: 0, demand: 0, available: 0 };
      const cell = area * goods.length + g;
      entry.count += 1;
      if (entry.members.length < NAMED) entry.members.push(areas[area]);
      entry.demand += demand[cell];
      entry.available += supply[cell] + capacity[cell];
      wanted.set(region, entry);
    });
    return [...wanted.values()].flatMap(({ members, count, demand: final, available }): Bottleneck[] => {
      // What works take is known for the continent only: it counts where all who could take it are in one region.
      const all = wanted.size === 1 ? needed[g] : final;
      const certain = final > available && !Number.isFinite(shortage[g]);
      return tight("good", good, members, count, certain ? final : all, available, certain);
    });
  });
  const inward = waysIn(indexed, capacity).flatMap(({ area, modes, wanted, available, certain }) =>
    tight("links", modes.join(", "), [areas[area]], 1, wanted, available, certain && wanted > available),
  );
  return [...found, ...inward, ...resourceBottlenecks(indexed, needed)].sort(
    (one, other) => (other.share ?? Number.MAX_VALUE) - (one.share ?? Number.MAX_VALUE),
  );
}

function resourceBottlenecks(indexed: Indexed, needed: Float64Array): Bottleneck[] {
  const { resources, areas, available } = indexed;
  const wanted = estimateResources(indexed, needed);
  return resources.flatMap((resource, k) => {
    const limits = areas.map((_, area) => available[area * resources.length + k]);
    if (limits.some((limit) => !Number.isFinite(limit))) return [];
    const all = limits.reduce((sum, limit) => sum + limit, 0);
    return tight("resource", resource, areas.slice(0, NAMED), areas.length, wanted[k], all, false);
  });
}

function tight(
  kind: Bottleneck["kind"],
  id: string,
  members: readonly string[],
  areaCount: number,
  wanted: number,
  available: number,
  certain: boolean,
): Bottleneck[] {
  if (wanted <= TIGHT * available) return [];
  const share = available > 0 ? { share: wanted / available } : {};
  return [{ kind, id, areas: members, areaCount, wanted, available, ...share, certain }];
}

function predictSeconds(columns: number): number {
  const [small, large] = MEASURED;
  const slope = Math.log(large.seconds / small.seconds) / Math.log(large.columns / small.columns);
  return small.seconds * Math.exp(slope * Math.log(Math.max(1, columns) / small.columns));
}
