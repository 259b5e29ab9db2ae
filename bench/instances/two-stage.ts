import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { CoupledProblem } from "../../src/problems/coupled.ts";

/**
 * Reads a two-stage instance of one good: plants, satellites, customers. What leaves a plant and what leaves a
 * satellite are two goods, the second made of the first, and every plant, satellite and customer is a place.
 */
export function readTwoStage(path: string): CoupledProblem {
  const numbers = gunzipSync(readFileSync(path)).toString().trim().split(/\s+/).map(Number);
  let at = 0;
  const next = (): number => numbers[at++];
  const list = (count: number): number[] => Array.from({ length: count }, next);
  const [plants, satellites, customers] = list(3);
  const wanted = list(customers);
  const plantRows = Array.from({ length: plants }, () => list(2));
  const toSatellite = list(plants * satellites);
  const satelliteRows = Array.from({ length: satellites }, () => list(2));
  const toCustomer = list(satellites * customers);
  if (at !== numbers.length) throw new Error(`${path}: ${numbers.length} numbers, wanted ${at}`);
  const places = plants + satellites + customers;
  const sites = [...plantRows, ...satelliteRows];
  const demand = new Float64Array(2 * places);
  demand.set(wanted, places + plants + satellites);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
  return {
    placeCount: places,
    goodCount: 2,
    recipeCount: 2,
    demand,
    freight: [
      ways(places, 0, plants, plants, satellites, toSatellite),
      ways(places, plants, satellites, plants + satellites, customers, toCustomer),
    ],
    freightTable: [0, 1],
    makes: { start: [0, 1, 2], good: [0, 1], amount: [1, 1] },
    takes: { start: [0, 0, 1], good: [0], amount: [1] },
    sitePlace: upTo(sites.length),
    siteGood: sites.map((_, site) => (site < plants ? 0 : 1)),
    sizeStart: upTo(sites.length + 1),
    newCost: sites.map(([, open]) => open),
    activityStart: upTo(sites.length + 1),
    activityRecipe: sites.map((_, site) => (site < plants ? 0 : 1)),
    activityCapacity: sites.map(([capacity]) => capacity),
    activityCost: sites.map(() => 0),
  };
}

/** All ways from `fromCount` places to `toCount` places. */
function ways(
  places: number,
  from: number,
  fromCount: number,
  to: number,
  toCount: number,
  cost: readonly number[],
): { readonly start: number[]; readonly place: number[]; readonly cost: readonly number[] } {
  const start = Array.from(
    { length: places + 1 },
    (_, place) => Math.min(fromCount, Math.max(0, place - from)) * toCount,
  );
  return { start, place: cost.map((_, e) => to + (e % toCount)), cost };
}

export interface KnownTwoStage {
  readonly name: string;
  /** The objective of the best plan known, and a published lower bound. */
  readonly best: number;
  readonly bound: number;
}

/** The published values of the instances with one good. */
export function knownTwoStage(folder: string): KnownTwoStage[] {
  const lines = readFileSync(`${folder}/optima.tsv`, "utf8").trim().split("\n").slice(1);
  return lines.flatMap((line) => {
    const [name, problem, best, status] = line.split("\t");
    if (problem !== "two-stage, one good") return [];
    return [{ name, best: Number(best), bound: Number(/published lower bound ([\d.]+)/.exec(status)?.[1]) }];
  });
}
