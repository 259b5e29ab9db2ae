/**
 * Checks a transport solution against its problem, in exact arithmetic and without any solver.
 *
 * Amounts and costs are counted in whole units (`wholeUnit`). Sums are BigInt; single reduced costs are whole doubles where
 * these tell (`undercutting`), else BigInt. Positional problems are checked over all pairs too: boxes of sinks whose nearest
 * point is already too dear for every price in them need no closer look.
 */

import { toWhole } from "../../base/scale.ts";
import {
  checkCostMatrix,
  checkTransportProblem,
  isPositional,
  isSparse,
  type PositionalCost,
  shortageCostOf,
  type TransportProblem,
  type TransportSolution,
  withCheckedCosts,
} from "../../problems/transport.ts";
import { MORE_DECIMALS, noAnswer, unknownStatus, unreadable, type Verification, Violations } from "./flow.ts";
import { isIndex } from "./is-index.ts";
import { isStated, productOf, type WholeUnit, wholeUnit } from "./whole-unit.ts";

/** Sinks in a box, for positional costs. */
const BOX = 64;
const EARTH_RADIUS = 6_371_008.8;

/** So far below 2^53, sums with costs that doubles round are on the right side of every price. */
const LARGEST = 2n ** 49n;

/**
 * Checks status, shipments, prices and certificate against the problem alone.
 *
 * Where no pair's cost plus its source's price is below its sink's price, no shipments cost less than all demand at the
 * sinks' prices less all supply at the sources'.
 *
 * Gives: what is wrong; the shipments' cost, worked out afresh; the bound that the prices prove, -Infinity where they
 *        prove none.
 * Throws: InvalidProblemError where the problem itself is none; whatever the solution is, it does not.
 */
export function verifyTransport(problem: TransportProblem, result: TransportSolution): Verification {
  checkTransportProblem(problem);
  checkCostMatrix(problem);
  const none = noAnswer(result);
  if (none !== undefined) return none;
  const told = new Violations();
  if (result.status === "unknown")
    return { valid: true, violations: [], objective: Infinity, certifiedBound: -Infinity };
  const { shipments, unmet, potential } = result;
  const shipped = shipments?.amount?.length ?? 0;
  const wrong =
    result.status === "infeasible"
      ? undefined
      : (unknownStatus(result.status, ["optimal"]) ??
        unreadable("shipments.amount", shipments?.amount, shipped) ??
        unreadable("shipments.source", shipments?.source, shipped) ??
        unreadable("shipments.sink", shipments?.sink, shipped) ??
        unreadable("unmet", unmet, problem.demand.length) ??
        unreadable("potential.source", potential?.source, problem.supply.length) ??
        unreadable("potential.sink", potential?.sink, problem.demand.length));
  if (wrong !== undefined) return { valid: false, violations: [wrong], objective: Infinity, certifiedBound: -Infinity };
  const units = unitsOf(problem, result);
  if (units === undefined)
    return { valid: false, violations: [MORE_DECIMALS], objective: Infinity, certifiedBound: -Infinity };
  const amount = (value: number) => units.amount.whole(value);
  if (result.status === "infeasible") {
    checkCut(problem, result, amount, told);
    return {
      valid: told.none,
      violations: told.list,
      objective: Infinity,
      certifiedBound: told.none ? Infinity : -Infinity,
    };
  }
  const costs = pairCosts(problem, units.cost);
  const n = problem.supply.length;
  const m = problem.demand.length;
  const left: bigint[] = Array.from(problem.supply, amount);
  const lacking: bigint[] = Array.from(problem.demand, amount);
  let objective = 0n;
  const { source, sink, amount: sent } = result.shipments;
  for (let k = 0; k < source.length; k++) {
    const unit = costs.of(source[k], sink[k]);
    if (unit === undefined || !(sent[k] > 0)) {
      told.add(`shipment ${k} of ${sent[k]} from ${source[k]} to ${sink[k]} is not possible`);
      continue;
    }
    const carried = amount(sent[k]);
    left[source[k]] -= carried;
    lacking[sink[k]] -= carried;
    objective += carried * unit;
  }
  for (let i = 0; i < n; i++) if (left[i] < 0n) told.add(`source ${i} sends ${-left[i]} whole units too many`);
  // Any rents from zero up and any prices that no pair undercuts give a bound: prices pay, rents are paid.
  const rent: bigint[] = Array.from(potential.source, (value) => units.cost.whole(value));
  const price: bigint[] = Array.from(potential.sink, (value) => units.cost.whole(value));
  let bound = 0n;
  let proved = rent.every((value) => value >= 0n);
  for (let i = 0; i < n; i++) bound -= rent[i] * amount(problem.supply[i]);
  for (let j = 0; j < m; j++) {
    const shortage = shortageCostOf(problem, j);
    const unmet = amount(result.unmet[j]);
    if (unmet < 0n || (unmet > 0n && shortage === Infinity)) told.add(`sink ${j} must not lack ${result.unmet[j]}`);
    else if (unmet > 0n) objective += unmet * units.cost.whole(shortage);
    if (lacking[j] !== unmet) told.add(`sink ${j} lacks ${lacking[j]} whole units, ${unmet} are owned up to`);
    if (shortage !== Infinity && price[j] > units.cost.whole(shortage)) proved = false;
    bound += price[j] * amount(problem.demand[j]);
  }
  if (proved) proved = costs.nonePays(rent, price);
  if (!proved) told.add("the potentials prove no bound: a pair costs less than they say");
  else if (bound !== objective) told.add(`the shipments cost ${objective} and the bound is ${bound}, in whole units`);
  const value = productOf(units.amount, units.cost, objective);
  if (!isStated(result.objective, value, units.amount, units.cost))
    told.add(`objective is ${result.objective}, the shipments cost ${value}`);
  return {
    valid: told.none,
    violations: told.list,
    objective: value,
    certifiedBound: proved ? productOf(units.amount, units.cost, bound) : -Infinity,
  };
}

/** Undefined where the solution's numbers are of another kind than the problem's. */
function unitsOf(
  problem: TransportProblem,
  result: TransportSolution,
): { readonly amount: WholeUnit; readonly cost: WholeUnit } | undefined {
  const { cost } = problem;
  const given = isSparse(cost) ? cost.cost : isPositional(cost) ? [] : cost;
  const shortage =
    problem.demand.length === 0 ? [] : Float64Array.from(problem.demand, (_, j) => shortageCostOf(problem, j));
  // Where there is no plan, what a solution shows of one has no say in the units.
  const isShown = result.status !== "infeasible";
  const { shipments, unmet, potential } = result;
  const amountUnit = wholeUnit([problem.supply, problem.demand], isShown ? [shipments.amount, unmet] : []);
  const costUnit = wholeUnit([given, shortage], isShown ? [potential.source, potential.sink] : []);
  return amountUnit && costUnit && { amount: amountUnit, cost: costUnit };
}

interface PairCosts {
  /** Whole cost of a pair, or undefined where there is no such pair. */
  of(source: number, sink: number): bigint | undefined;
  /** Whether every pair's cost + rent reaches the sink's price. */
  nonePays(rent: readonly bigint[], price: readonly bigint[]): boolean;
}

function pairCosts(problem: TransportProblem, unit: WholeUnit): PairCosts {
  const { cost } = problem;
  const n = problem.supply.length;
  const m = problem.demand.length;
  if (isPositional(cost)) return positionalCosts(withCheckedCosts(cost), n, m, unit);
  if (isSparse(cost)) {
    const { start, source } = cost;
    const of = (i: number, j: number) => {
      let least: number | undefined;
      for (let k = start[j]; k < start[j + 1]; k++)
        if (source[k] === i && (least === undefined || cost.cost[k] < least)) least = cost.cost[k];
      return least === undefined ? undefined : unit.whole(least);
    };
    const nonePays = (rent: readonly bigint[], price: readonly bigint[]) => {
      const undercuts = undercutting(rent, price, unit);
      for (let j = 0; j < m; j++)
        for (let k = start[j]; k < start[j + 1]; k++) if (undercuts(source[k], j, cost.cost[k])) return false;
      return true;
    };
    return { of, nonePays };
  }
  return {
    of: (i, j) => (isIndex(i, n) && isIndex(j, m) ? unit.whole(cost[i * m + j]) : undefined),
    nonePays: (rent, price) => {
      const undercuts = undercutting(rent, price, unit);
      for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) if (undercuts(i, j, cost[i * m + j])) return false;
      return true;
    },
  };
}

/**
 * Tells whether a pair of a source and a sink at a cost leaves a rent below the sink's price. Where rents and prices are
 * whole numbers that doubles hold, doubles tell: a sum that is rounded is far above any such price.
 */
function undercutting(
  rent: readonly bigint[],
  price: readonly bigint[],
  unit: WholeUnit,
): (source: number, sink: number, cost: number) => boolean {
  const isSafe = (value: bigint): boolean => value <= LARGEST && value >= -LARGEST;
  if (unit.exponent < 0 || !rent.every(isSafe) || !price.every(isSafe))
    return (i, j, cost) => unit.whole(cost) + rent[i] < price[j];
  const rents = Float64Array.from(rent, Number);
  const prices = Float64Array.from(price, Number);
  const { scale } = unit;
  return (i, j, cost) => toWhole(cost, scale) + rents[i] < prices[j];
}

function positionalCosts(cost: PositionalCost, n: number, m: number, unit: WholeUnit): PairCosts {
  const sphere = cost.geometry === "sphere";
  const costOf = cost.costOf ?? ((distance: number) => distance);
  const a = inSpace(cost.sources, sphere);
  const b = inSpace(cost.sinks, sphere);
  const overChord = (chord: number) => {
    if (!sphere) return Math.round(costOf(chord));
    return Math.round(costOf(Math.round(2 * EARTH_RADIUS * Math.asin(Math.min(1, chord / (2 * EARTH_RADIUS))))));
  };
  const between = (i: number, j: number) => {
    const dx = a[3 * i] - b[3 * j];
    const dy = a[3 * i + 1] - b[3 * j + 1];
    const dz = a[3 * i + 2] - b[3 * j + 2];
    return overChord(Math.sqrt(dx * dx + dy * dy + dz * dz));
  };
  const nonePays = (rent: readonly bigint[], price: readonly bigint[]) => {
    const undercuts = undercutting(rent, price, unit);
    const listed = inStrips(cost.sinks, m);
    for (let from = 0; from < m; from += BOX) {
      const inBox = listed.subarray(from, from + BOX);
      const low = [Infinity, Infinity, Infinity];
      const high = [-Infinity, -Infinity, -Infinity];
      let dearest = inBox[0];
      for (const j of inBox) {
        if (price[j] > price[dearest]) dearest = j;
        for (let d = 0; d < 3; d++) {
          low[d] = Math.min(low[d], b[3 * j + d]);
          high[d] = Math.max(high[d], b[3 * j + d]);
        }
      }
      for (let i = 0; i < n; i++) {
        let square = 0;
        for (let d = 0; d < 3; d++) square += Math.max(0, low[d] - a[3 * i + d], a[3 * i + d] - high[d]) ** 2;
        // Shortened by far more than rounding can lengthen it, so that it stays a lower bound.
        if (!undercuts(i, dearest, overChord(Math.sqrt(square) * (1 - 1e-9)))) continue;
        for (const j of inBox) if (undercuts(i, j, between(i, j))) return false;
      }
    }
    return true;
  };
  return { of: (i, j) => (isIndex(i, n) && isIndex(j, m) ? unit.whole(between(i, j)) : undefined), nonePays };
}

function inSpace(pairs: ArrayLike<number>, sphere: boolean): Float64Array {
  const points = new Float64Array((pairs.length / 2) * 3);
  for (let k = 0; 2 * k < pairs.length; k++) {
    const longitude = (pairs[2 * k] * Math.PI) / 180;
    const latitude = (pairs[2 * k + 1] * Math.PI) / 180;
    points[3 * k] = sphere ? EARTH_RADIUS * Math.cos(latitude) * Math.cos(longitude) : pairs[2 * k];
    points[3 * k + 1] = sphere ? EARTH_RADIUS * Math.cos(latitude) * Math.sin(longitude) : pairs[2 * k + 1];
    points[3 * k + 2] = sphere ? EARTH_RADIUS * Math.sin(latitude) : 0;
  }
  return points;
}

/** Sinks sorted into vertical strips and upwards within each, so that neighbours in the list lie close. */
function inStrips(pairs: ArrayLike<number>, m: number): Int32Array {
  const byX = Int32Array.from({ length: m }, (_, j) => j).sort((p, q) => pairs[2 * p] - pairs[2 * q] || p - q);
  const strip = Math.max(BOX, Math.ceil(Math.sqrt(m * BOX)));
  for (let from = 0; from < m; from += strip) {
    byX.subarray(from, from + strip).sort((p, q) => pairs[2 * p + 1] - pairs[2 * q + 1] || p - q);
  }
  return byX;
}

function checkCut(
  problem: TransportProblem,
  result: TransportSolution,
  amount: (value: number) => bigint,
  told: Violations,
): void {
  if (result.objective !== Infinity) told.add(`objective is ${result.objective}, wanted Infinity`);
  if (result.certificate?.kind !== "cut") {
    told.add(`"infeasible" needs a cut as certificate, got ${result.certificate?.kind}`);
    return;
  }
  const { cost } = problem;
  const reaches = new Int8Array(problem.supply.length).fill(isSparse(cost) ? 0 : 1);
  let wanted = 0n;
  for (const j of new Set(Array.from(result.certificate.sinks ?? []))) {
    if (!isIndex(j, problem.demand.length)) {
      told.add(`there is no sink ${j}`);
      continue;
    }
    wanted += amount(problem.demand[j]);
    if (shortageCostOf(problem, j) !== Infinity) told.add(`sink ${j} may stay unmet`);
    if (isSparse(cost)) for (let k = cost.start[j]; k < cost.start[j + 1]; k++) reaches[cost.source[k]] = 1;
  }
  for (let i = 0; i < reaches.length; i++) if (reaches[i] === 1) wanted -= amount(problem.supply[i]);
  if (wanted <= 0n) told.add(`the cut's sinks can be served, with ${-wanted} whole units to spare`);
}
