import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import type { CoupledCases, CoupledPrices } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { readPrices } from "../src/verify/numbers/coupled-bound.ts";
import { casesBound } from "../src/verify/numbers/coupled-cases.ts";
import { coupledJudge } from "./conformance/highs-coupled.ts";
import { randomCoupled, withRoofs } from "./conformance/random-coupled.ts";

/** Ten units are wanted; two works of 20 each stand ready for 50, and a unit takes 1. */
const works: CoupledProblem = {
  ...{ placeCount: 1, goodCount: 1, recipeCount: 1, demand: [10], freight: [], freightTable: [-1] },
  makes: { start: [0, 1], good: [0], amount: [1] },
  takes: { start: [0, 0], good: [], amount: [] },
  ...{ sitePlace: [0, 0], siteGood: [0, 0], sizeStart: [0, 1, 2], newCost: [50, 50] },
  ...{ activityStart: [0, 1, 2], activityRecipe: [0, 0], activityCapacity: [20, 20] },
  activityCost: [1, 1],
};

/** A tree of cases by chance, with a leaf's prices bent here and there. */
function anyCases(
  problem: CoupledProblem,
  prices: CoupledPrices,
  lots: readonly number[],
  random: Random,
): CoupledCases {
  const tree = { fork: [] as number[], subject: [] as number[], number: [] as number[], prices: [] as CoupledPrices[] };
  const add = (fork: number, subject: number, number: number): void => {
    tree.fork.push(fork);
    tree.subject.push(subject);
    tree.number.push(number);
  };
  const bent = (values: Float64Array): Float64Array => {
    const share = random.next() < 0.4 ? 1 : 0.6;
    return values.map((price) => (random.next() < share ? price : price * 2 * random.next() + random.integer(-20, 60)));
  };
  const grow = (depth: number, decided: readonly number[]): void => {
    const free = lots.filter((lot) => !decided.includes(lot));
    const kind = depth >= 4 ? 0 : [0, 1, 1, 2][random.integer(0, 3)];
    if (kind === 0 || free.length === 0) {
      add(0, tree.prices.length, 0);
      tree.prices.push({ demandPrice: bent(prices.demandPrice), inputPrice: bent(prices.inputPrice) });
      return;
    }
    const lot = free[random.integer(0, free.length - 1)];
    if (kind === 1) add(1, lot, 0);
    else add(2, random.integer(-1, problem.goodCount - 1), random.integer(0, 3));
    for (let branch = 0; branch < 2; branch++) grow(depth + 1, kind === 1 ? [...decided, lot] : decided);
  };
  grow(0, []);
  const { fork, subject, number } = tree;
  return { ...tree, fork: Int8Array.from(fork), subject: Int32Array.from(subject), number: Int32Array.from(number) };
}

describe("cases of a coupled problem", async () => {
  const judge = await coupledJudge();

  test("prove what no prices prove of the whole: one works at least is open, and pays", () => {
    const at = (price: number): CoupledPrices => ({
      demandPrice: Float64Array.of(price),
      inputPrice: new Float64Array(0),
    });
    const cases = {
      fork: Int8Array.of(2, 0, 0),
      subject: Int32Array.of(0, 0, 1),
      number: Int32Array.of(0, 0, 0),
      prices: [at(1e6), at(1)],
    };
    expect(casesBound(works, cases)).toBeCloseTo(60, 6);
    // Were the case with more left out, the other one would prove a million a unit.
    for (const fork of [[0], [2, 0], [2, 0, 0, 0], [3, 0, 0]])
      expect(casesBound(works, { ...cases, fork: Int8Array.from(fork) })).toBeTypeOf("string");
    expect(casesBound(works, { ...cases, fork: Int8Array.of(1, 0, 0), subject: Int32Array.of(7, 0, 1) })).toBeTypeOf(
      "string",
    );
  });

  test("never prove more than the optimum, whatever they split on and whatever their prices", () => {
    let tried = 0;
    let above = 0;
    for (let seed = 1; seed <= 14; seed++) {
      const random = seededRandom(seed);
      const drawn = randomCoupled(seededRandom(seed * 7 + 1), 3, 3);
      const problem = seed % 3 ? withRoofs(drawn, random) : drawn;
      const { status, objective } = judge(problem, 0.6);
      if (status !== "optimal") continue;
      const { certificate, bound: proven } = planCoupled(problem, { workLimit: 0.05 });
      const read = readPrices(problem, certificate);
      if (typeof read === "string") throw new Error(read);
      const lots = read.lots.filter(({ family }) => family >= 0).map(({ name }) => name);
      for (let k = 0; k < 12; k++) {
        const bound = casesBound(problem, anyCases(problem, certificate, lots, random));
        expect(bound, `seed ${seed}, ${k}`).toBeLessThanOrEqual(objective + 1e-6 * Math.max(1, Math.abs(objective)));
        tried++;
        if (Number(bound) > proven) above++;
      }
    }
    expect(tried).toBeGreaterThan(40);
    expect(above).toBeGreaterThan(10);
  });
});
