import { type Decision, emptyDecision } from "../network/decision.ts";
import { freightClasses, freightOf } from "../network/freight.ts";
import { FreightSearch } from "../network/freight-search.ts";
import type { Indexed, SparseRows } from "../network/indexed.ts";
import { type Prices, type Room, zeroPrices } from "../network/prices.ts";
import type { CoupledProblem, CoupledRows } from "../problems/coupled.ts";
import type { CoupledPlan, CoupledShipments } from "../problems/coupled-result.ts";
import { OptionTerms } from "./bound-options.ts";
import { besideForbidden, mainGood } from "./coupled-limits.ts";

/** Letting go of what must not be let go costs so many times the dearest good. */
const FORBIDDEN = 10;

/** A coupled problem and the ways home from its plans and prices. */
export interface CoupledFormulation {
  readonly problem: CoupledProblem;
  /** Modules and runs as they are; shipments go by the cheapest ways. */
  lift(plan: CoupledPlan): Decision;
  /** What a decision has open and runs, with these shipments; the other way. */
  startPlan(decision: Decision, shipments: CoupledShipments): CoupledPlan;
  /** Prices by good and place, as prices of the continent. */
  liftPrices(cellPrice: Float64Array): Prices;
  /** The other way. */
  startPrice(prices: Prices): Float64Array;
}

/**
 * Formulates a continent without obstacles; places are areas, goods are goods.
 *
 * What `coupledLimits` names is left out. Where limits have prices, what is limited costs so much more: room on links and
 * in terminals, resources, shares, what is built in; capacity in reserve so much less. Losses are passed over.
 *
 * @param shadow prices of limits; those of goods count for what is built in only.
 */
export function formulateCoupled(indexed: Indexed, shadow: Prices = zeroPrices(indexed)): CoupledFormulation {
  const { areas, goods, makes, takes, standing, keptMost, builtMost } = indexed;
  const p = areas.length;
  const g = goods.length;
  const { classOf, energy } = freightOf(indexed, shadow);
  const costs = costsAt(indexed, shadow);
  const problem: CoupledProblem = {
    placeCount: p,
    goodCount: g,
    recipeCount: indexed.recipes.length,
    demand: byGood(indexed.demand, p, g),
    supply: byGood(indexed.supply, p, g),
    shortageCost: indexed.shortage,
    disposalCost: disposalOf(indexed, shadow),
    freight: energy,
    freightTable: classOf,
    freightRate: indexed.tonnesPerUnit,
    makes: rowsOf(makes),
    takes: rowsOf(takes),
    sitePlace: indexed.siteArea,
    siteGood: indexed.sites.map((_, i) => mainGood(indexed, i)),
    siteCost: indexed.siteEnergy,
    oneSize: indexed.oneSize,
    sizeStart: indexed.moduleStart,
    newCost: indexed.build.map((build, k) => build + indexed.keep[k] + costs.module[k] + costs.built[k]),
    // What must be taken down is none of the problem's; its closing energy is the same in every plan.
    standing: standing.map((count, k) => Math.min(count, keptMost[k])),
    most: standing.map((count, k) => Math.min(count, keptMost[k]) + builtMost[k]),
    keptCost: indexed.keep.map((keep, k) => keep + costs.module[k]),
    closingCost: indexed.closing,
    activityStart: indexed.activityStart,
    activityRecipe: indexed.activityRecipe,
    activityCapacity: indexed.capacity,
    activityCost: indexed.runEnergy.map((energy, activity) => energy + costs.run[activity]),
  };
  return {
    problem,
    lift: (plan) => liftPlan(indexed, plan, shadow),
    startPlan: ({ kept, built, runs, supplied, surplus, unmet }, shipments) => ({
      kept: Int32Array.from(kept),
      opened: Int32Array.from(built),
      runs,
      supplied: byGood(supplied, p, g),
      letGo: byGood(surplus, p, g),
      unmet: byGood(unmet, p, g),
      shipments,
    }),
    liftPrices: (cellPrice) => ({ ...shadow, good: byArea(cellPrice, p, g) }),
    startPrice: ({ good }) => byGood(good, p, g),
  };
}

/** What limits add: by activity, MJ a run; by module, MJ/yr of each that is open, and of each new one. */
function costsAt(indexed: Indexed, shadow: Prices): { run: Float64Array; module: Float64Array; built: Float64Array } {
  const { needs, moduleNeeds, builtIn, activityRecipe, activityModule, moduleSite, siteArea, resources } = indexed;
  const options = new OptionTerms(indexed);
  options.price(shadow);
  const worth = ({ start, index, value }: SparseRows, row: number, price: Float64Array, first: number): number => {
    let sum = 0;
    for (let e = start[row]; e < start[row + 1]; e++) sum += value[e] * price[first + index[e]];
    return sum;
  };
  const areaOf = (module: number): number => siteArea[moduleSite[module]];
  const scarcity = (rows: SparseRows, row: number, module: number): number =>
    worth(rows, row, shadow.resource, areaOf(module) * resources.length);
  return {
    run: options.run.map(
      (charge, activity) => charge + scarcity(needs, activityRecipe[activity], activityModule[activity]),
    ),
    module: options.module.map((charge, k) => charge + scarcity(moduleNeeds, k, k)),
    built: options.module.map((_, k) => worth(builtIn, k, shadow.good, areaOf(k) * indexed.goods.length)),
  };
}

/** By-products that must not be let go cost more than anything is worth, but not without end: plans can be mended. */
function disposalOf(indexed: Indexed, { good }: Prices): Float64Array {
  if (!besideForbidden(indexed)) return indexed.disposal;
  const dearest = good.reduce((most, price) => Math.max(most, Math.abs(price)), 1);
  return indexed.disposal.map((energy) => Math.min(energy, FORBIDDEN * dearest));
}

function rowsOf({ start, index, value }: SparseRows): CoupledRows {
  return { start, good: index, amount: value };
}

/** From area-major to good-major. */
function byGood(table: Float64Array, p: number, g: number): Float64Array {
  return Float64Array.from({ length: p * g }, (_, cell) => table[(cell % p) * g + Math.floor(cell / p)]);
}

/** From good-major to area-major. */
function byArea(table: Float64Array, p: number, g: number): Float64Array {
  return Float64Array.from({ length: p * g }, (_, cell) => table[(cell % g) * p + Math.floor(cell / g)]);
}

function liftPlan(indexed: Indexed, plan: CoupledPlan, room: Room): Decision {
  const { areas, goods } = indexed;
  const p = areas.length;
  const g = goods.length;
  const decision: Decision = {
    ...emptyDecision(indexed),
    kept: Float64Array.from(plan.kept),
    built: Float64Array.from(plan.opened),
    runs: plan.runs.slice(),
    supplied: byArea(plan.supplied, p, g),
    surplus: byArea(plan.letGo, p, g),
    unmet: byArea(plan.unmet, p, g),
  };
  const { classOf, example } = freightClasses(indexed);
  const search = new FreightSearch(indexed);
  const { good, from, to, amount } = plan.shipments;
  example.forEach((standsFor, c) => {
    const leaving: number[][] = areas.map(() => []);
    for (let e = 0; e < good.length; e++) if (classOf[good[e]] === c && from[e] !== to[e]) leaving[from[e]].push(e);
    const waysFrom = search.waysOf(standsFor, room);
    leaving.forEach((shipments, tail) => {
      if (shipments.length === 0) return;
      const ways = waysFrom(
        tail,
        shipments.map((e) => to[e]),
      );
      for (const e of shipments) {
        for (let state = to[e]; state !== tail; state = ways.before(state)) {
          const arc = ways.arc(state);
          if (arc >= 0) decision.flow[arc * g + good[e]] += amount[e];
          else if (state < p) decision.unload[(ways.before(state) - p) * g + good[e]] += amount[e];
          else decision.load[(state - p) * g + good[e]] += amount[e];
        }
      }
    });
  });
  return decision;
}
