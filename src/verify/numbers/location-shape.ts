import type { LocationResult } from "../../problems/location-result.ts";
import { noAnswer, unknownStatus } from "./flow.ts";

/**
 * What of an answer is of another kind than it should be, so that it cannot be looked into: answers may come from strangers.
 * What its numbers are is asked where they are read.
 */
export function unreadableParts(result: LocationResult): string[] {
  const none = noAnswer(result);
  if (none !== undefined) return [...none.violations];
  const { status, objective, bound, gap, open, copies, assignment, flow, certificate } = result;
  const found = new Findings();
  const wrong = unknownStatus(status, ["optimal", "feasible", "infeasible", "unknown"]);
  if (wrong !== undefined) found.violations.push(wrong);
  for (const [path, value] of Object.entries({ objective, bound, gap })) {
    if (typeof value !== "number") found.violations.push(`${path} is no number`);
  }
  if (status === "optimal" || status === "feasible") {
    found.numbers({ open, copies });
    if (assignment !== undefined) found.numbers({ assignment });
    if (flow !== undefined && found.record("flow", flow))
      found.numbers({ "flow.site": flow.site, "flow.customer": flow.customer, "flow.amount": flow.amount });
  }
  if (certificate !== undefined && found.record("certificate", certificate))
    for (const [index, node] of found.list("certificate.nodes", certificate.nodes).entries())
      checkNode(found, `certificate.nodes[${index}]`, node);
  return found.violations;
}

function checkNode(found: Findings, path: string, node: unknown): void {
  if (!found.record(path, node)) return;
  const { evidence, split, blocked } = node;
  if (split !== undefined) found.record(`${path}.split`, split);
  if (blocked !== undefined) found.numbers({ [`${path}.blocked`]: blocked });
  for (const [index, piece] of found.list(`${path}.evidence`, evidence).entries()) {
    const at = `${path}.evidence[${index}]`;
    if (!found.record(at, piece)) continue;
    found.numbers({ [`${at}.prices`]: piece.prices });
    for (const name of ["capacityPrices", "secondPrices", "pricedSites", "wholeSites"])
      if (piece[name] !== undefined) found.numbers({ [`${at}.${name}`]: piece[name] });
    if (piece.clusters === undefined) continue;
    for (const [c, cluster] of found.list(`${at}.clusters`, piece.clusters).entries()) {
      const its = `${at}.clusters[${c}]`;
      if (found.record(its, cluster))
        found.numbers({
          [`${its}.sites`]: cluster.sites,
          [`${its}.sets`]: cluster.sets,
          [`${its}.prices`]: cluster.prices,
        });
    }
  }
}

class Findings {
  readonly violations: string[] = [];

  record(path: string, value: unknown): value is Readonly<Record<string, unknown>> {
    const isRecord = typeof value === "object" && value !== null;
    if (!isRecord) this.violations.push(`${path} is no record`);
    return isRecord;
  }

  /** The list itself, an empty one where it is none. */
  list(path: string, value: unknown): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.violations.push(`${path} is no list`);
    return [];
  }

  numbers(lists: Readonly<Record<string, unknown>>): void {
    for (const [path, list] of Object.entries(lists))
      if (!isNumbers(list)) this.violations.push(`${path} is no array of numbers`);
  }
}

/** Arrays whose numbers can be put beside doubles. */
function isNumbers(list: unknown): boolean {
  if (Array.isArray(list)) return list.every((value) => typeof value === "number");
  const isOther = list instanceof DataView || list instanceof BigInt64Array || list instanceof BigUint64Array;
  return ArrayBuffer.isView(list) && !isOther;
}
