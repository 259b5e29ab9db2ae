import { describe, expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { type ChainCase, chainsOfGoods } from "../src/problems/chain-cases.ts";
import type { CoupledProblem, CoupledRows } from "../src/problems/coupled.ts";
import type { CoupledResult } from "../src/problems/coupled-result.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { chains } from "./coupled-chains.ts";

/** What cases prove on their own, with every other price taken away. */
function provedByCases(problem: CoupledProblem, result: CoupledResult, cases: readonly ChainCase[]): number {
  const { demandPrice, inputPrice } = result.certificate;
  const nothing = { demandPrice: demandPrice.map(() => 0), inputPrice: inputPrice.map(() => 0) };
  return verifyCoupled(problem, { ...result, certificate: { ...nothing, chains: cases } }).certifiedBound;
}

/** The tree with something changed by chance: prices, what is ruled out or in, what is forked on, branches that are swapped. */
function bent(tree: ChainCase, random: Random, sizeCount: number): ChainCase {
  const happens = (): boolean => random.next() < 0.05;
  const strength = happens() ? 0.1 : 0;
  const bend = (price: number): number => price * (1 + strength * (2 * random.next() - 1));
  const { form, prices, closed, opened, next, fork } = tree;
  const other = (sizes: Int32Array): Int32Array => {
    if (happens()) return sizes.slice(1);
    return happens() ? Int32Array.from([...sizes, random.integer(0, sizeCount - 1)]) : sizes;
  };
  const self = (branch: ChainCase): ChainCase => bent(branch, random, sizeCount);
  const rules = { closed: other(closed), opened: other(opened) };
  const bentPrices = prices && { demandPrice: prices.demandPrice.map(bend), inputPrice: prices.inputPrice.map(bend) };
  const own = {
    form,
    ...(bentPrices ? { prices: bentPrices } : {}),
    ...(happens() ? { closed: rules.opened, opened: rules.closed } : rules),
  };
  if (next) return { ...own, next: self(next) };
  if (!fork) return own;
  const size = happens() ? random.integer(0, sizeCount - 1) : fork.size;
  const [first, second] = happens() ? [fork.with, fork.without] : [fork.without, fork.with];
  return { ...own, fork: { size, without: self(first), with: self(second) } };
}

/** The problem with one size making its good of more, so that the good is made in two ways and labels do not apply. */
function inTwoWays(problem: CoupledProblem): CoupledProblem {
  const { makes, takes, activityRecipe, recipeCount } = problem;
  const last = Array.from(activityRecipe).findLastIndex((own) => takes.start[own + 1] > takes.start[own]);
  const recipe = activityRecipe[last];
  const again = (rows: CoupledRows, times: number): CoupledRows => {
    const entries = Array.from(rows.good).slice(rows.start[recipe], rows.start[recipe + 1]);
    const amounts = Array.from(rows.amount).slice(rows.start[recipe], rows.start[recipe + 1]);
    return {
      start: [...Array.from(rows.start), rows.start[recipeCount] + entries.length],
      good: [...Array.from(rows.good), ...entries],
      amount: [...Array.from(rows.amount), ...amounts.map((amount) => amount * times)],
    };
  };
  return {
    ...problem,
    recipeCount: recipeCount + 1,
    makes: again(makes, 1),
    takes: again(takes, 1.25),
    activityRecipe: Array.from(activityRecipe, (own, activity) => (activity === last ? recipeCount : own)),
  };
}

/** A case of a tree that has prices. */
function provingCase(tree: ChainCase): ChainCase & Required<Pick<ChainCase, "prices">> {
  const { prices, next, fork } = tree;
  return prices === undefined ? provingCase(next ?? fork!.without) : { ...tree, prices };
}

function countForks({ next, fork }: ChainCase): number {
  if (next) return countForks(next);
  return fork ? 1 + countForks(fork.without) + countForks(fork.with) : 0;
}

describe("proofs by cases", () => {
  test.each([
    ["label", chains],
    ["fine", (seed: number) => inTwoWays(chains(seed))],
  ] as const)(
    "of the %s form mostly halve what is left open, and never prove more than a plan costs, whatever is changed in them",
    (form, problemOf) => {
      let tried = 0;
      let halved = 0;
      let forks = 0;
      let counted = 0;
      for (let seed = 1; seed <= 6; seed++) {
        const problem = problemOf(seed);
        const result = planCoupled(problem, { workLimit: 2 });
        const { violations, objective } = verifyCoupled(problem, result);
        expect(violations, `seed ${seed}`).toEqual([]);
        const { chains: cases, ...without } = result.certificate;
        if (cases === undefined) continue;
        tried++;
        const { certifiedBound } = verifyCoupled(problem, { ...result, certificate: without });
        if (objective - result.bound < 0.5 * (objective - certifiedBound)) halved++;
        expect(provedByCases(problem, result, cases), `seed ${seed}`).toBeGreaterThanOrEqual(result.bound);
        expect(cases.every((tree) => tree.form === form)).toBe(true);
        for (const tree of cases) forks += countForks(tree);
        const random = seededRandom(seed);
        for (let k = 0; k < 24; k++) {
          const changed = cases.map((tree) => bent(tree, random, problem.newCost.length));
          const bound = provedByCases(problem, result, changed);
          expect(bound, `seed ${seed}, change ${k}`).toBeLessThanOrEqual(objective);
          if (bound > Number.NEGATIVE_INFINITY) counted++;
        }
      }
      expect(halved).toBeGreaterThan(tried / 2);
      expect(forks).toBeGreaterThan(3);
      expect(counted).toBeGreaterThan(8);
    },
  );

  test("are refused where they decide what is not to be decided, twice, of another chain, or go on in two ways", () => {
    const problem = goodsAndAreas(8, 6, 2);
    const result = planCoupled(problem, { workLimit: 4 });
    const { chains: cases } = result.certificate;
    expect(cases).toBeDefined();
    const [first, ...others] = cases!;
    const { prices } = provingCase(first);
    const leaf = { form: "label" as const, prices, closed: new Int32Array(0), opened: new Int32Array(0) };
    const nothing = { form: leaf.form, closed: leaf.closed, opened: leaf.opened };
    const siteOfChain = problem.siteGood as number[];
    const foreign = problem.sizeStart[siteOfChain.findIndex((good) => good > 2)];
    const own = problem.sizeStart[siteOfChain.indexOf(1)];
    const wrong: readonly [ChainCase, RegExp][] = [
      [{ ...leaf, closed: Int32Array.of(foreign), next: leaf }, /not to be decided/],
      [{ ...leaf, closed: Int32Array.of(own, own), next: leaf }, /not to be decided/],
      [{ ...leaf, opened: Int32Array.of(problem.newCost.length), next: leaf }, /not to be decided/],
      [{ ...leaf, fork: { size: foreign, without: leaf, with: leaf } }, /not to be decided/],
      [{ ...leaf, next: leaf, fork: { size: own, without: leaf, with: leaf } }, /two ways/],
      [{ ...leaf, prices: { ...prices, inputPrice: new Float64Array(3) } }, /prices by label/],
      [{ ...leaf, form: "fine" }, /input prices/],
      [{ ...leaf, form: "coarse" as "fine" }, /no known form/],
      [nothing, /no prices/],
      [{ ...nothing, closed: Int32Array.of(own), next: leaf }, /no prices/],
    ];
    for (const [tree, sentence] of wrong) {
      const certificate = { ...result.certificate, chains: [tree, ...others] };
      expect(verifyCoupled(problem, { ...result, certificate }).violations.join("; ")).toMatch(sentence);
    }
    const certificate = { ...result.certificate, chains: others };
    expect(verifyCoupled(problem, { ...result, certificate }).violations.join("; ")).toMatch(/trees for 1 of 2/);
    const several = { ...problem, most: Array.from(problem.newCost, (_, k) => (k === own ? 2 : 1)) };
    const decides = { ...leaf, closed: Int32Array.of(own), next: leaf };
    const verdict = verifyCoupled(several, {
      ...result,
      certificate: { ...certificate, chains: [decides, ...others] },
    });
    expect(verdict.violations.join("; ")).toMatch(/not to be decided/);
  });

  test("go chain by chain: goods are linked where a recipe that a site runs has both", () => {
    expect([...chainsOfGoods(goodsAndAreas(4, 6, 1))]).toEqual([0, 0, 0, 3, 3, 3]);
    expect([...chainsOfGoods(goodsAndAreas(4, 10, 1))]).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 3, 3]);
  });
});
