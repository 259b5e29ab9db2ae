/** How many works should there be when carrying costs twice, four times, eight times the energy? */
import { changeContinent, planContinentAsync, requirePlan } from "katascope";
import { europe } from "katascope/continents/europe";
import { highs } from "katascope/highs";

const today = europe({ areas: 12, goods: ["limestone", "clinker", "cement"] });
const backend = await highs();

console.log("transport   works   energy, PJ   transport, PJ   mean haul of cement, km   certified gap");
for (const factor of [0.5, 1, 2, 4, 8]) {
  const continent = changeContinent(today, { scale: [{ transport: factor }] });
  const outcome = await planContinentAsync(continent, { backend, gap: 0.005, timeLimitMs: 30_000 });
  const plan = requirePlan(outcome);
  const works = plan.sites.reduce(
    (sum, { sizes }) => sum + sizes.reduce((n, { kept, built }) => n + kept + built, 0),
    0,
  );
  const kilometres = new Map(continent.links.map(({ id, km }) => [id, km]));
  let tonnes = 0;
  let tonneKm = 0;
  for (const { good, tonnes: amount, links } of plan.shipments) {
    if (good !== "cement") continue;
    tonnes += amount;
    for (const link of links) tonneKm += amount * (kilometres.get(link) ?? 0);
  }
  const cells = [
    `x ${factor}`.padEnd(9),
    String(works).padStart(8),
    (plan.energy.total / 1e9).toFixed(0).padStart(13),
    (plan.energy.transport / 1e9).toFixed(1).padStart(16),
    (tonneKm / tonnes).toFixed(0).padStart(26),
    `${outcome.status === "infeasible" || outcome.status === "unknown" ? "-" : (100 * outcome.gap).toFixed(2)} %`.padStart(
      16,
    ),
  ];
  console.log(cells.join(""));
}
