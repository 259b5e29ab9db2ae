import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import { FullKnapsack } from "../src/verify/numbers/location-knapsack.ts";
import { orderByCost } from "../src/verify/numbers/location-order.ts";
import { PlanTrial } from "../src/verify/numbers/location-plans.ts";

interface Site {
  readonly openCost: number;
  readonly capacity: number;
  readonly mustOpen: boolean;
  /** What each customer earns here. */
  readonly earns: Float64Array;
  /** No set that earns no more than this is in a plan of least cost. */
  readonly least: number;
}

function drawSites(random: Random, siteCount: number, customerCount: number): Site[] {
  return Array.from({ length: siteCount }, () => ({
    openCost: random.integer(-5, 30),
    capacity: random.integer(3, 14),
    mustOpen: random.next() < 0.4,
    earns: Float64Array.from({ length: customerCount }, () => random.integer(-4, 12)),
    least: -1000,
  }));
}

/** The least cost of a plan, by giving each customer to each site in turn; Infinity where there is none. */
function leastByTrying(sites: readonly Site[], demand: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  const load = new Float64Array(sites.length);
  const serve = (j: number, earned: number): void => {
    if (j === demand.length) {
      let cost = -earned;
      sites.forEach(({ openCost, mustOpen }, i) => {
        cost += load[i] > 0 || mustOpen ? openCost : Math.min(0, openCost);
      });
      least = Math.min(least, cost);
      return;
    }
    sites.forEach(({ capacity, earns }, i) => {
      if (load[i] + demand[j] > capacity) return;
      load[i] += demand[j];
      serve(j + 1, earned + earns[j]);
      load[i] -= demand[j];
    });
  };
  serve(0, 0);
  return least;
}

/** One for all, as a check has: each try has customers of another number, so that sets have more words or fewer. */
const trial = new PlanTrial(8, 80);

function leastByTrial(
  sites: readonly Site[],
  demand: Float64Array,
  limit: number,
  spare: number,
  change?: Float64Array,
): number | undefined {
  const n = demand.length;
  const everyone = Int32Array.from({ length: n }, (_, j) => j);
  trial.clear(n, spare);
  for (const { earns, openCost, capacity, mustOpen, least } of sites) {
    const items = new FullKnapsack(n);
    items.fill(everyone, 0, n, earns, demand);
    const whom = { items, customer: everyone, from: 0, to: n, earnsAt: earns, demand, bit: everyone };
    trial.addSite(trial.sets.take({ ...whom, capacity, spare, least }), least, openCost, mustOpen);
  }
  return trial.least(limit, change);
}

describe("plans made of sets of customers", () => {
  it("are all tried: the least below a limit is found, and none where there is none", () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 150; seed++) {
      const random = seededRandom(seed);
      // Beyond 32 customers sets take a second word, beyond 64 two more: those but the last few fit nowhere but at one site
      // of their own.
      const [few, many] = [random.integer(2, 6), seed % 3 === 0 ? (seed % 2 === 0 ? 30 : 63) : 0];
      const drawn = drawSites(random, random.integer(1, 4), few + many);
      const demand = Float64Array.from({ length: few + many }, (_, j) => (j < many ? 50 : random.integer(1, 6)));
      const earns = Float64Array.from(demand, (_, j) => (j < many ? 1 : -4));
      const own = { openCost: 0, mustOpen: false, earns, least: many - 1, capacity: 50 * many };
      const sites = many === 0 ? drawn : [...drawn, own];
      const wanted = leastByTrying(sites, demand);
      // What sites have beside the demand is all that an open one may leave over.
      const spare = sites.reduce((sum, site) => sum + site.capacity, 0) - demand.reduce((sum, d) => sum + d, 0);
      for (const limit of [1000, wanted, wanted + 1]) {
        if (!Number.isFinite(limit)) continue;
        expect(leastByTrial(sites, demand, limit, 1e6)).toBe(Math.min(wanted, limit));
        expect(leastByTrial(sites, demand, limit, spare)).toBe(Math.min(wanted, limit));
        // Everybody is served once: sets cost less by what all pay more.
        const change = Float64Array.from(demand, () => random.integer(-6, 6));
        const paid = change.reduce((sum, own) => sum + own, 0);
        expect(leastByTrial(sites, demand, limit - paid, spare, change)).toBe(Math.min(wanted, limit) - paid);
      }
      outcomes.add(wanted === Number.POSITIVE_INFINITY ? "none" : "some");
    }
    expect(outcomes).toEqual(new Set(["none", "some"]));
  });

  it("are found where sets were of fewer customers before, and more", () => {
    for (const [few, many] of [
      [9, 0],
      [9, 60],
    ]) {
      const demand = Float64Array.from({ length: few + many }, (_, j) => (j < many ? 50 : 1));
      // At the first site all may go, at the second the few: half of these earn more there.
      const first = Float64Array.from(demand, (_, j) => (j < many ? 100 : 1));
      const second = Float64Array.from(demand, (_, j) => (j < many ? -100 : j % 2 === 0 ? 3 : -1));
      const site = { openCost: 0, mustOpen: false };
      const sites = [
        { ...site, earns: first, least: 100 * many - 1, capacity: 50 * many + few },
        { ...site, earns: second, least: -50, capacity: few },
      ];
      const evens = demand.filter((_, j) => j >= many && j % 2 === 0).length;
      expect(leastByTrial(sites, demand, 1000, 1e6)).toBe(-(100 * many + few + 2 * evens));
    }
  });

  it("fill a site as far as is asked: those that earn enough, and the most of all, are as by trying them one by one", () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const n = random.integer(1, 9);
      const everyone = Int32Array.from({ length: n }, (_, j) => j);
      const demand = Float64Array.from(everyone, () => random.integer(1, 40));
      // Where a unit of room is worth much, sums come near the end of the exact range.
      const scale = seed % 5 === 0 ? 2 ** 42 : 1;
      const earns = Float64Array.from(everyone, () => scale * random.integer(-9, 30) + random.integer(0, 1));
      const capacity = random.integer(0, 130) * (seed % 10 === 0 ? 20 : 1);
      const spare = seed % 4 === 0 ? random.integer(0, 60) : random.integer(0, 4);
      const asked = scale * random.integer(-20, 40);
      let wanted = Number.NEGATIVE_INFINITY;
      const enough: string[] = [];
      for (let set = 0; set < 2 ** n; set++) {
        const has = (j: number): boolean => ((set >> j) & 1) === 1;
        const load = demand.reduce((sum, d, j) => sum + (has(j) ? d : 0), 0);
        const earned = earns.reduce((sum, e, j) => sum + (has(j) ? e : 0), 0);
        if (load > capacity || load < capacity - spare) continue;
        wanted = Math.max(wanted, earned);
        if (earned > asked) enough.push(`${set} costs ${7 - earned}`);
      }
      const items = new FullKnapsack(n);
      items.fill(everyone, 0, n, earns, demand);
      const whom = { items, customer: everyone, from: 0, to: n, earnsAt: earns, demand, bit: everyone };
      const { sets } = new PlanTrial(1, n);
      const site = sets.take({ ...whom, capacity, spare, least: -1000 * scale });
      const most = sets.most(site);
      // Where loads are many nothing is said, nor where they are fewer but most of them do, unless little may be left over.
      const mostCells = spare > capacity / 64 ? 2000 : 6000;
      expect(most === undefined).toBe(spare > 31 && (Math.ceil(0.4 * n) + 1) * (capacity + 1) > mostCells);
      if (most !== undefined) expect(most).toBe(wanted);
      sets.list(site, asked, 7);
      const found = Array.from(
        { length: sets.count },
        (_, s) => `${sets.members[s * sets.words]} costs ${sets.cost[s]}`,
      );
      expect(found.sort()).toEqual(enough.sort());
      const isBest = wanted === items.most(capacity);
      outcomes.add(
        most === undefined ? "unknown" : most < 0 ? "none that earns" : isBest ? "the best" : "a fuller one",
      );
    }
    expect(outcomes.size).toBe(4);
  });

  it("have a best one of a site that may stay empty, whether a table tells it or not", () => {
    for (const [n, isEmptyBest] of [
      [5, true],
      [300, true],
      [300, false],
    ] as const) {
      const everyone = Int32Array.from({ length: n }, (_, j) => j);
      const demand = new Float64Array(n).fill(7);
      const earns = Float64Array.from(everyone, (j) => (j === 3 && !isEmptyBest ? 2 : -1));
      const items = new FullKnapsack(n);
      items.fill(everyone, 0, n, earns, demand);
      const whom = { items, customer: everyone, from: 0, to: n, earnsAt: earns, demand, bit: everyone };
      const { sets } = new PlanTrial(1, n);
      expect(sets.most(sets.take({ ...whom, capacity: 20, spare: 25, least: -9 }))).toBe(isEmptyBest ? 0 : 2);
    }
  });

  it("are the same where looking through them takes so long that a table is made after all, one site after the other", () => {
    let [long, short] = [0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const n = 13;
      const everyone = Int32Array.from({ length: n }, (_, j) => j);
      const demand = Float64Array.from(everyone, () => random.integer(1, 40));
      const { sets } = new PlanTrial(4, n);
      const sites = [40, random.integer(290, 330), random.integer(150, 330), 50].map((capacity) => {
        const earns = Float64Array.from(everyone, () => random.integer(-9, 30));
        const items = new FullKnapsack(n);
        items.fill(everyone, 0, n, earns, demand);
        const spare = Math.ceil(capacity / (seed % 2 === 0 ? 20 : 2));
        const whom = { items, customer: everyone, from: 0, to: n, earnsAt: earns, demand, bit: everyone };
        return { site: sets.take({ ...whom, capacity, spare, least: -30 }), earns, capacity, spare };
      });
      for (const { site, earns, capacity, spare } of sites) {
        const [first, before] = [sets.count, sets.steps];
        const least = random.integer(-30, 60);
        sets.list(site, least, 7);
        const wanted: string[] = [];
        for (let set = 0; set < 2 ** n; set++) {
          const has = (j: number): number => (set >> j) & 1;
          const load = demand.reduce((sum, d, j) => sum + d * has(j), 0);
          const earned = earns.reduce((sum, e, j) => sum + e * has(j), 0);
          if (load <= capacity && load >= capacity - spare && earned > least)
            wanted.push(`${set} costs ${7 - earned}, ${capacity - load} left`);
        }
        const found = Array.from({ length: sets.count - first }, (_, s) => {
          const members = sets.members[(first + s) * sets.words];
          return `${members} costs ${sets.cost[first + s]}, ${sets.left[first + s]} left`;
        });
        expect(found.sort(), `seed ${seed}`).toEqual(wanted.sort());
        if (sets.steps - before > 0.5 * 7 * (capacity + 1)) long++;
        else short++;
      }
    }
    expect(long).toBeGreaterThan(15);
    expect(short).toBeGreaterThan(4);
  });

  it("are ordered by cost, then number, however costs are spread", () => {
    const random = seededRandom(5);
    const spreads: (() => number)[] = [
      () => random.integer(0, 9),
      () => random.integer(-(2 ** 50), 2 ** 50),
      () => (random.next() < 0.01 ? 2 ** 51 : random.integer(0, 5)),
      () => 7,
    ];
    for (const count of [0, 1, 2, 30, 1000])
      for (const draw of spreads) {
        const from = random.integer(0, 4);
        const cost = Float64Array.from({ length: from + count + 2 }, draw);
        const list = new Int32Array(from + count + 2).fill(-1);
        orderByCost(list, from, from + count, cost);
        const numbers = Array.from({ length: count }, (_, k) => from + k).sort((a, b) => cost[a] - cost[b] || a - b);
        expect([...list]).toEqual([...new Array(from).fill(-1), ...numbers, -1, -1]);
      }
  });
});
