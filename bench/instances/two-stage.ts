import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { CoupledProblem } from "../../src/problems/coupled.ts";

/**
 * Reads a two-stage instance: plants, satellites, customers, one good or several. What leaves a plant and what leaves a
 * satellite are two goods, the second made of the first, and every plant, satellite and customer is a place. Of several
 * goods a plant or satellite has a capacity each and one cost for all: its sites are under one roof.
 */
export function readTwoStage(path: string): CoupledProblem {
  const numbers = gunzipSync(readFileSync(path)).toString().trim().split(/\s+/).map(Number);
  let at = 0;
  const next = (): number => numbers[at++];
  const list = (count: number): number[] => Array.from({ length: count }, next);
  const table = (rows: number, columns: number): number[][] => Array.from({ length: rows }, () => list(columns));
  const isSeveral = /-\d+-\d+\.txt/.test(path);
  const [plants, satellites, customers] = list(3);
  const kinds = isSeveral ? next() : 1;
  const wanted = table(customers, kinds);
  const plantRows = table(plants, kinds + 1);
  const toSatellite = table(kinds, plants * satellites);
  const satelliteRows = table(satellites, kinds + 1);
  const toCustomer = table(kinds, satellites * customers);
  if (at !== numbers.length) throw new Error(`${path}: ${numbers.length} numbers, wanted ${at}`);
  const places = plants + satellites + customers;
  const goods = 2 * kinds;
  const demand = new Float64Array(goods * places);
  wanted.forEach((row, customer) => {
    row.forEach((amount, kind) => {
      demand[(kinds + kind) * places + plants + satellites + customer] = amount;
    });
  });
  const roofs = [...plantRows, ...satelliteRows];
  // A site for each kind that a plant or satellite handles; the good that leaves it.
  const sites = roofs.flatMap((row, roof) =>
    Array.from({ length: kinds }, (_, kind) => ({
      roof,
      good: roof < plants ? kind : kinds + kind,
      capacity: row[kind],
      open: row[kinds],
    })),
  );
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
  const fixed = isSeveral
    ? { newCost: sites.map(() => 0), siteRoof: sites.map(({ roof }) => roof), roofCost: roofs.map((row) => row[kinds]) }
    : { newCost: sites.map(({ open }) => open) };
  return {
    placeCount: places,
    goodCount: goods,
    recipeCount: goods,
    demand,
    freight: [
      ...toSatellite.map((cost) => ways(places, 0, plants, plants, satellites, cost)),
      ...toCustomer.map((cost) => ways(places, plants, satellites, plants + satellites, customers, cost)),
    ],
    freightTable: upTo(goods),
    makes: { start: upTo(goods + 1), good: upTo(goods), amount: upTo(goods).map(() => 1) },
    takes: {
      start: upTo(goods + 1).map((recipe) => Math.max(0, recipe - kinds)),
      good: upTo(kinds),
      amount: upTo(kinds).map(() => 1),
    },
    sitePlace: sites.map(({ roof }) => roof),
    siteGood: sites.map(({ good }) => good),
    sizeStart: upTo(sites.length + 1),
    ...fixed,
    activityStart: upTo(sites.length + 1),
    activityRecipe: sites.map(({ good }) => good),
    activityCapacity: sites.map(({ capacity }) => capacity),
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
  readonly goods: "one" | "five";
  /** The objective of the best plan known, and a published lower bound; the same where that plan is proven the best. */
  readonly best: number;
  readonly bound?: number;
}

/** The published values of the instances. */
export function knownTwoStage(folder: string): KnownTwoStage[] {
  const lines = readFileSync(`${folder}/optima.tsv`, "utf8").trim().split("\n").slice(1);
  return lines.flatMap((line) => {
    const [name, problem, best, status] = line.split("\t");
    const goods = /^two-stage, (one|five) goods?$/.exec(problem)?.[1];
    if (goods !== "one" && goods !== "five") return [];
    const published = /published lower bound ([\d.]+)/.exec(status)?.[1];
    const bound = status.startsWith("optimal") ? best : published;
    return [{ name, goods, best: Number(best), ...(bound === undefined ? {} : { bound: Number(bound) }) }];
  });
}
