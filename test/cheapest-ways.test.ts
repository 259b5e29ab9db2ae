import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import { CheapestWays } from "../src/verify/plan/cheapest-ways.ts";

/** A graph by chance, costs from none of which the next is far to those a million times as large. */
function randomGraph(seed: number): { start: Int32Array; heads: Int32Array; costs: Float64Array } {
  const random = seededRandom(seed);
  const nodeCount = random.integer(1, 12);
  const largest = [1, 3, 40, 1e6, 2 ** 40][random.integer(0, 4)];
  const start = new Int32Array(nodeCount + 1);
  const heads: number[] = [];
  const costs: number[] = [];
  for (let node = 0; node < nodeCount; node++) {
    for (let arc = random.integer(0, 4); arc > 0; arc--) {
      heads.push(random.integer(0, nodeCount - 1));
      costs.push(random.next() < 0.2 ? 0 : Math.floor(largest ** random.next()));
    }
    start[node + 1] = heads.length;
  }
  return { start, heads: Int32Array.from(heads), costs: Float64Array.from(costs) };
}

describe("cheapest ways", () => {
  test("are those that relaxing every arc until nothing changes finds, from every node in turn", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { start, heads, costs } = randomGraph(seed);
      const nodeCount = start.length - 1;
      const farthest = seed % 3 === 0 ? 5 : 2 ** 51;
      const ways = new CheapestWays(start, heads, costs, farthest);
      for (let source = 0; source < nodeCount; source++) {
        const least = new Array<number>(nodeCount).fill(Number.POSITIVE_INFINITY);
        least[source] = 0;
        for (let round = 0; round < nodeCount; round++) {
          for (let node = 0; node < nodeCount; node++) {
            for (let arc = start[node]; arc < start[node + 1]; arc++)
              if (least[node] < Number.POSITIVE_INFINITY)
                least[heads[arc]] = Math.min(least[heads[arc]], least[node] + costs[arc], farthest);
          }
        }
        ways.from(source);
        expect(Array.from(ways.cost), `seed ${seed}, source ${source}`).toEqual(least);
      }
    }
  });

  test("are the same when they begin with the ways of other costs, and those they find are ways again", () => {
    const random = seededRandom(1);
    for (let seed = 1; seed <= 300; seed++) {
      const { start, heads, costs } = randomGraph(seed);
      const others = costs.map((cost) => (random.next() < 0.5 ? cost : Math.floor(cost * 3 * random.next())));
      const farthest = seed % 3 === 0 ? 5 : 2 ** 51;
      const [first, then, afresh] = [costs, others, others].map(
        (each) => new CheapestWays(start, heads, each, farthest),
      );
      for (let source = 0; source < start.length - 1; source++) {
        first.from(source);
        afresh.from(source);
        then.fromWays(source, first.into);
        expect(then.cost, `seed ${seed}, source ${source}`).toEqual(afresh.cost);
        const back = then.into.slice();
        first.fromWays(source, back);
        const again = first.cost.slice();
        first.from(source);
        expect(again).toEqual(first.cost);
      }
    }
  });
});
