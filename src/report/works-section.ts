import type { Continent } from "../model/types.ts";
import type { Plan } from "../plan/types.ts";
import { countOf, formatQuantity, formatShare } from "./format-figures.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";
import { type GoodWorks, listWorks, type Works, worksByGood } from "./works-figures.ts";

/** Areas of works named in one table cell. */
const AREAS_NAMED = 4;

/** How many works make each good, how large they are, how full, and where. */
export function worksSection(continent: Continent, plan: Plan, top: number): string {
  const works = listWorks(continent, plan);
  const open = works.filter((one) => one.open);
  const goods = worksByGood(continent, works);
  if (works.length === 0) return section("Works", "No works: everything comes from the areas' own supply.");

  const columns = [
    { heading: "good" },
    { heading: "works", figures: true },
    { heading: "candidates", figures: true },
    { heading: "made in a year", figures: true },
    { heading: "largest", figures: true },
    { heading: "smallest", figures: true },
    { heading: "load", figures: true },
    { heading: "where, largest first" },
  ];
  const rows = goods.map((one) => {
    const unit = continent.goods[one.good]?.unit ?? "t";
    return [
      escapeMarkdown(one.good),
      `${one.works.length}${one.beside === 0 ? "" : one.beside === one.works.length ? " (beside)" : ` (${one.beside} beside)`}`,
      `${one.candidates}`,
      formatQuantity(one.total, unit),
      formatQuantity(one.largest, unit),
      formatQuantity(one.smallest, unit),
      formatShare(one.load),
      whereabouts(one),
    ];
  });
  const beside = goods.some((one) => one.beside > 0)
    ? 'A works "beside" makes more, by weight, of another good: here this one is a by-product.'
    : "";
  return section(
    "Works",
    summary(open, works),
    markdownTable(columns, rows),
    beside,
    largestWorks(continent, open, top),
  );
}

function summary(open: readonly Works[], all: readonly Works[]): string {
  const kept = open.reduce((sum, one) => sum + one.kept, 0);
  const built = open.reduce((sum, one) => sum + one.built, 0);
  const closed = all.reduce((sum, one) => sum + one.closed, 0);
  const idle = open.filter((one) => one.output.size === 0).length;
  const parts = [`${countOf(open.length, "works", "works")} open`];
  if (kept > 0) parts.push(`${countOf(kept, "standing module")} kept`);
  if (built > 0) parts.push(`${countOf(built, "module")} built`);
  if (closed > 0) parts.push(`${countOf(closed, "standing module")} taken down`);
  if (idle > 0) parts.push(`${idle} open without running`);
  return `${parts.join(", ")}.`;
}

function whereabouts({ good, works }: GoodWorks): string {
  const areas = new Map<string, number>();
  for (const one of works) areas.set(one.area, (areas.get(one.area) ?? 0) + (one.output.get(good) ?? 0));
  const sorted = [...areas].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([area]) => escapeMarkdown(area));
  const more = sorted.length - AREAS_NAMED;
  return more > 1 ? `${sorted.slice(0, AREAS_NAMED).join(", ")} and ${more} more` : sorted.join(", ");
}

function largestWorks(continent: Continent, open: readonly Works[], top: number): string {
  const weight = (one: Works): number =>
    one.principal === undefined
      ? 0
      : (one.output.get(one.principal) ?? 0) * (continent.goods[one.principal]?.tonnesPerUnit ?? 1);
  const sorted = [...open].sort((a, b) => weight(b) - weight(a) || (a.site < b.site ? -1 : 1)).slice(0, top);
  if (sorted.length === 0) return "";
  const rows = sorted.map((one) => [
    escapeMarkdown(one.site),
    escapeMarkdown(one.area),
    [...one.output]
      .map(([good, amount]) => `${formatQuantity(amount, continent.goods[good]?.unit ?? "t")} ${escapeMarkdown(good)}`)
      .join(", ") || "nothing",
    `${one.kept + one.built}`,
    formatShare(one.load),
  ]);
  const heading = open.length > sorted.length ? `### The ${sorted.length} largest works` : "### The works";
  const columns = [
    { heading: "works" },
    { heading: "area" },
    { heading: "makes in a year" },
    { heading: "modules", figures: true },
    { heading: "load", figures: true },
  ];
  return `${heading}\n\n${markdownTable(columns, rows)}`;
}
