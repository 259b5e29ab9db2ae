import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { searchRoom } from "../src/kernels/coupled/room.ts";
import { type RoomSearch, startRoom } from "../src/kernels/coupled/room-state.ts";
import { readRoomTree } from "../src/kernels/coupled/room-tree.ts";
import type { RoomTree } from "../src/problems/coupled-result.ts";
import { leastMade } from "../src/problems/coupled-room.ts";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { readPrices } from "../src/verify/numbers/coupled-bound.ts";
import { casesBound } from "../src/verify/numbers/coupled-cases.ts";
import { type FamilyCase, makersOf, roomGain } from "../src/verify/numbers/coupled-room.ts";
import { randomCoupled, withRoofs } from "./conformance/random-coupled.ts";

/** A random family of up to ten lots and three goods, in a case; every lot's capacities are parts of what is wanted. */
function drawn(seed: number, nodes: number): RoomSearch {
  const random = seededRandom(seed);
  const n = random.integer(2, 10);
  const m = random.integer(1, 3);
  const search = startRoom(
    {
      family: 0,
      lot: Int32Array.from({ length: n }, (_, j) => j),
      good: Int32Array.from({ length: m }, (_, r) => r),
      wanted: Float64Array.from({ length: m }, () => random.integer(1, 50)),
      capacity: Float64Array.from({ length: n * m }, () => (random.next() < 0.2 ? 0 : 0.6 * random.next())),
    },
    nodes,
  );
  for (let j = 0; j < n; j++) {
    search.gain[j] = random.integer(-100, 20);
    search.given[j] = random.next() < 0.2 ? random.integer(-1, 1) : 0;
  }
  search.givenLeast = random.next() < 0.2 ? random.integer(0, n) : 0;
  search.givenMost = random.next() < 0.3 ? random.integer(search.givenLeast, n) : n;
  return search;
}

/** The best choice of all. */
function byHand({ rows, gain, given, givenLeast, givenMost }: RoomSearch): number {
  const n = gain.length;
  const m = rows.good.length;
  let best = Number.NEGATIVE_INFINITY;
  for (let mask = 0; mask < 1 << n; mask++) {
    const made = new Float64Array(m);
    let [sum, count, obeys] = [0, 0, true];
    for (let j = 0; j < n; j++) {
      const isOpen = ((mask >> j) & 1) === 1;
      obeys &&= given[j] === 0 || given[j] > 0 === isOpen;
      if (!isOpen) continue;
      count++;
      sum += gain[j];
      for (let r = 0; r < m; r++) made[r] += rows.capacity[j * m + r];
    }
    if (obeys && count >= givenLeast && count <= givenMost && made.every((own) => own >= 1)) best = Math.max(best, sum);
  }
  return best;
}

describe("a choice of lots with room for what is wanted", () => {
  test("is the best of all, or shown not to be there, where nodes suffice; and never bounded too low where they do not", () => {
    let none = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const full = drawn(seed, 3000);
      const best = byHand(full);
      const bound = searchRoom(full, 3000);
      if (best === Number.NEGATIVE_INFINITY) none++;
      expect(full.bestGain, `seed ${seed}`).toBe(best);
      expect(bound, `seed ${seed}`).toBeLessThan(best === Number.NEGATIVE_INFINITY ? 0 : best + 1e-6);
      for (const nodes of [1, 5, 11])
        expect(searchRoom(drawn(seed, 20), nodes), `seed ${seed}`).toBeGreaterThanOrEqual(best - 1e-6);
    }
    expect(none).toBeGreaterThan(20);
    expect(none).toBeLessThan(300);
  });

  test("has a tree that shows as much to the checker, and no more than there is with any multipliers", () => {
    const random = seededRandom(3);
    for (let seed = 1; seed <= 200; seed++) {
      const search = drawn(seed, 40);
      const best = byHand(search);
      const bound = searchRoom(search, 15);
      const tree = readRoomTree(search, Int32Array.from(search.gain.keys()));
      const { rows, gain } = search;
      const m = rows.good.length;
      const lots = Array.from(gain, (own, j) => ({
        ...{ name: j, family: 0, gain: own },
        room: new Map(Array.from(rows.good, (good, r) => [good, rows.capacity[j * m + r] * rows.wanted[r]])),
      }));
      const wants = { least: rows.wanted, maker: new Int32Array(m) };
      const here: FamilyCase = { state: search.given, least: search.givenLeast, most: search.givenMost };
      const shown = roomGain(tree, lots, here, wants);
      if (bound === Number.NEGATIVE_INFINITY) expect(shown, `seed ${seed}`).toBe(bound);
      else expect(Math.abs(Number(shown) - bound), `seed ${seed}`).toBeLessThan(1e-6 * (1 + Math.abs(bound)));
      const bent = { ...tree, multiplier: tree.multiplier.map((rate) => rate * 2 * random.next()) };
      expect(roomGain(bent, lots, here, wants), `seed ${seed}`).toBeGreaterThanOrEqual(best - 1e-6);
      for (const spoiled of [
        { ...tree, fork: tree.fork.slice(1) },
        { ...tree, fork: Int8Array.of(...tree.fork, 0) },
        { ...tree, multiplier: tree.multiplier.map((rate) => -1 - rate) },
        { ...tree, good: tree.good.map(() => 7) },
        { ...tree, family: 1 },
      ])
        expect(roomGain(spoiled, lots, here, wants), `seed ${seed}`).toBeTypeOf("string");
    }
  });
});

describe("room in the cases of a certificate", () => {
  test("proves no more of a random problem than its plan costs, at whatever multipliers, and now and then more than prices", () => {
    const random = seededRandom(17);
    let helped = 0;
    let wasTree = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const drawn = randomCoupled(seededRandom(seed), 3, 3);
      const problem = seed % 3 === 0 ? withRoofs(drawn, random) : drawn;
      const { plan, certificate, objective } = planCoupled(problem, { workLimit: 0.02 });
      if (plan === undefined || certificate === undefined) continue;
      // At lower prices works would rather be closed, if there had not to be room.
      const [demandPrice, inputPrice] = [certificate.demandPrice, certificate.inputPrice].map((own) =>
        own.map((price) => 0.6 * price),
      );
      const read = readPrices(problem, { demandPrice, inputPrice });
      if (typeof read === "string") continue;
      const makers = makersOf(problem.goodCount, read.lots);
      const prices = [{ demandPrice, inputPrice }];
      const leaf = { fork: Int8Array.of(0), subject: Int32Array.of(0), number: Int32Array.of(0), prices };
      const bare = Number(casesBound(problem, leaf));
      for (let trial = 0; trial < 24; trial++) {
        const trees = Array.from(makers).flatMap((family, good): RoomTree[] => {
          const names = read.lots.filter((lot) => lot.family === family).map(({ name }) => name);
          if (family < 0 || names.length === 0) return [];
          const isForked = random.next() < 0.5;
          const byNumber = random.next() < 0.3;
          const rate = () => 10 ** random.integer(-3, trial % 4 === 0 ? 40 : 2) * random.next();
          wasTree++;
          return [
            {
              family,
              fork: isForked ? Int8Array.of(byNumber ? 2 : 1, 0, 0) : Int8Array.of(0),
              subject: Int32Array.from({ length: isForked ? 3 : 1 }, () => names[random.integer(0, names.length - 1)]),
              number: Int32Array.from({ length: isForked ? 3 : 1 }, () => random.integer(0, names.length)),
              good: Int32Array.of(good),
              multiplier: Float64Array.from({ length: isForked ? 2 : 1 }, rate),
            },
          ];
        });
        const shown = casesBound(problem, { ...leaf, room: [trees] });
        expect(shown, `seed ${seed}, trial ${trial}`).toBeTypeOf("number");
        expect(Number(shown), `seed ${seed}, trial ${trial}`).toBeLessThanOrEqual(
          objective + 1e-9 * Math.abs(objective),
        );
        if (Number(shown) > bare + 1e-6) helped++;
      }
    }
    expect(wasTree).toBeGreaterThan(100);
    expect(helped).toBeGreaterThan(3);
  });
});

describe("what must be made of a good at least", () => {
  test("is demand and what is made of it, less what is supplied; nothing is known of what also comes beside others", () => {
    const chain = {
      ...{ placeCount: 2, goodCount: 2, recipeCount: 2, freight: [], freightTable: [-1, -1] },
      ...{ demand: [3, 4, 10, 20], supply: [5, 0, 0, 6] },
      makes: { start: [0, 1, 2], good: [0, 1], amount: [1, 2] },
      takes: { start: [0, 0, 1], good: [0], amount: [3] },
      ...{ sitePlace: [0, 0], siteGood: [0, 1], sizeStart: [0, 1, 2], newCost: [1, 1] },
      ...{ activityStart: [0, 1, 2], activityRecipe: [0, 1], activityCapacity: [9, 9], activityCost: [0, 0] },
    };
    const [raw, final] = leastMade(chain);
    expect(final).toBe(24);
    expect(raw).toBeLessThanOrEqual(38);
    expect(raw).toBeCloseTo(38, 9);
    expect(leastMade({ ...chain, shortageCost: [Number.POSITIVE_INFINITY, 1] })[1]).toBe(0);
    const beside = { ...chain, makes: { start: [0, 2, 3], good: [0, 1, 1], amount: [1, 1, 2] } };
    expect(Array.from(leastMade(beside))).toEqual([2, 0]);
  });

  test("is never more than what a plan of a random problem makes", () => {
    let positive = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const problem = randomCoupled(seededRandom(seed), 3, 3);
      const { plan } = planCoupled(problem, { workLimit: 0.02 });
      if (plan === undefined) continue;
      const made = new Float64Array(problem.goodCount);
      for (let i = 0; i < problem.siteGood.length; i++) {
        for (
          let a = problem.activityStart[problem.sizeStart[i]];
          a < problem.activityStart[problem.sizeStart[i + 1]];
          a++
        ) {
          const recipe = problem.activityRecipe[a];
          for (let e = problem.makes.start[recipe]; e < problem.makes.start[recipe + 1]; e++)
            if (problem.makes.good[e] === problem.siteGood[i])
              made[problem.siteGood[i]] += plan.runs[a] * problem.makes.amount[e];
        }
      }
      leastMade(problem).forEach((least, good) => {
        if (least > 0) positive++;
        expect(made[good], `seed ${seed}`).toBeGreaterThanOrEqual(least * (1 - 1e-6) - 1e-6);
      });
    }
    expect(positive).toBeGreaterThan(10);
  });
});
