import { describe, expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { InvalidOptionError, InvalidProblemError } from "../src/base/errors.ts";
import { seededRandom } from "../src/base/random.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledShipments } from "../src/problems/coupled-result.ts";
import { planCoupled, planCoupledAsync } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { compareCoupled } from "./conformance/coupled.ts";
import { coupledJudge } from "./conformance/highs-coupled.ts";
import { randomCoupled } from "./conformance/random-coupled.ts";

describe("planCoupled", async () => {
  const judge = await coupledJudge();

  test("never beats HiGHS nor proves more than its optimum on small random problems over all features", () => {
    let planned = 0;
    for (let seed = 1; seed <= 6; seed++) if (compareCoupled(seed, judge) !== undefined) planned++;
    expect(planned).toBeGreaterThan(2);
  });

  test("plans a continent of goods within one per cent, proved", () => {
    const problem = goodsAndAreas(30, 6, 1);
    const result = planCoupled(problem, { gap: 0.012 });
    expect(verifyCoupled(problem, result)).toMatchObject({ valid: true });
    expect(result.gap).toBeLessThan(0.012);
    expect(result.stop).toBe("gap");
  });

  test("gives the same bytes sliced and unsliced, and again, with a work limit", async () => {
    const problem = goodsAndAreas(20, 6, 2);
    const once = planCoupled(problem, { workLimit: 3 });
    expect(once.stop).toBe("work");
    expect(once.plan).toBeDefined();
    expect(planCoupled(problem, { workLimit: 3 })).toEqual(once);
    expect(await planCoupledAsync(problem, { workLimit: 3 })).toEqual(once);
  });

  test("reports incumbent, bound and gap, a bound that never falls and an incumbent that never rises", () => {
    const seen: { bound?: number; incumbent?: number; gap?: number }[] = [];
    planCoupled(goodsAndAreas(15, 6, 3), { workLimit: 4, onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(3);
    for (let k = 1; k < seen.length; k++) {
      expect(seen[k].bound).toBeGreaterThanOrEqual(seen[k - 1].bound!);
      if (seen[k - 1].incumbent !== undefined) expect(seen[k].incumbent).toBeLessThanOrEqual(seen[k - 1].incumbent!);
    }
    expect(seen.at(-1)!.gap).toBeGreaterThan(0);
  });

  test("starts from a plan and its prices: the same plan stands at once", () => {
    const problem = goodsAndAreas(15, 6, 3);
    const first = planCoupled(problem, { workLimit: 3 });
    const { plan, placePrice } = first;
    const again = planCoupled(problem, { workLimit: 0.5, price: placePrice, from: plan! });
    expect(again.objective).toBeLessThanOrEqual(first.objective * 1.001);
    expect(verifyCoupled(problem, again).violations).toEqual([]);
    expect(() => planCoupled(problem, { from: { kept: [1], opened: [1] } })).toThrow(InvalidOptionError);
  });

  test("proves that there is no plan where works are too small, or supplies too little, down all chains", () => {
    const problem = goodsAndAreas(6, 6, 1);
    // The first good is ore, of which iron and then steel are made; only steel is wanted for itself.
    const scarce = (good: number, part: number) => {
      const { siteGood, sizeStart, activityCapacity, demand, placeCount } = problem;
      const wanted = Array.from(demand).reduce((sum, amount, cell) => (cell < 3 * placeCount ? sum + amount : sum), 0);
      const sites = [...Array.from(siteGood).keys()].filter((i) => siteGood[i] === good);
      const capacity = Array.from(activityCapacity);
      const sizes = sites.flatMap((i) =>
        Array.from({ length: sizeStart[i + 1] - sizeStart[i] }, (_, s) => sizeStart[i] + s),
      );
      for (const k of sizes) capacity[k] = (part * wanted) / sizes.length;
      return { ...problem, activityCapacity: capacity };
    };
    for (const good of [0, 1, 2]) {
      const result = planCoupled(scarce(good, 0.9), { workLimit: 0.5 });
      expect(result, `good ${good}`).toMatchObject({ status: "infeasible", stop: "proved", bound: Infinity });
      expect(verifyCoupled(scarce(good, 0.9), result).violations).toEqual([]);
      // The same prices prove nothing where there is enough.
      expect(verifyCoupled(scarce(good, 3), result).valid).toBe(false);
    }
    const enough = planCoupled(scarce(1, 3), { workLimit: 0.5 });
    expect(enough.status).toBe("feasible");
    const claimed = { ...enough, status: "infeasible" as const };
    expect(verifyCoupled(scarce(1, 3), claimed).valid).toBe(false);
  });

  test("stops when it is told to", () => {
    const controller = new AbortController();
    const result = planCoupled(goodsAndAreas(15, 6, 3), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(result.stop).toBe("cancelled");
    expect(verifyCoupled(goodsAndAreas(15, 6, 3), result).violations).toEqual([]);
  });

  test("says what is wrong with options and arrays", () => {
    const problem = goodsAndAreas(5, 3, 1);
    expect(() => planCoupled(problem, { gap: -1, seed: 0.5 })).toThrow(InvalidOptionError);
    for (const spoiled of [
      { demand: [1] },
      { freightTable: [0, 0, 7] },
      { placeCount: 0 },
      { sizeStart: [0, 1] },
      { siteGood: Array.from(problem.siteGood, () => 2) },
      { most: Array.from({ length: problem.newCost.length }, () => 0.5) },
      { freight: [Array.from({ length: 25 }, () => 1)] },
      { activityCost: Array.from(problem.activityCost, () => Number.NaN) },
    ])
      expect(() => planCoupled({ ...problem, ...spoiled }), JSON.stringify(Object.keys(spoiled))).toThrow(
        InvalidProblemError,
      );
  });
});

describe("verifyCoupled", async () => {
  const judge = await coupledJudge();

  test("gives no bound above the optimum for any prices", () => {
    const random = seededRandom(5);
    let tried = 0;
    for (let seed = 100; seed < 112; seed++) {
      const problem = randomCoupled(seededRandom(seed), 3, 3);
      const { status, objective } = judge(problem);
      if (status !== "optimal") continue;
      const result = planCoupled(problem, { workLimit: 0.2 });
      for (let k = 0; k < 6; k++) {
        const spoil = (prices: Float64Array): Float64Array =>
          prices.map((price) => (random.next() < 0.5 ? price : price * 2 * random.next() + random.integer(-20, 60)));
        const { demandPrice, inputPrice } = result.certificate;
        const certificate = { demandPrice: spoil(demandPrice), inputPrice: spoil(inputPrice) };
        const { certifiedBound } = verifyCoupled(problem, { ...result, certificate });
        expect(certifiedBound, `seed ${seed}`).toBeLessThanOrEqual(objective + 1e-6 * Math.max(1, objective));
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(30);
  });

  /** Ten units are wanted; a works makes them for 110 by its second recipe. Its first has something in its way. */
  const twoWays: CoupledProblem = {
    ...{ placeCount: 1, goodCount: 2, recipeCount: 2, demand: [10, 0], freight: [], freightTable: [-1, -1] },
    makes: { start: [0, 1, 2], good: [0, 0], amount: [1, 1] },
    takes: { start: [0, 1, 1], good: [1], amount: [10] },
    ...{ sitePlace: [0], siteGood: [0], sizeStart: [0, 1], newCost: [100] },
    ...{ activityStart: [0, 2], activityRecipe: [0, 1], activityCapacity: [20, 20], activityCost: [1, 1] },
  };
  const claimAt = (problem: CoupledProblem, demandPrice: number, inputPrice: readonly number[]) => {
    const result = planCoupled(problem, { workLimit: 0.1 });
    expect(result.objective).toBe(110);
    const certificate = { demandPrice: Float64Array.of(demandPrice, 0), inputPrice: Float64Array.from(inputPrice) };
    return verifyCoupled(problem, { ...result, certificate });
  };

  test("counts works by their other recipes where one's by-product has no taker and must not be let go", () => {
    const beside: CoupledProblem = {
      ...twoWays,
      makes: { start: [0, 2, 3], good: [0, 1, 0], amount: [1, 1, 1] },
      takes: { start: [0, 0, 0], good: [], amount: [] },
      disposalCost: [0, Number.POSITIVE_INFINITY],
    };
    const result = planCoupled(beside, { workLimit: 0.1 });
    expect(verifyCoupled(beside, result).certifiedBound).toBeLessThanOrEqual(110);
    expect(claimAt(beside, 1e6, []).certifiedBound).toBeLessThanOrEqual(110);
    const { plan, ...without } = result;
    expect(plan).toBeDefined();
    const claimed = { ...without, status: "infeasible", objective: Infinity, bound: Infinity } as const;
    expect(verifyCoupled(beside, { ...claimed, gap: Infinity }).valid).toBe(false);
  });

  test("proves nothing by prices at which sums overflow", () => {
    for (const input of [1e308, -1e308]) {
      const { violations, certifiedBound } = claimAt(twoWays, 1e6, [input]);
      expect(violations).toContain("the prices are too large to reckon with");
      expect(certifiedBound).toBe(Number.NEGATIVE_INFINITY);
    }
    expect(claimAt(twoWays, 1.7e308, [0]).certifiedBound).toBe(Number.NEGATIVE_INFINITY);
    expect(claimAt(twoWays, 11, [0]).certifiedBound).toBeCloseTo(110, 3);
  });

  test("proves nothing by prices next to nothing, which products round to more or less than they are", () => {
    const count = 20;
    const nothing = { start: [0], good: [], amount: [] };
    const supplied: CoupledProblem = {
      ...{ placeCount: count, goodCount: 1, recipeCount: 0, freight: [], freightTable: [-1], makes: nothing },
      ...{ demand: Array(count).fill(10.4), supply: Array(count).fill(11), takes: nothing },
      ...{ sitePlace: [], siteGood: [], sizeStart: [0], newCost: [], activityStart: [0] },
      ...{ activityRecipe: [], activityCapacity: [], activityCost: [] },
    };
    const result = planCoupled(supplied, { workLimit: 1 });
    expect(result).toMatchObject({ status: "optimal", objective: 0 });
    const { plan: _, ...without } = result;
    const none = Number.POSITIVE_INFINITY;
    for (const price of [Number.MIN_VALUE, 1e-300, 1e-60, 1e-30]) {
      const prices = { demandPrice: new Float64Array(count).fill(price), inputPrice: new Float64Array(0) };
      for (const certificate of [prices, { ...prices, labels: prices }]) {
        expect(verifyCoupled(supplied, { ...result, certificate }).certifiedBound).toBeLessThanOrEqual(0);
        const claimed = { status: "infeasible", objective: none, bound: none, gap: none } as const;
        expect(verifyCoupled(supplied, { ...without, ...claimed, certificate }).valid).toBe(false);
      }
    }
    const tiny = { ...supplied, demand: Array(count).fill(Number.MIN_VALUE) };
    expect(verifyCoupled(tiny, result).violations.join()).toContain("too large or too small");
  });

  test("says that a certificate is none, in whatever way its parts are missing", () => {
    const result = planCoupled(twoWays, { workLimit: 0.1 });
    const { demandPrice, inputPrice } = result.certificate;
    const holes: number[] = [];
    holes.length = demandPrice.length;
    for (const spoiled of [
      { demandPrice: holes },
      { demandPrice: undefined },
      { inputPrice: [Number.NaN] },
      { labels: null },
      { labels: { demandPrice: holes, inputPrice } },
      ...[null, {}, { fork: [0], subject: [0], number: [0], prices: [null] }].map((cases) => ({ cases })),
      { cases: { fork: [0], subject: ["__proto__"], number: [0], prices: [result.certificate] } },
      ...[null, {}, [null], [{ prices: null, closed: [], opened: [] }], [{ prices: {} }]].map((chains) => ({ chains })),
    ]) {
      const certificate = { ...result.certificate, ...spoiled } as unknown as typeof result.certificate;
      const verdict = verifyCoupled(twoWays, { ...result, certificate });
      expect({ spoiled, proven: verdict.certifiedBound }).toEqual({ spoiled, proven: Number.NEGATIVE_INFINITY });
    }
  });

  test("refuses amounts that overflow and places between places", () => {
    const problem = { ...twoWays, placeCount: 2, demand: [10, 0, 0, 0], freight: [[0, 1, 1, 0]], freightTable: [0, 0] };
    const { plan, ...result } = planCoupled(problem, { workLimit: 0.1 });
    const empty = {
      ...{ kept: Int32Array.of(0), opened: Int32Array.of(0), runs: new Float64Array(2) },
      ...{ supplied: new Float64Array(4), letGo: new Float64Array(4), unmet: new Float64Array(4) },
    };
    const claimed = (shipments: CoupledShipments, objective: number): boolean =>
      verifyCoupled(problem, {
        ...{ ...result, status: "feasible", plan: { ...empty, shipments } },
        ...{ objective, bound: 0, gap: objective === 0 ? 0 : 1 },
      }).valid;
    const twice = Int32Array.of(0, 0);
    expect(claimed({ good: twice, from: twice, to: twice, amount: Float64Array.of(1e308, 1e308) }, 0)).toBe(false);
    const [one, between] = [Int32Array.of(0), Float32Array.of(0.5) as unknown as Int32Array];
    expect(claimed({ good: one, from: between, to: one, amount: Float64Array.of(10) }, 10)).toBe(false);
    expect(plan).toBeDefined();
  });

  test("refuses a plan in which something is no number", () => {
    const result = planCoupled(twoWays, { workLimit: 0.1 });
    const plan = result.plan!;
    for (const name of ["kept", "opened", "runs", "supplied", "letGo", "unmet"] as const) {
      for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1, undefined, null]) {
        const list: unknown[] = Array.from(plan[name]);
        list[0] = wrong;
        const spoiled = { ...plan, [name]: list } as unknown as typeof plan;
        expect(verifyCoupled(twoWays, { ...result, plan: spoiled }).valid, `${name}: ${wrong}`).toBe(false);
      }
    }
  });

  test("refuses a plan that was tampered with in any of its numbers", () => {
    const problem = goodsAndAreas(8, 4, 1);
    const result = planCoupled(problem, { workLimit: 0.1 });
    const plan = result.plan!;
    expect(verifyCoupled(problem, result).violations).toEqual([]);
    const changed = (values: ArrayLike<number>, at: number, by: number) =>
      Object.assign((values as Float64Array).slice(), { [at]: values[at] + by });
    const openAt = plan.opened.indexOf(1);
    const runsAt = plan.runs.findIndex((runs) => runs > 0);
    const tampered = [
      { plan: { ...plan, opened: changed(plan.opened, openAt, -1) } },
      { plan: { ...plan, opened: changed(plan.opened, openAt, 1) } },
      { plan: { ...plan, kept: changed(plan.kept, 0, 1) } },
      { plan: { ...plan, runs: changed(plan.runs, runsAt, 1) } },
      { plan: { ...plan, supplied: changed(plan.supplied, 0, 1) } },
      { plan: { ...plan, letGo: changed(plan.letGo, 0, 1) } },
      { plan: { ...plan, unmet: changed(plan.unmet, 0, 1) } },
      { plan: { ...plan, shipments: { ...plan.shipments, amount: changed(plan.shipments.amount, 0, 1) } } },
      { plan: { ...plan, shipments: { ...plan.shipments, to: changed(plan.shipments.to, 0, 100) } } },
      { plan: { ...plan, runs: plan.runs.slice(1) } },
      { objective: result.objective * 0.999 },
      { bound: result.bound * 1.001 },
      { gap: 0 },
      { status: "optimal" as const },
      { certificate: { ...result.certificate, demandPrice: new Float64Array(1) } },
      { certificate: { ...result.certificate, inputPrice: result.certificate.inputPrice.map(() => Number.NaN) } },
    ];
    for (const change of tampered)
      expect(
        verifyCoupled(problem, { ...result, ...change } as typeof result).valid,
        JSON.stringify(Object.keys(change)),
      ).toBe(false);
  });
});
