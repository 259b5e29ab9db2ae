import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { Control, run } from "../src/base/control.ts";
import { europe } from "../src/continents/europe.ts";
import { formulateCoupled } from "../src/formulations/coupled.ts";
import { chooseScale } from "../src/formulations/linear-scale.ts";
import { costOfModules } from "../src/formulations/needed-modules.ts";
import { ask, type Route } from "../src/formulations/request.ts";
import { type Indexed, indexContinent } from "../src/network/indexed.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledPlan, CoupledResult } from "../src/problems/coupled-result.ts";
import type { LinearBackend, LinearProblem, LinearSolution } from "../src/problems/linear.ts";
import { drive } from "../src/routes/drive.ts";
import { jointShipments } from "../src/routes/joint-shipments.ts";
import { CoupledSearch } from "../src/solvers/coupled/coupled-search.ts";
import { planCoupledSliced } from "../src/solvers/plan-coupled.ts";

const settings = { gap: 0.01, seed: 1, labels: false };

describe("goods placed anew in a plan that else stays", () => {
  let backend: LinearBackend;
  let indexed: Indexed;
  let problem: CoupledProblem;
  let found: CoupledResult;
  let plan: CoupledPlan;

  beforeAll(async () => {
    backend = await highs();
    indexed = indexContinent(europe({ areas: 40 }));
    problem = formulateCoupled(indexed).problem;
    found = run(planCoupledSliced(problem, new Control({ workLimit: 30 }), settings));
    plan = found.plan!;
  });

  const runsOf = (site: number): number => {
    const { sizeStart, activityStart } = problem;
    const runs = plan.runs.subarray(activityStart[sizeStart[site]], activityStart[sizeStart[site + 1]]);
    return runs.reduce((sum, count) => sum + count, 0);
  };

  /** The works of a good that runs most. */
  const largest = (good: number): number =>
    Array.from({ length: problem.siteGood.length }, (_, site) => site)
      .filter((site) => problem.siteGood[site] === good)
      .reduce((most, site) => (runsOf(site) > runsOf(most) ? site : most));

  test.each(["steel", "cement", "bread"])(
    "%s has other works where the largest is gone, and all else as it was",
    (name) => {
      const good = indexed.goods.indexOf(name);
      const site = largest(good);
      const most = Int32Array.from(problem.most as ArrayLike<number>);
      most.fill(0, problem.sizeStart[site], problem.sizeStart[site + 1]);
      const closed = { ...problem, most };
      const left = { ...plan, opened: plan.opened.slice(), kept: plan.kept.slice(), runs: plan.runs.slice() };
      for (let size = problem.sizeStart[site]; size < problem.sizeStart[site + 1]; size++) {
        left.opened[size] = 0;
        left.kept[size] = 0;
        left.runs.fill(0, problem.activityStart[size], problem.activityStart[size + 1]);
      }
      const from = { ...left, certificate: found.certificate };
      const control = new Control();
      const search = new CoupledSearch(closed, control, { ...settings, price: found.placePrice, from });
      const goods = Int8Array.from(indexed.goods, (_, other) => (other === good ? 1 : 0));
      const placed = run(search.placedAnew(goods, left))!;
      for (let size = 0; size < most.length; size++) {
        expect(placed.kept[size] + placed.opened[size]).toBeLessThanOrEqual(most[size]);
        const own = Array.from(problem.siteGood).findIndex((_, i) => size < problem.sizeStart[i + 1]);
        if (problem.siteGood[own] !== good) expect(placed.opened[size]).toBe(left.opened[size]);
      }
      expect(costOfModules(closed, placed)).toBeGreaterThan(costOfModules(closed, left));
      const solve = (linear: LinearProblem): Route<LinearSolution> =>
        ask({ phase: "flows", problem: linear, limits: { gap: 0, seed: 1 } });
      const joint = drive(
        jointShipments(closed, chooseScale(indexed), placed, found.placePrice, control, solve),
        backend,
        control,
      )!;
      const cost = joint.flowCost + costOfModules(closed, joint.plan);
      expect(cost).toBeGreaterThan(found.bound);
      expect(cost).toBeLessThan(found.objective * 1.01);
    },
  );
});
