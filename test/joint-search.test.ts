import { expect, test } from "vitest";
import { goodsAndAreas } from "../bench/instances/goods-and-areas.ts";
import { run } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { placingOrder } from "../src/kernels/coupled/good-order.ts";
import { buildInstance } from "../src/kernels/coupled/instance.ts";
import {
  buildStages,
  serveStages,
  setPairs,
  setWorks,
  stageCost,
  stageFactors,
} from "../src/kernels/coupled/stage-network.ts";
import { emptiedBy, findOffers, leastLoss, mostWorth, startOffers } from "../src/kernels/coupled/stage-offers.ts";
import { startWorth } from "../src/kernels/coupled/stage-worth.ts";
import { jointSearch } from "../src/solvers/coupled/joint-search.ts";
import type { PassResult } from "../src/solvers/coupled/pass.ts";
import { settle } from "../src/solvers/coupled/settle.ts";

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
      run(jointSearch(instance, order)!.improve(works, { ...guide, trials }))!;
    const [start, elsewhere] = [open, someChain(seed + 100).open].map((works) => Float64Array.from(works));
    const better = improve(start, 1000);
    expect(costOf(better)).toBeLessThan(costOf(improve(start, 0)));
    expect(costOf(improve(better.open, 1000))).toBeLessThanOrEqual(costOf(better));
    const other = improve(elsewhere, 20);
    const search = jointSearch(instance, order)!;
    const combine = (a: PassResult, b: PassResult) => run(search.combine(a.open, b.open, { ...guide, trials: 1000 }));
    expect(combine(better, better)).toBeUndefined();
    const both = combine(other, better);
    if (both === undefined) continue;
    expect(costOf(both)).toBeLessThan(costOf(other));
    combined++;
  }
  expect(combined).toBeGreaterThan(0);
});
