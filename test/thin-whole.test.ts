import { describe, expect, test } from "vitest";
import { Control, run } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { isHopeless } from "../src/kernels/location/answers.ts";
import { ascendPrices } from "../src/kernels/location/dual-ascent.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { allowedPairs, restrictWhole } from "../src/kernels/location/whole-answers.ts";
import { fixWhole } from "../src/kernels/location/whole-fixing.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { Evidence } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { Planner } from "../src/solvers/location/planner.ts";
import { raiseWhole } from "../src/solvers/location/raise-whole.ts";
import { sealNode } from "../src/solvers/location/thin-whole.ts";
import { WholeState } from "../src/solvers/location/whole-state.ts";

const SITES = 7;
const CUSTOMERS = 16;

/** Sites and customers by chance in a square; every customer is served whole from one site. */
function problemByChance(seed: number): LocationProblem {
  const random = seededRandom(seed);
  const draw = (count: number, low: number, high: number) =>
    Array.from({ length: count }, () => random.integer(low, high));
  const [sites, customers] = [draw(2 * SITES, 0, 100), draw(2 * CUSTOMERS, 0, 100)];
  const cost = Array.from({ length: SITES * CUSTOMERS }, (_, pair) => {
    const [i, j] = [Math.floor(pair / CUSTOMERS), pair % CUSTOMERS];
    return Math.abs(sites[2 * i] - customers[2 * j]) + Math.abs(sites[2 * i + 1] - customers[2 * j + 1]);
  });
  return {
    ...{ siteCount: SITES, customerCount: CUSTOMERS, cost, singleSource: true },
    ...{ openCost: draw(SITES, 60, 160), capacity: draw(SITES, 60, 90), demand: draw(CUSTOMERS, 5, 25) },
  };
}

/** A search at its root, where all pairs are allowed and nothing from `cut` steps up is of interest. */
function atRoot(problem: LocationProblem, cut: number): WholeState {
  const instance = buildInstance(problem);
  const state = new WholeState(instance, new Planner(instance), new Control(), 0);
  state.target = cut;
  state.begin(Int32Array.from({ length: SITES * CUSTOMERS }, (_, pair) => pair));
  return state;
}

/** Looks at the root as a search does, until its prices are raised; whether nothing is left there. */
function raised(state: WholeState): boolean {
  ascendPrices(state.instance, state.instance.openCost, state.prices);
  if (run(raiseWhole(state, { iterations: 150, stride: 0.1, isRoot: true })) === "closed") return true;
  for (;;) {
    const bound = state.answer(state.prices, false);
    if (state.closes(state.prices, bound)) return true;
    if (state.narrow(state.prices, bound) === 0) return false;
    if (isHopeless(state.whole.answers)) return true;
  }
}

/** What a node allows. */
function boundsOf({ whole }: WholeState) {
  const { lower, upper, fewest, most } = whole.answers;
  return { lower: [...lower], upper: [...upper], fewest, most, allowed: [...allowedPairs(whole)] };
}

/** Whether a node allows nothing that another does not. */
function expectWithin(one: ReturnType<typeof boundsOf>, other: ReturnType<typeof boundsOf>, name: string): void {
  for (let i = 0; i < SITES; i++) {
    expect(one.lower[i], name).toBeGreaterThanOrEqual(other.lower[i]);
    expect(one.upper[i], name).toBeLessThanOrEqual(other.upper[i]);
  }
  expect(one.fewest, name).toBeGreaterThanOrEqual(other.fewest);
  expect(one.most, name).toBeLessThanOrEqual(other.most);
  const allowed = new Set(other.allowed);
  expect(
    one.allowed.filter((pair) => !allowed.has(pair)),
    name,
  ).toEqual([]);
}

/** Rules out at another root what these pieces prove, one after the other; whether they close it. */
function follow(state: WholeState, pieces: readonly Evidence[]): boolean {
  for (const piece of pieces) {
    const prices = Float64Array.from(piece.prices);
    const bound = state.answer(prices, false);
    if (bound >= state.cut) return true;
    fixWhole(state.fixing, prices, bound, state.cut);
    restrictWhole(state.whole, allowedPairs(state.whole));
    if (isHopeless(state.whole.answers)) return true;
  }
  return false;
}

describe("the evidence that a finished node keeps", () => {
  const seen = { closed: 0, open: 0, fewer: 0, all: 0 };
  const roots = Array.from({ length: 40 }, (_, k) => {
    const problem = problemByChance(k + 1);
    const { status, objective } = locateFacilities(problem);
    // Half of the roots are looked at with a cut that their bound can reach, the others with the best plan's cost.
    const cut = Math.floor((k % 2 === 0 ? 1 : 0.97) * objective);
    const state = atRoot(problem, cut * buildInstance(problem).stepsPerUnit);
    const isClosed = raised(state);
    const { pieces } = state;
    const before = boundsOf(state);
    sealNode(state, isClosed);
    const [{ evidence }] = state.proof.read();
    return { name: `problem ${k + 1}`, problem, status, state, isClosed, pieces, before, evidence };
  }).filter(({ status }) => status === "optimal");

  test("closes what was closed, and of an open node proves all that the node goes on with", () => {
    for (const { name, problem, state, isClosed, evidence } of roots) {
      const other = atRoot(problem, state.cut);
      const closes = follow(other, evidence);
      if (isClosed) expect(closes, name).toBe(true);
      else if (!closes) expectWithin(boundsOf(other), boundsOf(state), name);
      seen[isClosed ? "closed" : "open"]++;
    }
    expect(seen.closed).toBeGreaterThan(3);
    expect(seen.open).toBeGreaterThan(3);
  });

  test("leaves an open node no site that all of it decided, and next to no pair more", () => {
    for (const { name, state, isClosed, before } of roots) {
      if (isClosed) continue;
      const after = boundsOf(state);
      expectWithin({ ...after, allowed: [] }, before, name);
      expect(after.allowed.length, name).toBeLessThanOrEqual(1.05 * before.allowed.length);
    }
  });

  test("is never more than was gathered, and mostly less where that was several pieces", () => {
    for (const { name, state, pieces, evidence } of roots) {
      expect(state.pieces, name).toEqual([]);
      expect(evidence.length, name).toBeLessThanOrEqual(pieces.length);
      if (pieces.length > 1) seen[evidence.length < pieces.length ? "fewer" : "all"]++;
    }
    expect(seen.fewer).toBeGreaterThan(seen.all);
  });

  test("is none at a node below the root that stays open, where it rules out next to nothing", () => {
    const open = roots.filter(({ isClosed, evidence }) => !isClosed && evidence.length > 0);
    expect(open.length).toBeGreaterThan(3);
    for (const { name, state, evidence } of open) {
      const [below, above] = [state.proof.addNode(), state.proof.addNode()];
      state.proof.split(0, { kind: "site", site: 0, at: 0, below, above });
      state.nodeId = below;
      state.start = state.bounds();
      state.pieces = evidence.slice(-1);
      sealNode(state, false);
      expect(state.proof.read()[below].evidence, name).toEqual([]);
      expect(boundsOf(state).allowed, name).toEqual([...state.start.allowed]);
    }
  });
});
