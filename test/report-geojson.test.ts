import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createContinent } from "../src/model/create-continent.ts";
import { geojsonReport, type Position, type ReportCollection } from "../src/report.ts";
import { handmadeEurope, randomContinent } from "./report-continents.ts";
import { naivePlan } from "./report-plan.ts";

const europe = handmadeEurope();
const plan = naivePlan(europe);
const seeds = fc.integer({ min: 1, max: 1e6 });

/** RFC 7946, sections 3 and 4, as far as this report makes use of them. */
function requireValid(collection: ReportCollection): void {
  expect(collection.type).toBe("FeatureCollection");
  const ids = new Set<string>();
  for (const { type, id, geometry, properties } of collection.features) {
    expect(type).toBe("Feature");
    expect(ids.has(id)).toBe(false);
    ids.add(id);
    expect(["area", "works", "flow"]).toContain(properties.kind);
    const lines =
      geometry.type === "Point" ? [] : geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
    const positions: readonly Position[] = geometry.type === "Point" ? [geometry.coordinates] : lines.flat();
    for (const line of lines) {
      expect(line.length).toBeGreaterThanOrEqual(2);
      for (let i = 1; i < line.length; i++) expect(Math.abs(line[i][0] - line[i - 1][0])).toBeLessThanOrEqual(180);
    }
    for (const [longitude, latitude] of positions) {
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
      expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
    }
  }
  // JSON has no NaN and no Infinity: they would come back as null.
  expect(JSON.parse(JSON.stringify(collection))).toEqual(collection);
}

describe("the GeoJSON report", () => {
  test.prop([seeds], { seed: 1, numRuns: 12 })("is valid on random continents, the antimeridian included", (seed) => {
    const continent = randomContinent(seed);
    requireValid(geojsonReport(continent, naivePlan(continent)));
  });

  test("has every area, every works, and a line for each way that carries something", () => {
    const { features } = geojsonReport(europe, plan);
    const count = (kind: string): number => features.filter(({ properties }) => properties.kind === kind).length;
    expect(count("area")).toBe(24);
    expect(count("works")).toBe(plan.sites.length);
    const carrying = plan.links
      .flatMap(({ ways }) => ways)
      .filter(({ tonnes }) => Object.values(tonnes).some((t) => t > 0));
    expect(count("flow")).toBe(carrying.length);
  });

  test("carries demand, prices, output and tonnes by good and mode", () => {
    const { features } = geojsonReport(europe, plan);
    const find = (id: string) => features.find((feature) => feature.id === id)?.properties;
    const price = plan.guidePrices.find(({ area, good }) => area === "Roma" && good === "bread")?.value;
    expect(find("area:Roma")).toMatchObject({
      population: 26e6,
      demand: { bread: 1560000 },
      guidePrices: { bread: price },
    });
    expect(find("works:smelt Essen")).toMatchObject({ principal: "iron", area: "Essen" });
    const flow = features.find(({ properties }) => properties.kind === "flow")?.properties;
    expect(flow).toHaveProperty("mode");
    expect(Object.values(flow?.tonnes as Record<string, number>).reduce((sum, t) => sum + t, 0)).toBeCloseTo(
      flow?.total as number,
      3,
    );
  });

  test("cuts a line at the antimeridian, where both pieces have the same latitude", () => {
    const fiji = createContinent({
      modes: { ship: { energyPerTonneKm: 0.1 } },
      goods: { fish: {} },
      areas: { west: { at: [170, 0], supply: { fish: 5 } }, east: { at: [-170, 10], demand: { fish: 5 } } },
      links: [{ id: "strait", from: "west", to: "east", mode: "ship" }],
    });
    const carried = {
      ...naivePlan(fiji),
      links: [{ link: "strait", built: {}, ways: [{ tonnes: { fish: 5 }, guidePrice: 0 }] }],
    };
    const collection = geojsonReport(fiji, carried);
    requireValid(collection);
    expect(collection.features.find(({ properties }) => properties.kind === "flow")?.geometry).toEqual({
      type: "MultiLineString",
      coordinates: [
        [
          [170, 0],
          [180, 5],
        ],
        [
          [-180, 5],
          [-170, 10],
        ],
      ],
    });
  });

  test("is the same bytes for the same plan", () => {
    const again = handmadeEurope();
    expect(JSON.stringify(geojsonReport(again, naivePlan(again)))).toBe(JSON.stringify(geojsonReport(europe, plan)));
  });
});
