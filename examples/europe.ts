/**
 * Plans Europe and draws it: `npm start`, or `npm start -- 60` for 60 areas. It goes by prices and responses, with HiGHS for
 * the last flows.
 * Writes out/europe.md, out/europe.svg and out/europe.geojson.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { planContinentAsync, requirePlan, verifyPlan } from "katascope";
import { europe, europeCoastline } from "katascope/continents/europe";
import { highs } from "katascope/highs";
import { geojsonReport, markdownReport, svgMap, textSummary } from "katascope/report";
import { progressBar } from "./progress-bar.ts";

const areas = Number(process.argv[2] ?? 600);
const continent = europe({ areas });
const goods = Object.keys(continent.goods);
console.log(`Europe: ${Object.keys(continent.areas).length} areas, ${goods.length} goods (${goods.join(", ")}),`);
console.log(`${Object.keys(continent.sites).length} candidate works, ${continent.links.length} links.\n`);

const gap = 0.006;
const bar = progressBar(gap);
const outcome = await planContinentAsync(continent, {
  backend: await highs(),
  gap,
  timeLimitMs: 60_000,
  onProgress: bar.show,
});
bar.end();

const plan = requirePlan(outcome);
console.log(textSummary(continent, outcome));
const verdict = verifyPlan(continent, plan);
console.log(`\nChecked without any solver: ${verdict.valid ? "every row holds, and the bound is proved" : "FAILED"}.`);

await mkdir("out", { recursive: true });
const written = {
  "out/europe.md": markdownReport(continent, outcome),
  "out/europe.svg": svgMap(continent, plan, {
    coastline: europeCoastline,
    title: "A plan for Europe",
    width: areas > 60 ? 1200 : 800,
  }),
  "out/europe.geojson": `${JSON.stringify(geojsonReport(continent, plan))}\n`,
};
for (const [path, text] of Object.entries(written)) await writeFile(path, text);
console.log(`Written: ${Object.keys(written).join(", ")}.`);
