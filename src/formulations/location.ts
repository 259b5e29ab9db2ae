import { powerOfTenBelow } from "../base/scale.ts";
import type { Decision } from "../network/decision.ts";
import type { FreightTrees } from "../network/freight-search.ts";
import type { Indexed } from "../network/indexed.ts";
import { makersOf } from "../network/location-obstacles.ts";
import { tagsOf } from "../network/tags.ts";
import type { LocationProblem } from "../problems/location.ts";
import type { Evidence, LocationResult } from "../problems/location-result.ts";
import { type Facility, facilitiesOfSite, moduleEnergies } from "./location-works.ts";

/** Costs are rounded to steps so that all of them together come to about this many: one part in 10^14. */
const COST_STEPS = 2 ** 47;

/**
 * Amounts are whole thousandths at the door; capacities are products, and where they are no whole thousandths kept finer
 * while sums stay below this. Never finer than that, as what a step of capacity is worth must be many steps of cost.
 */
const AMOUNT_STEPS = 2 ** 47;
const FINEST = 1e6;
const COARSEST = 1e3;

/** A capacity this close below a whole step, relative, is that step. */
const NEARLY = 2 ** -40;

/** One good as a location problem, and the way home. */
export interface LocationFormulation {
  readonly problem: LocationProblem;
  /** Steps of the problem's costs that make one MJ/yr, and of its amounts that make one unit a year. */
  readonly costScale: number;
  readonly amountScale: number;
  /** Books what the result says of this good into a decision. */
  lift(result: LocationResult, into: Decision): void;
  /** The copies of each facility that a decision's works come to: a start for the search. */
  copiesIn(decision: Decision): Int32Array;
  /** The prices of a piece of evidence as guide prices, MJ per unit by area. */
  pricesOf(evidence: Evidence, result: LocationResult): Float64Array;
}

/**
 * A good that `isLocation` allows as one capacitated facility location problem: works in their sizes and numbers,
 * supplies and unmet demand are sites, areas with final demand are customers, and freight is the cheapest way. Where
 * each area may have one source only, customers are served whole.
 *
 * Units: costs in steps of `1 / costScale` MJ/yr, amounts in steps of `1 / amountScale` units a year.
 *
 * @param trees cheapest ways of the good's freight class.
 */
export function formulateLocation(indexed: Indexed, good: number, trees: FreightTrees): LocationFormulation {
  const { areas, goods, demand, tonnesPerUnit } = indexed;
  const customers = Int32Array.from(areas.keys()).filter((a) => demand[a * goods.length + good] > 0);
  const wanted = Float64Array.from(customers, (a) => demand[a * goods.length + good]);
  const facilities = facilitiesOf(indexed, good);
  const [m, n] = [facilities.length, customers.length];
  const stateCount = areas.length + indexed.nodeArea.length;
  const freight = (from: number, to: number): number => {
    const perTonne = trees.energy[from * stateCount + to];
    return perTonne < Number.POSITIVE_INFINITY ? perTonne * tonnesPerUnit[good] : perTonne;
  };
  const energy = new Float64Array(m * n);
  facilities.forEach(({ area, unitEnergy }, f) => {
    for (let j = 0; j < n; j++) {
      const way = area < 0 ? 0 : freight(area, customers[j]);
      energy[f * n + j] = (unitEnergy + way) * wanted[j];
    }
  });
  const costScale = scaleOfCosts(facilities, energy, n);
  const amountScale = scaleOfAmounts(wanted, facilities);
  const limit = indexed.siteLimits.find((one) => one.good === good);
  const isLimited = limit !== undefined && limit.most < limit.sites.length;
  const places = facilities.filter(({ module }) => module < 0).length;
  const problem: LocationProblem = {
    siteCount: m,
    customerCount: n,
    openCost: facilities.map(({ openEnergy }) => Math.round(openEnergy * costScale)),
    capacity: facilities.map(({ capacity }) => Math.floor(capacity * amountScale * (1 + NEARLY))),
    demand: wanted.map((amount) => Math.round(amount * amountScale)),
    cost: energy.map((cost) => Math.round(cost * costScale)),
    copies: facilities.map(({ copies }) => copies),
    group: facilities.map(({ group }) => group),
    // Supplies and shortages are no sites of the continent: all of them are open, beside the sites that may be.
    state: facilities.map(({ mustOpen, module }) => (mustOpen || (isLimited && module < 0) ? 1 : 0)),
    ...(isLimited ? { mostOpen: limit.most + places } : {}),
    ...(indexed.rules.taggedAt[good] >= 0 ? { singleSource: true } : {}),
  };
  return {
    problem,
    costScale,
    amountScale,
    lift: (result, into) => {
      const served = servedBy(result, facilities.length, n, (j) => wanted[j], amountScale);
      const tagOf = tagsByPlace(indexed, good);
      facilities.forEach((facility, f) => {
        liftFacility(indexed, facility, good, result.copies[f], served.subarray(f * n, f * n + n), into);
        for (let j = 0; j < n; j++) {
          const amount = served[f * n + j];
          if (amount === 0) continue;
          if (facility.area < 0) into.unmet[customers[j] * goods.length + good] += amount;
          else carry(indexed, trees, good, facility.area, customers[j], amount, into);
          const tag = tagOf.get(placeOfTag(indexed, facility, customers[j]));
          if (tag !== undefined) into.served[tag] += amount;
        }
      });
    },
    copiesIn: (decision) => Int32Array.from(facilities, (facility) => copiesOf(facility, facilities, decision)),
    pricesOf: (evidence, result) => {
      const { costScale: finer, stepsPerUnit } = result.certificate!;
      const prices = new Float64Array(areas.length).fill(Number.POSITIVE_INFINITY);
      const perStep = 1 / (costScale * finer * stepsPerUnit);
      for (let j = 0; j < n; j++) {
        // What total capacity is worth is part of what each unit is worth.
        const whole = evidence.prices[j] + evidence.aggregatePrice * problem.demand![j];
        prices[customers[j]] = (whole * perStep) / wanted[j];
      }
      return everywhere(prices, customers, freight);
    },
  };
}

/**
 * A good's part of the floor, MJ/yr: what supplies do not cover, at the leanest works without freight, building and
 * standing ready.
 */
export function locationFloor(indexed: Indexed, good: number): number {
  const { areas, goods, demand, supply, shortage } = indexed;
  let wanted = 0;
  for (let a = 0; a < areas.length; a++) wanted += demand[a * goods.length + good] - supply[a * goods.length + good];
  let leanest = shortage[good];
  for (const { unitEnergy, module } of facilitiesOf(indexed, good))
    if (module >= 0) leanest = Math.min(leanest, unitEnergy);
  return wanted > 0 && Number.isFinite(leanest) ? wanted * leanest : 0;
}

function facilitiesOf(indexed: Indexed, good: number): Facility[] {
  const { areas, goods, supply, shortage } = indexed;
  let groups = 0;
  const found = makersOf(indexed, good).flatMap((site) => facilitiesOfSite(indexed, site, () => groups++));
  const plain = { module: -1, modules: 0, openEnergy: 0, copies: 1, group: -1, mustOpen: false };
  areas.forEach((_, area) => {
    const capacity = supply[area * goods.length + good];
    if (capacity > 0) found.push({ ...plain, area, capacity, unitEnergy: 0 });
  });
  if (Number.isFinite(shortage[good]))
    found.push({ ...plain, area: -1, capacity: Number.POSITIVE_INFINITY, unitEnergy: shortage[good] });
  return found;
}

/** A power of ten that makes steps of costs fine, and their sum small enough for exact arithmetic. */
function scaleOfCosts(facilities: readonly Facility[], energy: Float64Array, n: number): number {
  let sum = 1;
  for (const { openEnergy, copies } of facilities) sum += Math.abs(openEnergy) * copies;
  for (let j = 0; j < n; j++) {
    let dearest = 0;
    for (let p = j; p < energy.length; p += n) if (Number.isFinite(energy[p])) dearest = Math.max(dearest, energy[p]);
    sum += dearest;
  }
  return powerOfTenBelow(COST_STEPS / sum);
}

function scaleOfAmounts(wanted: Float64Array, facilities: readonly Facility[]): number {
  const sum = wanted.reduce((total, amount) => total + amount, 0);
  const isWhole = (amount: number): boolean => Math.abs(amount - Math.round(amount)) <= amount * NEARLY;
  let scale = COARSEST;
  while (
    scale < FINEST &&
    sum * scale * 10 <= AMOUNT_STEPS &&
    facilities.some(({ capacity }) => Number.isFinite(capacity) && !isWhole(capacity * scale))
  )
    scale *= 10;
  return scale;
}

/**
 * The copies of a facility that a decision has. A supply or a shortage costs nothing to have; where each number of
 * modules is a facility of its own, the least number counts that is no smaller.
 */
function copiesOf(
  { module, modules, copies, group }: Facility,
  facilities: readonly Facility[],
  { kept, built }: Decision,
): number {
  if (module < 0) return 1;
  const open = kept[module] + built[module];
  if (modules === 1 && copies > 1) return Math.min(open, copies);
  if (open === 0 || modules < open) return 0;
  const isLeast = !facilities.some(
    (other) => other.group === group && other.module === module && other.modules >= open && other.modules < modules,
  );
  return isLeast ? 1 : 0;
}

/** The tags of a good by source and area served; none where its options do not ask who serves whom. */
function tagsByPlace(indexed: Indexed, good: number): Map<string, number> {
  const found = new Map<string, number>();
  const tags = tagsOf(indexed);
  for (let tag = 0; tag < tags.count; tag++)
    if (tags.good[tag] === good) found.set(`${tags.site[tag]} ${tags.from[tag]} ${tags.to[tag]}`, tag);
  return found;
}

function placeOfTag({ moduleSite }: Indexed, { module, area }: Facility, to: number): string {
  return `${module < 0 ? -1 : moduleSite[module]} ${area} ${to}`;
}

/** Units a year from each facility to each customer. */
function servedBy(
  result: LocationResult,
  m: number,
  n: number,
  wanted: (customer: number) => number,
  amountScale: number,
): Float64Array {
  const served = new Float64Array(m * n);
  const { assignment, flow } = result;
  if (assignment !== undefined) for (let j = 0; j < n; j++) served[assignment[j] * n + j] = wanted(j);
  if (flow !== undefined)
    for (let t = 0; t < flow.amount.length; t++)
      served[flow.site[t] * n + flow.customer[t]] += flow.amount[t] / amountScale;
  return served;
}

function liftFacility(
  indexed: Indexed,
  facility: Facility,
  good: number,
  copies: number,
  served: Float64Array,
  into: Decision,
): void {
  const { module, area } = facility;
  const amount = served.reduce((sum, one) => sum + one, 0);
  if (module < 0) {
    if (area >= 0) into.supplied[area * indexed.goods.length + good] += amount;
    return;
  }
  const { kept, built } = moduleEnergies(indexed, module);
  const open = copies * facility.modules;
  const keptFirst = Math.min(open, indexed.keptMost[module]);
  const isKeptFirst = kept <= built;
  const news = isKeptFirst ? open - keptFirst : Math.min(open, indexed.builtMost[module]);
  into.built[module] += news;
  into.kept[module] += open - news;
  const activity = indexed.activityStart[module];
  const { makes, activityRecipe } = indexed;
  into.runs[activity] += amount / makes.value[makes.start[activityRecipe[activity]]];
}

/** Books a shipment on its cheapest way: loaded where a mode begins, unloaded where it ends. */
function carry(
  indexed: Indexed,
  trees: FreightTrees,
  good: number,
  from: number,
  to: number,
  amount: number,
  into: Decision,
): void {
  const { areas, goods, nodeArea } = indexed;
  const row = from * (areas.length + nodeArea.length);
  for (let state = to; state !== from; ) {
    const before = trees.before[row + state];
    const arc = trees.arc[row + state];
    if (arc >= 0) into.flow[arc * goods.length + good] += amount;
    else if (state >= areas.length) into.load[(state - areas.length) * goods.length + good] += amount;
    else into.unload[(before - areas.length) * goods.length + good] += amount;
    state = before;
  }
}

/** Prices where nobody asks: what it takes to bring the good there from where somebody does. */
function everywhere(
  prices: Float64Array,
  customers: Int32Array,
  freight: (from: number, to: number) => number,
): Float64Array {
  return prices.map((price, to) => {
    if (price < Number.POSITIVE_INFINITY) return price;
    let least = Number.POSITIVE_INFINITY;
    for (const from of customers) least = Math.min(least, prices[from] + freight(from, to));
    return Number.isFinite(least) ? least : 0;
  });
}
