import type { Continent, Link } from "../model/types.ts";
import type { Plan, Shipment } from "../plan/types.ts";
import { builtTables, type Savings } from "./built-section.ts";
import { countOf, formatCount, formatJoules, formatNumber, formatQuantity, formatShare } from "./format-figures.ts";
import { type FreightFigures, freightFigures, type Way } from "./freight-figures.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";

/** How goods travel: by mode, by good, and the largest shipments. */
export function flowsSection(continent: Continent, plan: Plan, top: number, savings?: Savings): string {
  const freight = freightFigures(continent, plan);
  if (freight.ways.length === 0)
    return section(
      "Flows",
      "Nothing travels: every good is used where it arises.",
      builtTables(continent, plan, savings),
    );
  const shipments = plan.shipments.filter(({ links }) => links.length > 0);
  return section(
    "Flows",
    `${formatCount(freight.tonneKm)} tonne-kilometres a year on ${countOf(freight.ways.length, "way of a link", "ways of links")}.`,
    byMode(freight),
    byGood(freight),
    shipments.length > 0
      ? largestShipments(continent, shipments, top)
      : largestWays(
          freight.ways.filter(({ total }) => total > 0),
          top,
        ),
    builtTables(continent, plan, savings),
  );
}

function byMode({ byMode, tonneKm }: FreightFigures): string {
  const columns = [
    { heading: "mode" },
    { heading: "loaded", figures: true },
    { heading: "tonne-km", figures: true },
    { heading: "share", figures: true },
    { heading: "mean haul", figures: true },
    { heading: "energy", figures: true },
    { heading: "MJ per tonne-km", figures: true },
  ];
  const rows = byMode.map((mode) => [
    escapeMarkdown(mode.id),
    formatQuantity(mode.tonnes, "t"),
    formatCount(mode.tonneKm),
    tonneKm > 0 ? formatShare(mode.tonneKm / tonneKm) : "",
    mode.tonnes > 0 ? `${formatNumber(mode.tonneKm / mode.tonnes)} km` : "",
    formatJoules(mode.energy),
    mode.tonneKm > 0 ? formatNumber(mode.energy / mode.tonneKm) : "",
  ]);
  return markdownTable(columns, rows);
}

function byGood({ byGood, tonneKm }: FreightFigures): string {
  const columns = [
    { heading: "good" },
    { heading: "leaves its area", figures: true },
    { heading: "tonne-km", figures: true },
    { heading: "share", figures: true },
    { heading: "mean haul", figures: true },
    { heading: "energy", figures: true },
  ];
  const rows = byGood.map((good) => [
    escapeMarkdown(good.id),
    formatQuantity(good.tonnes, "t"),
    formatCount(good.tonneKm),
    tonneKm > 0 ? formatShare(good.tonneKm / tonneKm) : "",
    good.tonnes > 0 ? `${formatNumber(good.tonneKm / good.tonnes)} km` : "",
    formatJoules(good.energy),
  ]);
  return markdownTable(columns, rows);
}

function largestShipments(continent: Continent, shipments: readonly Shipment[], top: number): string {
  const links = new Map(continent.links.map((link) => [link.id, link]));
  const weight = ({ good, tonnes }: Shipment): number => tonnes * (continent.goods[good]?.tonnesPerUnit ?? 1);
  const sorted = shipments
    .map((shipment, index) => ({ shipment, index }))
    .sort((a, b) => weight(b.shipment) - weight(a.shipment) || a.index - b.index)
    .slice(0, top);
  const rows = sorted.map(({ shipment }) => {
    const way = shipment.links.map((id) => links.get(id)).filter((link): link is Link => link !== undefined);
    const amount = weight(shipment);
    return [
      escapeMarkdown(shipment.good),
      escapeMarkdown(shipment.from),
      escapeMarkdown(shipment.to),
      formatQuantity(shipment.tonnes, continent.goods[shipment.good]?.unit ?? "t"),
      `${formatNumber(way.reduce((sum, { km }) => sum + km, 0))} km`,
      [...new Set(way.map(({ mode }) => mode))].map(escapeMarkdown).join(", "),
      amount > 0 ? `${formatNumber(shipment.energy / amount)} MJ` : "",
    ];
  });
  const columns = [
    { heading: "good" },
    { heading: "from" },
    { heading: "to" },
    { heading: "a year", figures: true },
    { heading: "way", figures: true },
    { heading: "by" },
    { heading: "per tonne", figures: true },
  ];
  const which =
    shipments.length > sorted.length
      ? `The ${sorted.length} largest of ${countOf(shipments.length, "shipment")}`
      : "Shipments";
  return `### ${which}\n\n${markdownTable(columns, rows)}`;
}

function largestWays(ways: readonly Way[], top: number): string {
  const sorted = ways
    .map((way, index) => ({ way, index }))
    .sort((a, b) => b.way.total - a.way.total || a.index - b.index)
    .slice(0, top);
  const columns = [
    { heading: "link" },
    { heading: "from" },
    { heading: "to" },
    { heading: "mode" },
    { heading: "a year", figures: true },
  ];
  const rows = sorted.map(({ way }) => [
    escapeMarkdown(way.link.id),
    escapeMarkdown(way.from),
    escapeMarkdown(way.to),
    escapeMarkdown(way.link.mode),
    formatQuantity(way.total, "t"),
  ]);
  return `### The fullest links\n\n${markdownTable(columns, rows)}`;
}
