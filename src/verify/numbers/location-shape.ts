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
  if (node.blocked !== undefined) found.numbers(inPart(path, ".blocked"), node.blocked);
  const pieces = found.list(inPart(path, ".evidence"), node.evidence);
  for (let k = 0; k < pieces.length; k++) checkPiece(found, inPart(path, `.evidence[${k}]`), pieces[k]);
}

const OPTIONAL = ["capacityPrices", "secondPrices", "pricedSites", "wholeSites"] as const;

function checkPiece(found: Findings, path: Path, piece: unknown): void {
  if (!found.record(path, piece)) return;
  found.numbers(inPart(path, ".prices"), piece.prices);
  for (let k = 0; k < OPTIONAL.length; k++) {
    const numbers = piece[OPTIONAL[k]];
    if (numbers !== undefined) found.numbers(inPart(path, `.${OPTIONAL[k]}`), numbers);
  }
  if (piece.clusters === undefined) return;
  const clusters = found.list(inPart(path, ".clusters"), piece.clusters);
  for (let k = 0; k < clusters.length; k++) {
    const its = inPart(path, `.clusters[${k}]`);
    const cluster = clusters[k];
    if (!found.record(its, cluster)) continue;
    found.numbers(inPart(its, ".sites"), cluster.sites);
    found.numbers(inPart(its, ".sets"), cluster.sets);
    found.numbers(inPart(its, ".prices"), cluster.prices);
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

  numbers(path: Path, list: unknown): void {
    if (!isNumbers(list)) this.violations.push(`${wordsOf(path)} is no array of numbers`);
  }
}

/** Arrays whose numbers can be put beside doubles. */
function isNumbers(list: unknown): boolean {
  return Array.isArray(list) ? list.every((value) => typeof value === "number") : isTypedNumbers(list);
}
