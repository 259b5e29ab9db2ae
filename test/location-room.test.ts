import { describe, expect, it } from "vitest";
import { planeFacilities } from "../bench/instances/facilities.ts";
import { seededRandom } from "../src/base/random.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { NO_PAIRS } from "../src/verify/numbers/location-allowed.ts";
import type { Remaining, WholeLocation } from "../src/verify/numbers/location-certificate.ts";
import { PriceSums } from "../src/verify/numbers/location-prices.ts";
import { RoomTrial, ruleByRoom } from "../src/verify/numbers/location-room.ts";

const MOST_SITES = 14;

function drawSites(seed: number, m = seededRandom(seed).integer(2, 9)) {
  const random = seededRandom(seed);
  const capacity = Float64Array.from({ length: m }, () => random.integer(1, 9));
  const openCost = new Float64Array(m);
  const whole: WholeLocation = {
    siteCount: m,
    customerCount: 0,
    openCost,
    capacity,
    totalCapacity: capacity.reduce((sum, room) => sum + room, 0),
    demand: new Float64Array(0),
    totalDemand: random.integer(1, 5 * m),
    copies: new Int32Array(m).fill(1),
    hasCopies: false,
    group: new Int32Array(m).fill(-1),
    groupCount: 0,
    groupSites: [],
    state: new Int32Array(m),
    fewest: 0,
    most: m,
    singleSource: false,
    priceSums: new PriceSums(new Float64Array(0), 0),
    cost: new Float64Array(0),
    pairs: undefined,
    isComplete: true,
  };
  const lower = Int32Array.from({ length: m }, () => (random.next() < 0.2 ? 1 : 0));
  const remaining: Remaining = {
    lower,
    sites: Int32Array.from({ length: m }, (_, i) => i),
    siteCount: m,
    upper: Int32Array.from(lower, (l) => (l === 1 || random.next() < 0.9 ? 1 : 0)),
    fewest: 0,
    most: m,
    allowed: NO_PAIRS,
  };
  const value = Int32Array.from({ length: m }, () => random.integer(-6, 6));
  return { whole, remaining, value, price: random.integer(0, 2), threshold: random.integer(-20, 20) };
}

describe("sites chosen whole so that they have room enough", () => {
  it("decides exactly what all sets below the threshold agree on", () => {
    const outcomes = new Set<string>();
    // One trial for all, in which nothing of the sets before may be left.
    const trial = new RoomTrial(MOST_SITES);
    for (let seed = 1; seed <= 420; seed++) {
      const { whole, remaining, value, price, threshold } = drawSites(seed, seed > 400 ? MOST_SITES : undefined);
      const { siteCount: m, capacity, totalDemand } = whole;
      const allowed: number[] = [];
      for (let set = 0; set < 1 << m; set++) {
        let cost = 0;
        let room = -totalDemand;
        let fits = true;
        for (let i = 0; i < m; i++) {
          const isOpen = (set >> i) & 1;
          fits &&= isOpen >= remaining.lower[i] && isOpen <= remaining.upper[i];
          if (isOpen === 0) continue;
          cost += value[i];
          room += capacity[i];
        }
        if (fits && room >= 0 && cost + price * room < threshold) allowed.push(set);
      }
      const ruling = ruleByRoom(whole, trial, remaining, value, 0, price, threshold);
      if (allowed.length === 0) {
        expect(ruling).toBe("closed");
        outcomes.add("closed");
        continue;
      }
      const free = Array.from({ length: m }, (_, i) => i).filter((i) => remaining.lower[i] < remaining.upper[i]);
      const open = free.filter((i) => allowed.every((set) => (set >> i) & 1));
      const closed = free.filter((i) => allowed.every((set) => !((set >> i) & 1)));
      expect(typeof ruling).toBe("object");
      if (typeof ruling !== "object") continue;
      expect([...ruling.open].sort((a, b) => a - b)).toEqual(open);
      expect([...ruling.closed].sort((a, b) => a - b)).toEqual(closed);
      if (open.length > 0) outcomes.add("open");
      if (closed.length > 0) outcomes.add("shut");
    }
    expect(outcomes).toEqual(new Set(["closed", "open", "shut"]));
  });

  it("shortens proofs where room is scarce, which the checker follows and does not accept for more", () => {
    let pieces = 0;
    for (let seed = 1; seed <= 3; seed++) {
      const problem = planeFacilities(25, 50, 1.2, seed);
      const result = locateFacilities(problem);
      expect(result.status).toBe("optimal");
      expect(verifyLocation(problem, result).violations).toEqual([]);
      const { certificate } = result;
      pieces += certificate!.nodes.flatMap(({ evidence }) => evidence).filter((e) => e.coversDemand === true).length;
      const threshold = Math.ceil(certificate!.threshold * (1 + 1e-6));
      const raised = { ...result, bound: result.objective, certificate: { ...certificate!, threshold } };
      expect(verifyLocation(problem, raised).valid).toBe(false);
    }
    expect(pieces).toBeGreaterThan(0);
  });
});
