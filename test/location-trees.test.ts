import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import { type CertificateNode, type Evidence, resultWithoutPlan } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { findFlaw, type WholeLocation } from "../src/verify/numbers/location-certificate.ts";
import { orderPairs, pairsOfOpen, takePayments } from "../src/verify/numbers/location-cheapest.ts";
import { readWhole } from "../src/verify/numbers/location-read.ts";
import { provesUncapacitated } from "../src/verify/numbers/location-uncapacitated.ts";

interface Tree {
  readonly problem: LocationProblem;
  readonly nodes: CertificateNode[];
  readonly threshold: number;
}

type States = readonly (0 | 1 | -1)[];

function withState(states: States, site: number, state: 1 | -1): States {
  return states.map((own, i) => (i === site ? state : own));
}

/** By definition: the sites that prices leave undecided, or "closed". */
function weighPlainly({ problem, threshold }: Tree, states: States, prices: ArrayLike<number>): States | "closed" {
  const { siteCount: m, customerCount: n, openCost, cost } = problem;
  const costs = cost as ArrayLike<number>;
  const value = Array.from({ length: m }, (_, i) => {
    let paid = 0;
    for (let j = 0; j < n; j++) paid += Math.max(0, prices[j] - costs[i * n + j]);
    return openCost[i] - paid;
  });
  let bound = Array.from(prices).reduce((sum, price) => sum + price, 0);
  for (let i = 0; i < m; i++) if (states[i] >= 0) bound += states[i] > 0 ? value[i] : Math.min(0, value[i]);
  const room = threshold - bound;
  if (room <= 0) return "closed";
  const left = states.map((own, i) => (own !== 0 || Math.abs(value[i]) < room ? own : value[i] > 0 ? -1 : 1));
  return left.every((own) => own < 0) ? "closed" : left;
}

function provesPlainly(tree: Tree, index = 0, before?: States): boolean {
  let states = before ?? Array.from({ length: tree.problem.siteCount }, () => 0 as const);
  if (states.every((own) => own < 0)) return true;
  const { evidence, split } = tree.nodes[index];
  for (const { prices } of evidence) {
    const left = weighPlainly(tree, states, prices);
    if (left === "closed") return true;
    states = left;
  }
  if (split?.kind !== "site") return false;
  const { site, below, above } = split;
  const closes = states[site] > 0 || provesPlainly(tree, below, withState(states, site, -1));
  return closes && (states[site] < 0 || provesPlainly(tree, above, withState(states, site, 1)));
}

function drawProblem(random: Random): LocationProblem {
  const siteCount = random.integer(2, 10);
  const customerCount = random.integer(1, 12);
  const cost = Array.from({ length: siteCount * customerCount }, () => random.integer(-3, 30));
  const openCost = Array.from({ length: siteCount }, () => random.integer(0, 40));
  return { siteCount, customerCount, openCost, cost };
}

/** The cheapest plan, by trying all. */
function optimum({ siteCount: m, customerCount: n, openCost, cost }: LocationProblem): number {
  let least = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 1 << m; set++) {
    let sum = 0;
    const open = Array.from({ length: m }, (_, i) => i).filter((i) => (set >> i) & 1);
    for (const i of open) sum += openCost[i];
    for (let j = 0; j < n; j++) sum += Math.min(...open.map((i) => (cost as number[])[i * n + j]));
    least = Math.min(least, sum);
  }
  return least;
}

/** A tree that proves the threshold, if that is no more than the optimum, with evidence that is mostly far from best. */
function growTree(problem: LocationProblem, threshold: number, random: Random): Tree {
  const { siteCount: m, customerCount: n } = problem;
  const cost = problem.cost as number[];
  const tree: Tree = { problem, nodes: [], threshold };
  const piece = (states: States): Evidence => {
    const isDecided = states.every((own) => own !== 0);
    const prices = Float64Array.from({ length: n }, (_, j) => {
      const open = states.flatMap((own, i) => (own > 0 || (own === 0 && !isDecided) ? [cost[i * n + j]] : []));
      return Math.min(...open, 60) + (isDecided ? 0 : random.integer(-2, 12));
    });
    return { prices: random.next() < 0.5 ? prices : Float32Array.from(prices), aggregatePrice: 0 };
  };
  const grow = (before: States): number => {
    const index = tree.nodes.length;
    tree.nodes.push({ evidence: [] });
    let states = before;
    const evidence: Evidence[] = [];
    const isDecided = states.every((own) => own !== 0);
    for (let k = isDecided ? 1 : random.integer(0, 2); k > 0; k--) {
      evidence.push(piece(states));
      const left = weighPlainly(tree, states, evidence[evidence.length - 1].prices);
      if (left === "closed") {
        tree.nodes[index] = { evidence };
        return index;
      }
      states = left;
    }
    const free = states.flatMap((own, i) => (own === 0 ? [i] : []));
    if (free.length === 0) {
      evidence.push(piece(states));
      tree.nodes[index] = { evidence };
      return index;
    }
    const site = free[random.integer(0, free.length - 1)];
    const isBelowFirst = random.next() < 0.5;
    const first = grow(withState(states, site, isBelowFirst ? -1 : 1));
    const second = grow(withState(states, site, isBelowFirst ? 1 : -1));
    const [below, above] = isBelowFirst ? [first, second] : [second, first];
    tree.nodes[index] = { evidence, split: { kind: "site", site, at: 0, below, above } };
    return index;
  };
  grow(Array.from({ length: m }, () => 0 as const));
  return tree;
}

function certificateOf({ nodes, threshold }: Tree) {
  return { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold, nodes };
}

function readTree(tree: Tree): WholeLocation {
  return readWhole(tree.problem, certificateOf(tree), "pairs") as WholeLocation;
}

/** Whether the quick check says so; then the full one does, too. */
function proves(tree: Tree): boolean {
  const whole = readTree(tree);
  const isProven = provesUncapacitated(whole, certificateOf(tree), 0);
  if (isProven)
    expect(findFlaw({ ...whole, isComplete: false, cost: matrixOf(tree) }, certificateOf(tree))).toBe(undefined);
  return isProven;
}

function matrixOf({ problem }: Tree): Float64Array {
  return new Float64Array(problem.cost as number[]);
}

/** Smaller ones hardly ever list pairs anew. */
const FEWEST_NODES = 8;

describe("the quick check of a tree for sites without limits", () => {
  test("proves what the definition does, and nothing above the optimum", () => {
    let proven = 0;
    let refused = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const random = seededRandom(seed);
      const problem = drawProblem(random);
      const best = optimum(problem);
      const tree = growTree(problem, best - (random.next() < 0.5 ? 0 : random.integer(0, 9)), random);
      if (tree.nodes.length < FEWEST_NODES) continue;
      expect(proves(tree)).toBe(true);
      proven++;
      for (const threshold of [best + 1, best + 2 ** 40]) expect(proves({ ...tree, threshold })).toBe(false);
      // A piece of evidence is changed, or lost, or a decision is.
      for (let change = 0; change < 6; change++) {
        const nodes = tree.nodes.slice();
        const at = random.integer(0, nodes.length - 1);
        const { evidence, split } = nodes[at];
        const kind = random.integer(0, 2);
        if (kind === 0) nodes[at] = { evidence: evidence.slice(1), ...(split && { split }) };
        else if (kind === 1) {
          const other = evidence.map(({ prices }) => ({
            prices: prices.map((p) => p - random.integer(-1, 2)),
            aggregatePrice: 0,
          }));
          nodes[at] = { evidence: other, ...(split && { split }) };
        } else if (split?.kind === "site")
          nodes[at] = { evidence, split: { ...split, site: random.integer(0, problem.siteCount - 1) } };
        const changed = { ...tree, nodes };
        const isProven = provesPlainly(changed);
        expect(proves(changed)).toBe(isProven);
        if (!isProven) refused++;
      }
    }
    expect(proven).toBeGreaterThan(150);
    expect(refused).toBeGreaterThan(200);
  });

  test("is fooled by nothing that is no tree of prices", () => {
    const random = seededRandom(7);
    const problem: LocationProblem = {
      ...drawProblem(random),
      siteCount: 8,
      customerCount: 6,
      openCost: [9, 8, 7, 9, 8, 7, 9, 8],
    };
    const asked = { ...problem, cost: Array.from({ length: 48 }, () => random.integer(0, 20)) };
    const tree = growTree(asked, optimum(asked), random);
    expect(tree.nodes.length).toBeGreaterThanOrEqual(FEWEST_NODES);
    expect(proves(tree)).toBe(true);
    const at = tree.nodes.findIndex(({ evidence, split }) => split === undefined && evidence.length > 0);
    const leaf = tree.nodes[at];
    const last = leaf.evidence[leaf.evidence.length - 1];
    const withPrice = (price: number) => ({ ...last, prices: Float64Array.from(last.prices).fill(price, 0, 1) });
    const pieces: unknown[] = [
      ...[Number.NaN, 0.5, 2 ** 53, 2 ** 52 + 1, -(2 ** 53), Infinity, -Infinity, 1e300].map(withPrice),
      { ...last, prices: Array.from(last.prices) },
      { ...last, prices: last.prices.slice(1) },
      { ...last, prices: Float64Array.of(...last.prices, 0) },
      { ...last, aggregatePrice: 1 },
      { ...last, aggregatePrice: Number.NaN },
      { ...last, clusters: [] },
      { ...last, wholeSites: new Int8Array(8) },
      { ...last, coversDemand: true },
      { ...last, capacityPrices: new Float64Array(8) },
    ];
    for (const piece of pieces) {
      const nodes = tree.nodes.with(at, { ...leaf, evidence: [piece as Evidence] });
      expect(provesUncapacitated(readTree(tree), certificateOf({ ...tree, nodes }), 0)).toBe(false);
      const { certifiedBound } = verifyLocation(asked, resultWithoutPlan(8, certificateOf({ ...tree, nodes })));
      expect(certifiedBound).toBeLessThanOrEqual(tree.threshold);
    }
    const root = tree.nodes[0];
    if (root.split?.kind !== "site") throw new Error("the root is not split");
    const splits = [
      { at: 1 },
      { at: -1 },
      { at: 0.5 },
      { site: 8 },
      { site: -1 },
      { site: Number.NaN },
      { kind: "count" },
    ];
    const ways = [0, -1, 0.5, tree.nodes.length, root.split.above].map((below) => ({ below }));
    for (const change of [...splits, ...ways]) {
      const nodes = tree.nodes.with(0, { ...root, split: { ...root.split, ...change } as never });
      expect(provesUncapacitated(readTree(tree), certificateOf({ ...tree, nodes }), 0)).toBe(false);
    }
    for (const threshold of [Number.NaN, Infinity, 0.5 + tree.threshold, 2 ** 54])
      expect(findFlaw(readTree(tree), certificateOf({ ...tree, threshold }))).not.toBe(undefined);
  });

  test("leaves no node without prices, but where a customer is out of reach", () => {
    const never = Number.POSITIVE_INFINITY;
    const site = (index: number, below: number, above: number) =>
      ({ kind: "site", site: index, at: 0, below, above }) as const;
    const nodes: CertificateNode[] = [
      { evidence: [], split: site(0, 1, 2) },
      { evidence: [] },
      { evidence: [], split: site(1, 3, 4) },
      { evidence: [] },
      { evidence: [{ prices: Float64Array.of(6, 6), aggregatePrice: 0 }] },
    ];
    const tree = (cost: number[], threshold: number): Tree => ({
      problem: { siteCount: 2, customerCount: 2, openCost: [5, 5], cost },
      nodes,
      threshold,
    });
    const provesSparse = (asked: Tree): boolean => {
      const whole = readTree(asked);
      const isProven = provesUncapacitated(whole, certificateOf(asked), 0);
      expect(findFlaw(whole, certificateOf(asked)) === undefined).toBe(isProven);
      return isProven;
    };
    expect(provesSparse(tree([1, never, never, 1], 12))).toBe(true);
    expect(provesSparse(tree([1, never, never, 1], 13))).toBe(false);
    // Each site alone can serve one of them, or both.
    expect(provesSparse(tree([1, never, 1, 1], 12))).toBe(false);
    expect(provesSparse(tree([1, 1, never, 1], 12))).toBe(false);
    expect(provesSparse(tree([1, 9, 9, 1], 12))).toBe(false);
  });

  test("adds up nothing beyond what doubles hold", () => {
    // Two customers pay a site 2^53 - 2 and 3 above cost: one more than doubles make of it.
    const large = 2 ** 52;
    const problem: LocationProblem = {
      siteCount: 2,
      customerCount: 3,
      openCost: [large, large],
      cost: [-large, -large + 1, 0, 1, 1, 1],
    };
    const evidence = [{ prices: Float64Array.of(large, large, large), aggregatePrice: 0 }];
    const nodes: CertificateNode[] = [{ evidence, split: { kind: "site", site: 0, at: 0, below: 1, above: 2 } }];
    for (let index = 1; index < 9; index++) nodes.push({ evidence });
    for (const threshold of [-large, 0, 1, large]) {
      const tree = { problem, nodes, threshold };
      expect(provesUncapacitated(readTree(tree), certificateOf(tree), 0)).toBe(false);
    }
  });

  test("keeps all pairs of sites that are open in its lists, however large the lists are that they replace", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seededRandom(seed);
      const [siteCount, customerCount] = [random.integer(1, 12), random.integer(1, 9)];
      const rows = Array.from({ length: siteCount }, () =>
        Array.from({ length: customerCount }, (_, j) => j).filter(() => random.next() < 0.8),
      );
      const start = Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]);
      const customer = Int32Array.from(rows.flat());
      const cost = Float64Array.from(customer, () => (random.next() < 0.1 ? 2 ** 52 : random.integer(-9, 9)));
      const all = orderPairs({ start, customer, cost }, customerCount);
      const place = Int32Array.from({ length: siteCount }, (_, i) => i);
      const fewer = pairsOfOpen(all, place, random.integer(0, siteCount), undefined);
      const few = pairsOfOpen(fewer, place, fewer.siteCount, undefined);
      const openCount = random.integer(0, siteCount);
      const kept = pairsOfOpen(all, place, openCount, few);
      const value = new Float64Array(siteCount);
      const prices = Float64Array.from({ length: customerCount }, () => random.integer(-9, 12));
      expect(takePayments(prices, kept, value, new Float64Array(3))).toBe(true);
      for (let i = 0; i < openCount; i++) {
        let paid = 0;
        for (let q = start[i]; q < start[i + 1]; q++) paid += Math.max(0, prices[customer[q]] - cost[q]);
        expect(value[i]).toBe(0 - 2 * paid);
      }
    }
  });

  test("is what certificates of large trees pass by", () => {
    const random = seededRandom(11);
    const [siteCount, customerCount] = [60, 60];
    const problem: LocationProblem = {
      siteCount,
      customerCount,
      openCost: Array.from({ length: siteCount }, () => random.integer(1000, 2000)),
      cost: Array.from({ length: siteCount * customerCount }, () => random.integer(1000, 2000)),
    };
    const result = locateFacilities(problem, { workLimit: 40 });
    const certificate = result.certificate!;
    expect(certificate.nodes.length).toBeGreaterThan(20);
    expect(provesUncapacitated(readWhole(problem, certificate, "pairs") as WholeLocation, certificate, 0)).toBe(true);
    expect(verifyLocation(problem, result).valid).toBe(true);
  });
});
