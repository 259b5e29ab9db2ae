import { expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { run } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { placingOrder } from "../src/kernels/coupled/good-order.ts";
import { buildInstance } from "../src/kernels/coupled/instance.ts";
import { stageFactors } from "../src/kernels/coupled/stage-factors.ts";
import { buildStages, serveStages, setPairs, setWorks, stageCost } from "../src/kernels/coupled/stage-network.ts";
import { emptiedBy, findOffers, leastLoss, mostWorth, startOffers } from "../src/kernels/coupled/stage-offers.ts";
import { startWorth } from "../src/kernels/coupled/stage-worth.ts";
import { ExchangeRecord } from "../src/solvers/coupled/exchanges.ts";
import { GoodsRoom } from "../src/solvers/coupled/goods-room.ts";
import { jointSearch } from "../src/solvers/coupled/joint-search.ts";
import { keepPass, wholePass } from "../src/solvers/coupled/kept-pass.ts";
import type { PassResult } from "../src/solvers/coupled/pass.ts";
import { settle } from "../src/solvers/coupled/settle.ts";
import { SingleExchanges } from "../src/solvers/coupled/single-exchanges.ts";

/** A chain of ore, steel and machines on a few places, and works by chance that suffice. */
function someChain(seed: number, share = 0.55) {
  const instance = buildInstance(goodsAndAreas(7, 3, seed));
  const random = seededRandom(seed);
  const open = Int8Array.from(instance.worksSize, () => (random.next() < share ? 1 : 0));
  return { instance, order: placingOrder(instance)!, factor: stageFactors(instance)!, open };
}

test("no change of a chain's works saves more than prices promise", () => {
  let closest = Number.POSITIVE_INFINITY;
  for (let seed = 1; seed <= 4; seed++) {
    const { instance, factor, open } = someChain(seed);
    const costOf = (works: Int8Array): number => {
      const net = buildStages(instance, factor, new Int8Array(works.length).fill(1), true);
      works.forEach((state, i) => {
        setWorks(net, i, state === 1);
      });
      serveStages(net);
      return stageCost(net);
    };
    const net = buildStages(instance, factor, new Int8Array(open.length).fill(1), true);
    const room = startWorth(net);
    const offers = startOffers(net);
    open.forEach((state, i) => {
      setWorks(net, i, state === 1);
    });
    serveStages(net);
    findOffers(offers, room, net, open);
    const now = stageCost(net);
    const changed = (changes: readonly number[]): Int8Array =>
      open.map((state, i) => (changes.includes(i) ? 1 - state : state));
    const check = (changes: readonly number[], most: number): void => {
      const saved = now - costOf(changed(changes));
      expect(saved).toBeLessThanOrEqual(most + 1e-9 * now);
      if (saved !== 0) closest = Math.min(closest, Math.abs((most - saved) / saved));
    };
    for (let i = 0; i < open.length; i += 2) {
      if (open[i] === 0) {
        check([i], mostWorth(offers, room, net, i, -1));
        continue;
      }
      const loss = leastLoss(offers, room, net, i);
      check([i], -loss);
      for (let q = 0; q < open.length; q += 3) {
        const isSwap = open[q] === 0 && instance.sizeCell[q] - instance.sizeCell[i] < 7;
        if (isSwap) check([i, q], mostWorth(offers, room, net, q, emptiedBy(offers, net, i)) - loss);
      }
    }
  }
  // Where nothing else is in the way the promise is kept.
  expect(closest).toBeLessThan(1e-9);
});

test("places where nothing is open and whose pairs are out of the way change no cost", () => {
  for (let seed = 1; seed <= 6; seed++) {
    const { instance, factor, open } = someChain(seed, 0.35);
    const net = buildStages(instance, factor, new Int8Array(open.length).fill(1), true);
    const { leaves } = startWorth(net);
    open.forEach((state, i) => {
      setWorks(net, i, state === 1);
    });
    serveStages(net);
    const cost = stageCost(net);
    const isIdle = new Int8Array(instance.demand.length).fill(1);
    open.forEach((state, i) => {
      if (state === 1) isIdle[instance.sizeCell[instance.worksSize[i]]] = 0;
    });
    const idle = Array.from(isIdle.keys()).filter((cell) => isIdle[cell] === 1 && net.departure[cell] >= 0);
    expect(idle.length).toBeGreaterThan(0);
    for (const cell of idle) setPairs(net, leaves, cell, false);
    serveStages(net);
    expect(stageCost(net)).toBe(cost);
    for (const cell of idle) setPairs(net, leaves, cell, true);
    serveStages(net);
    expect(stageCost(net)).toBe(cost);
  }
});

test("a joint search saves, its plan balances, and another plan's better parts make it no worse", () => {
  let combined = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const { instance, order, open } = someChain(seed);
    const guide = {
      rank: new Float64Array(open.length),
      price: new Float64Array(instance.demand.length),
      isHurried: () => false,
    };
    const costOf = (plan: PassResult | undefined): number =>
      plan === undefined ? Number.POSITIVE_INFINITY : settle(instance, order, plan)!.cost;
    const improve = (works: Float64Array, trials: number) =>
      run(jointSearch(instance, order)!.improve({ open: works }, { ...guide, trials }))!;
    const [start, elsewhere] = [open, someChain(seed + 100).open].map((works) => Float64Array.from(works));
    const better = improve(start, 1000);
    expect(costOf(better)).toBeLessThan(costOf(improve(start, 0)));
    expect(costOf(improve(better.open, 1000))).toBeLessThanOrEqual(costOf(better));
    const other = improve(elsewhere, 20);
    const search = jointSearch(instance, order)!;
    const combine = (a: PassResult, b: PassResult) => run(search.combine(a, b, { ...guide, trials: 1000 }));
    expect(combine(better, better)).toBeUndefined();
    const both = combine(other, better);
    if (both === undefined) continue;
    expect(costOf(both)).toBeLessThan(costOf(other));
    combined++;
  }
  expect(combined).toBeGreaterThan(0);
});

test("single exchanges are all that close one works, open one or do both for a good; the most promising are the first of their order", () => {
  for (let seed = 1; seed <= 4; seed++) {
    const { instance, factor, open } = someChain(seed);
    const net = buildStages(instance, factor, new Int8Array(open.length).fill(1), true);
    const worth = startWorth(net);
    const offers = startOffers(net);
    open.forEach((state, i) => {
      setWorks(net, i, state === 1);
    });
    serveStages(net);
    // More is wanted of the second good than works can make; of the others less than nothing.
    const room = new GoodsRoom(instance, Float64Array.of(-1e15, 1e15, -1e15));
    const singles = new SingleExchanges(instance, room, new ExchangeRecord(open.length));
    const works = Int32Array.from(open.keys());
    singles.list(works, { net, offers, worth, isOpen: open, isServed: seed % 2 === 0 });
    const perUnit = net.amountScale * net.costScale;
    const expected: [number, number, number][] = [];
    const lossOf = (i: number): number => instance.worksFixed[i] - leastLoss(offers, worth, net, i) / perUnit;
    const gainOf = (i: number, emptied: number): number =>
      mostWorth(offers, worth, net, i, emptied) / perUnit - instance.worksFixed[i];
    for (const i of works) expected.push(open[i] === 1 ? [i, -1, lossOf(i)] : [-1, i, gainOf(i, -1)]);
    for (const i of works.filter((works) => open[works] === 1)) {
      for (const other of works.filter((works) => open[works] === 0)) {
        if (room.goodOf(i) !== room.goodOf(other) || (seed % 2 === 0 && room.goodOf(i) === 1)) continue;
        expected.push([i, other, lossOf(i) + gainOf(other, emptiedBy(offers, net, i))]);
      }
    }
    expect(singles.count).toBe(expected.length);
    expected.forEach(([closes, opens, most], k) => {
      expect([singles.closes[k], singles.opens[k]]).toEqual([closes, opens]);
      expect(singles.most[k]).toBeCloseTo(most, 3);
    });
    for (let k = 0; k < singles.count; k++) singles.expected[k] = Math.round(singles.expected[k] / 1e9);
    const byExpected = Array.from({ length: singles.count }, (_, k) => k).sort(
      (a, b) => singles.expected[b] - singles.expected[a] || a - b,
    );
    for (const most of [1, 5, 16, singles.count + 1]) {
      const into = new Int32Array(most);
      const listed = singles.promising(into);
      expect(Array.from(into.subarray(0, listed))).toEqual(byExpected.slice(0, most));
    }
  }
});

test("a pass that was kept comes back as it was, with nothing in the cells of other goods", () => {
  const { instance } = someChain(1);
  const random = seededRandom(3);
  const sparse = (length: number): Float64Array =>
    Float64Array.from({ length }, () => (random.next() < 0.2 ? random.next() : 0));
  const pass: PassResult = {
    open: sparse(instance.worksSize.length),
    made: sparse(instance.worksSize.length),
    byActivity: sparse(instance.activityCost.length),
    marginal: sparse(instance.demand.length),
    flows: [],
  };
  const all = Int32Array.of(2, 0, 1);
  expect(wholePass(instance, all, keepPass(instance, all, pass))).toEqual(pass);
  const two = Int32Array.of(2, 0);
  const marginal = pass.marginal.slice().fill(0, instance.placeCount, 2 * instance.placeCount);
  expect(wholePass(instance, two, keepPass(instance, two, pass))).toEqual({ ...pass, marginal });
});
