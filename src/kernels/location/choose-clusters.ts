import type { Answers } from "./answers.ts";
import { MOST_MEMBERS } from "./clusters.ts";
import type { FlowAverage } from "./flow-average.ts";

/** Opens nearer to whole than this are whole. */
const FRACTIONAL = 0.02;
/** Flows below this share of a customer are noise of the average. */
const LEAST_SHARE = 0.01;
/** Two sites that share fewer units of demand than this part of the smaller's capacity hardly meet. */
const LEAST_OVERLAP = 0.01;

/**
 * Chooses clusters of neighbours: sites that serve the same customers on average, the most demand first, are put together.
 * What is together in `before` stays so: at the same prices the bound is no less then, for sites that part would both ask
 * for the same customers again.
 *
 * Complexity: pairs of sites that meet at a customer, and the sites that may open times the customers.
 */
export function chooseClusters(
  answers: Answers,
  open: Float64Array,
  { part, scale }: FlowAverage,
  before: readonly (readonly number[])[],
): number[][] {
  const { active, activeCount, lower, upper, instance } = answers;
  const { siteCount: m, customerCount: n, demand, capacity } = instance;
  const overlap = new Map<number, number>();
  const sites = Array.from(active.subarray(0, activeCount))
    .filter((i) => open[i] > FRACTIONAL)
    .sort((a, b) => a - b);
  const here: number[] = [];
  for (let j = 0; j < n; j++) {
    here.length = 0;
    for (const i of sites) if (part[i * n + j] * scale > LEAST_SHARE) here.push(i);
    for (let p = 0; p < here.length; p++) {
      for (let q = p + 1; q < here.length; q++) {
        const both = Math.min(part[here[p] * n + j], part[here[q] * n + j]) * scale * demand[j];
        const key = here[p] * m + here[q];
        overlap.set(key, (overlap.get(key) ?? 0) + both);
      }
    }
  }
  const isPartly = (i: number): boolean => lower[i] < upper[i] && open[i] > FRACTIONAL && open[i] < 1 - FRACTIONAL;
  const pairs = [...overlap.entries()]
    .map(([key, both]) => ({ a: Math.floor(key / m), b: key % m, both }))
    .filter(
      ({ a, b, both }) => (isPartly(a) || isPartly(b)) && both > LEAST_OVERLAP * Math.min(capacity[a], capacity[b]),
    );
  pairs.sort((p, q) => q.both - p.both || p.a - q.a || p.b - q.b);
  const groups = before.map((group) => group.filter((i) => upper[i] > 0));
  const groupOf = new Int32Array(m).fill(-1);
  groups.forEach((group, g) => {
    for (const i of group) groupOf[i] = g;
  });
  for (const { a, b } of pairs) {
    const [first, second] = [groupOf[a], groupOf[b]];
    if (first >= 0 && first === second) continue;
    const together = [...(first >= 0 ? groups[first] : [a]), ...(second >= 0 ? groups[second] : [b])];
    if (together.length > MOST_MEMBERS) continue;
    for (const g of [first, second]) if (g >= 0) groups[g] = [];
    for (const i of together) groupOf[i] = groups.length;
    groups.push(together.sort((p, q) => p - q));
  }
  return groups.filter((group) => group.length > 1);
}
