/**
 * Plans the public two-stage instances and writes docs/benchmarks-two-stage.md.
 * Usage: npx tsx bench/two-stage.ts [units of work for each of one good, 1000] [of five goods, 2500]
 */
import { writeFileSync } from "node:fs";
import { planCoupled } from "../src/solvers/plan-coupled.ts";
import { verifyCoupled } from "../src/verify/numbers/coupled.ts";
import { type KnownTwoStage, knownTwoStage, readTwoStage } from "./instances/two-stage.ts";
import { hasInstances, INSTANCE_FOLDER } from "./location-instances.ts";

if (!hasInstances) {
  console.log(`skipped: no instances in ${INSTANCE_FOLDER} (set KATASCOPE_INSTANCES)`);
  process.exit(0);
}
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** Plans one instance, checks plan and bound, and gives its row. */
function measure({ name, best, bound }: KnownTwoStage, workLimit: number): string {
  const problem = readTwoStage(`${INSTANCE_FOLDER}/${name}.txt.gz`);
  const before = process.cpuUsage();
  const result = planCoupled(problem, { workLimit });
  const { user, system } = process.cpuUsage(before);
  const { violations, certifiedBound } = verifyCoupled(problem, result);
  if (violations.length > 0) throw new Error(`${name}: ${JSON.stringify(violations)}`);
  const cells = [name.replace("two-stage/", ""), result.objective.toFixed(0), percent(result.objective / best - 1)];
  const proof = [certifiedBound.toFixed(1), bound === undefined ? "" : String(bound), percent(result.gap)];
  const row = `| ${[...cells, ...proof, ((user + system) / 1e6).toFixed(1)].join(" | ")} |`;
  console.log(row);
  return row;
}

const limits = { one: Number(process.argv[2] ?? 1000), five: Number(process.argv[3] ?? 2500) };
const known = knownTwoStage(INSTANCE_FOLDER);
const lines = [
  "# Two stages: measured",
  "",
  "Written by `npm run bench:two-stage`: plants, satellites and customers with fixed costs and capacities at both stages,",
  "50 x 100 x 200, each kind of good as two goods linked by a recipe (`planCoupled`). Of five kinds a plant or satellite has",
  "a capacity each and one cost for all: its works are under one roof. The bound is ours, proven and verified; beside it the",
  "published one, which is the optimum where that is proven elsewhere. Seconds are processor time on a shared machine,",
  `Node ${process.versions.node}; runs end by work.`,
];
for (const goods of ["one", "five"] as const) {
  lines.push(
    ...["", `## ${goods === "one" ? "One kind of good" : "Five kinds of goods"}`, ""],
    "| instance | plan | over the best known | bound | published bound | gap | s |",
    "|---|---:|---:|---:|---:|---:|---:|",
  );
  for (const instance of known) if (instance.goods === goods) lines.push(measure(instance, limits[goods]));
}
writeFileSync(new URL("../docs/benchmarks-two-stage.md", import.meta.url), `${lines.join("\n")}\n`);
