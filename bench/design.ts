/**
 * Network design on the public instances: our bound and plan, checked, against what HiGHS found once. Writes its section
 * of docs/benchmarks.md.
 */
import { designNetwork } from "../src/solvers/design-network.ts";
import { verifyDesign } from "../src/verify/numbers/design.ts";
import { where, writeSection } from "./benchmark-page.ts";
import { DESIGN_REFERENCE } from "./design-reference.ts";
import { readDesign } from "./instances/design.ts";

const percent = (part: number, whole: number, digits: number): string => `${((100 * part) / whole).toFixed(digits)} %`;

const rows: string[] = [];
for (const [name, { relaxed, relaxedSeconds, best, provedSeconds }] of Object.entries(DESIGN_REFERENCE)) {
  const problem = readDesign(name);
  if (problem === undefined) {
    console.log(`skipped: ${name} is not in the optional instance folder (set KATASCOPE_INSTANCES)`);
    process.exit(0);
  }
  const started = performance.now();
  const result = designNetwork(problem);
  const seconds = (performance.now() - started) / 1000;
  const { valid, violations } = verifyDesign(problem, result);
  if (!valid) throw new Error(`${name}: ${violations.join("; ")}`);
  const cells = [
    name,
    `${problem.demand.length} x ${problem.tail.length}`,
    percent(relaxed - result.bound, relaxed, 3),
    result.objective.toFixed(0),
    percent(result.objective - best, best, 2),
    percent(result.objective - result.bound, result.objective, 2),
    seconds.toFixed(1),
    relaxedSeconds.toFixed(1),
    provedSeconds?.toFixed(1) ?? "not in 300",
  ];
  rows.push(`| ${cells.join(" | ")} |`);
  console.error(rows[rows.length - 1]);
}

writeSection("network design", [
  "## Network design",
  "",
  where(),
  "`designNetwork` on the public instances of Crainic and Gendron, one run each to its end (`npm run bench:design`), every",
  "answer checked by `verifyDesign`. HiGHS 1.15.1 as WebAssembly, once: the linear relaxation with strong rows, and the",
  "whole-number problem to its optimum, or its best plan after 300 s; at c49 it had 420 s of a processor.",
  "",
  "| instance | commodities x arcs | bound below the strong relaxation | plan | over HiGHS's best | certified gap | s | HiGHS: relaxation, s | HiGHS: optimum, s |",
  "|---|---|---:|---:|---:|---:|---:|---:|---:|",
  ...rows,
  "",
  "The bound itself takes 0.02 to 0.3 s of that; the rest goes to plans.",
]);
