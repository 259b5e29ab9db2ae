/** Starting transport from an earlier result: its shipments become the first tree, its rents the first rents. */
import { InvalidOptionError } from "../base/errors.ts";
import type { Issue } from "../base/issue.ts";
import type { FlowBasis } from "../problems/flow.ts";
import type { TransportSolution } from "../problems/transport.ts";
import type { Pairs } from "./transport-pairs.ts";

/** An earlier result in the numbers of the present problem; sinks as the solver orders them. */
export interface EarlierTransport {
  readonly source: Int32Array;
  readonly sink: Int32Array;
  /** Per source, in whole costs. */
  readonly rent: Float64Array;
  /** Per source: 1 where something was left over. */
  readonly hasLeft: Int8Array;
}

/**
 * Reads an earlier result; undefined when it has no shipments to start from.
 * Throws: InvalidOptionError when it is of a problem of another size.
 */
export function earlierOf(
  from: TransportSolution | undefined,
  supply: ArrayLike<number>,
  sinks: number,
  costScale: number,
): EarlierTransport | undefined {
  if (from === undefined) return undefined;
  const sources = supply.length;
  const issues: Issue[] = [];
  const check = (path: string, got: number, wanted: number) => {
    if (got === wanted) return;
    const remedy = "give a result of a problem with the same sources and sinks";
    issues.push({ code: "option.length", path, message: `has ${got} numbers, ${wanted} are wanted`, remedy });
  };
  check("from.potential.source", from.potential.source.length, sources);
  check("from.potential.sink", from.potential.sink.length, sinks);
  if (issues.length > 0) throw new InvalidOptionError(issues);
  if (from.status !== "optimal") return undefined;
  const sent = new Float64Array(sources);
  const { source, sink, amount } = from.shipments;
  for (let k = 0; k < source.length; k++) sent[source[k]] += amount[k];
  return {
    source,
    sink,
    rent: Float64Array.from(from.potential.source, (rent) => Math.max(0, Math.round(rent * costScale))),
    hasLeft: Int8Array.from(sent, (amountSent, i) => (amountSent < supply[i] ? 1 : 0)),
  };
}

/**
 * Marks the earlier shipments among the pairs, adding those that are not there where `costOf` gives them a cost.
 * Shapes: pairs in any order. Complexity: O(pairs + shipments times pairs of a sink).
 */
export function warmPairs(
  start: Pairs,
  earlier: EarlierTransport,
  sinks: number,
  costOf: ((source: number, sink: number) => number) | undefined,
): { readonly pairs: Pairs; readonly marks: FlowBasis } {
  const first = new Int32Array(sinks + 1);
  for (let e = 0; e < start.sink.length; e++) first[start.sink[e] + 1]++;
  for (let j = 0; j < sinks; j++) first[j + 1] += first[j];
  const place = first.slice(0, sinks);
  const bySink = new Int32Array(start.sink.length);
  for (let e = 0; e < start.sink.length; e++) bySink[place[start.sink[e]]++] = e;
  const marked: number[] = [];
  const added: number[] = [];
  for (let k = 0; k < earlier.sink.length; k++) {
    const j = earlier.sink[k];
    let t = first[j];
    while (t < first[j + 1] && start.source[bySink[t]] !== earlier.source[k]) t++;
    if (t < first[j + 1]) marked.push(bySink[t]);
    else if (costOf !== undefined) added.push(k);
  }
  const count = start.source.length;
  const source = new Int32Array(count + added.length);
  const sink = new Int32Array(count + added.length);
  const cost = new Float64Array(count + added.length);
  source.set(start.source);
  sink.set(start.sink);
  cost.set(start.cost);
  const arc = new Int8Array(count + added.length).fill(1, count);
  for (const e of marked) arc[e] = 1;
  for (let a = 0; a < added.length; a++) {
    source[count + a] = earlier.source[added[a]];
    sink[count + a] = earlier.sink[added[a]];
    cost[count + a] = costOf?.(source[count + a], sink[count + a]) ?? 0;
  }
  // Sources that had something left hang on the root, and so does the one for what stays unmet, where there is one.
  const node = new Int8Array(earlier.hasLeft.length + 1 + sinks);
  node.set(earlier.hasLeft);
  return { pairs: { source, sink, cost }, marks: { arc, node } };
}
