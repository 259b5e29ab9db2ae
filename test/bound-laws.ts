import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { Control, run, runSliced } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { evaluateBound } from "../src/formulations/bound.ts";
import { certificateOf } from "../src/formulations/certificate.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import { raiseBound } from "../src/formulations/raise-bound.ts";
import { formulateRelaxation } from "../src/formulations/relaxation.ts";
import { scarceStart } from "../src/formulations/scarce-start.ts";
import { type Indexed, indexContinent } from "../src/network/indexed.ts";
import type { Prices } from "../src/network/prices.ts";
import { startPrices } from "../src/network/start-prices.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { certifiedBound } from "../src/verify/plan/certified-bound.ts";
import { randomContinent } from "./random-continent.ts";

/** Rounding of an optimum that a foreign solver found, relative. */
const SOLVER = 1e-7;

interface Sample {
  readonly seed: number;
  readonly indexed: Indexed;
  readonly optimum: number;
  readonly weakValue: number;
  /** Prices by where they come from. */
  readonly prices: Readonly<Record<string, Prices>>;
}

export function relaxed(
  indexed: Indexed,
  form: "weak" | "strong",
  backend: LinearBackend,
): { value: number; prices: Prices } {
  const { scale, offset } = formulateLinear(indexed, { strong: form === "strong" });
  const relaxation = formulateRelaxation(indexed, form);
  const solution = backend.solve(relaxation.problem, { gap: 0, seed: 1 });
  return { value: solution.objective * scale.energy + offset, prices: relaxation.lift(solution) };
}

function byChance(indexed: Indexed, seed: number, height: number): Prices {
  const random = seededRandom(seed);
  const sometimes = (most: number): number => (random.next() < 0.5 ? 0 : random.next() * most);
  return {
    good: indexed.demand.map(() => (random.next() - 0.2) * height),
    resource: indexed.available.map(() => sometimes(height)),
    link: indexed.arcCapacity.map(() => sometimes(height / 4)),
    terminal: indexed.nodeCapacity.map(() => sometimes(height / 4)),
  };
}

/** Holds every law of the bound against so many feasible continents by chance, drawn from a seed on. */
export function describeBounds(firstSeed: number, count: number): void {
  let backend: LinearBackend;
  const samples: Sample[] = [];

  beforeAll(async () => {
    backend = await highs();
    for (let seed = firstSeed; samples.length < count; seed++) {
      const indexed = indexContinent(randomContinent(seed));
      const { problem, scale, offset } = formulateLinear(indexed);
      const solution = backend.solve(problem, { gap: 0, seed: 1 });
      if (solution.status !== "optimal") continue;
      const weak = relaxed(indexed, "weak", backend);
      const start = startPrices(indexed);
      samples.push({
        seed,
        indexed,
        optimum: solution.objective * scale.energy + offset,
        weakValue: weak.value,
        prices: {
          start,
          scarce: scarceStart(indexed),
          duals: weak.prices,
          raised: run(raiseBound(indexed, weak.prices, new Control(), { mostRounds: 200 })).prices,
          low: byChance(indexed, seed, 300),
          middling: byChance(indexed, seed + 1, 6000),
          absurd: byChance(indexed, seed + 2, 60000),
        },
      });
    }
  }, 300_000);

  /** Runs a check for all samples, all prices and both forms. */
  function forAll(check: (what: string, sample: Sample, prices: Prices, form: "weak" | "strong") => void): void {
    for (const sample of samples) {
      for (const [name, prices] of Object.entries(sample.prices)) {
        for (const form of ["weak", "strong"] as const)
          check(`${form}, ${name}, seed ${sample.seed}`, sample, prices, form);
      }
    }
  }

  describe(`the bound, on ${count} feasible continents by chance`, () => {
    test("no prices prove more than the optimum, in either form", () => {
      forAll((what, { indexed, optimum }, prices, form) => {
        expect(evaluateBound(indexed, prices, form).bound, what).toBeLessThanOrEqual(optimum * (1 + SOLVER));
      });
    });

    test("the weak form gives what the exact checker gives, to eight digits", () => {
      forAll((what, { indexed }, prices, form) => {
        if (form === "strong") return;
        const { bound } = evaluateBound(indexed, prices, form);
        const exact = certifiedBound(indexed.continent, certificateOf(indexed, prices, form, 0));
        expect(Math.abs(bound - exact) / Math.max(1, Math.abs(exact)), what).toBeLessThanOrEqual(1e-8);
      });
    });

    test("the strong form gives what the exact checker gives, but where joint products of several recipes are searched", () => {
      let apart = 0;
      let all = 0;
      forAll((_, { indexed }, prices, form) => {
        if (form === "weak") return;
        const { bound } = evaluateBound(indexed, prices, form);
        const exact = certifiedBound(indexed.continent, certificateOf(indexed, prices, form, 0));
        all++;
        if (Math.abs(bound - exact) / Math.max(1, Math.abs(exact)) > 1e-8) apart++;
      });
      expect(apart / all).toBeLessThanOrEqual(0.02);
    });

    test("the prices it gives back prove the bound again", () => {
      forAll((what, { indexed }, prices, form) => {
        const { bound, closed } = evaluateBound(indexed, prices, form);
        const again = evaluateBound(indexed, closed, form).bound;
        expect(again, what).toBeGreaterThanOrEqual(bound - 1e-9 * Math.abs(bound));
      });
    });

    test("the strong form proves no less than the weak one", () => {
      forAll((what, { indexed }, prices, form) => {
        if (form === "strong") return;
        const weak = evaluateBound(indexed, prices, "weak").bound;
        const strong = evaluateBound(indexed, prices, "strong").bound;
        expect(strong, what).toBeGreaterThanOrEqual(weak - 1e-9 * Math.abs(weak));
      });
    });

    test("at the weak relaxation's duals the weak bound is no less than its value", () => {
      for (const { seed, indexed, weakValue, prices } of samples) {
        const { bound } = evaluateBound(indexed, prices.duals, "weak");
        expect(bound, `seed ${seed}`).toBeGreaterThanOrEqual(weakValue - SOLVER * Math.abs(weakValue));
      }
    });

    test("at the strong relaxation's duals the strong bound is no less than its value, without limits on links and loads", () => {
      let higher = 0;
      for (const { seed, indexed } of samples) {
        const free = {
          ...indexed,
          arcCapacity: indexed.arcCapacity.map(() => Number.POSITIVE_INFINITY),
          minimumLoad: indexed.minimumLoad.map(() => 0),
        };
        const { value, prices } = relaxed(free, "strong", backend);
        const { bound } = evaluateBound(free, prices, "strong");
        expect(bound, `seed ${seed}`).toBeGreaterThanOrEqual(value - SOLVER * Math.abs(value));
        if (value > relaxed(free, "weak", backend).value * 1.001) higher++;
      }
      expect(higher).toBeGreaterThanOrEqual(count / 4);
    });

    test("at start prices no works gains but by being kept instead of closed", () => {
      for (const { seed, indexed, prices } of samples) {
        const { demand, goods, shortage, standing, keep, closing } = indexed;
        let value = 0;
        demand.forEach((amount, cell) => {
          if (amount > 0) value += amount * Math.min(prices.start.good[cell], shortage[cell % goods.length]);
        });
        standing.forEach((stand, k) => {
          if (stand > 0) value += stand * Math.min(closing[k], keep[k]);
        });
        const { bound } = evaluateBound(indexed, prices.start, "weak");
        expect(bound, `seed ${seed}`).toBeGreaterThanOrEqual(value - 1e-9 * Math.abs(value));
      }
    });

    test("scarce start prices prove no less than plain ones, and more in a tenth of the samples", () => {
      let more = 0;
      for (const { seed, indexed, prices } of samples) {
        const plain = evaluateBound(indexed, prices.start, "weak").bound;
        const scarce = evaluateBound(indexed, prices.scarce, "weak").bound;
        expect(scarce, `seed ${seed}`).toBeGreaterThanOrEqual(plain - 1e-9 * Math.abs(plain));
        if (scarce > plain * 1.01) more++;
      }
      expect(more).toBeGreaterThanOrEqual(count / 10);
    });
  });

  describe("raising the bound", () => {
    test("never ends below where it set out, and in a tenth of the samples halves what the weak relaxation leaves open", () => {
      let halved = 0;
      for (const { seed, indexed, optimum, weakValue, prices } of samples) {
        const before = evaluateBound(indexed, prices.duals, "strong").bound;
        const after = evaluateBound(indexed, prices.raised, "strong").bound;
        expect(after, `seed ${seed}`).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
        if (optimum - weakValue > 0.01 * optimum && optimum - after < 0.5 * (optimum - weakValue)) halved++;
      }
      expect(halved).toBeGreaterThanOrEqual(count / 10);
    });

    test("gives the same prices in slices as in one go", async () => {
      const { indexed, prices } = samples[3];
      const whole = run(raiseBound(indexed, prices.start, new Control(), { mostRounds: 150 }));
      const sliced = await runSliced(raiseBound(indexed, prices.start, new Control(), { mostRounds: 150 }));
      expect(sliced).toEqual(whole);
    });
  });
}
