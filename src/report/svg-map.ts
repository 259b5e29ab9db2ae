import { InvalidOptionError } from "../base/errors.ts";
import { suggestion, unknownOptions } from "../base/suggest.ts";
import { quote } from "../model/describe-value.ts";
import { expectContinent, expectPlan } from "../model/handed-in.ts";
import type { Continent } from "../model/types.ts";
import type { Plan } from "../plan/types.ts";
import { escapeXml } from "./escape-xml.ts";
import { coastlinePath } from "./map/coastline.ts";
import { graticulePath } from "./map/graticule.ts";
import { layoutMap } from "./map/layout.ts";
import { COAST, GRID, INK, LAND, PAPER, SEA } from "./map/palette.ts";

/** What `svgMap` may be told; everything is optional. */
export interface SvgMapOptions {
  /** Outlines of land, rings of [longitude, latitude] in degrees; a ring inside a ring is a lake. */
  readonly coastline?: readonly (readonly (readonly [number, number])[])[];
  /** Only these goods; with one good, its flows take its colour. Default: all. */
  readonly goods?: readonly string[];
  /** Pixels, 400 to 4000; default 800. The height follows. */
  readonly width?: number;
  /** Default: the continent's name. */
  readonly title?: string;
  /** The most area names, largest population first; those without room are left out. Default 60. */
  readonly labels?: number;
}

const OPTIONS = ["coastline", "goods", "width", "title", "labels"];

const FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/**
 * A plan as a map, in SVG text that needs nothing else: works as circles with area in proportion to output,
 * coloured by good; flows as lines with width in proportion to tonnes, by mode; names, scale and legend.
 * Lambert azimuthal equal-area projection centred on the areas. Equal input gives equal bytes.
 *
 * ```ts
 * const svg = svgMap(continent, plan, { goods: ["steel"], width: 1200, title: "Steel" });
 * ```
 *
 * Units: t/yr. Works whose good has no weight are rings of one size. Tooltips say the rest.
 * Throws: InvalidOptionError when an option is unknown or out of range, or a good is unknown.
 */
export function svgMap(continent: Continent, plan: Plan, options: SvgMapOptions = {}): string {
  expectContinent(continent);
  expectPlan(plan);
  checkOptions(continent, options);
  const layout = layoutMap(continent, plan, {
    width: Math.round(options.width ?? 800),
    mostLabels: options.labels ?? 60,
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.goods === undefined ? {} : { goods: new Set(options.goods) }),
  });
  const { width, height, projection } = layout;
  const { frame } = projection;
  const land = options.coastline === undefined ? "" : coastlinePath(options.coastline, projection);
  const box = `x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}"`;
  // A nested viewport clips to the map without an id, which two maps on one page could share by accident.
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${FONT}" fill="${INK}">`,
    `<title>${escapeXml(layout.title)}</title>`,
    `<desc>${escapeXml(`${layout.description}. Lambert azimuthal equal-area projection; the scale is true at the centre.`)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    `<svg ${box} viewBox="${frame.x} ${frame.y} ${frame.width} ${frame.height}">`,
    // Without outlines nobody knows what is sea.
    `<rect ${box} fill="${options.coastline === undefined ? LAND : SEA}"/>`,
    `<path d="${graticulePath(projection)}" fill="none" stroke="${GRID}" stroke-width="0.7"/>`,
    land === ""
      ? ""
      : `<path d="${land}" fill="${LAND}" fill-rule="evenodd" stroke="${COAST}" stroke-width="0.7" stroke-linejoin="round"/>`,
    `<g opacity="0.72">${layout.flows.join("\n")}</g>`,
    `<g fill="${INK}">${layout.dots.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="1.6"/>`).join("")}</g>`,
    `<g>${layout.works.join("\n")}</g>`,
    "</svg>",
    `<g>${layout.furniture.join("\n")}</g>`,
    `<g>${layout.texts.map(({ svg }) => svg).join("\n")}</g>`,
    "</svg>",
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

function checkOptions(continent: Continent, options: SvgMapOptions): void {
  const { goods, width, labels, coastline } = options;
  const issues = unknownOptions(options, OPTIONS, "map.option-unknown");
  const report = (code: string, path: string, message: string, remedy: string): void => {
    issues.push({ code, path, message, remedy });
  };
  if (width !== undefined && !(width >= 400 && width <= 4000)) {
    report("map.width", "width", `got ${width}, wanted 400 to 4000 pixels`, "Leave it out for 800.");
  }
  if (labels !== undefined && !(labels >= 0)) {
    report("map.labels", "labels", `got ${labels}, wanted 0 or more`, "Leave it out for 60; 0 draws no names.");
  }
  if (goods !== undefined && !Array.isArray(goods)) {
    report("map.goods", "goods", "got no list, wanted a list of ids of goods", 'Write a list: ["bread"].');
    throw new InvalidOptionError(issues);
  }
  if (goods?.length === 0)
    report("map.goods", "goods", "got no good, wanted one or more", "Leave it out for all goods.");
  goods?.forEach((good, index) => {
    if (Object.hasOwn(continent.goods, good)) return;
    const remedy = suggestion(good, Object.keys(continent.goods).sort(), "good");
    report("map.good-unknown", `goods[${index}]`, `there is no good ${quote(good)}`, remedy);
  });
  coastline?.forEach((ring, index) => {
    if (ring.every(([longitude, latitude]) => Number.isFinite(longitude) && Math.abs(latitude) <= 90)) return;
    report(
      "map.coastline",
      `coastline[${index}]`,
      "a point is not [longitude, latitude] in degrees",
      "Give rings of [longitude, latitude].",
    );
  });
  if (issues.length > 0) throw new InvalidOptionError(issues);
}
