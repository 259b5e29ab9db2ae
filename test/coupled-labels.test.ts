import { describe, expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { seededRandom } from "../src/base/random.ts";
import { placingOrder } from "../src/kernels/coupled/good-order.ts";
import { buildInstance } from "../src/kernels/coupled/instance.ts";
import { answerLabels, startLabelAnswers } from "../src/kernels/coupled/label-answers.ts";
import { nodeFloors } from "../src/kernels/coupled/label-prices.ts";
import { buildLabels } from "../src/kernels/coupled/labels.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledResult } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { labelBound } from "../src/verify/numbers/coupled-labels.ts";
import { coupledJudge, inLargeUnits } from "./conformance/highs-coupled.ts";
import { chains } from "./coupled-chains.ts";

/** What the prices by label prove on their own, with every other price taken away. */
function provedByLabels(problem: CoupledProblem, { certificate, ...result }: CoupledResult): number {
  const nothing = {
    demandPrice: new Float64Array(certificate.demandPrice.length),
    inputPrice: new Float64Array(certificate.inputPrice.length),
  };
  return verifyCoupled(problem, { ...result, certificate: { ...nothing, labels: certificate.labels! } }).certifiedBound;
}

describe("prices by label", async () => {
  const judge = await coupledJudge();

  test("never prove more than the optimum, whatever they are, and mostly more than the other prices", () => {
    let higher = 0;
    let tried = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const problem = chains(seed);
      const { status, objective: inPetajoules } = judge(inLargeUnits(problem), 0.5);
      const result = planCoupled(problem, { workLimit: 0.7 });
      const objective = status === "optimal" ? inPetajoules * 1e9 : result.objective;
      expect(verifyCoupled(problem, result).violations, `seed ${seed}`).toEqual([]);
      const { labels, chains: _, ...without } = result.certificate;
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

  test("prove no less when they are raised to their floors, and exactly what a checker finds that knows no floors", () => {
    let raised = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const problem = chains(seed);
      const instance = buildInstance(problem);
      const labels = buildLabels(instance, placingOrder(instance)!);
      if (labels === undefined) continue;
      const { demandNode, finalCount } = labels;
      const floor = nodeFloors(labels);
      const proven = (price: Float64Array): number =>
        labelBound(problem, {
          demandPrice: Float64Array.from(demandNode, (j) => (j < 0 ? 0 : price[j])),
          inputPrice: price.slice(finalCount),
        }) as number;
      const random = seededRandom(seed);
      for (let k = 0; k < 4; k++) {
        const low = floor.map((least) => least * (0.6 + 0.7 * random.next()));
        const price = low.map((own, j) => Math.max(own, floor[j]));
        for (let j = 0; j < low.length; j++) if (low[j] < floor[j]) raised++;
        const value = answerLabels(startLabelAnswers(labels), price);
        expect(Math.abs(proven(price) - value), `seed ${seed}`).toBeLessThanOrEqual(1e-9 * Math.abs(value));
        expect(proven(low), `seed ${seed}`).toBeLessThanOrEqual(value + 1e-9 * Math.abs(value));
      }
    }
    expect(raised).toBeGreaterThan(500);
  });

  test("halve what is left open on a continent of chains", () => {
    const problem = goodsAndAreas(20, 6, 1);
    const result = planCoupled(problem, { workLimit: 14 });
    const { labels: _, chains: __, ...without } = result.certificate;
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
