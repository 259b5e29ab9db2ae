import { expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { run } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { placingOrder } from "../src/kernels/coupled/good-order.ts";
import { type GoodTree, goodTrees } from "../src/kernels/coupled/good-trees.ts";
import { buildInstance, type CoupledInstance, freightBetween } from "../src/kernels/coupled/instance.ts";
import { regionInstance } from "../src/kernels/coupled/region-instance.ts";
import { openInTree, treeInstance } from "../src/kernels/coupled/tree-instance.ts";
import type { CoupledProblem } from "../src/problems/coupled.ts";
import { JointSearch } from "../src/solvers/coupled/joint-search.ts";
import type { PassGuide, PassResult } from "../src/solvers/coupled/pass.ts";
import { RegionSearch } from "../src/solvers/coupled/region-search.ts";
import { settle } from "../src/solvers/coupled/settle.ts";
import { TopDown } from "../src/solvers/coupled/top-down.ts";
import { treeSearch } from "../src/solvers/coupled/tree-search.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";

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
  const nothing = new Float64Array(4);
  const { factor } = treeInstance(instance, tree, nothing, nothing, { open: nothing, byActivity: nothing });
  expect([...factor]).toEqual([1, 1, 2, 0]);
});

/** A continent of goods of which some are made of several others, and a plan of all chains in few trials. */
function someContinent(seed: number) {
  return planned(buildInstance(goodsAndAreas(6, 14, seed)), 5000);
}

/** A plan in few trials where everything is taken to cost so much, and what a search for better ones is told. */
function planned(instance: CoupledInstance, price: number) {
  const order = placingOrder(instance)!;
  const { demand, worksSize } = instance;
  const topDown = new TopDown(instance);
  const nothing = new Float64Array(worksSize.length);
  const guide = {
    gatePrice: new Float64Array(instance.gateCell.length),
    sparing: new Float64Array(instance.goodCount),
    averageOpen: nothing,
    gain: nothing,
    isHurried: () => false,
    mayGiveUp: false,
    mostVisits: 1e9,
  };
  const plan = run(topDown.pass({ ...guide, order, price: new Float64Array(demand.length).fill(price), trials: 5 }))!;
  const costOf = (pass: PassResult): number | undefined => settle(instance, order, pass)?.cost;
  const treeGuide = {
    rank: nothing,
    price: plan.marginal,
    trials: 200,
    isHurried: () => false,
    costOf,
    gatePrice: guide.gatePrice,
    serve: (goods: Int32Array, task: Pick<PassGuide, "need" | "beside" | "price"> & { open: Float64Array }) =>
      topDown.pass({ ...guide, ...task, order: goods, trials: 0, flowOnly: true }),
  };
  return { instance, order, plan, costOf, treeGuide };
}

test("a search tree by tree saves, and what it gives is a plan of the whole", () => {
  let saved = 0;
  for (let seed = 1; seed <= 3; seed++) {
    const { instance, order, plan, costOf, treeGuide } = someContinent(seed);
    const search = treeSearch(instance, order)!;
    let before = plan;
    while (!search.isSettled) {
      const better = run(search.improve(before, treeGuide));
      if (better === undefined) continue;
      expect(costOf(better)).toBeLessThan(costOf(before)!);
      before = better;
    }
    if (before !== plan) saved++;
  }
  expect(saved).toBe(3);
});

test("what a tree's problem counts beside it is what its goods take and what others take of them", () => {
  const { instance, order, plan } = someContinent(1);
  const { placeCount: p, worksSize, sizeCell, activityStart, activityCost, takeStart, takeAmount } = instance;
  const price = Float64Array.from(instance.demand, (_, cell) => 1 + (cell % 5));
  for (const tree of goodTrees(instance, order)) {
    const own = treeInstance(instance, tree, price, new Float64Array(0), plan).instance;
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
    const search = (within: CoupledInstance) =>
      new JointSearch(within, goods, new Set(goods), factorOf(instance, tree));
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

function factorOf(instance: CoupledInstance, tree: GoodTree): Float64Array {
  const { demand, activityCost, worksSize } = instance;
  const nothing = { open: new Float64Array(worksSize.length), byActivity: new Float64Array(activityCost.length) };
  return treeInstance(instance, tree, new Float64Array(demand.length), new Float64Array(0), nothing).factor;
}

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
  const joint = () => new JointSearch(instance, goods, new Set(goods), factorOf(instance, tree));
  const works = Int32Array.from(open.keys());
  const searched = { instance, works, goods, factor: factorOf(instance, tree) };
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

/**
 * One good that works make in two ways on a line of places: of what is gathered there, of which there is not enough, or of ore,
 * with something beside it that a second good may be made of. Works of the first way may have eight modules.
 */
function gatheredOrMined(places: number): CoupledProblem {
  const p = places;
  const [made, gathered, ore, beside, cement] = [0, 1, 2, 3, 4];
  const cells = (values: Readonly<Record<number, (place: number) => number>>): number[] =>
    Array.from({ length: 5 * p }, (_, cell) => values[Math.floor(cell / p)]?.(cell % p) ?? 0);
  const sites = [
    ...Array.from({ length: p }, (_, place) => ({
      place,
      good: made,
      recipe: 0,
      capacity: 12,
      cost: 20,
      most: 8,
      fixed: 60,
    })),
    ...[0, p - 1].map((place) => ({ place, good: made, recipe: 1, capacity: 40, cost: 60, most: 1, fixed: 200 })),
    ...[0, p - 1].map((place) => ({ place, good: ore, recipe: 2, capacity: 400, cost: 1, most: 1, fixed: 0 })),
    ...[1, p - 2].map((place) => ({ place, good: cement, recipe: 3, capacity: 50, cost: 5, most: 1, fixed: 10 })),
  ];
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k);
  return {
    placeCount: p,
    goodCount: 5,
    recipeCount: 5,
    demand: cells({ [made]: (place) => 5 + (place % 3), [cement]: () => 1 }),
    supply: cells({ [gathered]: (place) => 4 + ((place * 7) % 5) }),
    disposalCost: [0, 0, 0, 1, 0],
    freight: [{ x: upTo(p), y: new Array(p).fill(0) }],
    freightTable: new Array(5).fill(0),
    makes: { start: [0, 1, 3, 4, 5, 6], good: [made, made, beside, ore, cement, cement], amount: [1, 1, 0.3, 1, 1, 1] },
    takes: {
      start: [0, 1, 3, 3, 5, 6],
      good: [gathered, gathered, ore, beside, ore, ore],
      amount: [1.1, 0.05, 1.5, 0.2, 0.6, 0.9],
    },
    sitePlace: sites.map(({ place }) => place),
    siteGood: sites.map(({ good }) => good),
    sizeStart: upTo(sites.length + 1),
    newCost: sites.map(({ fixed }) => fixed),
    most: sites.map(({ most }) => most),
    // Cement is made with what comes beside, or without.
    activityStart: sites.reduce(
      (start, { good }) => start.concat(start[start.length - 1] + (good === cement ? 2 : 1)),
      [0],
    ),
    activityRecipe: sites.flatMap(({ recipe }) => (recipe === 3 ? [3, 4] : [recipe])),
    activityCapacity: sites.flatMap(({ recipe, capacity }) => (recipe === 3 ? [capacity, capacity] : [capacity])),
    activityCost: sites.flatMap(({ recipe, cost }) => (recipe === 3 ? [cost, cost] : [cost])),
  };
}

test("works that make a good in other ways, with many modules or with something beside are in trees: what is scarce links", () => {
  const instance = buildInstance(gatheredOrMined(8));
  const trees = goodTrees(instance, placingOrder(instance)!);
  const tree = trees.find(({ isIn }) => isIn[0] === 1)!;
  expect([...tree.goods, tree.link[0]]).toEqual([0, 1, 1]);
  // What takes the by-product moves with it, and what is mined for both; and what is gathered, which the other way takes as well.
  expect(tree.below.flatMap(({ goods }) => [...goods]).sort()).toEqual([1, 2, 3, 4]);
  const two = { open: new Float64Array(instance.worksSize.length), byActivity: new Float64Array(20).fill(1) };
  two.open[0] = 2;
  const price = new Float64Array(instance.demand.length);
  const own = treeInstance(instance, tree, price, new Float64Array(instance.gateCell.length), two);
  // Two that are open and a third; of all others the first, and nothing of other goods.
  expect([...own.works.subarray(0, 4)]).toEqual([0, 0, 0, 1]);
  expect([...own.works].every((i) => instance.sizeCell[instance.worksSize[i]] < 8)).toBe(true);
  expect(own.factor[0] / own.factor[1]).toBeCloseTo(1.1, 12);
  expect([...openInTree(own.works, two.open)].slice(0, 4)).toEqual([1, 1, 0, 0]);
});

test("what moves with a tree is served anew: a plan with by-products and scarce inputs is better as a whole, with every balance", () => {
  let saved = 0;
  for (const places of [6, 9]) {
    const instance = buildInstance(gatheredOrMined(places));
    const { order, plan, costOf, treeGuide } = planned(instance, 50);
    const search = treeSearch(instance, order)!;
    let best = plan;
    while (!search.isSettled) best = run(search.improve(best, treeGuide)) ?? best;
    expect(costOf(best)).toBeLessThanOrEqual(costOf(plan)!);
    if (costOf(best)! < costOf(plan)!) saved++;
    const { plan: settled, cost } = settle(instance, order, best)!;
    const result = planCoupled(instance.problem, { workLimit: 5 });
    const verdict = verifyCoupled(instance.problem, { ...result, plan: settled, objective: cost });
    expect(verdict.violations.filter((words) => !words.startsWith("the gap is"))).toEqual([]);
    expect(cost).toBeGreaterThanOrEqual(result.bound);
  }
  expect(saved).toBeGreaterThan(0);
});
