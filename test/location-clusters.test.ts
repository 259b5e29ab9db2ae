import { describe, expect, it } from "vitest";
import { planeFacilities } from "../bench/instances/facilities.ts";
import { Control } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { answer, restrict } from "../src/kernels/location/answers.ts";
import { certify, type Pricing, takeEvidence } from "../src/kernels/location/certify.ts";
import { isServedTogether, MOST_MEMBERS, takeClusters } from "../src/kernels/location/clusters.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { type LocationCertificate, resultWithoutPlan } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { addClusters } from "../src/solvers/location/add-clusters.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { Proof } from "../src/solvers/location/proof.ts";
import { raisePrices } from "../src/solvers/location/raise-prices.ts";
import { SearchState } from "../src/solvers/location/search-state.ts";
import { startPrices } from "../src/solvers/location/start-prices.ts";
import { tryClusterSets } from "../src/solvers/location/try-cluster-sets.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

/** A state at the root, nothing ruled out, at prices that have been raised. */
function stateOf(problem: LocationProblem, iterations: number): SearchState {
  const instance = buildInstance(problem);
  const state = new SearchState(instance, new Planner(instance), new Control(), 0);
  state.nodeId = state.proof.addNode();
  restrict(state.answers, instance);
  startPrices(state);
  const rise = { iterations, stride: 0.1, isFresh: true, isRoot: false };
  const run = raisePrices(state, rise);
  while (run.next().done !== true);
  const fresh = new SearchState(instance, state.planner, new Control(), 0);
  fresh.nodeId = fresh.proof.addNode();
  restrict(fresh.answers, instance);
  fresh.prices.set(state.prices);
  return fresh;
}

/** Neighbours by chance: every site in one cluster at most. */
function drawGroups(m: number, seed: number): number[][] {
  const random = seededRandom(seed);
  const sites = Array.from({ length: m }, (_, i) => i);
  const groups: number[][] = [];
  while (sites.length > 1) {
    const size = Math.min(sites.length, random.integer(1, 4));
    const group = Array.from({ length: size }, () => sites.splice(random.integer(0, sites.length - 1), 1)[0]);
    if (size > 1) groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

/** What a checker finds that one piece of evidence supports, where so much is claimed of it. */
function supported(problem: LocationProblem, state: SearchState, pricing: Pricing, threshold: number): number {
  const proof = new Proof();
  const node = proof.addNode();
  proof.addPricing(node, pricing);
  const { costScale, demandScale, stepsPerUnit } = state.instance;
  const certificate: LocationCertificate = { costScale, demandScale, stepsPerUnit, threshold, nodes: proof.read() };
  return verifyLocation(problem, resultWithoutPlan(problem.siteCount, certificate)).certifiedBound;
}

describe("sites that answer together", () => {
  it("bound no less than each by itself, never above the best plan, and to the step what the checker finds", () => {
    let lifted = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const problem = planeFacilities(9, 18, [2, 4, 8][seed % 3], seed);
      const best = locateFacilities(problem);
      const state = stateOf(problem, 15);
      const { answers, prices, instance } = state;
      const perUnit = instance.costScale * instance.stepsPerUnit;
      const alone = answer(answers, prices, false);
      takeClusters(answers, drawGroups(problem.siteCount, seed));
      const together = answer(answers, prices, false);
      const pricing = takeEvidence(answers, prices, false);
      const exact = certify(answers, pricing);
      expect(together).toBeGreaterThanOrEqual(alone * (1 - 1e-9));
      expect(Math.abs(exact - together)).toBeLessThan(1e-9 * together);
      expect(exact / perUnit).toBeLessThanOrEqual(best.objective * (1 + 1e-12));
      expect(supported(problem, state, pricing, exact)).toBe(exact / perUnit);
      const tooMuch = Math.ceil(best.objective * perUnit * (1 + 1e-9)) + 1;
      expect(supported(problem, state, pricing, tooMuch)).toBe(Number.NEGATIVE_INFINITY);
      if (together > alone * (1 + 1e-6)) lifted++;
    }
    expect(lifted).toBeGreaterThan(4);
  });

  it("serve as many of each customer as they are paid for: prices and flows agree on what a set earns", () => {
    let pricedRoom = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const problem = planeFacilities(seed % 2 === 0 ? 8 : 16, 24, seed % 2 === 0 ? 6 : 1.5, seed);
      const state = stateOf(problem, 30);
      const { answers, prices, instance } = state;
      takeClusters(answers, drawGroups(problem.siteCount, seed));
      const bound = answer(answers, prices, true);
      // By duality the bound is what the chosen sites cost with who they serve, and the prices of what is left unserved.
      const { taken, slack, clusters, lists, cutPosition, cutShare, partSite, part, aggregatePrice } = answers;
      const { partCluster, partSet, best, member, size } = clusters;
      const open = Array.from(taken, (count, i) => (i === partSite ? part : count));
      for (let k = 0; partCluster >= 0 && k < size[partCluster]; k++)
        open[member[partCluster * MOST_MEMBERS + k]] += part * (((partSet >> k) & 1) - ((best[partCluster] >> k) & 1));
      let cost = 0;
      let lacking = instance.totalDemand;
      const serve = (i: number, j: number, share: number): void => {
        cost += share * instance.matrix[i * instance.customerCount + j];
      };
      for (let t = 0; t < clusters.servedCount; t++)
        serve(clusters.servedSite[t], clusters.servedCustomer[t], clusters.servedShare[t]);
      for (let i = 0; i < problem.siteCount; i++) {
        cost += open[i] * instance.openCost[i];
        lacking -= open[i] * instance.capacity[i];
        if (open[i] === 0 || isServedTogether(clusters, i)) continue;
        for (let q = lists.start[i]; q < cutPosition[i]; q++) serve(i, lists.customer[q], open[i]);
        if (cutPosition[i] < lists.end[i]) serve(i, lists.customer[cutPosition[i]], open[i] * cutShare[i]);
      }
      // Room has a price only where what is open, some of it in part, just covers the demand.
      if (aggregatePrice > 0) {
        pricedRoom++;
        expect(Math.abs(lacking)).toBeLessThan(1e-6 * instance.totalDemand);
      }
      const left = slack.reduce((sum, part, j) => sum + part * prices[j], 0);
      expect(Math.abs(cost + left + aggregatePrice * lacking - bound)).toBeLessThan(1e-9 * bound);
    }
    expect(pricedRoom).toBeGreaterThan(10);
  });

  it("support no more than the best plan costs, whatever the prices of their sets, and nothing where they are malformed", () => {
    const problem = planeFacilities(150, 150, 10, 2);
    const best = locateFacilities(problem);
    const state = stateOf(problem, 150);
    state.planner.try(best.copies);
    const run = addClusters(state, 1);
    while (run.next().done !== true);
    expect(state.groups.length).toBeGreaterThan(1);
    const { answers, prices, instance } = state;
    answer(answers, prices, false);
    const fresh = takeEvidence(answers, prices, false);
    // What was ruled out on the way is not told by this piece alone.
    answers.lower.fill(0);
    answers.upper.fill(1);
    restrict(answers, instance);
    const threshold = certify(answers, fresh);
    const random = seededRandom(5);
    const perUnit = instance.costScale * instance.stepsPerUnit;
    const tooMuch = Math.ceil(best.objective * perUnit * (1 + 1e-9)) + 1;
    expect(supported(problem, state, fresh, threshold)).toBe(threshold / perUnit);
    const { groups, price } = fresh.clusters!;
    const [first] = groups;
    for (const malformed of [
      [first, first],
      [[...first].reverse()],
      [[...first, problem.siteCount]],
      [first.slice(0, 1)],
    ]) {
      const pricing = { ...fresh, clusters: { groups: malformed, price } };
      expect(supported(problem, state, pricing, threshold)).toBe(Number.NEGATIVE_INFINITY);
    }
    for (let change = 0; change < 60; change++) {
      const other = price.slice();
      for (let k = 0; k < other.length; k++)
        if (other[k] >= 0 && random.next() < 0.2)
          other[k] = Math.round(other[k] * 2 * random.next()) + (change % 3 === 2 ? 0.5 : 0);
      const pricing = { ...fresh, clusters: { groups, price: other } };
      expect(supported(problem, state, pricing, tooMuch)).toBe(Number.NEGATIVE_INFINITY);
    }
  });

  it("lead back to the best plan from one that opens all sites of a cluster", () => {
    const problem = planeFacilities(150, 150, 10, 2);
    const best = locateFacilities(problem);
    const state = stateOf(problem, 150);
    const grow = addClusters(state, 1);
    while (grow.next().done !== true);
    const { instance } = state;
    const bestPlanner = new Planner(instance);
    bestPlanner.try(best.copies);
    let back = 0;
    for (const group of state.groups) {
      const planner = new Planner(instance);
      const copies = best.copies.slice();
      for (const i of group) copies[i] = 1;
      planner.try(copies);
      const from = planner.best;
      if (from === bestPlanner.best) continue;
      const fresh = new SearchState(instance, planner, new Control(), 0);
      restrict(fresh.answers, instance);
      fresh.useClusters(state.groups);
      fresh.answers.clusters.window = from;
      answer(fresh.answers, state.prices, false);
      const run = tryClusterSets(fresh);
      while (run.next().done !== true);
      expect(planner.best).toBeLessThan(from);
      if (planner.best === bestPlanner.best) back++;
    }
    expect(back).toBeGreaterThan(2);
  });
});
