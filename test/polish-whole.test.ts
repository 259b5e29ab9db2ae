import { expect, test } from "vitest";
import { Control, run } from "../src/base/control.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { ascendPrices } from "../src/kernels/location/dual-ascent.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { measureExtras } from "../src/kernels/location/whole-fixing.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { polishWhole } from "../src/solvers/location/polish-whole.ts";
import { raiseWhole } from "../src/solvers/location/raise-whole.ts";
import { WholeState } from "../src/solvers/location/whole-state.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

/** Customers served whole from sites that have 1.5 to 2.4 times the room that is wanted. */
function problemByChance(random: Random, siteCount: number, customerCount: number): LocationProblem {
  const draw = (count: number, low: number, high: number) =>
    Array.from({ length: count }, () => random.integer(low, high));
  const demand = draw(customerCount, 5, 20);
  const total = demand.reduce((sum, d) => sum + d, 0);
  const openCost = draw(siteCount, 50, 250);
  const capacity = draw(siteCount, 15, 24).map((part) => Math.ceil((total * part) / (10 * siteCount)));
  const cost = draw(siteCount * customerCount, 1, 100);
  return { siteCount, customerCount, openCost, capacity, demand, cost, singleSource: true };
}

test("a node's prices bound it better after they went along its cheap sets, or all is as before", () => {
  const [sites, customers] = [8, 20];
  let [rose, stayed] = [0, 0];
  for (let seed = 1; seed <= 60; seed++) {
    const problem = problemByChance(seededRandom(seed), sites, customers);
    const result = locateFacilities(problem);
    if (result.status !== "optimal") continue;
    const state = rootOf(problem);
    state.target = result.objective * state.instance.stepsPerUnit;
    const iterations = seed % 2 === 0 ? 20 : 200;
    if (run(raiseWhole(state, { iterations, stride: 0.1, isRoot: true })) === "closed") continue;
    state.bound = state.answer(state.prices, false);
    measureExtras(state.fixing);
    const before = { bound: state.bound, prices: state.prices.slice(), earned: state.whole.earned.slice() };
    const extraOpen = state.fixing.extraOpen.slice();
    if (polishWhole(state)) {
      rose++;
      expect(state.bound).toBeGreaterThan(before.bound);
      expect(state.answer(state.prices, false)).toBe(state.bound);
      expect(state.bound).toBeLessThanOrEqual(state.target);
    } else {
      stayed++;
      expect(state.bound).toBe(before.bound);
      expect(state.prices).toEqual(before.prices);
      expect(state.whole.earned).toEqual(before.earned);
      expect(state.fixing.extraOpen).toEqual(extraOpen);
    }
  }
  expect(rose).toBeGreaterThan(10);
  expect(stayed).toBeGreaterThan(3);
});

test("what closes a node are plans at the prices of the node, where others were tried before and bound it no better", () => {
  for (const seed of [4829, 5053]) {
    const problem = problemByChance(seededRandom(seed), 12, 24);
    expect(verifyLocation(problem, locateFacilities(problem)).violations).toEqual([]);
  }
});

test("nothing is asked where the cut is far beyond all sets that can be listed, nor room taken where sites are too many", () => {
  const far = rootOf(problemByChance(seededRandom(1), 8, 20));
  far.polishWindow = 1;
  far.whole.answers.visits = 0;
  expect([polishWhole(far), far.whole.answers.visits]).toEqual([false, 0]);
  far.polishWindow = Number.POSITIVE_INFINITY;
  polishWhole(far);
  expect(far.whole.answers.visits).toBeGreaterThan(0);
  const many = rootOf(problemByChance(seededRandom(1), 3000, 2));
  expect(many.setPrices).toBeUndefined();
  Object.defineProperty(many, "packing", { get: () => expect.fail("room for lists was taken") });
  expect(polishWhole(many)).toBe(false);
});

/** The root of a search that aims a little above the bound of its first prices. */
function rootOf(problem: LocationProblem): WholeState {
  const instance = buildInstance(problem);
  const state = new WholeState(instance, new Planner(instance), new Control(), 0);
  state.begin(Int32Array.from({ length: instance.siteCount * instance.customerCount }, (_, pair) => pair));
  ascendPrices(instance, instance.openCost, state.prices);
  state.bound = state.answer(state.prices, false);
  state.target = state.bound + 100 * instance.stepsPerUnit;
  return state;
}
