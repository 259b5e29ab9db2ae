import type { Bottleneck, GoodInspection, Inspection } from "../explain/inspection.ts";
import { expectInspection } from "../model/handed-in.ts";
import { countOf, formatNumber, formatQuantity, formatShare } from "./format-figures.ts";

/** Lines of one kind that are spelled out; the others are counted. */
const MOST_LINES = 8;

/**
 * What `inspectContinent` found, for a terminal: what stands in the way first; ends without a line break.
 *
 * ```ts
 * console.log(inspectionText(inspectContinent(continent)));
 * ```
 */
export function inspectionText(inspection: Inspection): string {
  expectInspection(inspection);
  const { size, predictedSeconds, byPrices, goods, unreachable, bottlenecks, suspects, remarks } = inspection;
  const blocks = [
    [
      `${oneLine(inspection.continent)}: ${countOf(size.areas, "area")}, ${countOf(size.goods, "good")}, ${countOf(size.sites, "site")}, ${countOf(size.links, "link")}`,
      `linear problem: ${countOf(size.columns, "variable")} (${countOf(size.whole, "whole number")}), ${countOf(size.rows, "row")}; ${secondsToPlan(predictedSeconds.linear)} to plan`,
    ],
    listed("cannot be had", unreachable, ({ good, areas, elsewhere }) => {
      const where =
        areas.length > 3 ? `${areas.slice(0, 3).join(", ")} and ${areas.length - 3} more` : areas.join(", ");
      return `${good} in ${where}: ${elsewhere ? "no link that may carry it leads there" : "nobody can make it"}`;
    }),
    listed("not to be planned by prices and responses", byPrices.obstacles, (sentence) => sentence),
    listed("limits that have prices", byPrices.limits, (sentence) => sentence, byPrices.limits.length),
    listed("tight", bottlenecks, (bottleneck) => bottleneckLine(bottleneck, goods)),
    listed("check the units", suspects, ({ path, message }) => `${path}: ${message}`),
    listed("said twice or for nothing", remarks, ({ path, message }) => `${path}: ${message}`),
    listed("goods", goods, goodLine, goods.length),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(oneLine).join("\n"))
    .join("\n\n");
}

/** A guess that is good to a factor of three: below a tenth of a second its digits say nothing. */
function secondsToPlan(seconds: number): string {
  return seconds < 0.1 ? "less than 0.1 s" : `about ${formatNumber(seconds, 2)} s`;
}

function goodLine(inspected: GoodInspection): string {
  const { good, unit, demand, needed, supply, capacity, route, because, regions, together } = inspected;
  const wanted = `at least ${formatQuantity(needed, unit)} a year wanted (final demand ${formatQuantity(demand, unit)})`;
  const there = [
    ...(supply > 0 ? [`${formatQuantity(supply, unit)} supplied`] : []),
    ...(capacity > 0 ? [`works for ${formatQuantity(capacity, unit)}`] : []),
  ];
  const parts = regions > 1 ? `; ${regions} regions` : "";
  const why = because.length > 0 ? ` (${because.join("; ")})` : "";
  const others = together.length > 0 ? `, planned with ${together.join(", ")}` : "";
  return `${good}: ${wanted}, ${there.length > 0 ? there.join(", ") : "none to be had"}${parts}; ${route}${why}${others}`;
}

function bottleneckLine(
  { kind, id, areas, areaCount, wanted, available, share, certain }: Bottleneck,
  goods: readonly GoodInspection[],
): string {
  const unit = goods.find(({ good }) => kind === "good" && good === id)?.unit ?? "";
  const amount = (value: number): string =>
    kind === "resource" ? formatNumber(value) : formatQuantity(value, kind === "links" ? "t" : unit);
  const where = `${areas.join(", ")}${areaCount > areas.length ? ` and ${areaCount - areas.length} more` : ""}`;
  const part = share === undefined ? "" : `, ${formatShare(share)}`;
  return `${kind === "links" ? `room on ${id} into` : `${id} in`} ${where}: ${amount(wanted)} wanted of ${amount(available)}${part}${certain ? "; cannot be met" : ""}`;
}

/** A heading and so many lines under it; nothing where there is nothing to list. */
function listed<Item>(
  heading: string,
  items: readonly Item[],
  line: (item: Item) => string,
  most = MOST_LINES,
): readonly string[] {
  if (items.length === 0) return [];
  const more = items.length > most ? [`  ... and ${items.length - most} more`] : [];
  return [`${heading}:`, ...items.slice(0, most).map((item) => `  ${line(item)}`), ...more];
}

/** A terminal must not be steered by an id: control characters become blanks; the indent stays. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trimEnd();
}
