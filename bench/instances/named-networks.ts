/** The networks of the benchmark, by name. */
import type { FlowProblem } from "../../src/problems/flow.ts";
import { publicFlow } from "./dimacs.ts";
import { gotoShape, netgenShape } from "./networks.ts";

const PUBLIC = ["netgen_8_10a", "netgen_8_12a", "netgen_8_14a", "netgen_sr_12a", "goto_8_10a", "goto_8_12a"];

/** Up to 2^most nodes; the public ones where the instance folder is there. */
export function networkNames(most: number): string[] {
  const upTo = (shape: string, powers: readonly number[]): string[] =>
    powers.filter((power) => power <= most).map((power) => `${shape} 2^${power}`);
  return [
    ...upTo("GOTO-8", [10, 11, 12, 13, 14]),
    ...upTo("NETGEN-8", [10, 11, 12, 13, 14, 15, 16]),
    ...upTo("NETGEN-SR", [10, 11, 12, 13, 14, 15, 16]),
    ...[2, 8, 32, 128, 512].map((degree) => `NETGEN-DEG 2^12 x ${degree}`),
    ...[13, 14, 15, 16].filter((power) => power <= most).map((power) => `NETGEN-DEG 2^${power} x 32`),
    ...PUBLIC.filter((name) => publicFlow(name) !== undefined),
  ];
}

/** Throws: Error when there is no network of that name. */
export function namedNetwork(name: string): FlowProblem {
  const known = publicFlow(name);
  if (known !== undefined) return known;
  const [shape, power, degree] = name.match(/^(\S+) 2\^(\d+)(?: x (\d+))?$/)?.slice(1) ?? [];
  const nodes = 2 ** Number(power);
  if (shape === "GOTO-8") return gotoShape(nodes, Number(power));
  if (shape === "NETGEN-8") return netgenShape(nodes, 8 * nodes, Number(power));
  if (shape === "NETGEN-SR") return netgenShape(nodes, Math.round(nodes * Math.sqrt(nodes)), Number(power));
  if (shape === "NETGEN-DEG") return netgenShape(nodes, nodes * Number(degree), Number(degree));
  throw new Error(`no network named ${name}`);
}
