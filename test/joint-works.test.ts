import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { Control, run } from "../src/base/control.ts";
import { europe } from "../src/continents/europe.ts";
import { certificateOf } from "../src/formulations/certificate.ts";
import { ChainPlans } from "../src/formulations/chain-plans.ts";
import { formulateCoupled } from "../src/formulations/coupled.ts";
import { chooseScale, type Scale } from "../src/formulations/linear-scale.ts";
import { ModuleSlopes } from "../src/formulations/module-slopes.ts";
import { promisingModules } from "../src/formulations/promising-modules.ts";
import { ask, type Route } from "../src/formulations/request.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { zeroPrices } from "../src/network/prices.ts";
import { objectiveOf } from "../src/plan/spent-book.ts";
import { writePlan } from "../src/plan/write-plan.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledPlan } from "../src/problems/coupled-result.ts";
import type { LinearBackend, LinearBasis, LinearProblem, LinearSolution } from "../src/problems/linear.ts";
import { drive } from "../src/routes/drive.ts";
import { jointShipments } from "../src/routes/joint-shipments.ts";
import { jointWorks } from "../src/routes/joint-works.ts";
import { planCoupledSliced } from "../src/solvers/plan-coupled.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

const solve = (problem: LinearProblem, basis?: LinearBasis): Route<LinearSolution> =>
  ask({ phase: "flows", problem, limits: { gap: 0, seed: 1, ...(basis ? { basis } : {}) } });

/** Places on a line, ten apart, where a unit costs one for each step; each has a site of each size of works for the one good. */
function onALine(demand: readonly number[], fixed: readonly number[], capacity: number): CoupledProblem {
  const count = demand.length;
  const sizes = fixed.length;
  return {
    placeCount: count,
    goodCount: 1,
    recipeCount: 1,
    demand,
    freight: [{ x: demand.map((_, place) => 10 * place), y: demand.map(() => 0) }],
    freightTable: [0],
    makes: { start: [0, 1], good: [0], amount: [1] },
    takes: { start: [0, 0], good: [], amount: [] },
    sitePlace: demand.map((_, place) => place),
    siteGood: demand.map(() => 0),
    sizeStart: Array.from({ length: count + 1 }, (_, site) => site * sizes),
    newCost: demand.flatMap(() => fixed),
    activityStart: Array.from({ length: count * sizes + 1 }, (_, at) => at),
    activityRecipe: new Array(count * sizes).fill(0),
    activityCapacity: new Array(count * sizes).fill(capacity),
    activityCost: new Array(count * sizes).fill(1),
  };
}

/** What sizes run; all is used where it is made. */
function running(runs: readonly number[], shipments: readonly (readonly [number, number, number])[] = []): CoupledPlan {
  const cells = new Float64Array(runs.length);
  return {
    kept: new Int32Array(runs.length),
    opened: Int32Array.from(runs, (count) => (count > 0 ? 1 : 0)),
    runs: Float64Array.from(runs),
    shipments: {
      good: new Int32Array(shipments.length),
      from: Int32Array.from(shipments, ([from]) => from),
      to: Int32Array.from(shipments, ([, to]) => to),
      amount: Float64Array.from(shipments, ([, , amount]) => amount),
    },
    supplied: cells,
    letGo: cells,
    unmet: cells,
  };
}

describe("works found together with all shipments", () => {
  let backend: LinearBackend;
  const unscaled: Scale = { amount: 1, energy: 1 };
  const all = (problem: CoupledProblem): Int8Array => new Int8Array(problem.goodCount).fill(1);

  beforeAll(async () => {
    backend = await highs();
  });

  /** The plan with other works and the cheapest shipments; undefined where none is better. */
  const better = (problem: CoupledProblem, plan: CoupledPlan, scale: Scale, goods: Int8Array) => {
    const control = new Control();
    const flows = (from: CoupledPlan, price: Float64Array) =>
      drive(jointShipments(problem, scale, from, price, control, solve, goods), backend, control)!;
    const { plan: sent, price } = flows(plan, new Float64Array(problem.goodCount * problem.placeCount));
    const other = drive(jointWorks(problem, scale, sent, price, control, solve, goods), backend, control);
    return (
      other &&
      flows(
        other,
        price.map((value) => (Number.isNaN(value) ? 0 : value)),
      ).plan
    );
  };

  /** Three places on a line that want four each, any works of which costs so much to open. */
  const onTheLine = (opening: number, made: number[], shipments: [number, number, number][]) => {
    const problem = onALine([4, 4, 4], [opening], 12);
    return better(problem, running(made, shipments), unscaled, all(problem));
  };
  const FROM_THE_MIDDLE: [number, number, number][] = [
    [1, 0, 4],
    [1, 2, 4],
  ];

  test("take the place of two that are half idle", () => {
    const halfIdle: [number, number, number][] = [
      [0, 1, 2],
      [2, 1, 2],
    ];
    const found = onTheLine(100, [6, 0, 6], halfIdle);
    expect([...found!.opened].reduce((sum, count) => sum + count)).toBe(1);
  });

  test("open where that costs nothing and saves the way, and close those that are left without work", () => {
    const found = onTheLine(0, [0, 12, 0], FROM_THE_MIDDLE);
    expect([...found!.opened]).toEqual([1, 1, 1]);
    expect(found!.shipments.amount).toHaveLength(0);
  });

  test("are none where the plan is the best there is", () => {
    expect(onTheLine(100, [0, 12, 0], FROM_THE_MIDDLE)).toBeUndefined();
  });

  test("cost less than those a search has found for the sample Europe, keep every row and leave other chains alone", () => {
    const continent = europe({ areas: 24 });
    const indexed = indexContinent(continent);
    const { problem, lift } = formulateCoupled(indexed);
    const search = planCoupledSliced(problem, new Control({ workLimit: 12 }), { gap: 0.01, seed: 1, labels: false });
    const { plan, placePrice } = run(search);
    const chains = new ChainPlans(problem);
    chains.offer(plan!);
    const { marks } = chains;
    const [goods] = marks;
    // Every good is in one chain; that on whose works and ways most is spent comes first.
    for (let good = 0; good < goods.length; good++) expect(marks.filter((mark) => mark[good] === 1)).toHaveLength(1);
    expect(indexed.goods.filter((_, good) => goods[good] === 1)).toContain("steel");
    const scale = chooseScale(indexed);
    const route = jointShipments(problem, scale, plan!, placePrice, new Control(), solve, goods);
    const sent = drive(route, backend, new Control())!.plan;
    const found = better(problem, plan!, scale, goods)!;
    expect(objectiveOf(indexed, lift(found))).toBeLessThan(objectiveOf(indexed, lift(sent)) * (1 - 1e-4));
    const written = writePlan(indexed, lift(found), certificateOf(indexed, zeroPrices(indexed), "weak", 0));
    expect(verifyPlan(continent, written).violations).toEqual([]);
    const others = Array.from(problem.siteGood).flatMap((good, site) => (goods[good] === 0 ? [site] : []));
    for (const site of others) {
      const [first, end] = [problem.sizeStart[site], problem.sizeStart[site + 1]];
      expect(found.opened.subarray(first, end)).toEqual(sent.opened.subarray(first, end));
    }
  });
});

describe("works of very many places and goods", () => {
  test("are not looked for together, which would take minutes", () => {
    const local = {
      freight: [],
      freightTable: new Array(21).fill(-1),
      goodCount: 21,
      demand: new Array(21_000).fill(0),
    };
    const problem = { ...onALine(new Array(1000).fill(0), [0], 1), ...local };
    const plan = running(new Array(1000).fill(0));
    const never = (): Route<LinearSolution> => {
      throw new Error("asked");
    };
    const all = new Int8Array(21).fill(1);
    const price = new Float64Array(21_000);
    const route = jointWorks(problem, { amount: 1, energy: 1 }, plan, price, new Control(), never, all);
    expect(drive(route, undefined, new Control())).toBeUndefined();
  });
});

describe("a run that is to end", () => {
  test("looks for no more works, be it cancelled or at the end of its work or its time", () => {
    const problem = onALine([4, 4, 4], [100], 12);
    const plan = running([4, 4, 4]);
    const never = (): Route<LinearSolution> => {
      throw new Error("asked");
    };
    const goods = Int8Array.of(1);
    for (const limits of [{ signal: AbortSignal.abort() }, { workLimit: 0 }, { timeLimitMs: 0 }]) {
      const control = new Control(limits);
      const route = jointWorks(problem, { amount: 1, energy: 1 }, plan, new Float64Array(3), control, never, goods);
      expect(drive(route, undefined, control)).toBeUndefined();
    }
  });
});

describe("modules by the year of work", () => {
  test("cost in all what they do whole, at the work that they have", () => {
    const problem = { ...onALine([4, 4, 4], [100], 12), most: [3, 3, 3] };
    const plan = { ...running([3, 18, 0]), opened: Int32Array.of(1, 2, 0) };
    const { slope } = new ModuleSlopes(problem, plan, []);
    expect(slope[0] * (3 / 12)).toBeCloseTo(100, 9);
    expect(slope[1] * (18 / 12)).toBeCloseTo(200, 9);
    expect(slope[2]).toBe(100);
  });
});

describe("modules that might pay", () => {
  const price = Float64Array.of(0, 20, 60);

  test("are those that earn half of what they cost at full load, and no more of a size than there may be", () => {
    const problem = onALine([4, 4, 4], [600], 12);
    // At full load they earn 12 * (price - 1): also by selling to where it is dearer, one of distance away for each.
    expect(promisingModules(problem, running([0, 0, 0]), price, Int8Array.of(1))).toEqual([0, 1, 2]);
    expect(promisingModules(problem, running([0, 0, 6]), price, Int8Array.of(1))).toEqual([0, 1]);
    expect(promisingModules(onALine([4, 4, 4], [1e4], 12), running([0, 0, 0]), price, Int8Array.of(1))).toEqual([]);
  });

  test("are none beside another size where only one may be open", () => {
    const two = onALine([4, 4, 4], [600, 600], 12);
    const plan = running([0, 0, 0, 0, 6, 0]);
    expect(promisingModules(two, plan, price, Int8Array.of(1))).toContain(5);
    expect(promisingModules({ ...two, oneSize: [1, 1, 1] }, plan, price, Int8Array.of(1))).toEqual([0, 1, 2, 3]);
  });
});
