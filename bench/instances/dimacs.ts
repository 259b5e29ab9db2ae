/** Reads and writes minimum-cost flow problems in the text format of the first DIMACS challenge. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { FlowProblem } from "../../src/problems/flow.ts";

/** Where public instances are, when they are there: an optional folder. */
export const INSTANCES = process.env["KATASCOPE_INSTANCES"] ?? "../shared/instances";

/** A problem with every array given. */
export type WholeFlowProblem = Required<FlowProblem>;

/** Parses the text of a problem. Nodes are numbered from 1 in the text, from 0 in the problem. */
export function parseDimacs(text: string): WholeFlowProblem {
  let nodeCount = 0;
  let arc = 0;
  let columns: Float64Array[] = [];
  let supply = new Float64Array(0);
  for (const line of text.split("\n")) {
    const kind = line[0];
    if (kind !== "p" && kind !== "n" && kind !== "a") continue;
    const words = line.split(/\s+/);
    if (kind === "p") {
      nodeCount = Number(words[2]);
      supply = new Float64Array(nodeCount);
      columns = Array.from({ length: 5 }, () => new Float64Array(Number(words[3])));
    } else if (kind === "n") supply[Number(words[1]) - 1] = Number(words[2]);
    else {
      for (let k = 0; k < 5; k++) columns[k][arc] = Number(words[k + 1]);
      arc++;
    }
  }
  const [tail, head, lower, capacity, cost] = columns;
  return {
    nodeCount,
    tail: tail.map((u) => u - 1),
    head: head.map((u) => u - 1),
    lower,
    capacity,
    cost,
    supply,
  };
}

/** Reads a public instance, or gives undefined when the folder is not there. */
export function publicFlow(name: string): WholeFlowProblem | undefined {
  const path = `${INSTANCES}/flow/${name}.min.gz`;
  return existsSync(path) ? parseDimacs(gunzipSync(readFileSync(path)).toString("latin1")) : undefined;
}

/** The known optimum of a public instance. */
export function publicOptimum(name: string): number {
  const table = readFileSync(`${INSTANCES}/optima.tsv`, "utf8");
  const row = table.split("\n").find((line) => line.startsWith(`flow/${name}\t`));
  return Number(row?.split("\t")[2]);
}
