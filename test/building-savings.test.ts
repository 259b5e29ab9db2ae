import { beforeAll, describe, expect, test } from "vitest";
import { highs } from "../src/backends/highs.ts";
import { changeContinent } from "../src/model/change-continent.ts";
import { createContinent } from "../src/model/create-continent.ts";
import type { Continent } from "../src/model/types.ts";
import type { PlannedOutcome } from "../src/plan/outcome.ts";
import { planContinent } from "../src/plan-continent.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { geojsonReport, markdownReport, svgMap, textSummary } from "../src/report.ts";
import { savingsOfBuilding, savingsOfBuildingAsync } from "../src/study/building-savings.ts";
import type { BuildingSaving } from "../src/study/types.ts";
import { expectIntervalsToHold } from "./building-savings-laws.ts";

let backend: LinearBackend;

beforeAll(async () => {
  backend = await highs();
});

function planned(continent: Continent, gap: number): PlannedOutcome {
  const outcome = planContinent(continent, { backend, method: "linear", gap, repairs: false });
  if (!("plan" in outcome)) throw new Error(outcome.status);
  return outcome;
}

/** Ore 100 km from a town that wants 50 t: by a road, or by a railway and its yard, which are to be built. */
const valley = createContinent({
  name: "valley",
  modes: { road: { energyPerTonneKm: 2 }, rail: { energyPerTonneKm: 0.5, terminal: 1 } },
  goods: { ore: {} },
  areas: { mine: { at: [0, 0], supply: { ore: 99 } }, town: { at: [1, 0], demand: { ore: 50 } } },
  links: [
    { id: "road", between: ["mine", "town"], mode: "road", km: 100, capacity: 90 },
    {
      id: "line",
      between: ["mine", "town"],
      mode: "rail",
      km: 100,
      sizes: [{ name: "track", capacity: 80, energyToBuild: 60_000, life: 30, keep: 100 }],
    },
  ],
  terminals: [{ area: "mine", mode: "rail", sizes: [{ name: "yard", capacity: 40, energyToBuild: 9000, life: 30 }] }],
});

describe("what is built", () => {
  let outcome: PlannedOutcome;
  let savings: readonly BuildingSaving[];
  beforeAll(() => {
    outcome = planned(valley, 0);
    savings = savingsOfBuilding(valley, outcome, { backend, method: "linear", gap: 0 });
  });

  test("saves what the best plan without it takes more", () => {
    // 40 t by rail at 52 MJ in place of 200, for 2,100 MJ of track and 300 of yard; without either, all goes by road.
    const saves = 40 * (200 - 52) - 2400;
    expect(outcome.objective).toBeCloseTo(50 * 200 - saves, 6);
    expect(savings).toHaveLength(2);
    const [line, yard] = savings;
    expect(line).toMatchObject({ link: "line", built: { track: 1 }, takes: 2100 });
    expect(yard).toMatchObject({ terminal: { area: "mine", mode: "rail" }, built: { yard: 1 }, takes: 300 });
    for (const { saving } of savings) {
      if (saving === "needed") throw new Error(saving);
      expect(saving.atLeast).toBeCloseTo(saves, 4);
      expect(saving.atMost).toBeCloseTo(saves, 4);
    }
  });

  test("is needed where needs cannot be met without it", () => {
    const shut = changeContinent(valley, {
      close: { links: ["road"] },
      limit: [{ demand: "ore", area: "town", most: 40 }],
    });
    const [line, yard] = savingsOfBuilding(shut, planned(shut, 0), { backend, method: "linear", gap: 0 });
    expect([line.saving, yard.saving]).toEqual(["needed", "needed"]);
  });

  test("is named with what it takes and saves in reports, and drawn otherwise than what stands", () => {
    const page = markdownReport(valley, outcome, { savings });
    expect(page).toMatch(/\| line +\| mine +\| town +\| rail +\| 1 track +\|.*\| +2.10 GJ +\| +3.52 GJ +\|/);
    expect(page).toMatch(/\| mine +\| rail +\| 1 yard +\| +40.0 t +\| +40.0 t +\| +100 % +\| +300 MJ +\| +3.52 GJ +\|/);
    expect(page).toContain("Savings of several do not add up.");
    expect(markdownReport(valley, outcome)).not.toContain("saves a year");
    const text = textSummary(valley, outcome, { savings });
    expect(text).toMatch(/links built +line \(1 track\), saves 3.52 GJ/);
    expect(text).toMatch(/terminals built +rail in mine \(1 yard\), saves 3.52 GJ/);
    const map = svgMap(valley, outcome.plan);
    expect(map).toMatch(/rail terminal of mine: 40.0 t\/yr loaded and unloaded, 100 % of its room; newly built/);
    expect(map).toContain("terminal, newly built");
    const standing = changeContinent(valley, {
      remove: { terminals: [{ area: "mine", mode: "rail" }] },
      add: { terminals: [{ area: "mine", mode: "rail", capacity: 40 }] },
    });
    const without = svgMap(standing, planned(standing, 0).plan);
    expect(without).toContain("rail terminal of mine");
    expect(without).not.toContain("terminal, newly built");
    const points = geojsonReport(valley, outcome.plan).features.filter(
      ({ properties }) => properties.kind === "terminal",
    );
    expect(points).toHaveLength(1);
    expect(points[0].properties).toMatchObject({ area: "mine", mode: "rail", total: 40, built: 1, sizes: { yard: 1 } });
  });

  test("is told of room at its guide price, with what that figure is", () => {
    const page = markdownReport(valley, outcome);
    expect(page).toContain("### Terminals at capacity");
    expect(page).toMatch(/\| rail +\| mine +\| +40.0 t +\| +100 % +\| +saves [0-9.]+ [MG]J a year \|/);
    // The track has room for as much again; what it shares of its building is not told as a lack of room.
    expect(page).not.toContain("### Links at capacity");
  });

  test("saves the same when nothing blocks", async () => {
    expect(await savingsOfBuildingAsync(valley, outcome, { backend, method: "linear", gap: 0 })).toEqual(savings);
  });
});

test("the interval holds the difference of the optima, however wide the gaps, on continents by chance", () => {
  const { built, proved } = expectIntervalsToHold(2, 1, backend);
  expect(built).toBeGreaterThanOrEqual(1);
  expect(proved).toBeLessThanOrEqual(built);
});
