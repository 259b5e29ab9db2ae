/** How many kilns should there be when carrying costs half, twice, four times, eight times the energy? */
import { changeContinent, planContinent, requirePlan } from "katascope";
import { europe } from "katascope/continents/europe";
import { highs } from "katascope/highs";

const today = europe({ areas: 100, goods: ["limestone", "clinker", "cement"] });
const backend = await highs();

console.log("transport   kilns   lines in them   clinker carried, Mt   energy, PJ   transport, PJ   certified gap");
for (const factor of [0.5, 1, 2, 4, 8]) {
  const continent = changeContinent(today, { scale: [{ transport: factor }] });
  // By work instead of time, so that the table is the same on every machine.
  const outcome = planContinent(continent, { backend, method: "coupled", gap: 0.002, workLimit: 150 });
  const plan = requirePlan(outcome);
  const kilns = plan.sites.filter(({ site }) => site.startsWith("kiln@"));
  const lines = kilns.flatMap(({ sizes }) => sizes).reduce((sum, { kept, built }) => sum + kept + built, 0);
  const carried = plan.shipments
    .filter(({ good, from, to }) => good === "clinker" && from !== to)
    .reduce((sum, { tonnes }) => sum + tonnes, 0);
  const cells = [
    `x ${factor}`.padEnd(9),
    String(kilns.length).padStart(8),
    String(lines).padStart(16),
    (carried / 1e6).toFixed(1).padStart(22),
    (plan.energy.total / 1e9).toFixed(0).padStart(13),
    (plan.energy.transport / 1e9).toFixed(2).padStart(16),
    `${"gap" in outcome ? (100 * outcome.gap).toFixed(2) : "-"} %`.padStart(16),
  ];
  console.log(cells.join(""));
}
