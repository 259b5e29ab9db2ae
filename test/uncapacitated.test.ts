import { describe, expect, test } from "vitest";
import { Control } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { answer, restrict, startAnswers } from "../src/kernels/location/answers.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { answerUncapacitated, listPairs, startUncapacitated } from "../src/kernels/location/uncapacitated-answers.ts";
import { sweepPrices } from "../src/kernels/location/uncapacitated-sweep.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { SearchState } from "../src/solvers/location/search-state.ts";
import { startPrices } from "../src/solvers/location/start-prices.ts";
import { UncapacitatedSearch } from "../src/solvers/location/uncapacitated-search.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

/** Costs that know nothing of each other, so that prices leave a gap and the tree grows; some pairs may be missing. */
function randomCosts(count: number, seed: number, missing = 0): LocationProblem {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + Math.floor(random.next() * (high - low));
  return {
    siteCount: count,
    customerCount: count,
    openCost: Array.from({ length: count }, () => between(100, 200)),
    cost: Array.from({ length: count * count }, (_, pair) =>
      random.next() < missing && pair % (count + 1) > 0 ? Number.POSITIVE_INFINITY : between(1000, 2000),
    ),
  };
}

describe("prices of an uncapacitated node", () => {
  test("bound it as all pairs do, whatever of them is listed, and sweeping them raises that bound by what it says", () => {
    let gained = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const instance = buildInstance(randomCosts(30, seed, 0.2));
      const answers = startUncapacitated(instance);
      const reference = startAnswers(instance);
      for (let i = 0; i < 30; i++) {
        const state = random.next() < 0.2 ? -1 : random.next() < 0.1 ? 1 : 0;
        answers.state[i] = state;
        reference.lower[i] = state > 0 ? 1 : 0;
        reference.upper[i] = state < 0 ? 0 : 1;
      }
      restrict(reference, instance);
      const prices = Float64Array.from({ length: 30 }, () =>
        Math.floor((1000 + 90 * random.next()) * instance.stepsPerUnit),
      );
      if (!listPairs(answers, prices)) continue;
      for (let j = 0; j < 30; j++) prices[j] = Math.min(prices[j], answers.limit[j]);
      for (let round = 0; round < 4; round++) {
        const bound = answerUncapacitated(answers, prices);
        expect(bound).toBe(answer(reference, prices, true));
        expect(answers.slack).toEqual(reference.slack);
        const rise = sweepPrices(answers, prices);
        expect(rise).toBeGreaterThanOrEqual(0);
        expect(answerUncapacitated(answers, prices)).toBe(bound + rise);
        gained += rise;
      }
    }
    expect(gained).toBeGreaterThan(0);
  });
});

describe("a large uncapacitated tree", () => {
  const problem = randomCosts(100, 3);
  const whole = locateFacilities(problem);

  test("is searched to its end, and its certificate verifies", () => {
    expect(whole.status).toBe("optimal");
    expect(whole.nodeCount).toBeGreaterThan(20);
    expect(verifyLocation(problem, whole).violations).toEqual([]);
  });

  test("bounds what is left wherever it is stopped", () => {
    for (const part of [0.5, 0.7, 0.9]) {
      const result = locateFacilities(problem, { workLimit: part * whole.work });
      expect(result.bound).toBeLessThanOrEqual(whole.objective);
      expect(verifyLocation(problem, result).violations).toEqual([]);
    }
  });

  test("gives the same optimum with room for three open nodes, mostly depth first, and bounds what is left where it is stopped", () => {
    for (const limit of [Number.POSITIVE_INFINITY, 0.9 * whole.work, 0.95 * whole.work]) {
      const instance = buildInstance(problem);
      const planner = new Planner(instance);
      planner.try(whole.copies);
      const state = new SearchState(instance, planner, new Control({ workLimit: limit }), 0);
      state.nodeId = state.proof.addNode();
      restrict(state.answers, instance);
      startPrices(state);
      state.bound = answer(state.answers, state.prices, true);
      const run = new UncapacitatedSearch(state, 3).run(undefined);
      let turn = run.next();
      while (!turn.done) turn = run.next();
      const { threshold, interruption } = turn.value;
      expect(interruption).toBe(limit === Number.POSITIVE_INFINITY ? undefined : "work");
      if (interruption === undefined) expect(threshold).toBe(state.cut);
      const { costScale, demandScale, stepsPerUnit } = instance;
      const nodes = state.proof.read();
      const bound = Math.ceil(threshold / stepsPerUnit) / costScale;
      const gap = (whole.objective - bound) / whole.objective;
      const certificate = { costScale, demandScale, stepsPerUnit, threshold, nodes };
      expect(verifyLocation(problem, { ...whole, status: "feasible", bound, gap, certificate }).violations).toEqual([]);
    }
  });

  test("is proved where some customers are out of reach of some sites, too", () => {
    for (let seed = 1; seed <= 6; seed++) {
      const sparse = randomCosts(24, seed, 0.7);
      const result = locateFacilities(sparse);
      expect(result.status).toBe("optimal");
      expect(verifyLocation(sparse, result).violations).toEqual([]);
    }
  });
});
