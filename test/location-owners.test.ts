import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import { isHopeless } from "../src/kernels/location/answers.ts";
import { buildInstance } from "../src/kernels/location/instance.ts";
import { answerWhole, restrictWhole, startWholeAnswers } from "../src/kernels/location/whole-answers.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import type { CertificateNode, CertificateSplit, LocationCertificate } from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { AllowedPairs } from "../src/verify/numbers/location-allowed.ts";
import { findFlaw, startRemaining, type WholeLocation } from "../src/verify/numbers/location-certificate.ts";
import { isEmpty } from "../src/verify/numbers/location-counts.ts";
import { readWhole } from "../src/verify/numbers/location-read.ts";

/** Sites that not everybody may go to, with little to spare. */
function drawProblem(random: Random): LocationProblem {
  const [m, n] = [random.integer(1, 5), random.integer(1, 9)];
  const demand = Array.from({ length: n }, () => random.integer(1, 9));
  const share = demand.reduce((sum, own) => sum + own, 0) / m;
  return {
    siteCount: m,
    customerCount: n,
    demand,
    cost: Array.from({ length: m * n }, () => (random.next() < 0.5 ? random.integer(0, 30) : Number.POSITIVE_INFINITY)),
    openCost: Array.from({ length: m }, () => random.integer(0, 40)),
    capacity: Array.from({ length: m }, () => Math.ceil(share * (0.6 + 1.6 * random.next()))),
    singleSource: true,
  };
}

function read(
  problem: LocationProblem,
  nodes: CertificateNode[],
  threshold: number,
): [WholeLocation, LocationCertificate] {
  const certificate = { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold, nodes };
  return [readWhole(problem, certificate, "pairs") as WholeLocation, certificate];
}

/** Each plan's assignment and cost. */
function plansOf({ siteCount: m, customerCount: n, cost, demand, openCost, capacity }: LocationProblem) {
  const plans: { assignment: number[]; cost: number }[] = [];
  for (let code = 0; code < m ** n; code++) {
    const assignment = Array.from({ length: n }, (_, j) => Math.floor(code / m ** j) % m);
    const load = new Float64Array(m);
    let sum = 0;
    assignment.forEach((i, j) => {
      load[i] += (demand as number[])[j];
      sum += (cost as number[])[i * n + j];
    });
    for (let i = 0; i < m; i++) if (load[i] > 0) sum += (openCost as number[])[i];
    if (load.every((own, i) => own <= (capacity as number[])[i]) && sum < Number.POSITIVE_INFINITY)
      plans.push({ assignment, cost: sum });
  }
  return plans;
}

/** All pairs that are left: those of customers whom a site owns, too. */
function pairsOf({ start, customer, owner }: AllowedPairs): [number, number][] {
  const listed: [number, number][] = [];
  for (let i = 0; i + 1 < start.length; i++) {
    for (let t = start[i]; t < start[i + 1]; t++) listed.push([i, customer[t]]);
    for (let j = 0; j < owner.length; j++) if (owner[j] === i) listed.push([i, j]);
  }
  return listed.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

describe("pairs that a site may serve", () => {
  test("are left where nothing rules them out, at sites that may open; a customer's last one makes it the site's own", () => {
    let [some, none] = [0, 0];
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed);
      const [m, n] = [random.integer(3, 6), random.integer(1, 9)];
      const demand = new Float64Array(n).fill(1);
      const problem = { siteCount: m, customerCount: n, demand, singleSource: true, cost: new Float64Array(m * n) };
      // The last site has no room at all, the others have enough for everybody.
      const capacity = Float64Array.from({ length: m }, (_, i) => (i < m - 1 ? n : 0));
      const limits = { openCost: new Float64Array(m), capacity };
      const [whole] = read({ ...problem, ...limits }, [], 0);
      const remaining = startRemaining(whole);
      const { allowed, lower, upper } = remaining;
      expect(allowed.settle(whole, lower, upper)).toBe(true);
      for (let round = 0; round < 4; round++) {
        const isOut = Int8Array.from({ length: m * n }, () => (random.next() < 0.1 ? 1 : 0));
        const onlyAt = Int32Array.from({ length: n }, () => (random.next() < 0.9 ? -1 : random.integer(-2, m - 1)));
        for (let i = 0; i < m; i++) if (random.next() < 0.1 && !allowed.owner.includes(i)) upper[i] = 0;
        const isLeft = (i: number, j: number): boolean => {
          if (allowed.owner[j] >= 0) return true;
          let t = allowed.start[i];
          while (allowed.customer[t] !== j) t++;
          return upper[i] > 0 && isOut[t] === 0 && (onlyAt[j] === -1 || onlyAt[j] === i);
        };
        const wanted = pairsOf(allowed).filter(([i, j]) => isLeft(i, j));
        const sitesOf = Array.from({ length: n }, (_, j) => wanted.filter((pair) => pair[1] === j).map(([i]) => i));
        const isAny = sitesOf.every((sites) => sites.length > 0);
        allowed.drop({ onlyAt, isOut });
        expect(allowed.isSettled(upper)).toBe(false);
        expect(allowed.settle(whole, lower, upper)).toBe(isAny);
        if (!isAny) {
          none++;
          break;
        }
        some++;
        const left = pairsOf(allowed);
        expect(allowed.isSettled(upper)).toBe(true);
        expect(left).toEqual(wanted);
        for (let j = 0; j < n; j++) {
          const [first, ...others] = left.filter((pair) => pair[1] === j).map(([i]) => i);
          expect(allowed.owner[j]).toBe(others.length === 0 ? first : -1);
        }
        const [site, served] = [random.integer(0, m - 1), random.integer(0, n - 1)];
        if (allowed.owner[served] >= 0) continue;
        const isServed = random.next() < 0.5;
        // What a copy goes through is nothing to it.
        const before = new AllowedPairs(m, n);
        before.copy(allowed);
        allowed.decide(site, served, isServed);
        expect(pairsOf(before)).toEqual(left);
        expect(pairsOf(allowed)).toEqual(left.filter(([i, j]) => j !== served || (i === site) === isServed));
      }
    }
    expect([some > 200, none > 20]).toEqual([true, true]);
  });
});

describe("customers with a single site left", () => {
  test("are that site's own: by the search, by the check, and in every plan", () => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 250; seed++) {
      const problem = drawProblem(seededRandom(seed));
      const { siteCount: m, customerCount: n } = problem;
      const [whole] = read(problem, [], 0);
      // Where each site has room for everybody, nothing is limited.
      if (whole.capacity.length === 0) continue;
      const remaining = startRemaining(whole);
      const empty = isEmpty(whole, remaining);
      const answers = startWholeAnswers(buildInstance(problem));
      const pairs = Int32Array.from({ length: m * n }, (_, p) => p).filter((p) => whole.cost[p] < Infinity);
      restrictWhole(answers, pairs);
      const unit = answers.answers.instance.stepsPerUnit;
      const plans = m ** n < 20_000 ? plansOf(problem) : undefined;
      if (empty) {
        outcomes.add("none");
        expect(isHopeless(answers.answers) || remaining.fewest > m).toBe(true);
        if (plans !== undefined) expect(plans).toEqual([]);
        continue;
      }
      expect(isHopeless(answers.answers)).toBe(false);
      const { owner, room, ownCost, start, customer } = remaining.allowed;
      expect([...answers.owner]).toEqual([...owner]);
      for (let i = 0; i < m; i++) {
        expect(answers.room[i]).toBe(room[i]);
        expect(answers.openCost[i] - answers.answers.instance.openCost[i]).toBe(ownCost[i] * unit);
        expect([...answers.list.slice(i * n, i * n + answers.listCount[i])]).toEqual([
          ...customer.slice(start[i], start[i + 1]),
        ]);
        expect(remaining.lower[i]).toBe(owner.includes(i) ? 1 : 0);
      }
      for (const { assignment } of plans ?? []) {
        for (let j = 0; j < n; j++) {
          const i = assignment[j];
          if (owner[j] >= 0) expect(i).toBe(owner[j]);
          else expect([...customer.slice(start[i], start[i + 1])]).toContain(j);
        }
      }
      outcomes.add(owner.some((i) => i >= 0) ? "some" : "free");
      // What own customers pay bounds nothing.
      const prices = Float64Array.from(owner, () => 10 * unit);
      const bound = answerWhole(answers, prices, true);
      const others = prices.map((price, j) => (owner[j] < 0 ? price : 999));
      expect(answerWhole(answers, others, false)).toBe(bound);
      for (let j = 0; j < n; j++) if (owner[j] >= 0) expect(answers.answers.slack[j]).toBe(0);
      for (const { cost } of plans ?? []) expect(bound).toBeLessThanOrEqual(cost * unit);
    }
    expect(outcomes).toEqual(new Set(["none", "some", "free"]));
  });

  test("leave nothing where a tree sends them elsewhere, and are served where it keeps them", () => {
    // The second customer fits at the second site only, which then has no room for the first.
    const problem = {
      ...{ siteCount: 2, customerCount: 2, demand: [3, 5], cost: [4, 1, 1, 6], openCost: [2, 3], capacity: [4, 7] },
      singleSource: true,
    };
    const best = plansOf(problem)[0].cost;
    expect(plansOf(problem)).toEqual([{ assignment: [0, 1], cost: 15 }]);
    const free = {
      prices: Float64Array.of(0, 0),
      aggregatePrice: 0,
      wholeSites: Int8Array.of(1, 1),
      coversDemand: true,
    };
    const atOnce = (threshold: number): string | undefined =>
      findFlaw(...read(problem, [{ evidence: [free] }], threshold));
    expect([atOnce(best), atOnce(best + 1)]).toEqual([undefined, "node 0 is left open"]);
    const split = (customer: number, site: number): CertificateSplit => ({
      ...({ kind: "pair", site, customer } as const),
      ...{ below: 1, above: 2 },
    });
    for (const [customer, site] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      const served = { evidence: [free] };
      const nodes = (below: CertificateNode, above: CertificateNode): CertificateNode[] => [
        { evidence: [], split: split(customer, site) },
        below,
        above,
      ];
      const isKept = customer === site;
      const tree = isKept ? nodes({ evidence: [] }, served) : nodes(served, { evidence: [] });
      expect(findFlaw(...read(problem, tree, best))).toBeUndefined();
      expect(findFlaw(...read(problem, tree, best + 1))).toBe(`node ${isKept ? 2 : 1} is left open`);
    }
  });

  test("make no plan where they do not fit, in a node that a plan found late has closed", () => {
    const problem: LocationProblem = {
      ...{ siteCount: 3, customerCount: 5, openCost: [9, 27, 7], capacity: [0, 4248, 3331], copies: [1, 2, 2] },
      demand: [1513, 1576, 1352, 1979, 1159],
      cost: [1, 0, -3, 0, -1, 0, -2, -2, 0, -3, 2, -1, -3, 3, -2],
      singleSource: true,
    };
    const result = locateFacilities(problem);
    expect(result).toMatchObject({ status: "optimal", objective: 29 });
    expect(verifyLocation(problem, result).violations).toEqual([]);
  });
});
