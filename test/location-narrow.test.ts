import { describe, expect, it } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { NO_PAIRS } from "../src/verify/numbers/location-allowed.ts";
import type { Remaining, WholeLocation } from "../src/verify/numbers/location-certificate.ts";
import { narrowBy, oneLine, startLines } from "../src/verify/numbers/location-narrow.ts";
import { PriceSums } from "../src/verify/numbers/location-prices.ts";

function drawChoice(seed: number) {
  const random = seededRandom(seed);
  const m = random.integer(1, 9);
  const hasGroups = random.next() < 0.3;
  const group = Int32Array.from({ length: m }, () => (hasGroups ? random.integer(-1, 1) : -1));
  const whole: WholeLocation = {
    siteCount: m,
    customerCount: 0,
    openCost: new Float64Array(m),
    capacity: new Float64Array(0),
    totalCapacity: 0,
    demand: new Float64Array(0),
    totalDemand: 0,
    copies: new Int32Array(m).fill(1),
    hasCopies: false,
    group,
    groupCount: hasGroups ? 2 : 0,
    groupSites: (hasGroups ? [0, 1] : []).map((g) => Int32Array.from(group.keys()).filter((i) => group[i] === g)),
    state: new Int32Array(m),
    fewest: 0,
    most: m,
    singleSource: false,
    priceSums: new PriceSums(new Float64Array(0), 0),
    cost: new Float64Array(0),
    pairs: undefined,
    isComplete: true,
  };
  const lower = Int32Array.from({ length: m }, () => (!hasGroups && random.next() < 0.2 ? 1 : 0));
  const isLimited = random.next() < 0.4;
  const remaining: Remaining = {
    lower,
    upper: Int32Array.from(lower, (l) => (l === 1 || random.next() < 0.9 ? 1 : 0)),
    sites: Int32Array.from({ length: m }, (_, i) => i),
    siteCount: m,
    fewest: isLimited ? random.integer(0, m) : 0,
    most: isLimited ? random.integer(0, m) : m,
    allowed: NO_PAIRS,
  };
  const lines = oneLine(startLines(m));
  for (let i = 0; i < m; i++) lines.slope[i] = random.integer(-6, 6);
  return { whole, remaining, lines, hasGroups, threshold: random.integer(-20, 20) };
}

describe("sites chosen by what each adds", () => {
  it("are decided where all choices below the threshold agree, and their number is as narrow as that", () => {
    let [closed, decided, counted] = [0, 0, 0];
    for (let seed = 1; seed <= 2000; seed++) {
      const { whole, remaining, lines, hasGroups, threshold } = drawChoice(seed);
      const { siteCount: m, group } = whole;
      const { lower, upper, fewest, most } = remaining;
      const before = { lower: lower.slice(), upper: upper.slice() };
      const allowed: number[][] = [];
      for (let set = 0; set < 1 << m; set++) {
        const open = Array.from({ length: m }, (_, i) => i).filter((i) => (set >> i) & 1);
        const fits =
          open.length >= fewest &&
          open.length <= most &&
          open.every((i) => upper[i] > 0) &&
          lower.every((l, i) => l === 0 || open.includes(i)) &&
          open.every((i) => group[i] < 0 || open.every((k) => k === i || group[k] !== group[i]));
        const cost = open.reduce((sum, i) => sum + lines.slope[i], 0);
        if (fits && cost < threshold) allowed.push(open);
      }
      if (narrowBy(whole, remaining, lines, 0, threshold)) {
        expect(allowed, `seed ${seed}`).toEqual([]);
        closed++;
        continue;
      }
      for (const open of allowed) {
        expect(open.every((i) => upper[i] > 0) && lower.every((l, i) => l === 0 || open.includes(i))).toBe(true);
        expect(open.length).toBeGreaterThanOrEqual(remaining.fewest);
        expect(open.length).toBeLessThanOrEqual(remaining.most);
      }
      const isPossible = allowed.length > 0 && !hasGroups;
      for (let i = 0; i < m && isPossible; i++) {
        if (before.lower[i] === before.upper[i]) continue;
        expect(upper[i], `seed ${seed}`).toBe(allowed.some((open) => open.includes(i)) ? 1 : 0);
        expect(lower[i], `seed ${seed}`).toBe(allowed.every((open) => open.includes(i)) ? 1 : 0);
        if (lower[i] === upper[i]) decided++;
      }
      if (isPossible && fewest === 0 && most === m) {
        const counts = allowed.map((open) => open.length);
        expect([remaining.fewest, remaining.most]).toEqual([Math.min(...counts), Math.max(...counts)]);
        counted++;
      }
    }
    expect(Math.min(closed, decided, counted)).toBeGreaterThan(200);
  });
});
