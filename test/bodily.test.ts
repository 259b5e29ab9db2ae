import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { evaluateBound } from "../src/formulations/bound.ts";
import { certificateOf } from "../src/formulations/certificate.ts";
import { scarceStart } from "../src/formulations/scarce-start.ts";
import type { Continent } from "../src/model/types.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { startPrices } from "../src/network/start-prices.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent, requirePlan } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { certifiedBound } from "../src/verify/plan/certified-bound.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";
import {
  cyclicContinent,
  energiesTimes,
  expectBooksToAgree,
  expectMassToBalance,
  expectMutationsToBeSeen,
  goesInCircles,
  relabelled,
} from "./bodily-laws.ts";
import { randomContinent } from "./random-continent.ts";

/** Plans in which energy goes in circles; more of them in the long run. */
const PLANS = 5;

describe("plans with losses, link recipes and goods built in, in circles", () => {
  let backend: LinearBackend;
  const plans: { readonly seed: number; readonly continent: Continent; readonly plan: Plan }[] = [];

  beforeAll(async () => {
    backend = await highs();
    for (let seed = 1; plans.length < PLANS; seed++) {
      const continent = cyclicContinent(seed);
      const plan = requirePlan(planContinent(continent, { backend, gap: 0.1 }));
      if (goesInCircles(plan)) plans.push({ seed, continent, plan });
    }
  });

  test("have books that agree", () => {
    for (const { seed, plan } of plans) expectBooksToAgree(`seed ${seed}`, plan);
  });

  test("conserve every good at every place", () => {
    for (const { seed, continent, plan } of plans) expectMassToBalance(`seed ${seed}`, continent, plan);
  });

  test("do not pass the checker with one figure changed", () => {
    const seen = new Set<string>();
    for (const { seed, continent, plan } of plans) {
      for (const what of expectMutationsToBeSeen(continent, plan, seed, 12)) seen.add(what);
    }
    expect(seen.size).toBeGreaterThanOrEqual(5);
  });

  test("do not pass the checker with an embodied energy or the common account a thousandth off, left out or made up", () => {
    for (const { seed, continent, plan } of plans.slice(0, 2)) {
      const embodied = plan.embodied.filter(({ area, good }) =>
        plan.balances.some((b) => b.area === area && b.good === good),
      );
      expect(embodied.length).toBeGreaterThan(8);
      const nowhere = { area: plan.embodied[0].area, good: "gangue", value: 5 };
      const spoiled: readonly (readonly [what: string, change: Partial<Plan>])[] = [
        ...embodied.flatMap((figure) => {
          const others = plan.embodied.filter((one) => one !== figure);
          const what = `${figure.good} in ${figure.area}`;
          const off = { ...figure, value: figure.value * 1.001 };
          return [
            [what, { embodied: [...others, off] }],
            [`no ${what}`, { embodied: others }],
          ] as const;
        }),
        ["the common account", { commonEnergy: plan.commonEnergy + plan.energy.total / 1e6 }],
        ["by weight", { allocation: "mass" }],
        ...plan.spent.flatMap((entry, at) => {
          const others = plan.spent.filter((_, k) => k !== at);
          const good = entry.good === "tools" ? "steel" : "tools";
          return [[`spent for another good: ${entry.purpose}`, { spent: [...others, { ...entry, good }] }]] as const;
        }),
        ["nowhere", { embodied: [...plan.embodied.filter(({ good }) => good !== "gangue"), nowhere, nowhere] }],
      ];
      for (const [what, change] of spoiled) {
        const rules = verifyPlan(continent, { ...plan, ...change }).violations.map(({ rule }) => rule);
        expect(
          rules.some((rule) => ["embodied", "commonEnergy", "spent.good"].includes(rule)),
          `seed ${seed}: ${what}`,
        ).toBe(true);
      }
    }
  });

  test("take as much energy under other ids, and twice as much where every energy is twice", () => {
    for (const { seed, continent } of plans.slice(0, 1)) {
      const optimum = (of: Continent): number => requirePlan(planContinent(of, { backend, gap: 1e-9 })).objective;
      const objective = optimum(continent);
      expect(optimum(relabelled(continent)) / objective, `seed ${seed}`).toBeCloseTo(1, 6);
      expect(optimum(energiesTimes(continent, 2)) / objective, `seed ${seed}`).toBeCloseTo(2, 6);
    }
  });
});

describe("start prices of continents with losses, link recipes and goods built in", () => {
  const continents = Array.from({ length: 12 }, (_, seed) =>
    indexContinent(randomContinent(seed + 1, undefined, true)),
  );

  test("prove in doubles what they prove exactly, in either form", () => {
    for (const [seed, indexed] of continents.entries()) {
      for (const prices of [startPrices(indexed), scarceStart(indexed)]) {
        for (const form of ["weak", "strong"] as const) {
          const { bound } = evaluateBound(indexed, prices, form);
          const exact = certifiedBound(indexed.continent, certificateOf(indexed, prices, form, 0));
          expect(Math.abs(bound - exact) / Math.max(1, Math.abs(exact)), `${form}, seed ${seed}`).toBeLessThanOrEqual(
            1e-8,
          );
        }
      }
    }
  });

  test("leave no works, no link and no way of carrying anything to gain", () => {
    for (const [seed, indexed] of continents.entries()) {
      const { demand, goods, shortage, standing, keptMost, keep, closing, mustOpen } = indexed;
      // What must be open costs what it costs, whether that pays or not.
      if (mustOpen.includes(1)) continue;
      const prices = startPrices(indexed);
      let value = 0;
      demand.forEach((amount, cell) => {
        if (amount > 0) value += amount * Math.min(prices.good[cell], shortage[cell % goods.length]);
      });
      standing.forEach((stand, k) => {
        value += stand * closing[k] + keptMost[k] * Math.min(0, keep[k] - closing[k]);
      });
      const { bound } = evaluateBound(indexed, prices, "weak");
      expect(bound, `seed ${seed}`).toBeGreaterThanOrEqual(value - 1e-9 * Math.abs(value));
    }
  });
});
