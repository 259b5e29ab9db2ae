import { describe, expect, test } from "vitest";
import { seededRandom } from "../src/base/random.ts";
import type { FlowProblem, FlowSolution } from "../src/problems/flow.ts";
import type { TransportProblem, TransportSolution } from "../src/problems/transport.ts";
import { minCostFlow } from "../src/solvers/min-cost-flow.ts";
import { transport } from "../src/solvers/transport.ts";
import { verifyFlow } from "../src/verify/numbers/flow.ts";
import { verifyTransport } from "../src/verify/numbers/transport.ts";

// Nine decimals, of which sums at a scale of fifteen are beyond what doubles hold as whole numbers.
const [first, second, both] = [12345.000102947, 54321.000733103, 66666.00083605];
const flow: FlowProblem = {
  nodeCount: 3,
  tail: [0, 1],
  head: [2, 2],
  cost: [1, 1],
  capacity: [first, second],
  supply: [first, second, -both],
};
const haul: TransportProblem = { supply: [first, second], demand: [both], cost: [1, 1] };

describe("a flow or transport from a stranger", () => {
  const flowed = minCostFlow(flow);
  const hauled = transport(haul);

  test("is not taken for impossible where some number of it asks for a finer scale than the problem's", () => {
    expect([flowed.status, hauled.status]).toEqual(["optimal", "optimal"]);
    const noFlow: FlowSolution = {
      ...flowed,
      status: "infeasible",
      flow: Float64Array.of(1e-15, 0),
      objective: Number.POSITIVE_INFINITY,
      certificate: { kind: "cut", wants: "more", nodes: Int32Array.of(2) },
    };
    const noTransport: TransportSolution = {
      ...hauled,
      status: "infeasible",
      shipments: { source: Int32Array.of(0), sink: Int32Array.of(0), amount: Float64Array.of(1e-15) },
      objective: Number.POSITIVE_INFINITY,
      certificate: { kind: "cut", sinks: Int32Array.of(0) },
    };
    expect(verifyFlow(flow, noFlow).valid).toBe(false);
    expect(verifyTransport(haul, noTransport).valid).toBe(false);
  });

  test("is not taken for impossible where the problem's own scale is so fine that doubles hardly tell its units apart", () => {
    // Of 4.001 a double is so much more than the decimal that a product with 10^15 is nearer to the next whole number.
    const haul: TransportProblem = {
      supply: [2, 2.001, 1e-15],
      demand: [4.001, 1e-15],
      cost: { start: [0, 2, 3], source: [0, 1, 2], cost: [1, 1, 1] },
    };
    const claim: TransportSolution = {
      ...hauled,
      status: "infeasible",
      objective: Number.POSITIVE_INFINITY,
      certificate: { kind: "cut", sinks: Int32Array.of(0) },
    };
    expect(verifyTransport(haul, claim).violations.join()).toContain("can be served, with 0 whole units to spare");
  });

  test("is not taken for impossible where a double stands for several decimals", () => {
    // As decimals of two places 10^15 and a half was taken for 10^15 and 0.48, and 8 10^14 and a quarter for 0.2 more.
    for (const demand of [
      [1e15, 0.5],
      [8e14, 0.25],
    ]) {
      const enough: TransportProblem = { supply: [demand[0] + demand[1]], demand, cost: [1, 1] };
      const claim: TransportSolution = {
        ...hauled,
        status: "infeasible",
        objective: Number.POSITIVE_INFINITY,
        certificate: { kind: "cut", sinks: Int32Array.of(0, 1) },
      };
      expect(verifyTransport(enough, claim).violations.join()).toContain("can be served, with 0 whole units to spare");
      const through: FlowProblem = {
        nodeCount: 3,
        tail: [0, 1, 1],
        head: [1, 2, 2],
        cost: [1, 1, 1],
        capacity: [demand[0] + demand[1], demand[0], demand[1]],
        lower: [0, demand[0], demand[1]],
        supply: [demand[0] + demand[1], 0, -(demand[0] + demand[1])],
      };
      const noFlow: FlowSolution = {
        ...flowed,
        status: "infeasible",
        objective: Number.POSITIVE_INFINITY,
        certificate: { kind: "cut", wants: "more", nodes: Int32Array.of(1) },
      };
      expect(verifyFlow(through, noFlow).valid).toBe(false);
    }
  });

  test("is not taken for impossible because of an arc that there is not", () => {
    const lists = { capacity: Float32Array.of(3, 3), lower: Float64Array.of(0, 0) };
    const claim = { ...flowed, status: "infeasible", objective: Number.POSITIVE_INFINITY } as const;
    // A byte length is twice the other: whatever an arc is called, it has to be one.
    for (const arc of ["byteLength", "BYTES_PER_ELEMENT", 2, -1] as unknown as number[])
      expect(verifyFlow({ ...flow, ...lists }, { ...claim, certificate: { kind: "arc", arc } }).valid).toBe(false);
  });

  test("is taken for impossible just where the decimals that are wanted add up to more", () => {
    const amounts = [0, 1, 2, 0.1, 0.2, 0.3, 0.7, 2.001, 4.001, 1e-15, 2e-15, 1e15, 123456789.123456];
    let lacking = 0;
    for (let seed = 1; seed <= 500; seed++) {
      const random = seededRandom(seed);
      const draw = (count: number) => Array.from({ length: count }, () => amounts[random.integer(0, 12)]);
      const [supply, demand] = [draw(random.integer(1, 3)), draw(random.integer(1, 3))];
      const claim: TransportSolution = {
        ...hauled,
        status: "infeasible",
        objective: Number.POSITIVE_INFINITY,
        certificate: { kind: "cut", sinks: Int32Array.from(demand.keys()) },
      };
      const isLacking = decimalSum(demand) > decimalSum(supply);
      const cost = new Float64Array(supply.length * demand.length);
      expect(verifyTransport({ supply, demand, cost }, claim).valid, `seed ${seed}`).toBe(isLacking);
      lacking += isLacking ? 1 : 0;
    }
    expect(lacking).toBeGreaterThan(150);
  });

  test("keeps its balances to the last digit also at the finest scale", () => {
    const idle = { ...flow, nodeCount: 4, tail: [0, 1, 3], head: [2, 2, 3], cost: [1, 1, 0] };
    const wider = { ...idle, capacity: [first, second, 1], supply: [...Array.from(flow.supply), 0] };
    const result = minCostFlow(wider);
    const circled = { ...result, flow: Float64Array.of(first, second, 1e-15) };
    expect(verifyFlow(wider, circled).violations).toEqual([]);
  });

  test("is refused, and ends in no error, where a number of it is none or has more decimals than any scale", () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 1e-17]) {
      expect(verifyFlow(flow, { ...flowed, flow: Float64Array.of(wrong, second) }).valid).toBe(false);
      expect(verifyFlow(flow, { ...flowed, potential: Float64Array.of(wrong, 0, 0) }).valid).toBe(false);
      expect(verifyTransport(haul, { ...hauled, unmet: Float64Array.of(wrong) }).valid).toBe(false);
      const shipments = { ...hauled.shipments, amount: Float64Array.of(wrong, second) };
      expect(verifyTransport(haul, { ...hauled, shipments }).valid).toBe(false);
    }
    const cycle = { kind: "cycle", arcs: Int32Array.of(99) } as const;
    expect(verifyFlow(flow, { ...flowed, status: "unbounded", certificate: cycle }).valid).toBe(false);
  });

  test("is refused, and ends in no error, where it speaks of what is not there", () => {
    for (const place of [-1, 0.5, 2, Number.NaN]) {
      const cycle = { kind: "cycle", arcs: [place] as never } as const;
      expect(verifyFlow(flow, { ...flowed, status: "unbounded", certificate: cycle }).valid).toBe(false);
      const cut = { kind: "cut", sinks: [place] as never } as const;
      expect(verifyTransport(haul, { ...hauled, status: "infeasible", certificate: cut }).valid).toBe(false);
      const shipments = { ...hauled.shipments, source: [place, 1] as never };
      expect(verifyTransport(haul, { ...hauled, shipments }).valid).toBe(false);
      const positions = { sources: [0, 0, 1, 0], sinks: [2, 0] };
      expect(verifyTransport({ ...haul, cost: positions }, { ...hauled, shipments }).valid).toBe(false);
    }
  });
});

/** The sum of numbers as they are written, in units of 10^-30. */
function decimalSum(numbers: readonly number[]): bigint {
  let sum = 0n;
  for (const each of numbers) {
    const [digits, exponent] = each.toExponential().split("e");
    const [whole, fraction = ""] = digits.split(".");
    sum += BigInt(whole + fraction) * 10n ** BigInt(30 + Number(exponent) - fraction.length);
  }
  return sum;
}

/** The next double above a positive one. */
const above = (value: number): number => value * (1 + Number.EPSILON);

/** One source, one sink, one arc: all at once, at a price that just pays. */
function onePair(amount: number, cost: number, claimed: number): readonly [FlowProblem, FlowSolution] {
  const problem = { nodeCount: 2, tail: [0], head: [1], cost: [cost], supply: [amount, -amount] };
  const like = minCostFlow({ ...problem, cost: [1], supply: [1, -1] });
  const flow = Float64Array.of(amount);
  return [problem, { ...like, flow, potential: Float64Array.of(0, cost), objective: claimed }];
}

describe("a problem whose numbers are no decimals of fifteen places", () => {
  const [tenths, third] = [0.1 + 0.2, 1 / 3];

  test("is checked as the binary fractions that its numbers are, to the last of them", () => {
    const [problem, solution] = onePair(tenths, third, tenths * third);
    expect(verifyFlow(problem, solution)).toEqual({
      valid: true,
      violations: [],
      objective: tenths * third,
      certifiedBound: tenths * third,
    });
    const more = { ...problem, supply: [tenths, -above(tenths)] };
    expect(verifyFlow(more, solution).violations).toHaveLength(2);
    expect(verifyFlow(problem, { ...solution, flow: Float64Array.of(above(tenths)) }).valid).toBe(false);
    expect(verifyFlow(problem, { ...solution, potential: Float64Array.of(0, above(third)) }).valid).toBe(false);
    expect(verifyFlow(problem, { ...solution, objective: tenths * third * (1 + 1e-12) }).valid).toBe(false);
    const cut = { kind: "cut", wants: "more", nodes: Int32Array.of(0, 1) } as const;
    const none = { ...solution, status: "infeasible", objective: Number.POSITIVE_INFINITY, certificate: cut } as const;
    expect([verifyFlow(more, none).valid, verifyFlow(problem, none).valid]).toEqual([true, false]);
  });

  test("is checked, too, where its numbers are as large and as small as doubles can be", () => {
    const [least, large] = [Number.MIN_VALUE, 1e300];
    for (const [amount, cost] of [
      [large, least],
      [least, large],
      [large, third],
      [least, third],
      [least, least],
      [large, large],
    ])
      expect(verifyFlow(...onePair(amount, cost, amount * cost)).violations).toEqual([]);
    // The smallest amount that there is, beside one beyond which sums of doubles do not see it.
    const [one, solution] = onePair(large, 1, large);
    const both = { ...one, nodeCount: 3, tail: [0, 0], head: [1, 2], cost: [1, 1], supply: [large, -large, -least] };
    const shown = { ...solution, flow: Float64Array.of(large, least), potential: Float64Array.of(0, 1, 1) };
    expect(verifyFlow(both, shown).violations.join()).toContain("node 0 sends out");
    const source = { nodes: Int32Array.of(0, 1, 2), kind: "cut", wants: "more" } as const;
    const none = { ...shown, status: "infeasible", objective: Number.POSITIVE_INFINITY, certificate: source } as const;
    expect(verifyFlow(both, none).valid).toBe(true);
    expect(verifyFlow(both, { ...none, objective: 0 }).violations).toEqual(["objective is 0, wanted Infinity"]);
  });

  test("is checked the same where it is a transport", () => {
    for (const [amount, cost] of [
      [tenths, third],
      [1e300, Number.MIN_VALUE],
      [Number.MIN_VALUE, 1e300],
    ]) {
      const problem: TransportProblem = { supply: [amount, 1], demand: [amount], cost: [cost, above(cost) + 1] };
      const like = transport({ supply: [1, 1], demand: [1], cost: [1, 2] });
      const solution: TransportSolution = {
        ...like,
        shipments: { ...like.shipments, amount: Float64Array.of(amount) },
        potential: { source: Float64Array.of(0, 0), sink: Float64Array.of(cost) },
        objective: amount * cost,
      };
      expect(verifyTransport(problem, solution).violations).toEqual([]);
      const dearer = { source: Float64Array.of(0, 0), sink: Float64Array.of(Math.max(above(cost), 2 * cost)) };
      expect(verifyTransport(problem, { ...solution, potential: dearer }).valid).toBe(false);
      const certificate = { kind: "cut", sinks: Int32Array.of(0) } as const;
      const cut = { ...solution, status: "infeasible", objective: Number.POSITIVE_INFINITY, certificate } as const;
      expect(verifyTransport({ ...problem, supply: [amount, 0], demand: [above(amount) * 2] }, cut).valid).toBe(true);
      expect(verifyTransport(problem, cut).valid).toBe(false);
    }
  });
});
