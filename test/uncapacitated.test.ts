import { describe, expect, test } from "vitest";
import { Control } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { answer, restrict, startAnswers } from "../src/kernels/location/answers.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { answerUncapacitated, listPairs, startUncapacitated } from "../src/kernels/location/uncapacitated-answers.ts";
import { sweepPrices } from "../src/kernels/location/uncapacitated-sweep.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { CertificateNode, LocationResult } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { Proof } from "../src/solvers/location/proof.ts";
import { SearchState } from "../src/solvers/location/search-state.ts";
import { startPrices } from "../src/solvers/location/start-prices.ts";
import { UncapacitatedProof } from "../src/solvers/location/uncapacitated-proof.ts";
import { UncapacitatedSearch } from "../src/solvers/location/uncapacitated-search.ts";
import { UncapacitatedTree } from "../src/solvers/location/uncapacitated-tree.ts";
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

/** Searches the tree from a plan's cost on, with room for three open nodes. */
function searchedFrom(problem: LocationProblem, plan: LocationResult, workLimit: number) {
  const instance = buildInstance(problem);
  const planner = new Planner(instance);
  planner.try(plan.copies);
  const state = new SearchState(instance, planner, new Control({ workLimit }), 0);
  state.nodeId = state.proof.addNode();
  restrict(state.answers, instance);
  startPrices(state);
  state.bound = answer(state.answers, state.prices, true);
  const run = new UncapacitatedSearch(state, 3).run(undefined);
  let turn = run.next();
  while (!turn.done) turn = run.next();
  const { threshold, interruption } = turn.value;
  const { costScale, demandScale, stepsPerUnit } = instance;
  const certificate = { costScale, demandScale, stepsPerUnit, threshold, nodes: state.proof.read() };
  const bound = Math.ceil(threshold / stepsPerUnit) / costScale;
  const gap = (plan.objective - bound) / plan.objective;
  const stop: LocationResult["stop"] = interruption ?? "proved";
  return { state, result: { ...plan, status: "feasible" as const, stop, bound, gap, certificate } };
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
      const { state, result } = searchedFrom(problem, whole, limit);
      expect(result.stop).toBe(limit === Number.POSITIVE_INFINITY ? "proved" : "work");
      if (result.stop === "proved") expect(result.certificate?.threshold).toBe(state.cut);
      expect(verifyLocation(problem, result).violations).toEqual([]);
    }
  });

  test("leaves out of its proof what nothing needs", () => {
    const nodes = whole.certificate!.nodes.slice(1);
    const pieces = nodes.reduce((sum, { evidence }) => sum + evidence.length, 0);
    expect(pieces).toBeGreaterThanOrEqual(nodes.filter(({ split }) => split === undefined).length);
    expect(pieces).toBeLessThan(0.75 * nodes.length);
  });

  test("is proved where some customers are out of reach of some sites, too", () => {
    let cutOff = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const sparse = randomCosts(24, seed, 0.9);
      const { result } = searchedFrom(sparse, locateFacilities(sparse), Number.POSITIVE_INFINITY);
      expect(verifyLocation(sparse, result).violations).toEqual([]);
      for (const { evidence, split } of result.certificate!.nodes)
        if (evidence.length === 0 && split === undefined) cutOff++;
    }
    expect(cutOff).toBeGreaterThan(0);
  });
});

describe("the proof of an uncapacitated tree", () => {
  const problem = { siteCount: 2, customerCount: 2, openCost: [10, 10], cost: [0, 8, 8, 0] };
  const instance = buildInstance(problem);
  const steps = instance.stepsPerUnit;
  /** Prices that need no decision, and that prove as much only where site 0 is closed, or open. */
  const enough = { proving: Float64Array.of(9 * steps, 9 * steps), prices: new Float64Array(2), bound: 18 * steps };
  const whereClosed = { ...enough, proving: Float64Array.of(11 * steps, 9 * steps) };
  const whereOpen = { ...enough, proving: Float64Array.of(8 * steps, 9 * steps) };

  function written(tree: UncapacitatedTree): CertificateNode[] {
    const proof = new Proof();
    const root = proof.addNode();
    const rest = new UncapacitatedProof(tree, instance, new Int8Array(2), 18 * steps).write(proof, root);
    while (!rest.next().done);
    return proof.read();
  }

  test("keeps a split that both halves need", () => {
    const tree = new UncapacitatedTree();
    const below = tree.split(0, 0);
    tree.close(below, whereClosed);
    tree.close(below + 1, whereOpen);
    const nodes = written(tree);
    expect(nodes.map(({ evidence }) => evidence.length)).toEqual([0, 1, 1]);
    expect(nodes[0].split).toMatchObject({ site: 0, below: 1, above: 2 });
  });

  test("is that of one half where it needs no decision", () => {
    for (const isBelow of [true, false]) {
      const tree = new UncapacitatedTree();
      const below = tree.split(0, 0);
      tree.close(below, isBelow ? enough : whereClosed);
      tree.close(below + 1, isBelow ? whereOpen : enough);
      expect(written(tree)).toEqual([{ evidence: [{ prices: enough.proving, aggregatePrice: 0 }] }]);
    }
  });

  test("keeps prices that decide what is needed below, and leaves out others", () => {
    for (const isNeeded of [true, false]) {
      const tree = new UncapacitatedTree();
      const deciding = { ...enough, proving: Float64Array.of(3 * steps, 3 * steps), bound: 12 * steps };
      tree.narrow(0, deciding, Int32Array.of(~0), 2);
      const only = tree.settle(0);
      tree.close(only, isNeeded ? whereClosed : enough);
      expect(written(tree)[0].evidence.length).toBe(isNeeded ? 2 : 1);
    }
  });
});
