import { seededRandom } from "../../src/base/random.ts";
import type { DesignProblem } from "../../src/problems/design.ts";

/** A small network by chance: six to nine nodes on a ring with chords both ways, three to seven commodities. */
export function randomDesign(seed: number): DesignProblem {
  const random = seededRandom(seed * 7919 + 3);
  const nodeCount = random.integer(6, 9);
  const pairs: [number, number][] = [];
  for (let v = 0; v < nodeCount; v++) {
    pairs.push([v, (v + 1) % nodeCount], [(v + 1) % nodeCount, v]);
    if (random.next() < 0.7) pairs.push([v, (v + random.integer(2, nodeCount - 2)) % nodeCount]);
  }
  const commodities = Array.from({ length: random.integer(3, 7) }, () => {
    const origin = random.integer(0, nodeCount - 1);
    const destination = (origin + random.integer(1, nodeCount - 1)) % nodeCount;
    return { origin, destination, demand: random.integer(1, 20) };
  });
  const all = commodities.reduce((sum, { demand }) => sum + demand, 0);
  const tight = random.next() < 0.5;
  return {
    nodeCount,
    tail: pairs.map(([tail]) => tail),
    head: pairs.map(([, head]) => head),
    cost: pairs.map(() => random.integer(0, 9)),
    capacity: pairs.map(() => (tight ? Math.round(all * (0.5 + random.next())) : Number.POSITIVE_INFINITY)),
    openCost: pairs.map(() => random.integer(0, 300)),
    origin: commodities.map(({ origin }) => origin),
    destination: commodities.map(({ destination }) => destination),
    demand: commodities.map(({ demand }) => demand),
  };
}
