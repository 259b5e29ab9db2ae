import { readDesign } from "/work/h/last/bench/instances/design.ts";
import { designJudge } from "/work/h/last/test/conformance/highs-design.ts";
const judge = await designJudge();
const t = performance.now();
const r: any = judge.solve(readDesign(process.argv[2])!, false, 900_000);
console.log(process.argv[2], r.status, r.objective, r.bound ?? r.dualBound, ((performance.now()-t)/1e3).toFixed(0), "s");
