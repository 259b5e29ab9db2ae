import type { LocationResult } from "../../problems/location-result.ts";
import { noAnswer, unknownStatus } from "./flow.ts";
import { isTypedNumbers } from "./typed-numbers.ts";

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
    found.numbers("open", open);
    found.numbers("copies", copies);
    if (assignment !== undefined) found.numbers("assignment", assignment);
    if (flow !== undefined && found.record("flow", flow)) {
      found.numbers("flow.site", flow.site);
      found.numbers("flow.customer", flow.customer);
      found.numbers("flow.amount", flow.amount);
    }
  }
  if (certificate !== undefined && found.record("certificate", certificate)) {
    const nodes = found.list("certificate.nodes", certificate.nodes);
    for (let k = 0; k < nodes.length; k++) checkNode(found, () => `certificate.nodes[${k}]`, nodes[k]);
  }
  return found.violations;
}

/** Where something is, in words that are only made where it is wrong: there are thousands of places. */
type Path = string | (() => string);

function inPart(path: Path, part: string): Path {
  return () => `${wordsOf(path)}${part}`;
}

function wordsOf(path: Path): string {
  return typeof path === "string" ? path : path();
}

function checkNode(found: Findings, path: Path, node: unknown): void {
  if (!found.record(path, node)) return;
  if (node.split !== undefined) found.record(inPart(path, ".split"), node.split);
  if (node.blocked !== undefined) found.numbers(path, node.blocked, ".blocked");
  const pieces = found.list(inPart(path, ".evidence"), node.evidence);
  for (let k = 0; k < pieces.length; k++) checkPiece(found, () => `${wordsOf(path)}.evidence[${k}]`, pieces[k]);
}

function checkPiece(found: Findings, path: Path, piece: unknown): void {
  if (!found.record(path, piece)) return;
  const { prices, capacityPrices, secondPrices, pricedSites, wholeSites, setPrices, clusters } = piece;
  found.numbers(path, prices, ".prices");
  if (capacityPrices !== undefined) found.numbers(path, capacityPrices, ".capacityPrices");
  if (secondPrices !== undefined) found.numbers(path, secondPrices, ".secondPrices");
  if (pricedSites !== undefined) found.numbers(path, pricedSites, ".pricedSites");
  if (wholeSites !== undefined) found.numbers(path, wholeSites, ".wholeSites");
  if (setPrices !== undefined) found.numbers(path, setPrices, ".setPrices");
  if (clusters === undefined) return;
  const listed = found.list(inPart(path, ".clusters"), clusters);
  for (let k = 0; k < listed.length; k++) {
    const its = inPart(path, `.clusters[${k}]`);
    const cluster = listed[k];
    if (!found.record(its, cluster)) continue;
    found.numbers(its, cluster.sites, ".sites");
    found.numbers(its, cluster.sets, ".sets");
    found.numbers(its, cluster.prices, ".prices");
  }
}

class Findings {
  readonly violations: string[] = [];

  record(path: Path, value: unknown): value is Readonly<Record<string, unknown>> {
    const isRecord = typeof value === "object" && value !== null;
    if (!isRecord) this.violations.push(`${wordsOf(path)} is no record`);
    return isRecord;
  }

  /** The list itself, an empty one where it is none. */
  list(path: Path, value: unknown): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.violations.push(`${wordsOf(path)} is no list`);
    return [];
  }

  /** @param part of what is at the path */
  numbers(path: Path, list: unknown, part = ""): void {
    if (!isNumbers(list)) this.violations.push(`${wordsOf(path)}${part} is no array of numbers`);
  }
}

/** Arrays whose numbers can be put beside doubles. */
function isNumbers(list: unknown): boolean {
  return Array.isArray(list) ? list.every((value) => typeof value === "number") : isTypedNumbers(list);
}
