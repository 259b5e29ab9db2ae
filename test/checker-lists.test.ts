import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { LocationCertificate } from "../src/problems/location-result.ts";
import { OfferHeap, Stalls } from "../src/verify/numbers/coupled-stalls.ts";
import type { WholeLocation } from "../src/verify/numbers/location-certificate.ts";
import { SiteEarnings } from "../src/verify/numbers/location-earnings.ts";
import { readWhole } from "../src/verify/numbers/location-read.ts";

function drawProblem(seed: number) {
  const random = seededRandom(seed);
  const siteCount = random.integer(1, 4);
  const customerCount = random.integer(1, 30);
  // From amounts of one to those near the largest that doubles hold as whole numbers.
  const large = random.next() < 0.3 ? 2 ** random.integer(1, 40) : 1;
  const cost = Float64Array.from({ length: siteCount * customerCount }, () =>
    random.next() < 0.1 ? Number.POSITIVE_INFINITY : random.integer(0, 50) * large,
  );
  const demand = Float64Array.from({ length: customerCount }, () => random.integer(1, 9));
  const problem: LocationProblem = { siteCount, customerCount, cost, demand, openCost: new Int32Array(siteCount) };
  const evidence = Array.from({ length: 6 }, () => ({
    prices: Float64Array.from({ length: customerCount }, () => random.integer(-5, 60) * large),
    aggregatePrice: 0,
  }));
  return { random, large, problem, cost, demand, evidence };
}

function certificateOf(evidence: LocationCertificate["nodes"][number]["evidence"]): LocationCertificate {
  return { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold: 0, nodes: [{ evidence }] };
}

describe("the pairs that a checker of locations keeps", () => {
  test("are all that cost less than some price, to the step, at any scale", () => {
    let kept = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed);
      const [siteCount, customerCount] = [random.integer(1, 4), random.integer(1, 30)];
      const costScale = 10 ** random.integer(0, 6);
      const stepsPerUnit = 2 ** random.integer(0, 12);
      const largest = 2 ** random.integer(3, 32);
      // Costs a unit apart beside prices a step apart, around zero and far from it.
      const base = random.integer(-largest, largest);
      const units = Float64Array.from({ length: siteCount * customerCount }, () => base + random.integer(-2, 2));
      const cost = random.next() < 0.5 ? units.map((u) => u / costScale) : Array.from(units, (u) => u / costScale);
      const near = () => (base + random.integer(-2, 2)) * stepsPerUnit + random.integer(-1, 1);
      const evidence = [1, 2].map(() => ({
        prices: Float64Array.from({ length: customerCount }, near),
        aggregatePrice: 0,
      }));
      const problem: LocationProblem = { siteCount, customerCount, cost, openCost: new Int32Array(siteCount) };
      const certificate = { ...certificateOf(evidence), costScale, stepsPerUnit };
      const { start, customer, cost: steps } = (readWhole(problem, certificate, "pairs") as WholeLocation).pairs!;
      for (let i = 0; i < siteCount; i++) {
        const listed = new Map(
          Array.from({ length: start[i + 1] - start[i] }, (_, t) => [customer[start[i] + t], steps[start[i] + t]]),
        );
        for (let j = 0; j < customerCount; j++) {
          const own = units[i * customerCount + j] * stepsPerUnit;
          if (!evidence.some(({ prices }) => own < prices[j])) continue;
          expect(listed.get(j), `seed ${seed}`).toBe(own);
          kept++;
        }
      }
    }
    expect(kept).toBeGreaterThan(2000);
  });
});

describe("what customers pay a site above cost and capacity price", () => {
  test("is the plain sum however often it is asked for, also beside prices that are no numbers", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { random, large, problem, cost, demand, evidence } = drawProblem(seed);
      const { siteCount, customerCount: n } = problem;
      const hostile = [Number.NaN, Number.POSITIVE_INFINITY, 1e300, Number.MAX_SAFE_INTEGER];
      const wild = Float64Array.from({ length: n }, () => hostile[random.integer(0, 3)]);
      const all = seed % 2 === 0 ? [...evidence, { prices: wild, aggregatePrice: 0 }] : evidence;
      // Room has a price only where it is limited.
      const limited = { ...problem, capacity: new Int32Array(siteCount) };
      const whole = readWhole(limited, certificateOf(all), "pairs") as WholeLocation;
      const earnings = new SiteEarnings(whole.pairs!, whole.demand, whole.priceSums, 0);
      let wrong = 0;
      for (let ask = 0; ask < 300; ask++) {
        const i = random.integer(0, siteCount - 1);
        const asked = evidence[random.integer(0, evidence.length - 1)];
        const { prices } = asked;
        const level = whole.priceSums.level[whole.priceSums.placeOf(asked)];
        const price = random.next() < 0.3 ? 0 : random.integer(0, 20) * large;
        let sum = 0;
        for (let j = 0; j < n; j++) sum += Math.max(0, prices[j] - cost[i * n + j] - price * demand[j]);
        if (earnings.paid(i, prices, level, price) !== sum) wrong++;
      }
      expect(wrong).toBe(0);
    }
  });

  test("is the plain sum, to the step, also at prices of room that the certificate does not show at sight", () => {
    let [asked, again] = [0, 0];
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const [siteCount, n] = [random.integer(1, 5), random.integer(1, 30)];
      const costScale = 10 ** random.integer(0, 6);
      const stepsPerUnit = 2 ** random.integer(0, 12);
      const largest = 2 ** random.integer(3, 30);
      const demand = Float64Array.from({ length: n }, () => random.integer(1, 9));
      // Costs a unit apart beside prices a step apart, at levels far from one another.
      const base = random.integer(-largest, largest);
      const units = Float64Array.from({ length: siteCount * n }, () => base + random.integer(-2, 2));
      const cost = random.next() < 0.5 ? units.map((u) => u / costScale) : Array.from(units, (u) => u / costScale);
      const piece = () => {
        const level = random.integer(0, largest);
        const price = (d: number) => (base + random.integer(-2, 2)) * stepsPerUnit + level * d + random.integer(-1, 1);
        const pricedSites = Int32Array.from({ length: siteCount }, (_, i) => i).filter(() => random.next() < 0.7);
        const capacityPrices = Float64Array.from(pricedSites, () => level + random.integer(0, 2));
        return { prices: demand.map(price), aggregatePrice: 0, pricedSites, capacityPrices };
      };
      const evidence = [piece(), piece(), piece()];
      const problem = { siteCount, customerCount: n, cost, demand, openCost: new Int32Array(siteCount) };
      const limited: LocationProblem = { ...problem, capacity: new Int32Array(siteCount) };
      const certificate = { ...certificateOf(evidence), costScale, stepsPerUnit };
      const whole = readWhole(limited, certificate, "pairs") as WholeLocation;
      const { floor } = whole.pairs!.again!;
      const earnings = new SiteEarnings(whole.pairs!, whole.demand, whole.priceSums, seed % 2 === 0 ? 0 : undefined);
      for (let ask = 0; ask < 60; ask++) {
        const i = random.integer(0, siteCount - 1);
        const own = evidence[random.integer(0, 2)];
        const level = whole.priceSums.level[whole.priceSums.placeOf(own)];
        const price =
          random.next() < 0.2 ? random.integer(0, largest) : (own.capacityPrices[own.pricedSites.indexOf(i)] ?? 0);
        if (price - level < floor[i]) again++;
        let sum = 0;
        for (let j = 0; j < n; j++)
          sum += Math.max(0, own.prices[j] - units[i * n + j] * stepsPerUnit - price * demand[j]);
        expect(earnings.paid(i, own.prices, level, price), `seed ${seed}`).toBe(sum);
        asked++;
      }
    }
    expect(again).toBeGreaterThan(asked / 20);
  });

  test("is no number where a pair that was not listed at first does not fit the scale", () => {
    const problem = { siteCount: 1, customerCount: 2, cost: [1, 2.5], demand: [1, 1], openCost: [0], capacity: [1] };
    const prices = Float64Array.of(3, 3);
    const piece = { prices, aggregatePrice: 0, pricedSites: Int32Array.of(0), capacityPrices: Float64Array.of(1) };
    const whole = readWhole(problem, certificateOf([piece]), "pairs") as WholeLocation;
    const earnings = new SiteEarnings(whole.pairs!, whole.demand, whole.priceSums);
    expect(earnings.paid(0, prices, 3, 1)).toBe(1);
    expect(earnings.paid(0, prices, 3, 0)).toBeNaN();
  });
});

describe("offers", () => {
  test("are taken dearest first, equal ones in the order in which they came, again and again", () => {
    const heap = new OfferHeap();
    const random = seededRandom(7);
    for (let round = 0; round < 60; round++) {
      const count = random.integer(0, 200);
      const offers = Array.from({ length: count }, (_, k) => ({ k, worth: random.integer(1, 40) }));
      heap.clear();
      for (const { k, worth } of offers) heap.add(worth, 1000 + k, k);
      heap.order();
      offers.sort((a, b) => b.worth - a.worth || a.k - b.k);
      for (const { k, worth } of offers.slice(0, random.integer(0, count))) {
        const at = heap.take();
        expect([at, heap.worth[at], heap.most[at], heap.label[at]]).toEqual([k, worth, 1000 + k, k]);
      }
    }
    heap.clear();
    heap.order();
    expect(heap.take()).toBe(-1);
  });

  test("come from stalls in the order in which they were added, place by place", () => {
    const random = seededRandom(8);
    const stalls = new Stalls(5);
    const added: number[][] = Array.from({ length: 5 }, () => []);
    for (let k = 0; k < 500; k++) {
      const place = random.integer(0, 3);
      const price = random.integer(-50, 50);
      stalls.add(place, k, price, k + 1);
      added[place].push(price);
    }
    for (let place = 0; place < 5; place++) {
      const prices: number[] = [];
      for (let t = stalls.first[place]; t >= 0; t = stalls.next[t]) prices.push(stalls.price[t]);
      expect(prices).toEqual(added[place]);
      expect(stalls.dearest[place]).toBe(Math.max(...added[place]));
      expect(stalls.magnitude[place]).toBe(Math.max(0, ...added[place].map(Math.abs)));
    }
  });
});
