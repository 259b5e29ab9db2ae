import { expect } from "vitest";
import { formulateLinear } from "../src/formulations/linear.ts";
import type { Continent } from "../src/model/types.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { modulesOf } from "../src/routes/from-plan.ts";
import { randomContinent } from "./random-continent.ts";

/** A kilogram: limits of continents by chance are further from what a plan uses than this, or reached. */
const STEP = 0.001;

/** What a solver's own tolerances leave of the quotient of differences, relative, and MJ per unit. */
const CLOSE = 1e-3;
const NEAR = 0.1;

/**
 * Every marginal price of a continent by chance is what a kilogram more, or less, takes when all flows are solved
 * again with the plan's modules; "cannot" just where they cannot be had.
 *
 * Gives: how many differ between more and less.
 */
export function expectPricesOfOneKilogram(
  seed: number,
  backend: LinearBackend,
  continent: Continent = randomContinent(seed),
): number {
  const outcome = planContinent(continent, { backend, gap: 0.3, repairs: false, marginalPrices: true });
  if (!("plan" in outcome)) return 0;
  const indexed = indexContinent(continent);
  const modules = modulesOf(indexed, outcome.plan)!;
  const value = (cell: number, by: number): number => {
    const demand = indexed.demand.slice();
    demand[cell] += by;
    const { problem, scale, offset } = formulateLinear({ ...indexed, demand }, { modules });
    const { status, objective } = backend.solve(problem, { gap: 0, seed: 1 });
    expect(["optimal", "infeasible"]).toContain(status);
    return status === "optimal" ? objective * scale.energy + offset : Number.POSITIVE_INFINITY;
  };
  const now = value(0, 0);
  const prices = outcome.plan.marginalPrices!;
  expect(prices).toHaveLength(indexed.demand.length);
  prices.forEach(({ area, good, more, less }, cell) => {
    const what = `${good} in ${area}, seed ${seed}`;
    expectClose(more, (value(cell, STEP) - now) / STEP, `one more of ${what}`);
    const saved = indexed.demand[cell] > 0 ? (now - value(cell, -STEP)) / STEP : Number.NEGATIVE_INFINITY;
    expectClose(less, saved, `one less of ${what}`);
  });
  return prices.filter(({ more, less }) => more !== less).length;
}

function expectClose(price: number | "cannot", quotient: number, what: string): void {
  if (price === "cannot") {
    expect(Number.isFinite(quotient), `${what} cannot be had, and takes ${quotient}`).toBe(false);
  } else {
    expect(Math.abs(price - quotient), `${what} takes ${quotient}, not ${price}`).toBeLessThanOrEqual(
      CLOSE * Math.abs(quotient) + NEAR,
    );
  }
}
