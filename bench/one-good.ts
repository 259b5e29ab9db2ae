import { stopwatch } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { highs } from "../src/highs.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { AreaSpec, LinkSpec, SiteSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import type { PlanOptions } from "../src/plan/options.ts";
import { planContinent } from "../src/plan-continent.ts";
import { verifyPlan } from "../src/verify/plan/verify-plan.ts";

/**
 * Plans a continent of one good, works of three sizes possible everywhere, as a facility location problem; and by the
 * linear route with HiGHS where seconds are given for it.
 * Usage: npx tsx bench/one-good.ts [areas, 200] [gap, 0.001] [seconds for the linear route, 0]
 */

const areaCount = Number(process.argv[2] ?? 200);
const gap = Number(process.argv[3] ?? 0.001);
const seconds = Number(process.argv[4] ?? 0);

/** Areas by chance, each linked by road to its five nearest. */
function oneGood(count: number): Continent {
  const random = seededRandom(5);
  const ids = Array.from({ length: count }, (_, i) => `area ${String(i).padStart(4, "0")}`);
  const at = ids.map((): [number, number] => [random.next() * 30, 40 + random.next() * 20]);
  const areas: Record<string, AreaSpec> = {};
  const sites: Record<string, SiteSpec> = {};
  const links = new Map<string, LinkSpec>();
  ids.forEach((id, i) => {
    areas[id] = { at: at[i], population: 1e5, demand: { bread: 1000 + Math.round(random.next() * 9000) } };
    const sizes = [10_000, 40_000, 160_000].map((capacity, s) => {
      const scale = (capacity / 10_000) ** 0.6;
      const energyToBuild = Math.round(3e7 * scale * (0.8 + 0.4 * random.next()));
      return { name: `${capacity}`, capacity, energyToBuild, life: 25, keep: 1e6 * scale, energyFactor: 1 - 0.06 * s };
    });
    sites[`bakery ${id}`] = { area: id, recipes: ["bake"], oneSize: true, sizes };
    const away = (j: number): number => Math.hypot(at[i][0] - at[j][0], at[i][1] - at[j][1]);
    const nearest = Array.from(ids.keys()).sort((a, b) => away(a) - away(b) || a - b);
    for (const j of nearest.slice(1, 6)) {
      const [from, to] = i < j ? [i, j] : [j, i];
      links.set(`${from} ${to}`, { between: [ids[from], ids[to]], mode: "road" });
    }
  });
  return createContinent({
    name: "one good",
    carriers: { power: { primary: 2 } },
    modes: { road: { energyPerTonneKm: 1.5, terminal: 20 } },
    freight: {},
    goods: { bread: {} },
    recipes: { bake: { makes: { bread: 1 }, energy: { power: 1500 } } },
    areas,
    sites,
    links: [...links.values()],
  });
}

const continent = oneGood(areaCount);

function measure(name: string, options: PlanOptions): void {
  const elapsed = stopwatch();
  const outcome = planContinent(continent, options);
  const milliseconds = elapsed();
  if (!("plan" in outcome)) {
    console.log(`${name}: ${outcome.status}, ${milliseconds.toFixed(0)} ms`);
    return;
  }
  const { violations } = verifyPlan(continent, outcome.plan);
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
  const figures = [outcome.objective.toFixed(0), outcome.bound.toFixed(0), `gap ${(100 * outcome.gap).toFixed(4)} %`];
  const { avoidableGap, plan } = outcome;
  console.log(`${name}: ${outcome.status}, ${figures.join(", ")}, of what siting can avoid`, avoidableGap.toFixed(6));
  console.log(`  ${plan.sites.length} works, ${milliseconds.toFixed(0)} ms`, outcome.timing.phases);
}

measure("location", { gap });
if (seconds > 0)
  measure("linear", { gap, method: "linear", backend: await highs(), timeLimitMs: 1000 * seconds, repairs: false });
