/** Plans with capacities: which sites, then the cheapest transport from them, by position or over sparse pairs. */
import type { Control, Sliceable } from "../../base/control.ts";
import type { NearInstance } from "../../kernels/location/near-instance.ts";
import { isPositional, type LocationProblem } from "../../problems/location.ts";
import {
  distancesOf,
  type PositionalCost as LocationPositionalCost,
  pairsOf,
} from "../../problems/location-positions.ts";
import type { LocationFlow } from "../../problems/location-result.ts";
import type { PositionalCost } from "../../problems/transport.ts";
import { type PairAnswer, solvePairs } from "../transport-pairs.ts";
import { solvePositions } from "../transport-positions.ts";
import type { RaisedPrices } from "./raise-near.ts";

/** A plan: who is open, who serves whom, and the cost in steps. */
export interface NearPlan {
  readonly open: Int8Array;
  readonly cost: number;
  readonly assignment: Int32Array;
  readonly flow?: LocationFlow;
}

/** Unit costs of sparse pairs are kept to this many parts of the dearest. */
const PARTS = 2 ** 24;

/** The cheapest service from the open sites and, where they have too little room, from the likeliest others. */
export function* planForRoom(
  problem: LocationProblem,
  instance: NearInstance,
  raised: RaisedPrices,
  open: Int8Array,
  control: Control,
): Sliceable<NearPlan | undefined> {
  const { capacity, state, totalDemand, siteCount: m } = instance;
  let room = 0;
  for (let i = 0; i < m; i++) if (open[i] === 1) room += capacity[i];
  const likely = Int32Array.from({ length: m }, (_, i) => i)
    .filter((i) => state[i] === 0 && open[i] === 0)
    .sort((a, b) => raised.average[b] - raised.average[a] || a - b);
  for (const i of likely) {
    if (room >= totalDemand) break;
    open[i] = 1;
    room += capacity[i];
  }
  if (room < totalDemand) return undefined;
  const sites = Int32Array.from(open.keys()).filter((i) => open[i] === 1);
  const answer = yield* transportFrom(problem, instance, sites, control);
  if (answer.status !== "optimal") return undefined;
  return priced(problem, instance, open, sites, answer);
}

function transportFrom(
  problem: LocationProblem,
  instance: NearInstance,
  sites: Int32Array,
  control: Control,
): Sliceable<PairAnswer> {
  const { cost } = problem;
  const supply = Float64Array.from(sites, (i) => instance.capacity[i]);
  const whole = { supply, demand: instance.demand, shortage: undefined };
  if (isPositional(cost)) return solvePositions(whole, placesOf(cost, unitScale(instance), sites), control);
  const { lists, demand } = instance;
  const place = new Int32Array(instance.siteCount).fill(-1);
  for (let k = 0; k < sites.length; k++) place[sites[k]] = k;
  const source: number[] = [];
  const sink: number[] = [];
  const unit: number[] = [];
  let dearest = 1;
  for (let j = 0; j < demand.length; j++) {
    for (let t = lists.start[j]; t < lists.start[j + 1]; t++) {
      if (place[lists.site[t]] < 0) continue;
      source.push(place[lists.site[t]]);
      sink.push(j);
      unit.push(lists.cost[t] / demand[j]);
      dearest = Math.max(dearest, Math.abs(lists.cost[t] / demand[j]));
    }
  }
  const rounded = Float64Array.from(unit, (u) => Math.round((u / dearest) * PARTS));
  return solvePairs(
    whole,
    { source: Int32Array.from(source), sink: Int32Array.from(sink), cost: rounded },
    undefined,
    control,
  );
}

/** The open sites as sources; unit costs whole, in steps where demand is counted in units. */
function placesOf(cost: LocationPositionalCost, scale: number, sites: Int32Array): PositionalCost {
  const every = pairsOf(cost.sites);
  const sources = new Float64Array(2 * sites.length);
  for (let k = 0; k < sites.length; k++) {
    sources[2 * k] = every[2 * sites[k]];
    sources[2 * k + 1] = every[2 * sites[k] + 1];
  }
  return {
    geometry: cost.geometry ?? "plane",
    sources,
    sinks: pairsOf(cost.customers),
    costOf: (distance) => cost.costOf(Math.round(distance)) * scale,
  };
}

/** Unit costs times this are whole where demand is counted in whole units; else rounding them costs next to nothing. */
function unitScale({ costScale, demandScale }: NearInstance): number {
  return costScale * demandScale;
}

/** Writes the flow in the problem's units, with its cost in steps. */
function priced(
  problem: LocationProblem,
  instance: NearInstance,
  open: Int8Array,
  sites: Int32Array,
  { shipments }: PairAnswer,
): NearPlan {
  const { demand, demandScale, openCost, costScale, stepsPerUnit } = instance;
  const { cost } = problem;
  const steps = costScale * stepsPerUnit;
  const metres = isPositional(cost) ? distancesOf(cost) : undefined;
  let total = 0;
  for (let k = 0; k < sites.length; k++) total += openCost[sites[k]];
  const count = shipments.amount.length;
  const site = new Int32Array(count);
  const amount = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const i = sites[shipments.source[k]];
    const j = shipments.sink[k];
    site[k] = i;
    amount[k] = shipments.amount[k] / demandScale;
    const all =
      isPositional(cost) && metres !== undefined
        ? (demand[j] / demandScale) * cost.costOf(metres(i, j)) * steps
        : listedCost(instance, i, j);
    total += (all * shipments.amount[k]) / demand[j];
  }
  return { open, cost: total, assignment: new Int32Array(0), flow: { site, customer: shipments.sink, amount } };
}

function listedCost({ lists }: NearInstance, i: number, j: number): number {
  let t = lists.start[j];
  while (lists.site[t] !== i) t++;
  return lists.cost[t];
}
