import { stopwatch } from "../src/base/control.ts";
import { seededRandom } from "../src/base/random.ts";
import { inspectContinent } from "../src/explain/inspect-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import { linksFrom } from "../src/model/links-from.ts";
import type { AreaSpec, SiteSpec } from "../src/model/spec.ts";
import type { Continent } from "../src/model/types.ts";
import { freightClasses } from "../src/network/freight.ts";
import { FreightSearch } from "../src/network/freight-search.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { where, writeSection } from "./benchmark-page.ts";
import { median } from "./median.ts";

/**
 * Cheapest freight of a continent with six classes and five modes, and the look at it before planning: the nearest areas
 * of every area, and of 200 areas every pair. Writes its section of docs/benchmarks.md.
 * Usage: npx tsx bench/freight.ts [areas, 2000] [nearest, 30]
 */

const areaCount = Number(process.argv[2] ?? 2000);
const nearest = Number(process.argv[3] ?? 30);
const ALL_PAIRS = 200;
const RUNS = 3;

/** Which modes carry each class; one good of each. */
const FREIGHT = {
  bulk: ["rail", "ship", "barge"],
  general: ["rail", "road", "ship"],
  liquid: ["rail", "ship", "barge", "pipeline"],
  gas: ["pipeline"],
  chilled: ["road"],
  oversize: ["road", "barge"],
};

/** Areas by chance, neighbours linked by land; a third have a port, a fifth lie at a river. */
function manyAreas(count: number): Continent {
  const random = seededRandom(11);
  const areas: Record<string, AreaSpec> = {};
  const sites: Record<string, SiteSpec> = {};
  const goods = Object.keys(FREIGHT).map((freight) => `${freight} good`);
  for (let i = 0; i < count; i++) {
    const id = `area ${String(i).padStart(4, "0")}`;
    const demand = Object.fromEntries(goods.map((good) => [good, 1000 + Math.round(random.next() * 9000)]));
    areas[id] = { at: [random.next() * 60, 30 + random.next() * 30], population: 1e5, demand };
    const recipe = `make ${goods[i % goods.length]}`;
    sites[`works ${id}`] = { area: id, recipes: [recipe], sizes: [{ capacity: 1e5, energyToBuild: 1e9, life: 30 }] };
  }
  const among = (every: number) => Object.fromEntries(Object.entries(areas).filter((_, i) => i % every === 0));
  const net = { net: "delaunay", onTheWay: 0.1 } as const;
  return createContinent({
    name: "many areas",
    modes: {
      rail: { energyPerTonneKm: 0.22, terminal: 10, detour: 1.3 },
      road: { energyPerTonneKm: 1.6, terminal: 2, detour: 1.3 },
      ship: { energyPerTonneKm: 0.2, terminal: 20, detour: 1.2 },
      barge: { energyPerTonneKm: 0.4, terminal: 10, detour: 1.4 },
      pipeline: { energyPerTonneKm: 0.9, detour: 1.2 },
    },
    freight: FREIGHT,
    goods: Object.fromEntries(Object.keys(FREIGHT).map((freight) => [`${freight} good`, { freight }])),
    recipes: Object.fromEntries(goods.map((good) => [`make ${good}`, { makes: { [good]: 1 }, energy: 1000 }])),
    areas,
    sites,
    links: [
      ...["rail", "road", "pipeline"].flatMap((mode) => linksFrom({ areas, mode, ...net })),
      ...linksFrom({ areas: among(3), mode: "ship", ...net }),
      ...linksFrom({ areas: among(5), mode: "barge", ...net }),
    ],
  });
}

function timed<Result>(run: () => Result): { result: Result; ms: number } {
  let result = run();
  const times = Array.from({ length: RUNS }, () => {
    const elapsed = stopwatch();
    result = run();
    return elapsed();
  });
  return { result, ms: median(times) };
}

const large = manyAreas(areaCount);
const indexed = indexContinent(large);
const { example } = freightClasses(indexed);
const near = timed(() => {
  const search = new FreightSearch(indexed);
  return example.map((good) => search.nearest(good, nearest + 1));
});
const small = indexContinent(manyAreas(ALL_PAIRS));
const pairs = timed(() => {
  const search = new FreightSearch(small);
  return example.map((good) => search.table(good));
});

// The nearest ones must be what the whole row says, and in its order.
const search = new FreightSearch(small);
for (const [k, good] of example.entries()) {
  const { start, energy } = search.nearest(good, nearest + 1);
  for (let from = 0; from < ALL_PAIRS; from++) {
    const row = pairs.result[k].slice(from * ALL_PAIRS, (from + 1) * ALL_PAIRS).sort();
    for (let e = start[from]; e < start[from + 1]; e++) {
      if (energy[e] !== row[e - start[from]]) throw new Error(`area ${from}, class ${k}: not the nearest`);
    }
  }
}

const look = timed(() => inspectContinent(large));
writeSection("freight", [
  "## Freight, and the look before planning",
  "",
  where(),
  `\`npx tsx bench/freight.ts\`, medians of ${RUNS} runs. The script holds the nearest areas to the whole rows before it`,
  "tells a time.",
  "",
  `| ${areaCount} areas, ${large.links.length} links, ${example.length} classes, ${indexed.modes.length} modes | milliseconds |`,
  "|---|---:|",
  `| cheapest freight from every area to the ${nearest} nearest, every class | ${near.ms.toFixed(0)} |`,
  `| cheapest freight between all pairs of ${ALL_PAIRS} areas, every class | ${pairs.ms.toFixed(0)} |`,
  `| \`inspectContinent\`, with ${look.result.bottlenecks.length} bottlenecks | ${look.ms.toFixed(0)} |`,
]);
