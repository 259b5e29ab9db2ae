import { describe, expect, test } from "vitest";
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
});
