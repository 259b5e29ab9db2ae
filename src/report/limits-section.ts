import type { Continent } from "../model/types.ts";
import type { Certificate, Plan, ResourceUse } from "../plan/types.ts";
import { formatJoules, formatNumber, formatQuantity, formatShare } from "./format-figures.ts";
import { listTerminals, listWays, type Terminal, type Way } from "./freight-figures.ts";
import { unmetByGood } from "./headline.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";
import { optionLimits } from "./options-section.ts";
import { listWorks, type Works } from "./works-figures.ts";

/** From this share on a link, a resource or a works counts as full. */
const FULL = 0.9995;

function isFullResource({ used, available, guidePrice }: ResourceUse): boolean {
  return guidePrice > 0 || (available !== undefined && used > 0 && used >= FULL * available);
}

/**
 * Ways that are full, or that the proof puts a price on; but where something is built, that price is what its room shares
 * of the building, and says nothing of room that is lacking.
 */
export function fullWays(ways: readonly Way[]): readonly Way[] {
  return ways.filter(({ use, guidePrice, built }) => (guidePrice > 0 && built === 0) || (use ?? 0) >= FULL);
}

/** Terminals, likewise. */
export function fullTerminals(terminals: readonly Terminal[]): readonly Terminal[] {
  return terminals.filter(({ use, guidePrice, sizes }) => (guidePrice > 0 && sizes.length === 0) || (use ?? 0) >= FULL);
}

/** Tonnes a year by which room is imagined wider. */
export const ROOM_MORE = 1000;

/**
 * What holds the plan back: full links, terminals, resources and works, options that bind, with what relief would be
 * worth.
 * @param gap MJ/yr between the plan and its bound; absent: there is none to tell.
 */
export function limitsSection(continent: Continent, plan: Plan, top: number, gap?: number): string {
  const ways = fullWays(listWays(continent, plan));
  const terminals = fullTerminals(listTerminals(continent, plan));
  const priced = [...ways, ...terminals].some(({ guidePrice }) => guidePrice > 0);
  const parts = [
    linkLimits(ways, top),
    terminalLimits(terminals, top),
    priced ? roomInWords(isByPrices(plan.certificate) ? gap : undefined) : "",
    resourceLimits(plan.resources.filter(isFullResource), top),
    worksLimits(
      continent,
      listWorks(continent, plan).filter(({ open, load }) => open && load >= FULL),
      top,
    ),
    optionLimits(continent, plan, top),
  ].filter((part) => part !== "");
  return section("Limits", ...(parts.length > 0 ? parts : ["No link, terminal, resource or works is at its limit."]));
}

/** Indexes of a list by falling worth, at most `top`; equal ones stay in order. */
function dearest<Item>(items: readonly Item[], top: number, worth: (item: Item) => number): readonly Item[] {
  return items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => worth(b.item) - worth(a.item) || a.index - b.index)
    .slice(0, top)
    .map(({ item }) => item);
}

function linkLimits(ways: readonly Way[], top: number): string {
  if (ways.length === 0) return "";
  const columns = [
    { heading: "link" },
    { heading: "from" },
    { heading: "to" },
    { heading: "carries a year", figures: true },
    { heading: "use", figures: true },
    { heading: "one more kt a year here", figures: true },
  ];
  const shown = dearest(ways, top, ({ guidePrice }) => guidePrice);
  const rows = shown.map((way) => [
    escapeMarkdown(way.link.id),
    escapeMarkdown(way.from),
    escapeMarkdown(way.to),
    formatQuantity(way.total, "t"),
    way.use === undefined ? "" : formatShare(way.use),
    worthOfRoom(way.guidePrice),
  ]);
  return `### Links at capacity${remainder(ways.length, shown.length)}\n\n${markdownTable(columns, rows)}`;
}

function terminalLimits(terminals: readonly Terminal[], top: number): string {
  if (terminals.length === 0) return "";
  const columns = [
    { heading: "terminal" },
    { heading: "area" },
    { heading: "loaded and unloaded a year", figures: true },
    { heading: "use", figures: true },
    { heading: "one more kt a year here", figures: true },
  ];
  const shown = dearest(terminals, top, ({ guidePrice }) => guidePrice);
  const rows = shown.map(({ terminal, tonnes, use, guidePrice }) => [
    escapeMarkdown(terminal.mode),
    escapeMarkdown(terminal.area),
    formatQuantity(tonnes, "t"),
    use === undefined ? "" : formatShare(use),
    worthOfRoom(guidePrice),
  ]);
  return `### Terminals at capacity${remainder(terminals.length, shown.length)}\n\n${markdownTable(columns, rows)}`;
}

function worthOfRoom(guidePrice: number): string {
  return guidePrice > 0 ? `saves ${formatJoules(guidePrice * ROOM_MORE)} a year` : "no price";
}

/**
 * What the figures of room are. Any prices prove a bound, and more room lowers it by the price of the room: so no plan
 * with it takes less than the bound less that. Where the bound is proved case by case, the prices are not all of it.
 * @param gap MJ/yr between the plan and the bound that these prices prove; absent: not known.
 */
function roomInWords(gap: number | undefined): string {
  const what = "What one more kt a year of room saves is told by its guide price, a price of the proof.";
  if (gap === undefined)
    return `${what} It shows where room is short; it sets no limit to what more of it could save. A plan with the room tells.`;
  const beyond = gap === 0 ? "" : `, beyond the ${formatJoules(gap)} a year that lie between plan and bound`;
  return `${what} No plan could save more by it${beyond}; how much one does save, a plan with the room tells.`;
}

function resourceLimits(resources: readonly ResourceUse[], top: number): string {
  if (resources.length === 0) return "";
  const columns = [
    { heading: "resource" },
    { heading: "area" },
    { heading: "used", figures: true },
    { heading: "available", figures: true },
    { heading: "one more", figures: true },
  ];
  const shown = dearest(resources, top, ({ guidePrice }) => guidePrice);
  const rows = shown.map((one) => [
    escapeMarkdown(one.resource),
    escapeMarkdown(one.area),
    formatNumber(one.used),
    one.available === undefined ? "unlimited" : formatNumber(one.available),
    `${formatNumber(one.guidePrice)} MJ`,
  ]);
  return `### Resources used up${remainder(resources.length, shown.length)}\n\n${markdownTable(columns, rows)}`;
}

function worksLimits(continent: Continent, full: readonly Works[], top: number): string {
  if (full.length === 0) return "";
  const columns = [
    { heading: "works" },
    { heading: "area" },
    { heading: "makes" },
    { heading: "a year", figures: true },
  ];
  const amountOf = (one: Works): number => one.output.get(one.principal ?? "") ?? 0;
  const shown = dearest(full, top, amountOf);
  const rows = shown.map((one) => [
    escapeMarkdown(one.site),
    escapeMarkdown(one.area),
    escapeMarkdown(one.principal ?? "nothing"),
    formatQuantity(amountOf(one), continent.goods[one.principal ?? ""]?.unit ?? "t"),
  ]);
  return `### Works at full load${remainder(full.length, shown.length)}\n\n${markdownTable(columns, rows)}`;
}

function remainder(all: number, shown: number): string {
  return all > shown ? ` (${shown} of ${all})` : "";
}

/** What final demand goes unmet, and where. */
export function unmetSection(continent: Continent, plan: Plan, top: number): string {
  const unmet = unmetByGood(plan);
  if (unmet.size === 0) return section("Unmet", "Nothing: every need is met.");
  const demanded = new Map<string, number>();
  for (const { good, used, unmet: short } of plan.balances) {
    demanded.set(good, (demanded.get(good) ?? 0) + used + short);
  }
  const columns = [
    { heading: "good" },
    { heading: "unmet in a year", figures: true },
    { heading: "of what is needed", figures: true },
    { heading: "areas", figures: true },
    { heading: "most of it in" },
  ];
  const rows = [...unmet].map(([good, { unmet: amount, areas }]) => {
    const short = plan.balances.filter((balance) => balance.good === good && balance.unmet > 0);
    const total = demanded.get(good) ?? 0;
    return [
      escapeMarkdown(good),
      formatQuantity(amount, continent.goods[good]?.unit ?? "t"),
      total > 0 ? formatShare(amount / total) : "",
      `${areas}`,
      dearest(short, Math.min(top, 4), (balance) => balance.unmet)
        .map(({ area }) => escapeMarkdown(area))
        .join(", "),
    ];
  });
  return section("Unmet", markdownTable(columns, rows));
}

/** Whether prices alone prove the bound, and no cases. */
function isByPrices({ cases, parts = [] }: Certificate): boolean {
  return cases === undefined && parts.every((part) => part.cases === undefined && part.located === undefined);
}
