import { expectContinent, expectPlan } from "../model/handed-in.ts";
import type { Continent } from "../model/types.ts";
import type { AreaFigure, Plan } from "../plan/types.ts";
import { freightFigures, listTerminals } from "./freight-figures.ts";
import { listWorks } from "./works-figures.ts";

/** [longitude, latitude] in degrees. */
export type Position = readonly [number, number];

/** Where a feature lies. */
export type Geometry =
  | { readonly type: "Point"; readonly coordinates: Position }
  | { readonly type: "LineString"; readonly coordinates: readonly Position[] }
  | { readonly type: "MultiLineString"; readonly coordinates: readonly (readonly Position[])[] };

/** One area, works, terminal or flow. */
export interface ReportFeature {
  readonly type: "Feature";
  readonly id: string;
  readonly geometry: Geometry;
  /** `kind` says what it is; the rest is as `geojsonReport` says. */
  readonly properties: Readonly<Record<string, unknown>> & { readonly kind: "area" | "works" | "terminal" | "flow" };
}

/** What `geojsonReport` gives. */
export interface ReportCollection {
  readonly type: "FeatureCollection";
  readonly features: readonly ReportFeature[];
}

/**
 * A plan as GeoJSON (RFC 7946), to be opened in any map program.
 *
 * ```ts
 * const text = JSON.stringify(geojsonReport(continent, plan));
 * ```
 *
 * Gives points for areas { area, population, demand, supply, unmet, guidePrices, embodied (MJ per unit) },
 * points for works { site, area, output, tonnes, load, kept, built, closed, sizes } and for terminals { area, mode, total
 * (loaded and unloaded), use, guidePrice, built (modules), sizes (modules by size) }, and a line for each link and way
 * { link, mode, from, to, km, tonnes (by good), total, use, guidePrice, built }. Amounts are a year's, in the
 * good's unit, except `tonnes` and `total`. A line over the antimeridian is cut there, as the standard asks.
 */
export function geojsonReport(continent: Continent, plan: Plan): ReportCollection {
  expectContinent(continent);
  expectPlan(plan);
  return {
    type: "FeatureCollection",
    features: [
      ...areas(continent, plan),
      ...works(continent, plan),
      ...terminals(continent, plan),
      ...flows(continent, plan),
    ],
  };
}

function areas(continent: Continent, plan: Plan): ReportFeature[] {
  const guidePrices = figuresByArea(plan.guidePrices);
  const embodied = figuresByArea(plan.embodied);
  const unmet = figuresByArea(
    plan.balances.filter((balance) => balance.unmet > 0).map(({ area, good, unmet: value }) => ({ area, good, value })),
  );
  return Object.keys(continent.areas)
    .sort()
    .map((id) => {
      const area = continent.areas[id];
      return {
        type: "Feature",
        id: `area:${id}`,
        geometry: { type: "Point", coordinates: wrapped(area.at) },
        properties: {
          kind: "area",
          area: id,
          population: area.population,
          demand: { ...area.demand },
          supply: { ...area.supply },
          unmet: unmet.get(id) ?? {},
          guidePrices: guidePrices.get(id) ?? {},
          embodied: embodied.get(id) ?? {},
        },
      };
    });
}

function figuresByArea(figures: readonly AreaFigure[]): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const byArea = new Map<string, [string, number][]>();
  for (const { area, good, value } of figures) byArea.set(area, [...(byArea.get(area) ?? []), [good, value]]);
  return new Map([...byArea].map(([area, entries]) => [area, Object.fromEntries(entries)]));
}

function works(continent: Continent, plan: Plan): ReportFeature[] {
  const sizes = new Map(plan.sites.map((site) => [site.site, site.sizes]));
  return listWorks(continent, plan).flatMap((one): ReportFeature[] => {
    const area = continent.areas[one.area];
    if (area === undefined) return [];
    const tonnes = [...one.output].map(([good, amount]) => [
      good,
      amount * (continent.goods[good]?.tonnesPerUnit ?? 1),
    ]);
    return [
      {
        type: "Feature",
        id: `works:${one.site}`,
        geometry: { type: "Point", coordinates: wrapped(area.at) },
        properties: {
          kind: "works",
          site: one.site,
          area: one.area,
          principal: one.principal ?? null,
          output: Object.fromEntries(one.output),
          tonnes: Object.fromEntries(tonnes),
          load: one.load,
          kept: one.kept,
          built: one.built,
          closed: one.closed,
          sizes: (sizes.get(one.site) ?? []).map((size) => ({ ...size, runs: { ...size.runs } })),
        },
      },
    ];
  });
}

function terminals(continent: Continent, plan: Plan): ReportFeature[] {
  return listTerminals(continent, plan).map(({ terminal: { area, mode }, sizes, tonnes, use, guidePrice }) => ({
    type: "Feature",
    id: `terminal:${area}:${mode}`,
    geometry: { type: "Point", coordinates: wrapped(continent.areas[area].at) },
    properties: {
      kind: "terminal",
      area,
      mode,
      total: tonnes,
      use: use ?? null,
      guidePrice,
      built: sizes.reduce((sum, [, modules]) => sum + modules, 0),
      sizes: Object.fromEntries(sizes),
    },
  }));
}

function flows(continent: Continent, plan: Plan): ReportFeature[] {
  return freightFigures(continent, plan).ways.flatMap((way): ReportFeature[] => {
    const from = continent.areas[way.from];
    const to = continent.areas[way.to];
    if (from === undefined || to === undefined) return [];
    return [
      {
        type: "Feature",
        id: `flow:${way.link.id}:${way.back ? "back" : "out"}`,
        geometry: line(from.at, to.at),
        properties: {
          kind: "flow",
          link: way.link.id,
          mode: way.link.mode,
          from: way.from,
          to: way.to,
          km: way.link.km,
          tonnes: Object.fromEntries(way.tonnes),
          total: way.total,
          use: way.use ?? null,
          guidePrice: way.guidePrice,
          built: way.built,
        },
      },
    ];
  });
}

/** A position with its longitude in [-180, 180], where the standard wants it. */
function wrapped([longitude, latitude]: Position): Position {
  if (longitude >= -180 && longitude <= 180) return [longitude, latitude];
  return [((((longitude + 180) % 360) + 360) % 360) - 180, latitude];
}

/** The straight line in longitude and latitude that goes the shorter way round, cut at the antimeridian. */
function line(from: Position, to: Position): Geometry {
  const start = wrapped(from);
  const end = wrapped(to);
  const span = end[0] - start[0];
  if (Math.abs(span) <= 180) return { type: "LineString", coordinates: [start, end] };
  const edge = span < 0 ? 180 : -180;
  const unrolled = end[0] + (span < 0 ? 360 : -360);
  const share = (edge - start[0]) / (unrolled - start[0]);
  const latitude = start[1] + share * (end[1] - start[1]);
  const pieces: Position[][] = [
    [start, [edge, latitude]],
    [[-edge, latitude], end],
  ];
  // A line that starts or ends on the antimeridian has one piece without length; the standard wants lines to go somewhere.
  const long = pieces.filter(([a, b]) => a[0] !== b[0] || a[1] !== b[1]);
  if (long.length === 1) return { type: "LineString", coordinates: long[0] };
  return { type: "MultiLineString", coordinates: long };
}
