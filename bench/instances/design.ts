import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { DesignProblem } from "../../src/problems/design.ts";
import { INSTANCES } from "./dimacs.ts";

/**
 * Reads a public instance of multicommodity fixed-charge network design, by Crainic and Gendron; undefined where it is
 * not in the optional instance folder.
 */
export function readDesign(name: string): DesignProblem | undefined {
  const path = `${INSTANCES}/design/${name}.dow.gz`;
  if (!existsSync(path)) return undefined;
  const numbers = gunzipSync(readFileSync(path))
    .toString("utf8")
    .split("\n")
    .slice(1)
    .join(" ")
    .trim()
    .split(/\s+/)
    .map(Number);
  const [nodeCount, arcs, commodities] = numbers;
  const arc = (field: number): number[] => Array.from({ length: arcs }, (_, a) => numbers[3 + 7 * a + field]);
  const first = 3 + 7 * arcs;
  const commodity = (field: number): number[] =>
    Array.from({ length: commodities }, (_, c) => numbers[first + 3 * c + field]);
  return {
    nodeCount,
    tail: arc(0).map((node) => node - 1),
    head: arc(1).map((node) => node - 1),
    cost: arc(2),
    capacity: arc(3),
    openCost: arc(4),
    origin: commodity(0).map((node) => node - 1),
    destination: commodity(1).map((node) => node - 1),
    demand: commodity(2),
  };
}
