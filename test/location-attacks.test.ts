import { describe, expect, test } from "vitest";
import { type Random, seededRandom } from "../src/base/random.ts";
import type { LocationProblem } from "../src/problems/location.ts";
import {
  type CertificateNode,
  type CertificateSplit,
  type Evidence,
  type LocationCertificate,
  type LocationResult,
  resultWithoutPlan,
} from "../src/problems/location-result.ts";
import { locateFacilities } from "../src/solvers/locate-facilities.ts";
import { verifyLocation } from "../src/verify/numbers/location.ts";
import { randomLocation } from "./conformance/random-location.ts";

/** The claim that there is no plan, by a certificate that leaves all to counting. */
function noPlan(certificate: Partial<LocationCertificate>, siteCount: number): LocationResult {
  const scales = { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold: 2 ** 52 };
  const claim = resultWithoutPlan(siteCount, { ...scales, nodes: [{ evidence: [] }], ...certificate });
  return { ...claim, status: "infeasible", stop: "proved", bound: Number.POSITIVE_INFINITY };
}

/** Sites with just room enough for all. */
function tight(capacity: readonly number[], demand: readonly number[], singleSource: boolean): LocationProblem {
  const [m, n] = [capacity.length, demand.length];
  const cost = new Array(m * n).fill(1);
  return {
    siteCount: m,
    customerCount: n,
    openCost: new Array(m).fill(1),
    capacity,
    demand,
    cost,
    singleSource,
  };
}

describe("a location certificate from a stranger", () => {
  test("has no scale of amounts that makes too little of just enough room", () => {
    const thirds = tight([0.78], [0.26, 0.26, 0.26], false);
    const parts = tight([2, 6, 7], [4, 3, 2, 1, 5], false);
    for (const singleSource of [false, true]) {
      for (const [problem, demandScale] of [
        [thirds, 9007199254740972],
        [thirds, 9007199254740968],
        [parts, 1125899906842611],
        [parts, 1125899906842591],
      ] as const) {
        const whole = { ...problem, singleSource };
        expect(locateFacilities(whole).status).toBe("optimal");
        const { valid, certifiedBound } = verifyLocation(whole, noPlan({ demandScale }, problem.siteCount));
        expect([valid, certifiedBound]).toEqual([false, Number.NEGATIVE_INFINITY]);
      }
    }
  });

  test("has no prices so far beyond the costs that what a customer pays is rounded", () => {
    // The first customer pays 2 above a cost of 1 - 2^53, less 2^52 - 1 for room: one step more than doubles make of it.
    const room = 2 ** 52 - 1;
    const problem: LocationProblem = {
      siteCount: 2,
      customerCount: 2,
      openCost: [room, 0],
      capacity: [1, 1],
      cost: [1 - 2 ** 53, Infinity, Infinity, 0],
    };
    const evidence = {
      prices: Float64Array.of(2, 0),
      capacityPrices: Float64Array.of(room, 0),
      aggregatePrice: 0,
    };
    const sparse = { start: [0, 1, 2], site: [0, 1], cost: [1 - 2 ** 53, 0] };
    const claim = {
      ...noPlan({ threshold: 1 - 2 ** 52, nodes: [{ evidence: [evidence] }] }, 2),
      status: "unknown",
    } as const;
    for (const cost of [problem.cost, sparse])
      expect(verifyLocation({ ...problem, cost }, claim).certifiedBound).toBeLessThanOrEqual(room + 1 - 2 ** 53);
  });

  test("rounds no bound up to a whole number where a pair that no price pays for costs none", () => {
    const cost = [10.7, 30];
    const problem: LocationProblem = { siteCount: 2, customerCount: 1, openCost: [0, 0], cost };
    // Half a unit is a step, and the customer pays 21 of them: that is 10.5 units, which are not 11.
    const nodes = [{ evidence: [{ prices: Float64Array.of(21), aggregatePrice: 0 }] }];
    const scales = { costScale: 1, demandScale: 1, stepsPerUnit: 2, threshold: 21 };
    const boundOf = (asked: LocationProblem, certificate: LocationCertificate): number =>
      verifyLocation(asked, { ...locateFacilities(asked), certificate }).certifiedBound;
    expect(boundOf(problem, { ...scales, nodes })).toBe(Number.NEGATIVE_INFINITY);
    // Where the plan's cost need be no whole number of units, what is far need be none, either.
    const limited = { ...problem, capacity: [0.5, 0.5], demand: [1] };
    expect(boundOf(limited, { ...scales, demandScale: 10, nodes })).toBe(10.5);
    // At a scale that makes all pairs whole the bound holds.
    const tenths = { evidence: [{ prices: Float64Array.of(214), aggregatePrice: 0 }] };
    expect(boundOf(problem, { ...scales, costScale: 10, threshold: 214, nodes: [tenths] })).toBe(10.7);
  });

  test("names no scale at which a double stands for another decimal than was written", () => {
    // To the nearest 1024th the cost is 2.5 * 10^12 and 205 of them, which is more than two tenths.
    const problem: LocationProblem = { siteCount: 1, customerCount: 1, openCost: [-2.5e12], cost: [2500000000000.2] };
    const honest = locateFacilities(problem);
    expect([honest.status, honest.objective, verifyLocation(problem, honest).valid]).toEqual(["optimal", 0.2, true]);
    const nodes = [{ evidence: [{ prices: Float64Array.of(2.56e15 + 205), aggregatePrice: 0 }] }];
    const certificate = { costScale: 1024, demandScale: 1, stepsPerUnit: 1, threshold: 205, nodes };
    const claim = { ...honest, objective: 205 / 1024, bound: 205 / 1024, certificate };
    expect(verifyLocation(problem, claim).certifiedBound).toBe(Number.NEGATIVE_INFINITY);
  });

  test("may have clusters with prices in a list of another kind, and nothing comes of it but words", () => {
    const problem = tight([2, 2], [1, 1], false);
    const clusters = [{ sites: [0, 1], sets: [3], prices: [0, 0] }] as unknown as NonNullable<Evidence["clusters"]>;
    const claim = noPlan({ nodes: [{ evidence: [{ ...blank(2), clusters }] }] }, 2);
    expect(verifyLocation(problem, claim).violations.join()).toContain("malformed cluster");
  });

  test("has no arrays that say they are longer or shorter than they are, at once or later", () => {
    // Two sites at 10 that pay 3 for each of two customers: the optimum is 4.
    const problem: LocationProblem = { siteCount: 2, customerCount: 2, openCost: [10, 10], cost: [-3, -3, -3, -3] };
    const full: Evidence = { prices: Float64Array.of(-5, -5), aggregatePrice: 0 };
    const split = (site: number, below: number, above: number): CertificateSplit => ({
      kind: "site",
      site,
      at: 0,
      below,
      above,
    });
    for (const [length, truths] of [0, 1, 5].flatMap((length) => [0, 1, 2, 3].map((truths) => [length, truths]))) {
      const lying = (): Evidence => {
        const prices = new Float64Array(length);
        let asked = 0;
        Object.defineProperty(prices, "length", { get: () => (asked++ < truths ? length : 2) });
        return { prices, aggregatePrice: 0 };
      };
      const nodes: CertificateNode[] = [
        { evidence: [], split: split(0, 2, 1) },
        { evidence: [full], split: split(1, 3, 4) },
        { evidence: [lying()], split: split(1, 5, 6) },
        ...Array.from({ length: 6 }, () => ({ evidence: [lying()] })),
      ];
      for (const threshold of [5, 10]) {
        const certificate = { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold, nodes };
        const { certifiedBound } = verifyLocation(problem, resultWithoutPlan(2, certificate));
        expect(certifiedBound).toBe(Number.NEGATIVE_INFINITY);
      }
    }
    for (const prices of [Object.create(Float64Array.prototype), new Proxy(new Float64Array(2), {})]) {
      const nodes = [{ evidence: [{ prices, aggregatePrice: 0 }] }];
      const certificate = { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold: 0, nodes };
      expect(verifyLocation(problem, resultWithoutPlan(2, certificate)).violations).toEqual([
        "certificate.nodes[0].evidence[0].prices is no array of numbers",
      ]);
    }
  });

  test("is told where its arrays are none of numbers", () => {
    const problem = tight([2, 2], [1, 1], false);
    const wrongs = [BigInt64Array.of(1n, 1n), BigUint64Array.of(1n, 1n), [1, "1"], "11"] as unknown as Int32Array[];
    for (const wrong of wrongs) {
      for (const part of ["prices", "capacityPrices", "secondPrices", "pricedSites", "wholeSites"]) {
        const claim = noPlan({ nodes: [{ evidence: [blank(2), { ...blank(2), [part]: wrong }] }] }, 2);
        const path = `certificate.nodes[0].evidence[1].${part}`;
        expect(verifyLocation(problem, claim).violations).toEqual([`${path} is no array of numbers`]);
      }
      const claim = noPlan({ nodes: [{ evidence: [], blocked: wrong }] }, 2);
      const path = "certificate.nodes[0].blocked";
      expect(verifyLocation(problem, claim).violations).toEqual([`${path} is no array of numbers`]);
    }
  });

  test("finds in no node what the same prices earned in another, where sites had other customers", () => {
    const problem: LocationProblem = {
      siteCount: 2,
      customerCount: 2,
      openCost: [9, 11],
      cost: [12, 13, 9, 12],
      demand: [3, 2],
      capacity: [3, 2],
      singleSource: true,
    };
    expect(locateFacilities(problem).objective).toBe(44);
    const piece = (first: number, second: number): Evidence => ({
      prices: Float64Array.of(first, second),
      aggregatePrice: 0,
      wholeSites: Int8Array.of(1, 1),
    });
    const [again, other] = [piece(23, 18), piece(15, 19)];
    const pair = (site: number, customer: number, below: number, above: number): CertificateNode => ({
      evidence: [],
      split: { kind: "pair", site, customer, below, above },
    });
    const leaf = { evidence: [again, again] };
    const left = [pair(0, 1, 2, 5), pair(1, 1, 3, 4), leaf, leaf, leaf];
    const right = [pair(0, 0, 7, 10), pair(0, 0, 8, 9), { evidence: [other] }, leaf, pair(1, 0, 11, 12), leaf, leaf];
    const nodes = [pair(1, 1, 1, 6), ...left, ...right];
    for (const threshold of [44, 45]) {
      const certificate = { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold, nodes };
      const { certifiedBound } = verifyLocation(problem, resultWithoutPlan(2, certificate));
      expect(certifiedBound).toBe(threshold > 44 ? Number.NEGATIVE_INFINITY : threshold);
    }
  });

  test("walks no node twice, which could take for ever", () => {
    const m = 40;
    const problem = tight(new Array(m).fill(2), [1, 1], false);
    const nodes = Array.from({ length: m }, (_, site): CertificateNode => {
      return { evidence: [], split: { kind: "site", site, at: 0, below: site + 1, above: site + 1 } };
    });
    const claim = noPlan({ threshold: 0, nodes: [...nodes, { evidence: [blank(2)] }] }, m);
    expect(verifyLocation(problem, claim).violations.join()).toContain("reached twice");
  });

  test("tries no sets of sites or customers that the stack does not hold", () => {
    const count = 20_000;
    const [few, many] = [new Array(2).fill(count - 1), new Array(count).fill(1)];
    const free = { ...tight(many, [1, 1], false), openCost: new Array(count).fill(0) };
    const prices = (n: number): Float64Array => new Float64Array(n).fill(1);
    const claims: [LocationProblem, Evidence][] = [
      [free, { prices: prices(2), aggregatePrice: 0, coversDemand: true }],
      [
        tight(few, many, true),
        { prices: prices(count).fill(2), aggregatePrice: 0, triesPlans: true, wholeSites: Int8Array.of(1, 1) },
      ],
    ];
    for (const [problem, evidence] of claims) {
      const claim = noPlan({ threshold: count + 1, nodes: [{ evidence: [evidence] }] }, problem.siteCount);
      const { violations, certifiedBound } = verifyLocation(problem, { ...claim, status: "unknown" });
      expect(violations.join()).toMatch(/too many sets|too long/);
      expect(certifiedBound).toBe(Number.NEGATIVE_INFINITY);
    }
  });

  test("has prices in numbers only", () => {
    const problem = tight([2, 2], [1, 1], false);
    const { certificate, ...rest } = locateFacilities(problem);
    const nodes = certificate!.nodes.map(({ evidence, ...node }) => ({
      ...node,
      evidence: evidence.map((piece) => ({ ...piece, prices: [...piece.prices].map(String) as never })),
    }));
    expect(verifyLocation(problem, { ...rest, certificate: { ...certificate!, nodes } }).valid).toBe(false);
  });
});

describe("a location plan from a stranger", () => {
  const problem = tight([3, 3, 3], [2, 1, 2], false);
  const honest = locateFacilities(problem);

  function violationsOf(changes: Partial<LocationResult>, of = problem): string {
    return verifyLocation(of, { ...honest, ...changes }).violations.join();
  }

  test("states a bound that is a number, and no smaller gap than it leaves", () => {
    expect(violationsOf({})).toBe("");
    expect(violationsOf({ bound: Number.NaN })).toContain("claimed NaN");
    expect(violationsOf({ bound: honest.bound - 1 })).toContain("the gap is");
    expect(violationsOf({ gap: Number.NaN })).toContain("the gap is");
  });

  test("serves nobody who is not there", () => {
    const [site] = honest.open;
    for (const customer of [-1, 0.5, 3, Number.NaN]) {
      const flow = { site: [site] as never, customer: [customer] as never, amount: Float64Array.of(1) };
      expect(violationsOf({ flow })).toContain("cannot serve");
    }
    for (const from of [-1, 0.5, 3, Number.NaN]) {
      const flow = { site: [from] as never, customer: Int32Array.of(1), amount: Float64Array.of(1) };
      expect(violationsOf({ flow })).toContain("cannot serve");
    }
  });

  test("lists each open site once", () => {
    expect(honest.open.length).toBe(2);
    const [first] = honest.open;
    expect(violationsOf({ open: Int32Array.of(first, first) })).toContain("open does not list");
  });

  test("hides no site, copy, source or customer that there is not behind what is read", () => {
    const [open, copies] = [Array.from(honest.open), Array.from(honest.copies)];
    const beyond = { copies: Int32Array.of(...copies, 1), open: Int32Array.of(...open.slice(1), 3) };
    expect(violationsOf(beyond)).toMatch(/4 numbers, 3 .*open does not list/);
    expect(violationsOf({ assignment: Int32Array.of(9) })).toContain("twice who serves whom");
    const { site, customer, amount } = honest.flow!;
    expect(violationsOf({ flow: { site: Int32Array.of(...site, 9), customer, amount } })).toContain("not as many");
    expect(violationsOf({ flow: { site, customer: Int32Array.of(...customer, 9), amount } })).toContain("not as many");
  });

  test("serves nobody from two sites where each is to have one, also where no site is limited", () => {
    const free = { ...problem, capacity: undefined, singleSource: true };
    const { capacity: _, ...unlimited } = free;
    const flow = { site: honest.open, customer: Int32Array.of(0, 0), amount: Float64Array.of(1, 1) };
    expect(violationsOf({ flow }, unlimited)).toContain("does not say who serves whom");
  });
});

describe("more pairs than can be written down", () => {
  const count = 70_000;
  const ids = Int32Array.from({ length: count }, (_, j) => j);
  const sparse = { start: Int32Array.from({ length: count + 1 }, (_, j) => j), site: ids, cost: ids.map(() => 1) };
  const problem = { siteCount: count, customerCount: count, openCost: ids.map(() => 1), cost: sparse };

  test("are not written down for a certificate with choices, which is refused in words", () => {
    const claim = noPlan({ nodes: [{ evidence: [] }, { evidence: [] }] }, count);
    expect(verifyLocation(problem, claim).violations.join()).toContain("too many pairs");
  });

  test("need not be where each customer is to have one site, and none is limited", () => {
    const single = { ...problem, singleSource: true };
    const prices = new Float64Array(count).fill(2);
    const nodes = [{ evidence: [{ prices, aggregatePrice: 0 }] }];
    const certificate = { costScale: 1, demandScale: 1, stepsPerUnit: 1, threshold: 2 * count, nodes };
    const all = { objective: 2 * count, bound: 2 * count, gap: 0, work: 0, nodeCount: 1 };
    const plan = { open: ids, copies: ids.map(() => 1), assignment: ids };
    const found: LocationResult = { status: "optimal", stop: "proved", ...all, ...plan, certificate };
    expect(verifyLocation(single, found).violations).toEqual([]);
  });
});

describe("room for far more than all amounts", () => {
  test("is no limit, for the solver and for the checker, though it be no whole number of steps", () => {
    for (const room of [1e16, 1e300, Number.MAX_VALUE]) {
      const problem = { ...tight([room, 1], [1.5, 1], false), cost: [2, 2, 1, 1] };
      const found = locateFacilities(problem);
      expect([found.status, verifyLocation(problem, found).violations], `${room}`).toEqual(["optimal", []]);
    }
  });
});

describe("numbers of copies as sites of their own", () => {
  test("have as many copies as hold all demand, where its sum in doubles is less", () => {
    // In doubles the demands add up to less than two copies hold, in truth to more.
    const demand = new Array(114).fill(0.00877);
    const copies = tight([0.499889999999999], demand, true);
    const found = locateFacilities({ ...copies, copies: [4] });
    expect([found.status, found.copies[0]]).toEqual(["optimal", 3]);
    const claim = noPlan({ demandScale: 1e15, copiesApart: true }, 1);
    expect(verifyLocation({ ...copies, copies: [4] }, claim).valid).toBe(false);
  });
});

describe("copies without a limit that cost less than nothing", () => {
  test("open all together, with the sites that would stand for all of them", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = seededRandom(seed);
      const given = randomLocation(random, { mostSites: 5, mostCustomers: 5, options: new Set(["group", "numbers"]) });
      const openCost = Array.from(given.openCost, (cost) => cost * random.integer(-1, 2));
      const copies = openCost.map(() => random.integer(1, 4));
      const together = locateFacilities({
        ...given,
        openCost: openCost.map((cost, i) => (cost < 0 ? cost * copies[i] : cost)),
      });
      const problem = { ...given, openCost, copies };
      const found = locateFacilities(problem, { from: Array.from(copies) });
      expect([found.status, found.objective], `seed ${seed}`).toEqual([together.status, together.objective]);
      expect(verifyLocation(problem, found).violations, `seed ${seed}`).toEqual([]);
    }
  });

  test("are not proved to be too few", () => {
    const alone = { siteCount: 2, customerCount: 2, openCost: [-5, 3], demand: [1, 1], cost: [1, 2, 3, 4] };
    const claim = locateFacilities(alone);
    expect([claim.status, claim.objective]).toEqual(["optimal", -2]);
    for (const capacity of [undefined, [2, 2], [Infinity, Infinity]]) {
      const { valid, certifiedBound } = verifyLocation(
        { ...alone, ...(capacity && { capacity }), copies: [3, 1] },
        claim,
      );
      expect(valid).toBe(false);
      expect(certifiedBound).toBeLessThanOrEqual(-12);
    }
  });
});

describe("groups", () => {
  test("are told apart by whole numbers of any size, also where numbers of copies are sites of their own", () => {
    const near = [0, 9, 9, 9, 0, 9, 9, 9, 0];
    const problem = { ...tight([1, 1, 1], [1, 1, 1], true), cost: near, copies: [2, 1, 1] };
    for (const name of [5, 2 ** 31, 2 ** 53, 1e300]) {
      const found = locateFacilities({ ...problem, group: [name, -1, -1] });
      expect([found.status, found.objective], `group ${name}`).toEqual(["optimal", 3]);
    }
  });
});

describe("forged certificates of random problems", () => {
  test("prove nothing above the optimum, however near the truth", () => {
    let near = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const random = seededRandom(seed);
      const given = randomLocation(random, { mostSites: 6, mostCustomers: 8 });
      const problem = seed % 3 === 0 ? withEarnings(given, random) : given;
      const result = locateFacilities(problem);
      if (result.status !== "optimal" || result.certificate === undefined) continue;
      const { costScale, stepsPerUnit } = result.certificate;
      // A step above what the best plan costs.
      const threshold = Math.round(result.objective * costScale * stepsPerUnit) + 1;
      for (let turn = 0; turn < 6; turn++) {
        const certificate = turn === 0 ? result.certificate : forge(result.certificate, problem, random);
        const { certifiedBound } = verifyLocation(problem, {
          ...result,
          certificate: { ...certificate, threshold },
        });
        expect(certifiedBound, `seed ${seed}, turn ${turn}`).toBe(Number.NEGATIVE_INFINITY);
        near++;
      }
    }
    expect(near).toBeGreaterThan(700);
  });
});

/** Some sites cost less than nothing, and have several copies. */
function withEarnings(problem: LocationProblem, random: Random): LocationProblem {
  const openCost = Array.from(problem.openCost, (cost) => cost - random.integer(0, 3) * 50);
  return { ...problem, openCost, copies: openCost.map(() => random.integer(1, 3)) };
}

/** A certificate with a few of its numbers, marks and cases changed. */
function forge(honest: LocationCertificate, problem: LocationProblem, random: Random): LocationCertificate {
  const certificate = structuredClone(honest) as { nodes: CertificateNode[] } & LocationCertificate;
  const draw = <T>(list: readonly T[]): T => list[random.integer(0, list.length - 1)];
  const { siteCount: m, customerCount: n } = problem;
  for (let change = random.integer(1, 4); change > 0; change--) {
    const at = random.integer(0, certificate.nodes.length - 1);
    const node = certificate.nodes[at];
    const piece = node.evidence.length === 0 ? undefined : draw(node.evidence);
    const price = random.integer(-2, 30) * honest.stepsPerUnit + random.integer(-1, 1);
    const replace = (changes: Partial<Evidence>): void => {
      const evidence = piece === undefined ? [blank(n)] : node.evidence;
      const own = piece ?? evidence[0];
      certificate.nodes[at] = { ...node, evidence: evidence.map((e) => (e === own ? { ...e, ...changes } : e)) };
    };
    const kinds: readonly (() => void)[] = [
      () => piece?.prices.set([price], random.integer(0, n - 1)),
      () => replace({ capacityPrices: Float64Array.from({ length: m }, () => Math.max(0, price)) }),
      () => replace({ aggregatePrice: Math.max(0, Math.floor(price / 4)) }),
      () => replace({ wholeSites: Int8Array.from({ length: m }, () => random.integer(0, 1)) }),
      () => replace({ coversDemand: random.next() < 0.5 }),
      () => {
        const sites = Int32Array.from({ length: Math.min(m, 3) }, (_, k) => k);
        const sets = Int32Array.from({ length: (1 << sites.length) - 1 }, (_, set) => set + 1);
        const count = sets.reduce((all, set) => all + (set & 1) + ((set >> 1) & 1) + (set >> 2), 0);
        const own = Float64Array.from({ length: count }, () => random.integer(0, 3) * Math.max(0, price));
        replace({ clusters: [{ sites, sets, prices: own }] });
      },
      () => replace({ triesPlans: true, wholeSites: new Int8Array(m).fill(1) }),
      () => {
        const setPrices = Float64Array.from({ length: n }, (_, j) => (piece?.prices[j] ?? 0) + random.integer(-9, 9));
        replace({ triesPlans: true, setPrices });
      },
      () => {
        certificate.nodes[at] = { ...node, blocked: Int32Array.from({ length: 3 }, () => random.integer(0, n - 1)) };
      },
      () => {
        const [below, above] = [certificate.nodes.length, certificate.nodes.length + 1];
        const splits: readonly CertificateSplit[] = [
          {
            kind: "site",
            site: random.integer(0, m - 1),
            at: draw([-1, 0, 1, 2 ** 32, -(2 ** 32), 2 ** 31, -(2 ** 31) - 1]),
            below,
            above,
          },
          { kind: "count", at: random.integer(-1, m), below, above },
          { kind: "pair", site: random.integer(0, m - 1), customer: random.integer(0, n - 1), below, above },
        ];
        certificate.nodes.push({ evidence: node.evidence }, { evidence: node.evidence });
        certificate.nodes[at] = { ...node, split: draw(splits) };
      },
    ];
    draw(kinds)();
  }
  return certificate;
}

function blank(n: number): Evidence {
  return { prices: new Float64Array(n), aggregatePrice: 0 };
}
