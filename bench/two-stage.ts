/**
 * Plans the public two-stage instances of one good and writes docs/benchmarks-two-stage.md.
 * Usage: npx tsx bench/two-stage.ts [units of work for each, 1500]
 */
import { writeFileSync } from "node:fs";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { knownTwoStage, readTwoStage } from "./instances/two-stage.ts";
import { hasInstances, INSTANCE_FOLDER } from "./location-instances.ts";

if (!hasInstances) {
  console.log(`skipped: no instances in ${INSTANCE_FOLDER} (set KATASCOPE_INSTANCES)`);
  process.exit(0);
}
const workLimit = Number(process.argv[2] ?? 1500);
const lines = [
  "# Two stages: measured",
  "",
  "Written by `npm run bench:two-stage`: plants, satellites and customers with fixed costs and capacities at both stages,",
  "one good, 50 x 100 x 200, solved as two goods linked by a recipe (`planCoupled`). The bound is ours, proven and verified;",
  `beside it the published one. Seconds are processor time on a shared machine, Node ${process.versions.node}; runs end by work.`,
  "",
  "| instance | plan | over the best known | bound | published bound | gap | s |",
  "|---|---:|---:|---:|---:|---:|---:|",
];
for (const { name, best, bound } of knownTwoStage(INSTANCE_FOLDER).filter(({ goods }) => goods === "one")) {
  const problem = readTwoStage(`${INSTANCE_FOLDER}/${name}.txt.gz`);
  const before = process.cpuUsage();
  const result = planCoupled(problem, { workLimit });
  const { user, system } = process.cpuUsage(before);
  const { violations, certifiedBound } = verifyCoupled(problem, result);
  if (violations.length > 0) throw new Error(`${name}: ${JSON.stringify(violations)}`);
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const cells = [name.replace("two-stage/", ""), result.objective.toFixed(0), percent(result.objective / best - 1)];
  const proof = [certifiedBound.toFixed(1), String(bound), percent(result.gap), ((user + system) / 1e6).toFixed(1)];
  lines.push(`| ${[...cells, ...proof].join(" | ")} |`);
  console.log(lines[lines.length - 1]);
}
lines.push("", "Instances with several goods whose capacities share one fixed cost are not covered yet.", "");
writeFileSync(new URL("../docs/benchmarks-two-stage.md", import.meta.url), lines.join("\n"));
