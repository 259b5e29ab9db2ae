import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { gapBook } from "../src/index.ts";
import type { Continent } from "../src/model/types.ts";
import type { Plan } from "../src/plan/types.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { expectGapBooked } from "./gap-book-laws.ts";
import { randomContinent } from "./random-continent.ts";

let backend: LinearBackend;
beforeAll(async () => {
  backend = await highs();
});

function planned(continent: Continent, method: "linear" | "coupled", gap = 0.3): Plan | undefined {
  const outcome = planContinent(continent, { backend, gap, repairs: false, method, workLimit: 2 });
  return "plan" in outcome ? outcome.plan : undefined;
}

describe("the gap book", () => {
  test("books all of the gap to places, and nowhere less than nothing, whatever may limit a continent", () => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 4; seed++) for (const what of expectGapBooked(seed, backend)) kinds.add(what);
    expect(kinds.size).toBeGreaterThan(4);
  });

  test("says what cases prove beyond the prices", () => {
    const continent = randomContinent(1);
    const plan = planned(continent, "linear", 0)!;
    expect(plan.certificate.cases).toBeDefined();
    const { gap, entries, elsewhere } = gapBook(continent, plan)!;
    expect(entries.reduce((sum, { energy }) => sum + energy, elsewhere)).toBeCloseTo(gap, 3);
    expect(elsewhere).toBeLessThan(0);
  });

  test("is at the works that a plan has and need not", () => {
    const continent = randomContinent(4);
    const plan = planned(continent, "coupled")!;
    const before = gapBook(continent, plan)!;
    // A module more that stands ready and makes nothing: the same prices, and all that it costs is its own line.
    const [id, site] = Object.entries(continent.sites).find(([name, { sizes, oneSize }]) => {
      const own = plan.sites.find((other) => other.site === name);
      return own === undefined && sizes[0].most > 0 && !oneSize && Object.keys(sizes[0].buildGoods).length === 0;
    })!;
    const [{ name, buildPerYear, keep }] = site.sizes;
    const idle = { name, kept: 0, built: 1, closed: 0, runs: {}, load: 0 };
    const more = buildPerYear + keep + site.siteEnergy;
    const sites = [...plan.sites, { site: id, area: site.area, sizes: [idle] }];
    const after = gapBook(continent, { ...plan, sites, objective: plan.objective + more })!;
    const lineOf = ({ entries }: typeof after): number =>
      entries.find(({ sites: named }) => named?.includes(id))?.energy ?? 0;
    expect(after.gap - before.gap).toBeCloseTo(more, 3);
    expect(lineOf(after) - lineOf(before)).toBeGreaterThan(0.99 * more);
  });

  test("is not there where the prices prove nothing", () => {
    const continent = randomContinent(1);
    const plan = planned(continent, "coupled")!;
    const resources = { east: { land: -1 } };
    expect(gapBook(continent, { ...plan, certificate: { ...plan.certificate, resources } })).toBeUndefined();
  });
});
