import { expect, test } from "vitest";
import { Control, run } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { ascendPrices } from "../src/kernels/location/dual-ascent.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { measureExtras } from "../src/kernels/location/whole-fixing.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { lightenTried, type TriedNode } from "../src/solvers/location/lighten-whole.ts";
import { packNode } from "../src/solvers/location/pack-node.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { raiseWhole } from "../src/solvers/location/raise-whole.ts";
import { sealNode } from "../src/solvers/location/thin-whole.ts";
import { WholeState } from "../src/solvers/location/whole-state.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

const SITES = 7;
const CUSTOMERS = 16;

/** Customers served whole from sites whose capacities are little more than what is wanted. */
function problemByChance(seed: number): LocationProblem {
  const random = seededRandom(seed);
  const draw = (count: number, low: number, high: number) =>
    Array.from({ length: count }, () => random.integer(low, high));
  return {
    ...{ siteCount: SITES, customerCount: CUSTOMERS, cost: draw(SITES * CUSTOMERS, 5, 60), singleSource: true },
    ...{ openCost: draw(SITES, 60, 160), capacity: draw(SITES, 60, 90), demand: draw(CUSTOMERS, 8, 25) },
  };
}

test("a proof still holds when its tried nodes were made lighter", () => {
  let [lighter, seen] = [0, 0];
  for (let seed = 1; seed <= 80; seed++) {
    const problem = problemByChance(seed);
    const result = locateFacilities(problem);
    if (result.status !== "optimal") continue;
    const instance = buildInstance(problem);
    const state = new WholeState(instance, new Planner(instance), new Control(), 0);
    const threshold = result.objective * instance.stepsPerUnit;
    state.target = threshold;
    state.begin(Int32Array.from({ length: SITES * CUSTOMERS }, (_, pair) => pair));
    ascendPrices(instance, instance.openCost, state.prices);
    if (run(raiseWhole(state, { iterations: 20, stride: 0.1, isRoot: true })) === "closed") continue;
    state.bound = state.answer(state.prices, false);
    measureExtras(state.fixing);
    if (state.bound >= threshold || !packNode(state) || !state.pieces[state.pieces.length - 1]?.triesPlans) continue;
    const bounds = state.bounds();
    const { sets, steps } = state.packing;
    const evidence = state.pieces[state.pieces.length - 1];
    sealNode(state, true);
    // As though the search had taken long.
    state.whole.answers.visits = 1e9;
    state.spend();
    const tried: TriedNode = { node: 0, bounds, evidence, steps: sets.steps + steps };
    run(lightenTried(state, [tried], threshold));
    const nodes = state.proof.read();
    seen++;
    if (!nodes[0].evidence.includes(evidence)) lighter++;
    const certificate = { ...result.certificate!, nodes };
    const { violations } = verifyLocation(problem, { ...result, certificate });
    expect(violations, `seed ${seed}`).toEqual([]);
  }
  expect(seen).toBeGreaterThan(10);
  expect(lighter).toBeGreaterThan(3);
});
