import { describe, expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { seededRandom } from "../src/base/random.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledResult } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { coupledJudge } from "./conformance/highs-coupled.ts";

/** What the prices by label prove on their own, with every other price taken away. */
function provedByLabels(problem: CoupledProblem, { certificate, ...result }: CoupledResult): number {
  const nothing = {
    demandPrice: new Float64Array(certificate.demandPrice.length),
    inputPrice: new Float64Array(certificate.inputPrice.length),
  };
  return verifyCoupled(problem, { ...result, certificate: { ...nothing, labels: certificate.labels! } }).certifiedBound;
}

/** A small continent of chains with supplies, standing works and a price of going without, by chance. */
function chains(seed: number): CoupledProblem {
  const random = seededRandom(seed);
  const problem = goodsAndAreas(random.integer(3, 4), random.integer(3, 6), seed, { fixedTimes: random.integer(1, 4) });
  const { placeCount: p, goodCount: g, newCost } = problem;
  const standing = Array.from(newCost, () => (random.next() < 0.1 ? 1 : 0));
  return {
    ...problem,
    standing,
    keptCost: Array.from(newCost, (cost) => cost * random.next()),
    closingCost: Array.from(newCost, (cost) => cost * (random.next() - 0.3)),
    siteCost: Array.from(problem.sitePlace, () => (random.next() < 0.5 ? 0 : newCost[0] * random.next())),
    oneSize: Array.from(problem.sitePlace, () => random.integer(0, 1)),
    supply: Array.from({ length: p * g }, (_, cell) =>
      random.next() < 0.2 ? problem.demand[cell] + 1e6 * random.next() : 0,
    ),
    ...(random.next() < 0.5 ? { shortageCost: Array.from({ length: g }, () => 60000 * random.next()) } : {}),
  };
}

/** In Mt and PJ, so that HiGHS meets numbers near one: in tonnes and MJ its tolerances let it find optima that are none. */
function inLargeUnits(problem: CoupledProblem): CoupledProblem {
  const by = (values: ArrayLike<number> | undefined, factor: number) =>
    Array.from(values ?? [], (value) => value * factor);
  const { shortageCost } = problem;
  return {
    ...problem,
    demand: by(problem.demand, 1e-6),
    supply: by(problem.supply, 1e-6),
    activityCapacity: by(problem.activityCapacity, 1e-6),
    newCost: by(problem.newCost, 1e-9),
    keptCost: by(problem.keptCost, 1e-9),
    closingCost: by(problem.closingCost, 1e-9),
    siteCost: by(problem.siteCost, 1e-9),
    activityCost: by(problem.activityCost, 1e-3),
    freightRate: by(problem.freightRate, 1e-3),
    ...(shortageCost ? { shortageCost: by(shortageCost, 1e-3) } : {}),
  };
}

describe("prices by label", async () => {
  const judge = await coupledJudge();

  test("never prove more than the optimum, whatever they are, and mostly more than the other prices", () => {
    let higher = 0;
    let tried = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const problem = chains(seed);
      const { status, objective: inPetajoules } = judge(inLargeUnits(problem), 0.5);
      const objective = inPetajoules * 1e9;
      if (status !== "optimal") continue;
      const result = planCoupled(problem, { workLimit: 0.7 });
      expect(verifyCoupled(problem, result).violations, `seed ${seed}`).toEqual([]);
      const { labels, ...without } = result.certificate;
      if (labels === undefined) continue;
      const limit = objective + 1e-6 * Math.abs(objective);
      const { certifiedBound } = verifyCoupled(problem, { ...result, certificate: without });
      const proved = provedByLabels(problem, result);
      expect(proved, `seed ${seed}`).toBeLessThanOrEqual(limit);
      if (proved > certifiedBound) higher++;
      const random = seededRandom(seed);
      for (let k = 0; k < 8; k++) {
        const spread = [0.01, 0.1, 1][k % 3];
        const bend = (price: number): number => price * (1 + spread * (2 * random.next() - 1));
        const bent = { demandPrice: labels.demandPrice.map(bend), inputPrice: labels.inputPrice.map(bend) };
        const certificate = { ...result.certificate, labels: bent };
        expect(provedByLabels(problem, { ...result, certificate }), `seed ${seed}`).toBeLessThanOrEqual(limit);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(15);
    expect(higher).toBeGreaterThan(0);
  });

  test("halve what is left open on a continent of chains", () => {
    const problem = goodsAndAreas(20, 6, 1);
    const result = planCoupled(problem, { workLimit: 25 });
    const { labels: _, ...without } = result.certificate;
    const { certifiedBound } = verifyCoupled(problem, { ...result, certificate: without });
    expect(verifyCoupled(problem, result)).toMatchObject({ valid: true });
    expect(result.objective - result.bound).toBeLessThan(0.75 * (result.objective - certifiedBound));
  });

  test("prove nothing where goods are made beside others, in several ways, at a gain or of themselves", () => {
    const problem = goodsAndAreas(4, 3, 1);
    const result = planCoupled(problem, { workLimit: 1 });
    const { labels } = result.certificate;
    expect(labels).toBeDefined();
    const { makes, takes, recipeCount } = problem;
    const last = recipeCount - 1;
    const with_ = (rows: typeof takes, good: number, amount: number): typeof takes => ({
      start: Array.from(rows.start, (at, r) => (r > last ? at + 1 : at)),
      good: [...Array.from(rows.good), good],
      amount: [...Array.from(rows.amount), amount],
    });
    const spoiled: Partial<CoupledProblem>[] = [
      { makes: with_(makes, 0, 0.1) },
      { takes: with_(takes, last, 0.1) },
      { activityCost: Array.from(problem.activityCost, (cost, k) => (k === 0 ? -cost : cost)) },
      { most: Array.from(problem.newCost, () => 2) },
    ];
    for (const change of spoiled) {
      const other = { ...problem, ...change };
      const { certificate } = planCoupled(other, { workLimit: 0.5 });
      expect(certificate.labels, Object.keys(change)[0]).toBeUndefined();
      const verdict = verifyCoupled(other, { ...result, certificate: { ...certificate, labels: labels! } });
      expect(verdict.violations.join("; "), Object.keys(change)[0]).toMatch(/prices by label/);
      expect(verdict.certifiedBound).toBe(Number.NEGATIVE_INFINITY);
    }
    for (const wrong of [
      { demandPrice: new Float64Array(1) },
      { inputPrice: new Float64Array(1) },
      { inputPrice: labels!.inputPrice.map(() => Number.NaN) },
    ])
      expect(
        verifyCoupled(problem, { ...result, certificate: { ...result.certificate, labels: { ...labels!, ...wrong } } })
          .valid,
      ).toBe(false);
  });
});
