import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import { type Nearest, nearestRead, nearestSources } from "../src/kernels/dense-pairs.ts";
import { startLooking, worstOmitted } from "../src/kernels/omitted-pairs.ts";
import { transport, transportTask } from "../src/solvers/transport.ts";

/** Costs by chance with many ties; now and then negative, and of a size that is no multiple of four. */
function randomCosts(random: Random): { cost: Float64Array; n: number; m: number } {
  const n = random.integer(33, 90);
  const m = random.integer(700, 2500);
  const least = random.next() < 0.3 ? -50 : 0;
  const most = random.next() < 0.5 ? 60 : 10_000;
  return { cost: Float64Array.from({ length: n * m }, () => random.integer(least, most)), n, m };
}

const withoutScan = ({ scan: _, ...near }: Nearest): Omit<Nearest, "scan"> => near;

describe("looking through dense costs four at a time", () => {
  test("lists the same near pairs as plain loops", () => {
    const random = seededRandom(5);
    for (let trial = 0; trial < 6; trial++) {
      const { cost, n, m } = randomCosts(random);
      const near = nearestSources(cost, n, m);
      expect(near.scan, `trial ${trial}`).toBeDefined();
      expect(withoutScan(near), `trial ${trial}`).toEqual(withoutScan(nearestRead(cost, n, m)));
    }
  });

  test("finds the same omitted pairs, look after look", () => {
    const random = seededRandom(6);
    let found = 0;
    for (let trial = 0; trial < 12; trial++) {
      const { cost, n, m } = randomCosts(random);
      const near = nearestSources(cost, n, m);
      const [rows, columns] = [startLooking(cost, near, n), startLooking(cost, { ...near, scan: undefined }, n)];
      const [one, other] = [new Int32Array(m), new Int32Array(m)];
      const rent = Float64Array.from({ length: n }, () => random.integer(0, 300));
      const pairs = Array.from(near.source, (source, k) => ({ source, sink: near.sink[k] }));
      for (let look = 0; look < 4; look++) {
        // No listed or added pair costs less than the price: that is what the simplex leaves behind.
        const price = Float64Array.from(near.omittedFrom, (from) => from + random.integer(0, 200));
        for (const { source, sink } of pairs)
          price[sink] = Math.min(price[sink], cost[source * m + sink] + rent[source]);
        worstOmitted(rows, rent, price, one);
        worstOmitted(columns, rent, price, other);
        expect(one, `trial ${trial}, look ${look}`).toEqual(other);
        expect(rows.visits).toBe(columns.visits);
        one.forEach((source, sink) => {
          if (source >= 0) pairs.push({ source, sink });
        });
        found += pairs.length - near.source.length;
        for (let i = 0; i < n; i++) rent[i] = Math.max(0, rent[i] + random.integer(-60, 60));
      }
    }
    expect(found).toBeGreaterThan(1000);
  });

  test.each([
    ["not whole", 0.5],
    ["no number", Number.NaN],
    ["without end", Number.POSITIVE_INFINITY],
    ["too large for 32 bits", 2 ** 31 + 1],
    ["too large for a sum in 32 bits", -(2 ** 29) - 1],
  ])("leaves a cost that is %s to the plain loops", (_, odd) => {
    const { cost, n, m } = randomCosts(seededRandom(7));
    for (const place of [3, n * m - 1]) {
      const changed = Float64Array.from(cost);
      changed[place] = odd;
      const near = nearestSources(changed, n, m);
      expect(near.scan).toBeUndefined();
      expect(near).toEqual(nearestRead(changed, n, m));
    }
  });

  test("is of no account to runs that take turns", () => {
    const random = seededRandom(8);
    const problems = [1, 2].map(() => {
      const { cost, n, m } = randomCosts(random);
      return { cost, supply: new Float64Array(n).fill(2 * m), demand: new Float64Array(m).fill(n) };
    });
    const alone = problems.map((problem) => transport(problem));
    const tasks = problems.map((problem) => transportTask(problem));
    const answers = [tasks[0].next(), tasks[1].next()];
    while (answers.some(({ done }) => !done)) {
      tasks.forEach((task, k) => {
        if (!answers[k].done) answers[k] = task.next();
      });
    }
    expect(answers.map(({ value }) => value)).toEqual(alone);
  });
});
