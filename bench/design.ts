/** Network design on the public instances: our bound and plan, checked, against what HiGHS found once. */
import { designNetwork } from "../src/solvers/design-network.ts";
import { verifyDesign } from "../src/verify/numbers/design.ts";
import { DESIGN_REFERENCE } from "./design-reference.ts";
import { readDesign } from "./instances/design.ts";

console.log("instance  commodities x arcs      bound  below strong rows       plan  above the best   seconds");
for (const [name, { relaxed, best }] of Object.entries(DESIGN_REFERENCE)) {
  const problem = readDesign(name);
  if (problem === undefined) {
    console.log(`${name}: not in the optional instance folder (KATASCOPE_INSTANCES)`);
    continue;
  }
  const started = performance.now();
  const result = designNetwork(problem);
  const seconds = (performance.now() - started) / 1000;
  const { valid, violations } = verifyDesign(problem, result);
  if (!valid) throw new Error(`${name}: ${violations.join("; ")}`);
  const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(3)} %`;
  const cells = [
    name.padEnd(10),
    `${problem.demand.length} x ${problem.tail.length}`.padStart(18),
    result.bound.toFixed(0).padStart(11),
    share(relaxed - result.bound, relaxed).padStart(19),
    result.objective.toFixed(0).padStart(11),
    (best === undefined ? "not known" : share(result.objective - best, best)).padStart(16),
    seconds.toFixed(1).padStart(10),
  ];
  console.log(cells.join(""));
}
