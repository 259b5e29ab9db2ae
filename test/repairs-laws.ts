import { expect } from "vitest";
import { changeContinent } from "../src/model/change-continent.ts";
import type { Limit } from "../src/model/changes.ts";
import type { Continent } from "../src/model/types.ts";
import type { InfeasibleOutcome, Repair, RepairKind } from "../src/plan/outcome.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { verifyInfeasible } from "../src/verify/plan/verify-infeasible.ts";
import { randomContinent } from "./random-continent.ts";
import { solveSecondFormulation } from "./second-formulation.ts";

/** What must hold of the repairs of a continent whose needs cannot be met, judged by a second formulation. */

export interface Broken {
  readonly seed: number;
  readonly continent: Continent;
  readonly outcome: InfeasibleOutcome;
}

/** The first so many continents by chance that the second formulation finds infeasible, explained. */
export function brokenContinents(first: number, count: number, backend: LinearBackend): Broken[] {
  const found: Broken[] = [];
  for (let seed = first; found.length < count; seed++) {
    const continent = randomContinent(seed);
    if (canBeMet(continent, backend)) continue;
    const outcome = planContinent(continent, { backend });
    if (outcome.status !== "infeasible") throw new Error(`seed ${seed}: ${outcome.status}`);
    found.push({ seed, continent, outcome });
  }
  return found;
}

function canBeMet(continent: Continent, backend: LinearBackend): boolean {
  const { status } = solveSecondFormulation(continent, backend);
  expect(["optimal", "infeasible"]).toContain(status);
  return status === "optimal";
}

export function expectRepairsToMend({ seed, continent, outcome }: Broken, backend: LinearBackend): void {
  const { repairs } = outcome;
  // Less demand always does, since nothing has to be made for nobody.
  expect(
    repairs.map(({ kind }) => kind),
    `kinds of seed ${seed}`,
  ).toContain("demand");
  expect(repairs.map(({ slack }) => slack)).toEqual(repairs.map(({ slack }) => slack).sort((a, b) => a - b));
  for (const { kind, changes, message, smallest } of repairs) {
    const what = `${kind} of seed ${seed}: ${message}`;
    expect(message, what).toMatch(/^Let .*\.$/);
    expect(smallest, what).toBe(true);
    expect(canBeMet(changeContinent(continent, changes), backend), what).toBe(true);
  }
}

/** Prices prove it, case by case where whole works are to blame; and none prove it of the continent once it is mended. */
export function expectProofOfInfeasibility({ seed, continent, outcome }: Broken): void {
  const { certificate, reasons, repairs } = outcome;
  expect(certificate, `certificate of seed ${seed}`).toBeDefined();
  if (certificate === undefined) return;
  const byCases = certificate.cases !== undefined;
  if (!byCases) expect(reasons.map(({ code }) => code)).not.toContain("whole-works");
  const shortfall = byCases ? Number.POSITIVE_INFINITY : certificate.bound;
  expect(verifyInfeasible(continent, certificate)).toEqual({ valid: true, shortfall });
  for (const { changes, kind } of repairs) {
    const mended = changeContinent(continent, changes);
    expect(verifyInfeasible(mended, certificate).valid, `${kind} of seed ${seed}`).toBe(false);
  }
}

/** One thing that may be eased in steps: the change that eases it by so much, and the slack of one unit. */
interface Knob {
  readonly perUnit: number;
  /** Whole units only. */
  readonly whole: boolean;
  /** The most units that make sense. */
  readonly most: number;
  readonly limit: (units: number) => Limit;
}

/** Everything that a kind of repair may ease, from the words alone. */
function knobsOf(continent: Continent, kind: RepairKind): Knob[] | undefined {
  const areas = Object.entries(continent.areas);
  const share = (limit: (share: number) => Limit, most = Number.POSITIVE_INFINITY): Knob => {
    return { perUnit: 1, whole: false, most, limit };
  };
  const up = (amount: number): number => Math.ceil(amount * 1000) / 1000;
  switch (kind) {
    case "modules":
      return Object.entries(continent.sites).flatMap(([site, { sizes }]) =>
        sizes.map(({ name: size, most }): Knob => {
          const limit = (units: number): Limit => ({ site, size, most: most + units });
          return { perUnit: 1 / Math.max(1, most), whole: true, most: 99, limit };
        }),
      );
    case "supply":
      return areas.flatMap(([area, { supply }]) =>
        Object.entries(supply).map(([good, amount]) =>
          share((by) => ({ supply: good, area, most: up(amount * (1 + by)) })),
        ),
      );
    case "resources":
      if (areas.some(([, { resources }]) => Object.values(resources).includes(0))) return undefined;
      return areas.flatMap(([area, { resources }]) =>
        Object.entries(resources).map(([resource, amount]) =>
          share((by) => ({ resource, area, most: up(amount * (1 + by)) })),
        ),
      );
    case "links":
      return continent.links.flatMap(({ id, capacity }) =>
        capacity === undefined ? [] : [share((by) => ({ link: id, most: up(capacity * (1 + by)) }))],
      );
    case "demand":
      return areas.flatMap(([area, { demand }]) =>
        Object.entries(demand).flatMap(([good, amount]) =>
          continent.shortage[good] === undefined
            ? [
                share(
                  (by) => ({ demand: good, area, most: Math.max(0, Math.floor(amount * (1 - by) * 1000) / 1000) }),
                  1,
                ),
              ]
            : [],
        ),
      );
    default:
      return undefined;
  }
}

/** Whole repairs this close below are not smaller. */
const SAME = 1e-6;

/** A repair that can be split at will is held against all that are smaller by this share. */
const SMALLER_BY = 0.1;

/**
 * Tries every smaller repair of the same kind: every whole number of modules more, and of what can be split a grid
 * so fine that any repair smaller by a tenth would show, since easing more never does harm.
 *
 * Gives: whether there were few enough to try, and at least one.
 */
export function expectNoSmallerRepair(
  { seed, continent }: Broken,
  { kind, slack, message }: Repair,
  backend: LinearBackend,
  mostTries: number,
): boolean {
  const knobs = knobsOf(continent, kind);
  if (knobs === undefined || knobs.length === 0) return false;
  const whole = knobs[0].whole;
  // Rounded up to a grid of this step, a repair grows by at most half of what it is smaller by.
  const step = whole ? 0 : (SMALLER_BY * slack) / knobs.length;
  const budget = whole ? slack - SAME : slack - step;
  const tries = whole ? wholeSplits(knobs, budget, mostTries) : gridSplits(knobs, budget, step, mostTries);
  if (tries === undefined || tries.length === 0) return false;
  for (const units of tries) {
    const limit = knobs.flatMap((knob, k) => (units[k] > 0 ? [knob.limit(units[k])] : []));
    const changed = changeContinent(continent, { limit });
    expect(canBeMet(changed, backend), `${kind} of seed ${seed}, ${slack}: ${message} ${JSON.stringify(limit)}`).toBe(
      false,
    );
  }
  return true;
}

/** All whole splits of a budget that leave no room for one unit more of anything; undefined where too many. */
function wholeSplits(knobs: readonly Knob[], budget: number, mostTries: number): number[][] | undefined {
  const splits: number[][] = [];
  const visit = (position: number, left: number, units: number[]): boolean => {
    if (position === knobs.length) {
      if (knobs.every(({ perUnit }) => perUnit > left)) splits.push([...units]);
      return splits.length <= mostTries;
    }
    const { perUnit } = knobs[position];
    for (let count = 0; count * perUnit <= left; count++) {
      if (!visit(position + 1, left - count * perUnit, [...units, count])) return false;
    }
    return true;
  };
  return visit(0, budget, []) ? splits : undefined;
}

/** All splits of a budget into steps; undefined where too many. */
function gridSplits(knobs: readonly Knob[], budget: number, step: number, mostTries: number): number[][] | undefined {
  const splits: number[][] = [];
  const visit = (position: number, steps: number, units: number[]): boolean => {
    const most = Math.ceil(knobs[position].most / step);
    if (position === knobs.length - 1) {
      splits.push([...units, Math.min(steps, most) * step]);
      return splits.length <= mostTries;
    }
    for (let count = 0; count <= Math.min(steps, most); count++) {
      if (!visit(position + 1, steps - count, [...units, count * step])) return false;
    }
    return true;
  };
  return visit(0, Math.floor(budget / step + SAME), []) ? splits : undefined;
}
