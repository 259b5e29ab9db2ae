import { expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { run } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { placingOrder } from "../src/kernels/coupled/good-order.ts";
import { goodTrees } from "../src/kernels/coupled/good-trees.ts";
import { buildInstance, type CoupledInstance, freightBetween } from "../src/kernels/coupled/instance.ts";
import { regionInstance } from "../src/kernels/coupled/region-instance.ts";
import { treeInstance } from "../src/kernels/coupled/tree-instance.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import { JointSearch } from "../src/solvers/coupled/joint-search.ts";
import type { PassResult } from "../src/solvers/coupled/pass.ts";
import { RegionSearch } from "../src/solvers/coupled/region-search.ts";
import { settle } from "../src/solvers/coupled/settle.ts";
import { TopDown } from "../src/solvers/coupled/top-down.ts";
import { treeSearch } from "../src/solvers/coupled/tree-search.ts";

/** Goods on one place, each made of others, as much as their number says. */
function recipes(takes: readonly (readonly number[])[]): CoupledProblem {
  const g = takes.length;
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
  return {
    placeCount: 1,
    goodCount: g,
    recipeCount: g,
    demand: new Array(g).fill(1),
    freight: [[0]],
    freightTable: new Array(g).fill(0),
    makes: { start: upTo(g + 1), good: upTo(g), amount: new Array(g).fill(1) },
    takes: {
      start: takes.reduce((start, inputs) => start.concat(start[start.length - 1] + inputs.length), [0]),
      good: takes.flat(),
      amount: takes.flat().map((input) => input + 1),
    },
    sitePlace: new Array(g).fill(0),
    siteGood: upTo(g),
    sizeStart: upTo(g + 1),
    newCost: new Array(g).fill(1),
    activityStart: upTo(g + 1),
    activityRecipe: upTo(g),
    activityCapacity: new Array(g).fill(100),
    activityCost: new Array(g).fill(1),
  };
}

function treesOf(takes: readonly (readonly number[])[]): string[] {
  const instance = buildInstance(recipes(takes));
  const trees = goodTrees(instance, placingOrder(instance)!);
  return trees.map(({ goods, link }) =>
    [...goods]
      .sort()
      .map((good) => (link[good] < 0 ? `${good}` : `${good} of ${link[good]}`))
      .join(", "),
  );
}

test("a chain in which goods are made of several others falls into trees that have every link in one of them", () => {
  expect(treesOf([[], [0], [1]])).toEqual(["0, 1 of 0, 2 of 1"]);
  expect(treesOf([[], [0], [], [0, 2]])).toEqual(["0, 1 of 0, 3 of 0", "2, 3 of 2"]);
});

test("no way from one good of a tree to another leads through goods beside it, and no link between them is left out", () => {
  // The last is made of two that are made of the same: with one of them in its tree, the way through the other is beside it.
  const found = treesOf([[], [0], [0], [1, 2]]);
  for (const tree of found) {
    expect(tree.includes("0") && tree.includes("3")).toBe(false);
  }
  expect(found).toContain("0, 1 of 0, 2 of 0");
  // One that is made of two, of which one is made of the other, has both links or is in no tree with both.
  for (const tree of treesOf([[], [0], [0, 1]])) expect(tree.split(", ").length).toBeLessThan(3);
});

test("a tree's factors are what a unit takes of the good at its root", () => {
  const instance = buildInstance(recipes([[], [0], [1], []]));
  const tree = goodTrees(instance, placingOrder(instance)!).find(({ goods }) => goods.length === 3)!;
  expect([...tree.factor]).toEqual([1, 1, 2, 0]);
});

/** A continent of goods of which some are made of several others, and a plan of all chains in few trials. */
function someContinent(seed: number) {
  const instance = buildInstance(goodsAndAreas(6, 14, seed));
  const order = placingOrder(instance)!;
  const { demand, worksSize } = instance;
  const topDown = new TopDown(instance);
  const nothing = new Float64Array(worksSize.length);
  const guide = {
    gatePrice: new Float64Array(0),
    sparing: new Float64Array(instance.goodCount),
    averageOpen: nothing,
    gain: nothing,
    isHurried: () => false,
    mayGiveUp: false,
    mostVisits: 1e9,
  };
  const plan = run(topDown.pass({ ...guide, order, price: new Float64Array(demand.length).fill(5000), trials: 5 }))!;
  const costOf = (pass: PassResult): number | undefined => settle(instance, order, pass)?.cost;
  const treeGuide = {
    rank: nothing,
    price: plan.marginal,
    trials: 200,
    isHurried: () => false,
    costOf,
    serve: (goods: Int32Array, need: Float64Array, open: Float64Array, price: Float64Array) =>
      topDown.pass({ ...guide, order: goods, need, open, price, trials: 0, flowOnly: true }),
  };
  return { instance, order, plan, costOf, treeGuide };
}

test("a search tree by tree saves, and what it gives is a plan of the whole", () => {
  let saved = 0;
  for (let seed = 1; seed <= 3; seed++) {
    const { instance, order, plan, costOf, treeGuide } = someContinent(seed);
    const search = treeSearch(instance, order)!;
    const better = run(search.improve(plan, treeGuide));
    if (better === undefined) continue;
    expect(costOf(better)).toBeLessThan(costOf(plan)!);
    saved++;
  }
  expect(saved).toBe(3);
});

test("what a tree's problem counts beside it is what its goods take and what others take of them", () => {
  const { instance, order, plan } = someContinent(1);
  const { placeCount: p, worksSize, sizeCell, activityStart, activityCost, takeStart, takeAmount } = instance;
  const price = Float64Array.from(instance.demand, (_, cell) => 1 + (cell % 5));
  for (const tree of goodTrees(instance, order)) {
    const own = treeInstance(instance, tree, price, plan.byActivity);
    let [wanted, beside] = [0, 0];
    for (let i = 0; i < worksSize.length; i++) {
      const size = worksSize[i];
      const run = activityStart[size];
      const good = Math.floor(sizeCell[size] / p);
      for (let e = takeStart[run]; e < takeStart[run + 1]; e++) {
        const input = instance.inputGood[instance.takeInput[e]];
        const isLink = tree.isIn[good] === 1 && tree.link[good] === input;
        if (tree.isIn[input] === 1 && !isLink) wanted += takeAmount[e] * plan.byActivity[run];
        if (tree.isIn[good] === 1 && !isLink)
          beside += takeAmount[e] * price[input * p + (sizeCell[size] % p)] * plan.byActivity[run];
      }
    }
    const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
    expect(sumOf(own.demand)).toBeCloseTo(sumOf(instance.demand) + wanted, 0);
    const dearer = own.activityCost.map((cost, run) => (cost - activityCost[run]) * plan.byActivity[run]);
    expect(sumOf(dearer) / Math.max(1, beside)).toBeCloseTo(beside > 0 ? 1 : 0, 9);
  }
});

test("a plan of a region is one of the whole: what saves there saves at least as much with all flows found anew", () => {
  let saved = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const instance = buildInstance(goodsAndAreas(30, 3, seed));
    const goods = placingOrder(instance)!;
    const [tree] = goodTrees(instance, goods);
    const { demand, worksSize, sizeCell } = instance;
    const random = seededRandom(seed);
    const open = Float64Array.from(worksSize, () => (random.next() < 0.4 ? 1 : 0));
    const guide = {
      rank: new Float64Array(open.length),
      price: new Float64Array(demand.length),
      trials: 0,
      isHurried: () => false,
    };
    const costOf = (pass: PassResult): number => settle(instance, goods, pass)!.cost;
    const search = (within: CoupledInstance) => new JointSearch(within, goods, new Set(goods), tree.factor);
    const whole = search(instance);
    const plan = run(whole.improve({ open }, guide))!;
    const isInside = Int8Array.from({ length: 30 }, (_, place) => (place % 3 === seed % 3 ? 0 : 1));
    const region = regionInstance(instance, goods, plan.flows, isInside);
    const works = whole.listed.filter((i) => isInside[sizeCell[worksSize[i]] % 30] === 1);
    const there = open.map((modules, i) => (works.includes(i) ? modules : 0));
    const regional = { ...guide, works };
    const before = costOfFlows(region, run(search(region).improve({ open: there }, regional))!);
    const found = run(search(region).improve({ open: there }, { ...regional, trials: 200 }))!;
    const saving = before - costOfFlows(region, found);
    const changed = works.filter((i) => there[i] !== found.open[i]);
    if (changed.length === 0) continue;
    const closes = [...changed].filter((i) => there[i] > 0);
    const opens = [...changed].filter((i) => there[i] === 0);
    expect(whole.change({ closes, opens })).toBe(true);
    const better = whole.plan(guide.price)!;
    expect(costOf(plan) - costOf(better)).toBeGreaterThan(saving - 1e-4 * before);
    saved++;
  }
  expect(saved).toBeGreaterThan(2);
});

/** What works, runs and shipments of a plan cost. */
function costOfFlows(instance: CoupledInstance, { open, made, flows }: PassResult): number {
  const { worksFixed, worksSize, activityStart, activityCost } = instance;
  let cost = 0;
  for (let i = 0; i < open.length; i++)
    cost += worksFixed[i] * open[i] + activityCost[activityStart[worksSize[i]]] * made[i];
  flows.forEach(({ from, to, amount }, good) => {
    for (let e = 0; e < amount.length; e++) cost += amount[e] * freightBetween(instance, good, from[e], to[e]);
  });
  return cost;
}

test("kicks leave a plan as it is or make it better, and a search of many regions does better than one of few trials", () => {
  const instance = buildInstance(goodsAndAreas(170, 3, 2));
  const goods = placingOrder(instance)!;
  const [tree] = goodTrees(instance, goods);
  const random = seededRandom(1);
  const open = Float64Array.from(instance.worksSize, () => (random.next() < 0.25 ? 1 : 0));
  const rank = Float64Array.from(open, (_, i) => -i);
  const guide = { rank, price: new Float64Array(instance.demand.length), trials: 30, isHurried: () => false };
  const costOf = (pass: PassResult): number => settle(instance, goods, pass)!.cost;
  const joint = () => new JointSearch(instance, goods, new Set(goods), tree.factor);
  const searched = { instance, goods, factor: tree.factor };
  const regions = new RegionSearch(instance);
  const few = run(joint().improve({ open }, guide))!;
  let looks = 0;
  const soon = { ...guide, isHurried: () => looks++ > 60 };
  const better = run(regions.improve(joint(), few, searched, soon))!;
  expect(costOf(better)).toBeLessThan(costOf(few));
  looks = 0;
  const kicked = run(regions.kick(joint(), better, searched, soon, random))!;
  expect(costOf(kicked)).toBeLessThan(costOf(better) * (1 + 1e-6));
});
