import { expect } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import { certificateOf } from "../src/formulations/certificate.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import { formulateRelaxation } from "../src/formulations/relaxation.ts";
import type { Continent, Site } from "../src/model/types.ts";
import { type Indexed, indexContinent } from "../src/network/indexed.ts";
import { hasOptionRules } from "../src/network/option-rules.ts";
import { emptyOptionPrices, type OptionPrices, type Prices } from "../src/network/prices.ts";
import type { Outcome, PlannedOutcome } from "../src/plan/outcome.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { certifiedBound } from "../src/verify/plan/certified-bound.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import { randomContinent } from "./random-continent.ts";
import { type SecondOpinion, solveSecondFormulation } from "./second-formulation.ts";

/** What must hold between the reference route, a second formulation and any prices, on any continent. */

/** Two solvers' optima may differ by their tolerances, relative. */
const SAME = 1e-6;

/** A proof may pass an optimum that a solver found by the solver's own rounding, and no more. */
const ROUNDING = 1e-9;

export interface Sample {
  readonly seed: number;
  readonly continent: Continent;
  readonly opinion: SecondOpinion;
  readonly outcome: PlannedOutcome;
}

/**
 * Solves a continent by chance both ways; undefined where both say that its needs cannot be met.
 * @param passOver where the second formulation says so, the route is asked for every so-many-th seed only.
 */
export function solveBothWays(
  seed: number,
  backend: LinearBackend,
  isBodily = false,
  hasOptions = false,
  workLimit?: number,
  passOver = 1,
): Sample | undefined {
  const continent = randomContinent(seed, undefined, isBodily, hasOptions);
  const opinion = solveSecondFormulation(continent, backend);
  if (opinion.status === "infeasible" && seed % passOver !== 0) return undefined;
  const limits = workLimit === undefined ? {} : { workLimit };
  const outcome = planContinent(continent, { backend, gap: 0, method: "linear", repairs: false, ...limits });
  if (opinion.status === "infeasible") {
    expect(outcome.status, `status of seed ${seed}`).toBe("infeasible");
    return undefined;
  }
  expect(opinion.status, `second status of seed ${seed}`).toBe("optimal");
  return { seed, continent, opinion, outcome: withPlan(outcome, seed) };
}

function withPlan(outcome: Outcome, seed: number): PlannedOutcome {
  if (!("plan" in outcome)) throw new Error(`seed ${seed}: the reference route says ${outcome.status}`);
  return outcome;
}

/** The route's optimum is the second formulation's, the plan obeys every row and the bound is none too high. */
export function expectAgreement({ seed, continent, opinion, outcome }: Sample): void {
  const { plan, objective, bound, claimed } = outcome;
  const size = Math.max(1, Math.abs(opinion.objective));
  expect(Math.abs(objective - opinion.objective) / size, `objective of seed ${seed}`).toBeLessThanOrEqual(SAME);
  expect(claimed?.gap, `claimed gap of seed ${seed}`).toBeLessThanOrEqual(SAME);
  const verdict = verifyPlan(continent, plan);
  expect(verdict.violations, `violations of seed ${seed}`).toEqual([]);
  expect(verdict.valid, `verdict of seed ${seed}`).toBe(true);
  const lowest = Math.min(objective, opinion.objective + SAME * size);
  expect(bound, `bound of seed ${seed}`).toBeLessThanOrEqual(lowest + ROUNDING * size);
}

/** Prices out of the blue: some negative, some absurd, resources and room priced at half of the places. */
export function expectRandomPricesToHold({ seed, continent, outcome }: Sample): void {
  const random = seededRandom(seed + 1);
  const indexed = indexContinent(continent);
  for (const height of [300, 6000, 60000]) {
    const sometimes = (most: number): number => (random.next() < 0.5 ? 0 : random.next() * most);
    expectNoBoundAbove(`random prices up to ${height}, seed ${seed}`, indexed, outcome, {
      good: indexed.demand.map(() => (random.next() - 0.2) * height),
      resource: indexed.available.map(() => sometimes(height)),
      link: indexed.arcCapacity.map(() => sometimes(height / 4)),
      terminal: indexed.nodeCapacity.map(() => sometimes(height / 4)),
      ...(hasOptionRules(indexed) ? { option: randomOptionPrices(indexed, random, height) } : {}),
    });
  }
}

function randomOptionPrices(indexed: Indexed, random: Random, height: number): OptionPrices {
  const sometimes = (most: number): number => (random.next() < 0.5 ? 0 : random.next() * most);
  const { served, share, reserve } = emptyOptionPrices(indexed);
  return {
    served: served.map(() => (random.next() - 0.2) * height),
    share: share.map(() => sometimes(height)),
    reserve: reserve.map(() => sometimes(height / 4)),
  };
}

/**
 * The weak relaxation's own prices prove its value at least, and exactly its value where no site is indivisible
 * for other reasons than whole modules; moved by a hundredth by chance they prove something still.
 * Gives: the bound that the moved prices prove as a share of the optimum.
 */
export function expectDualPricesToHold({ seed, continent, outcome }: Sample, backend: LinearBackend): number {
  const random = seededRandom(seed + 2);
  const indexed = indexContinent(continent);
  const relaxation = formulateRelaxation(indexed, "weak");
  const solution = backend.solve(relaxation.problem, { gap: 0, seed: 0 });
  const { scale, offset } = formulateLinear(indexed);
  const value = solution.objective * scale.energy + offset;
  const duals = relaxation.lift(solution);
  const { weak } = expectNoBoundAbove(`weak duals, seed ${seed}`, indexed, outcome, duals);
  const size = Math.max(1, Math.abs(value));
  expect((value - weak) / size, `weak bound below the relaxation, seed ${seed}`).toBeLessThanOrEqual(SAME);
  if (!hasSwitches(continent)) {
    expect((weak - value) / size, `weak bound above the relaxation, seed ${seed}`).toBeLessThanOrEqual(SAME);
  }
  const moved = (values: Float64Array): Float64Array => values.map((price) => price * (0.99 + 0.02 * random.next()));
  const { weak: weaker, strong } = expectNoBoundAbove(`moved duals, seed ${seed}`, indexed, outcome, {
    good: moved(duals.good),
    resource: moved(duals.resource),
    link: moved(duals.link),
    terminal: moved(duals.terminal),
    ...(duals.option === undefined ? {} : { option: movedOptions(duals.option, moved) }),
  });
  return Math.max(weaker, strong) / outcome.objective;
}

function movedOptions(
  { served, share, reserve }: OptionPrices,
  moved: (values: Float64Array) => Float64Array,
): OptionPrices {
  return { served: moved(served), share: moved(share), reserve: moved(reserve) };
}

/** Whether a site must be open as a whole or one size alone: the bound knows that, the weak relaxation does not. */
function hasSwitches({ sites, options }: Continent): boolean {
  const switches = ({ oneSize, siteEnergy, sizes }: Site): boolean => siteEnergy > 0 || (oneSize && sizes.length > 1);
  return Object.keys(options.mostSites).length > 0 || Object.values(sites).some(switches);
}

function expectNoBoundAbove(
  what: string,
  indexed: Indexed,
  { objective }: PlannedOutcome,
  prices: Prices,
): { readonly weak: number; readonly strong: number } {
  const [weak, strong] = (["weak", "strong"] as const).map((form) => {
    const bound = certifiedBound(indexed.continent, certificateOf(indexed, prices, form, 0));
    expect(Number.isFinite(bound), `${form} bound at ${what}`).toBe(true);
    expect(bound, `${form} bound at ${what}`).toBeLessThanOrEqual(objective + ROUNDING * Math.max(1, objective));
    return bound;
  });
  return { weak, strong };
}
