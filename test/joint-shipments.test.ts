import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { Control, run } from "../src/base/control.ts";
import { europe } from "../src/continents/europe.ts";
import { formulateCoupled } from "../src/formulations/coupled.ts";
import { JointShipments } from "../src/formulations/joint-shipments.ts";
import { formulateLinear } from "../src/formulations/linear.ts";
import { chooseScale } from "../src/formulations/linear-scale.ts";
import { ask, type Route } from "../src/formulations/request.ts";
import { type Indexed, indexContinent } from "../src/network/indexed.ts";
import { objectiveOf } from "../src/plan/spent-book.ts";
import { chainsOfGoods } from "../src/problems/chain-cases.ts";
import type { CoupledPlan } from "../src/problems/coupled-result.ts";
import type { LinearBackend, LinearProblem, LinearSolution } from "../src/problems/linear.ts";
import { drive } from "../src/routes/drive.ts";
import { jointShipments } from "../src/routes/joint-shipments.ts";
import { planCoupledSliced } from "../src/solvers/plan-coupled.ts";

const limits = { gap: 0, seed: 1 };
const solve = (problem: LinearProblem): Route<LinearSolution> => ask({ phase: "flows", problem, limits });

describe("all shipments together", () => {
  let backend: LinearBackend;
  let indexed: Indexed;
  let formulation: ReturnType<typeof formulateCoupled>;
  let plan: CoupledPlan;
  let price: Float64Array;

  beforeAll(async () => {
    backend = await highs();
    indexed = indexContinent(europe({ areas: 24 }));
    formulation = formulateCoupled(indexed);
    const control = new Control({ workLimit: 20 });
    const found = run(planCoupledSliced(formulation.problem, control, { gap: 0.01, seed: 1, labels: false }));
    plan = found.plan!;
    price = found.placePrice;
  });

  const together = (prices: Float64Array, from = plan, goods?: Int8Array): CoupledPlan => {
    const control = new Control();
    const route = jointShipments(formulation.problem, chooseScale(indexed), from, prices, control, solve, goods);
    const { plan: joint, saved } = drive(route, backend, control)!;
    const before = objectiveOf(indexed, formulation.lift(from));
    expect(Math.abs(before - saved - objectiveOf(indexed, formulation.lift(joint)))).toBeLessThan(before * 1e-9);
    return joint;
  };

  test("take no more than flows of all goods on all links do, from whatever prices the pairs are chosen", () => {
    const placed = formulation.lift(plan);
    const { problem, scale, offset } = formulateLinear(indexed, { modules: placed, sources: placed });
    const best = backend.solve(problem, limits).objective * scale.energy + offset;
    expect(objectiveOf(indexed, placed)).toBeGreaterThan(best * (1 + 1e-6));
    for (const prices of [price, new Float64Array(price.length), price.map((each) => -each)]) {
      const joint = objectiveOf(indexed, formulation.lift(together(prices)));
      expect(Math.abs(joint - best)).toBeLessThan(best * 1e-9);
    }
  });

  test("chain by chain come to what all do at once, and leave the other chains as they were", () => {
    const chains = chainsOfGoods(formulation.problem);
    let joint = plan;
    for (const chain of new Set(chains)) {
      const goods = Int8Array.from(chains, (own) => (own === chain ? 1 : 0));
      const others = ({ shipments: { good, amount } }: CoupledPlan): number[] =>
        Array.from(amount).filter((_, e) => goods[good[e]] === 0);
      const before = joint;
      joint = together(price, before, goods);
      expect(others(joint)).toEqual(others(before));
    }
    const apart = objectiveOf(indexed, formulation.lift(joint));
    const atOnce = objectiveOf(indexed, formulation.lift(together(price)));
    expect(apart).toBeLessThan(objectiveOf(indexed, formulation.lift(plan)));
    expect(Math.abs(apart - atOnce)).toBeLessThan(atOnce * 1e-9);
  });

  test("take in what the duals say would save until nothing would", () => {
    const joint = new JointShipments(formulation.problem, chooseScale(indexed), plan, new Float64Array(price.length));
    const before = joint.pairCount;
    const first = joint.formulate();
    const solution = backend.solve(first.problem, limits);
    expect(joint.grow(first.prices(solution))).toBeGreaterThan(0);
    expect(joint.pairCount).toBeGreaterThan(before);
    const second = joint.formulate();
    expect(backend.solve(second.problem, limits).objective).toBeLessThan(solution.objective);
  });
});
