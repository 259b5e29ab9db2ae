import { expect, test } from "vitest";
import { Control } from "../src/base/control.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { WholeState } from "../src/solvers/location/whole-state.ts";

const PROBLEM: LocationProblem = {
  ...{ siteCount: 2, customerCount: 2, cost: [1, 2, 2, 1], singleSource: true },
  ...{ openCost: [3, 4], capacity: [5, 5], demand: [2, 2] },
};

/** A search that has spent twice the advance on plans, and far more on bounds. */
function stateOfSearch(): WholeState {
  const instance = buildInstance(PROBLEM);
  const state = new WholeState(instance, new Planner(instance), new Control(), 0);
  const { answers } = state.whole;
  state.isDiving = true;
  answers.visits = 2e7;
  state.spend();
  state.isDiving = false;
  answers.visits = 1e9;
  state.spend();
  return state;
}

test("the last round looks for no more plans, those before it and with a target do", () => {
  const state = stateOfSearch();
  state.planner.try(Int32Array.of(1, 1));
  expect(state.planner.hasPlan).toBe(true);
  expect(state.mayPlan).toBe(true);
  state.restart(1);
  expect(state.mayPlan).toBe(true);
  state.restart(Number.POSITIVE_INFINITY);
  expect(state.mayPlan).toBe(false);
});

test("a later round without a target looks for plans as long as there is none", () => {
  const state = stateOfSearch();
  state.restart(Number.POSITIVE_INFINITY);
  expect(state.planner.hasPlan).toBe(false);
  expect(state.mayPlan).toBe(true);
});
