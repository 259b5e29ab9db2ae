import { describe, expect, test } from "vitest";
import { planeFacilities } from "../bench/instances/facilities.ts";
import { Control, type Progress } from "../src/base/control.ts";
import { type Random, seededRandom } from "../src/base/random.ts";
import { answer, restrict, startAnswers } from "../src/kernels/location/answers.ts";
import { changeSplit } from "../src/kernels/location/change-split.ts";
import { ascendPrices } from "../src/kernels/location/dual-ascent.ts";
import { buildInstance, type LocationInstance } from "../src/kernels/location/instance.ts";
import { fillKnapsack, fillSorted } from "../src/kernels/location/knapsack.ts";
import { leastDelivered } from "../src/kernels/location/least-delivered.ts";
import { rankMoves } from "../src/kernels/location/rank-moves.ts";
import { readServicePrices } from "../src/kernels/location/read-split.ts";
import { serveNearest } from "../src/kernels/location/serve-nearest.ts";
import { type SplitService, serveSplit, startSplitService } from "../src/kernels/location/serve-split.ts";
import { forgetLists, reachPrices, startSiteLists } from "../src/kernels/location/site-lists.ts";
import { sortPairs } from "../src/kernels/location/sort-pairs.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { averagesAfter } from "../src/solvers/location/averages-after.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { probe } from "../src/solvers/location/probe.ts";
import { SearchState } from "../src/solvers/location/search-state.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";

function uncapacitated({ capacity: _, demand: __, ...rest }: LocationProblem): LocationProblem {
  return rest;
}

function randomOpen(random: Random, siteCount: number): Int32Array {
  return Int32Array.from({ length: siteCount }, () => (random.next() < 0.6 ? 1 : 0));
}

/** The copies after a move. */
function moved(copies: Int32Array, { drop, add }: { readonly drop: number; readonly add: number }): Int32Array {
  const after = copies.slice();
  if (drop >= 0) after[drop]--;
  if (add >= 0) after[add]++;
  return after;
}

describe("ranking the changes of a plan", () => {
  test("never promises more than a capacitated change gives, and leaves out none that helps", () => {
    let judged = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed);
      const instance = buildInstance(planeFacilities(8, 15, 2.5, seed));
      const service = startSplitService(instance);
      const copies = randomOpen(random, 8);
      const cost = serveSplit(service, copies, Number.POSITIVE_INFINITY);
      if (cost === Number.POSITIVE_INFINITY) continue;
      const capacityPrices = new Float64Array(8);
      readServicePrices(service, new Float64Array(15), capacityPrices);
      const [none, all] = [new Int32Array(8), new Int32Array(8).fill(1)];
      const moves = rankMoves(instance, copies, capacityPrices, none, all, 0, Number.MAX_SAFE_INTEGER);
      for (let drop = -1; drop < 8; drop++) {
        for (let add = -1; add < 8; add++) {
          if (drop >= 0 && copies[drop] === 0) continue;
          if (add >= 0 && copies[add] === 1) continue;
          if (drop < 0 && add < 0) continue;
          const change = serveSplit(service, moved(copies, { drop, add }), Number.POSITIVE_INFINITY) - cost;
          const move = moves.find((m) => m.drop === drop && m.add === add);
          // Whole capacity prices are half a step off at most, for each unit of capacity.
          const rounding = instance.totalDemand * 2;
          if (move === undefined) expect(change).toBeGreaterThan(-rounding);
          else expect(move.least).toBeLessThanOrEqual(change + rounding);
          judged++;
        }
      }
    }
    expect(judged).toBeGreaterThan(500);
  });

  test("of the best few, and by a second opinion, is the start of the whole list in the order that was asked for", () => {
    let kept = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const instance = buildInstance(planeFacilities(10, 20, 2.5, seed));
      const service = startSplitService(instance);
      const copies = randomOpen(random, 10);
      if (serveSplit(service, copies, Number.POSITIVE_INFINITY) === Number.POSITIVE_INFINITY) continue;
      const capacityPrices = new Float64Array(10);
      readServicePrices(service, new Float64Array(20), capacityPrices);
      const [none, all] = [new Int32Array(10), new Int32Array(10).fill(1)];
      const allowance = random.next() * instance.ceiling;
      const whole = rankMoves(instance, copies, capacityPrices, none, all, allowance, 1000);
      const few = rankMoves(instance, copies, capacityPrices, none, all, allowance, 7);
      expect(few).toEqual(whole.slice(0, 7));
      const opening = Float64Array.from({ length: 10 }, () => random.integer(-9, 9));
      const opinion = { opening, closing: opening.map((v) => -v), below: random.integer(-9, 9) };
      const second = whole
        .map(({ drop, add }) => ({ drop, add, least: (add < 0 ? 0 : opening[add]) - (drop < 0 ? 0 : opening[drop]) }))
        .filter(({ least }) => least < opinion.below)
        .sort((a, b) => a.least - b.least || a.drop - b.drop || a.add - b.add);
      kept += second.length;
      expect(rankMoves(instance, copies, capacityPrices, none, all, allowance, 7, opinion)).toEqual(second.slice(0, 7));
    }
    expect(kept).toBeGreaterThan(200);
  });

  test("is exact without capacities", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const instance = buildInstance(uncapacitated(planeFacilities(9, 20, 2, seed)));
      const copies = randomOpen(seededRandom(seed), 9);
      copies[0] = 1;
      copies[1] = 1;
      const cost = serveNearest(instance, copies, Number.POSITIVE_INFINITY);
      const [none, all] = [new Int32Array(9), new Int32Array(9).fill(1)];
      const moves = rankMoves(instance, copies, new Float64Array(9), none, all, Number.MAX_SAFE_INTEGER, 1000);
      for (const move of moves) {
        const after = serveNearest(instance, moved(copies, move), Number.POSITIVE_INFINITY);
        if (after < Number.POSITIVE_INFINITY) expect(move.least).toBe(after - cost);
      }
    }
  });
});

describe("what a plan costs at least", () => {
  test("is never more than its service costs, whatever capacity is worth, and just that at the worth of this service", () => {
    let judged = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const random = seededRandom(seed);
      const instance = buildInstance({ ...planeFacilities(8, 15, 2.5, seed), copies: new Int32Array(8).fill(2) });
      const answers = startAnswers(instance);
      const service = startSplitService(instance);
      const copies = Int32Array.from(randomOpen(random, 8), (k) => k * random.integer(1, 2));
      const cost = serveSplit(service, copies, Number.POSITIVE_INFINITY);
      if (cost === Number.POSITIVE_INFINITY) continue;
      const delivered = new Float64Array(15);
      readServicePrices(service, new Float64Array(15), answers.capacityPrice);
      const atBest = leastDelivered(answers, copies, delivered);
      // Whole capacity prices are half a step off at most, for each unit of capacity.
      expect(Math.abs(atBest - cost)).toBeLessThanOrEqual(instance.totalDemand * 4);
      const dearest = Math.max(1, ...answers.capacityPrice);
      for (let round = 0; round < 10; round++) {
        for (let i = 0; i < 8; i++) answers.capacityPrice[i] = random.next() < 0.3 ? 0 : 2 * dearest * random.next();
        expect(leastDelivered(answers, copies, delivered)).toBeLessThanOrEqual(cost + 1e-9 * Math.abs(cost));
        judged++;
      }
    }
    expect(judged).toBeGreaterThan(150);
  });
});

describe("a split service that is changed", () => {
  test("costs what a service from nothing costs, its prices prove it, and a change that is too dear leaves no trace", () => {
    let kept = 0;
    let takenBack = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const { siteCount: m, customerCount: n, ...rest } = planeFacilities(25, 40, 1.6 + 8 * random.next() ** 2, seed);
      const most = Int32Array.from({ length: m }, () => random.integer(1, seed % 3 === 0 ? 3 : 1));
      const instance = buildInstance({ siteCount: m, customerCount: n, ...rest, copies: most });
      const [changed, afresh] = [startSplitService(instance), startSplitService(instance)];
      let copies = most.map((k) => (random.next() < 0.7 ? random.integer(1, k) : 0));
      for (let round = 0; round < 25; round++) {
        const before = changed.isHeld ? changed.heldCost : Number.POSITIVE_INFINITY;
        const trial = copies.slice();
        for (let flips = random.integer(0, 4); flips > 0; flips--) {
          const i = random.integer(0, m - 1);
          trial[i] = random.integer(0, most[i]);
        }
        const expected = serveSplit(afresh, trial, Number.POSITIVE_INFINITY);
        const cutoff = random.next() < 0.5 ? Number.POSITIVE_INFINITY : before * 1.01;
        const cost = changeSplit(changed, trial, cutoff);
        if (expected >= cutoff) {
          expect(cost).toBe(Number.POSITIVE_INFINITY);
          takenBack++;
          if (changed.isHeld) expect(changeSplit(changed, copies, Number.POSITIVE_INFINITY)).toBe(before);
        } else {
          expect(Math.abs(cost - expected)).toBeLessThanOrEqual(1e-9 * expected);
          kept++;
          copies = trial;
        }
        if (changed.isHeld) expectCheapest(changed, copies);
      }
    }
    expect(kept).toBeGreaterThan(300);
    expect(takenBack).toBeGreaterThan(100);
  });
});

/** Everybody is served within capacity, for what the prices of the service prove to be the least. */
function expectCheapest(service: SplitService, copies: Int32Array): void {
  const { instance, open, openCount, amount } = service;
  const { customerCount: n, demand, capacity, openCost, totalDemand } = instance;
  const served = new Float64Array(n);
  for (let k = 0; k < openCount; k++) {
    let load = 0;
    for (let j = 0; j < n; j++) {
      load += amount[k * n + j];
      served[j] += amount[k * n + j];
    }
    expect(load).toBeLessThanOrEqual(capacity[open[k]] * copies[open[k]]);
  }
  expect(served).toEqual(demand);
  const [prices, capacityPrices] = [new Float64Array(n), new Float64Array(instance.siteCount)];
  readServicePrices(service, prices, capacityPrices);
  let bound = prices.reduce((sum, price) => sum + price, 0);
  copies.forEach((k, i) => {
    bound += k * (openCost[i] - capacity[i] * capacityPrices[i]);
  });
  // Whole capacity prices are half a step off at most, for each unit of demand.
  expect(Math.abs(service.heldCost - bound)).toBeLessThanOrEqual(2 * totalDemand + 1e-9 * bound);
}

describe("a customer's pairs", () => {
  test("ascend in cost, ties by site, whether costs are spread evenly, crowded, equal or too large to be packed", () => {
    const random = seededRandom(1);
    const m = 50;
    const draws: readonly (() => number)[] = [
      () => random.integer(-500, 500),
      () => (random.next() < 0.05 ? 1e12 : random.integer(0, 9)),
      () => 7,
      () => Math.round(2 ** (50 * random.next())),
      () => (random.next() < 0.1 ? 2 ** 50 : random.integer(0, 90)),
    ];
    for (const draw of draws) {
      const n = 12;
      const matrix = Float64Array.from({ length: m * n }, () =>
        random.next() < 0.2 ? Number.POSITIVE_INFINITY : draw(),
      );
      const { start, site, cost } = sortPairs(matrix, m, n);
      for (let j = 0; j < n; j++) {
        const sites = Array.from({ length: m }, (_, i) => i).filter(
          (i) => matrix[i * n + j] < Number.POSITIVE_INFINITY,
        );
        sites.sort((a, b) => matrix[a * n + j] - matrix[b * n + j] || a - b);
        expect(Array.from(site.subarray(start[j], start[j + 1]))).toEqual(sites);
        expect(Array.from(cost.subarray(start[j], start[j + 1]))).toEqual(sites.map((i) => matrix[i * n + j]));
      }
    }
  });
});

describe("a site's knapsack", () => {
  test("earns what taking the best customers one after another earns, whatever the guess", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const n = 40;
      const instance = buildInstance(planeFacilities(1, n, 0.1 + 0.8 * random.next(), seed));
      const { demand, matrix } = instance;
      const prices = Float64Array.from(matrix, (c) => Math.round(c * (0.5 + 1.5 * random.next())));
      const lists = startSiteLists(instance);
      forgetLists(lists, Int32Array.of(0), 1);
      reachPrices(lists, instance, prices, undefined);
      const rate = (j: number): number => (prices[j] - matrix[j]) / demand[j];
      const ranked = Array.from({ length: n }, (_, j) => j).filter((j) => rate(j) > 0);
      ranked.sort((a, b) => rate(b) - rate(a));
      const capacity = instance.capacity[0];
      let room = capacity;
      let best = 0;
      for (const j of ranked) {
        const taken = Math.min(room, demand[j]);
        best += taken * rate(j);
        room -= taken;
      }
      const perDemand = demand.map((d) => 1 / d);
      const cut = { position: 0, share: 0, rate: 0 };
      for (const guess of [0, rate(ranked[0]) * random.next(), 2 * rate(ranked[0]), 0]) {
        const earned = fillKnapsack(lists, 0, prices, demand, perDemand, capacity, guess, cut);
        expect(Math.abs(earned - best)).toBeLessThanOrEqual(1e-9 * best);
      }
      const atGuess = { ...cut };
      const sorted = fillSorted(lists, lists.start[0], lists.end[0], prices, demand, perDemand, capacity, cut);
      expect(Math.abs(sorted - best)).toBeLessThanOrEqual(1e-9 * best);
      expect(cut).toEqual(atGuess);
    }
  });
});

describe("the sites' answers", () => {
  test("are the same whatever was asked before, also after the site of cheapest capacity was closed", () => {
    let judged = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const instance = buildInstance(planeFacilities(20, 30, 1.5, seed));
      const used = startAnswers(instance);
      for (let round = 0; round < 4; round++) {
        restrict(used, instance);
        const fresh = startAnswers(instance);
        fresh.upper.set(used.upper);
        restrict(fresh, instance);
        const prices = pricesNear(instance, random);
        const [expected, got] = [answer(fresh, prices, false), answer(used, prices, false)];
        expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
        if (used.aggregatePrice > 0) judged++;
        used.upper[used.rateOrder[0]] = 0;
      }
    }
    expect(judged).toBeGreaterThan(20);
  });
});

/** Prices around each customer's nearest cost. */
function pricesNear(instance: LocationInstance, random: Random): Float64Array {
  return Float64Array.from({ length: instance.customerCount }, (_, j) =>
    Math.round(instance.cost[instance.start[j]] * (0.5 + 4 * random.next())),
  );
}

describe("where an answer says that the bound rises", () => {
  test("other prices prove no more than the slack promises, a site that total room takes in part counted so", () => {
    let judged = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed);
      const instance = buildInstance(planeFacilities(15, 30, 1.5, seed));
      const answers = startAnswers(instance);
      restrict(answers, instance);
      const prices = pricesNear(instance, random);
      const bound = answer(answers, prices, true);
      const slack = answers.slack.slice();
      if (answers.partSite >= 0) judged++;
      for (let t = 0; t < 10; t++) {
        const others =
          t < 5 ? prices.map((v) => Math.round(v * (1 + 0.02 * random.next()))) : pricesNear(instance, random);
        let promised = bound;
        for (let j = 0; j < 30; j++) promised += slack[j] * (others[j] - prices[j]);
        expect(answer(answers, others, false)).toBeLessThanOrEqual(promised + 1e-9 * Math.abs(promised));
      }
    }
    expect(judged).toBeGreaterThan(10);
  });

  test("is known of a node before it answers: what its parent's answer says, with the site decided", () => {
    const changed = [0, 0];
    for (const isLimited of [true, false]) {
      const problem = planeFacilities(10, 20, 6, 1);
      const instance = buildInstance(isLimited ? problem : uncapacitated(problem));
      const state = new SearchState(instance, new Planner(instance), new Control(), 0);
      const { answers, prices } = state;
      restrict(answers, instance);
      ascendPrices(instance, instance.openCost, prices);
      // Above these prices many sites open, others not, and there is room for all.
      for (let j = 0; j < 20; j++) prices[j] *= 1.3;
      answer(answers, prices, true);
      state.direction.set(answers.slack);
      state.average.set(answers.taken);
      for (let site = 0; site < 10; site++) {
        const after = ([0, 1] as const).map((way) => averagesAfter(state, site, 0, way));
        for (const [way, { direction, open }] of after.entries()) {
          const bounds = way === 0 ? answers.upper : answers.lower;
          bounds[site] = way;
          restrict(answers, instance);
          answer(answers, prices, true);
          expect(answers.aggregatePrice).toBe(0);
          for (let j = 0; j < 20; j++) expect(direction[j]).toBeCloseTo(answers.slack[j], 12);
          expect(open).toEqual(Float64Array.from(answers.taken));
          if (open[site] !== state.average[site]) changed[way]++;
          bounds[site] = 1 - way;
        }
        restrict(answers, instance);
      }
    }
    expect(Math.min(...changed)).toBeGreaterThan(2);
  });
});

describe("the sites' lists", () => {
  test("leave out nothing that matters while prices walk up and down for hundreds of answers", () => {
    for (let seed = 1; seed <= 4; seed++) {
      const random = seededRandom(seed);
      const instance = buildInstance(planeFacilities(12, 60, 2 + seed, seed));
      const walked = startAnswers(instance);
      const middle = Float64Array.from({ length: 60 }, (_, j) => 3 * instance.cost[instance.start[j]]);
      const prices = middle.slice();
      for (let step = 0; step < 200; step++) {
        // Small steps most of the time, and now and then a large one.
        const width = step % 70 === 69 ? 0.5 : 0.02;
        for (let j = 0; j < 60; j++)
          prices[j] = Math.round(
            prices[j] + width * (random.next() - 0.5) * middle[j] + 0.01 * (middle[j] - prices[j]),
          );
        const fresh = startAnswers(instance);
        const [expected, got] = [answer(fresh, prices, false), answer(walked, prices, false)];
        expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
      }
      // Far pairs were left out indeed.
      const { inner, start, end } = walked.lists;
      expect(inner.end.some((near, i) => near >= 0 && near - start[i] < (end[i] - start[i]) / 2)).toBe(true);
    }
  });
});

describe("trying both ways of a site", () => {
  test("bounds each from below, and leaves the node as it was", () => {
    for (let seed = 1; seed <= 8; seed++) {
      const problem = planeFacilities(10, 20, 3, seed);
      const instance = buildInstance(problem);
      const planner = new Planner(instance);
      planner.try(new Int32Array(10).fill(1));
      const state = new SearchState(instance, planner, new Control(), 0);
      restrict(state.answers, instance);
      ascendPrices(instance, instance.openCost, state.prices);
      state.bound = answer(state.answers, state.prices, false);
      const perUnit = instance.costScale * instance.stepsPerUnit;
      for (let site = 0; site < 10; site += 3) {
        for (const way of [0, 1] as const) {
          const tried = probe(state, site, 0, way);
          const forced = Array.from({ length: 10 }, (_, i) => (i === site ? 2 * way - 1 : 0));
          const { objective } = locateFacilities({ ...problem, state: forced });
          expect(tried.bound / perUnit).toBeLessThanOrEqual(objective * (1 + 1e-9));
          expect(tried.bound).toBeGreaterThanOrEqual(state.bound * (1 - 1e-12));
          const again = answer(state.answers, state.prices, false);
          expect(Math.abs(again - state.bound)).toBeLessThanOrEqual(1e-12 * state.bound);
        }
      }
    }
  });
});

describe("progress", () => {
  test("tells incumbents that fall and bounds that stay below the optimum, with their gap", () => {
    const problem = planeFacilities(40, 60, 4, 5);
    const told: Progress[] = [];
    const result = locateFacilities(problem, { onProgress: (progress) => told.push(progress) });
    expect(result.status).toBe("optimal");
    expect(told.some(({ phase }) => phase === "searching")).toBe(true);
    let best = Number.POSITIVE_INFINITY;
    for (const { incumbent, bound, gap } of told) {
      expect(incumbent).toBeLessThanOrEqual(best);
      best = incumbent!;
      expect(bound).toBeLessThanOrEqual(result.objective * (1 + 1e-12));
      expect(gap).toBeCloseTo((incumbent! - bound!) / incumbent!, 12);
    }
  });
});

describe("the certificate", () => {
  test("holds hardly more than one piece of evidence for each node of a search", () => {
    const problem = planeFacilities(60, 60, 5, 3);
    const result = locateFacilities(problem);
    const nodes = result.certificate!.nodes;
    const pieces = nodes.reduce((sum, { evidence }) => sum + evidence.length, 0);
    expect(verifyLocation(problem, result).violations).toEqual([]);
    expect(nodes.length).toBeGreaterThan(1);
    expect(pieces).toBeLessThan(3 * nodes.length);
  });
});

describe("the certificate of a search that was cut short", () => {
  /** Costs that no geometry orders leave the most nodes open. */
  function drawScattered(seed: number, capacity: number): LocationProblem {
    const random = seededRandom(seed);
    const size = 100;
    const scattered = {
      siteCount: size,
      customerCount: size,
      openCost: new Float64Array(size).fill(3000),
      cost: Float64Array.from({ length: size * size }, () => random.integer(1000, 2000)),
    };
    return capacity === 0 ? scattered : { ...scattered, capacity: new Float64Array(size).fill(capacity) };
  }

  test("closes siblings that were left open at one price by the node they come from", () => {
    for (const [seed, capacity] of [
      [1, 0],
      [2, 0],
      [3, 12],
    ]) {
      const problem = drawScattered(seed, capacity);
      const result = locateFacilities(problem, { workLimit: 16 });
      expect(result.stop).toBe("work");
      expect(verifyLocation(problem, result).violations).toEqual([]);
      const { nodes } = result.certificate!;
      let splits = 0;
      let twice = 0;
      for (const { split } of nodes) {
        if (split === undefined) continue;
        splits++;
        const [below, above] = [nodes[split.below], nodes[split.above]];
        if (below.split !== undefined || above.split !== undefined) continue;
        const [one] = below.evidence;
        const [other] = above.evidence;
        if (one?.prices.every((price, j) => price === other?.prices[j])) twice++;
      }
      expect(splits).toBeGreaterThan(10);
      // The pair with the least bound is closed leaf by leaf; without capacities it is seldom still a pair.
      expect(twice).toBeLessThanOrEqual(1);
    }
  });
});

describe("a search where there is no plan", () => {
  test("is closed by prices within the exact range, however far they have risen at once", () => {
    for (const seed of [30, 64, 119, 125]) {
      const random = seededRandom(seed);
      const [m, n] = [random.integer(4, 10), random.integer(12, 30)];
      const places = (count: number) =>
        Array.from({ length: count }, () => [random.integer(0, 60), random.integer(0, 60)] as const);
      const [sites, customers] = [places(m), places(n)];
      const costs = ([x, y]: readonly [number, number]): number[] =>
        customers.map(([u, v]) =>
          random.next() < 0.07 ? Number.POSITIVE_INFINITY : Math.round(Math.hypot(x - u, y - v)),
        );
      const cost = sites.flatMap(costs);
      const openCost = sites.map(() => random.integer(0, 120));
      // Every site alone leaves somebody out.
      const problem = { siteCount: m, customerCount: n, openCost, cost, mostOpen: 1 };
      const result = locateFacilities(problem);
      expect(result.status).toBe("infeasible");
      expect(result.nodeCount).toBe(1);
      expect(verifyLocation(problem, result).violations).toEqual([]);
    }
  });
});

describe("the work of answering", () => {
  test("is booked for every pair that is looked at, of sites of one copy and of several", () => {
    for (const copies of [1, 3]) {
      const problem = planeFacilities(20, 30, 5, 1);
      const instance = buildInstance({ ...problem, copies: new Int32Array(20).fill(copies) });
      const answers = startAnswers(instance);
      restrict(answers, instance);
      const dearest = instance.matrix.reduce((most, cost) => Math.max(most, cost), 0);
      const before = answers.visits;
      answer(answers, new Float64Array(30).fill(2 * dearest), false);
      expect(answers.visits - before, `${copies} copies`).toBeGreaterThanOrEqual(20 * 30);
    }
  });
});
