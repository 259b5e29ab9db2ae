import type { Continent } from "../model/types.ts";
import { type OptionUse, optionUse } from "../plan/option-use.ts";
import type { Plan } from "../plan/types.ts";
import { countOf, formatNumber, formatQuantity } from "./format-figures.ts";
import { escapeMarkdown, markdownTable } from "./markdown-text.ts";

/** What an option asks, in words. */
const WORDS: Readonly<Record<OptionUse["option"], string>> = {
  mostSites: "at most so many works",
  shareCaps: "at most a share",
  reserve: "enough without it",
};

/** The options that bind, dearest first; and how many sources serve how many areas where each area has one. */
export function optionLimits(continent: Continent, plan: Plan, top: number): string {
  const parts = [bindingOptions(continent, optionUse(continent, plan), top), ...sourceNotes(continent, plan)];
  return parts.filter((part) => part !== "").join("\n\n");
}

function bindingOptions(continent: Continent, uses: readonly OptionUse[], top: number): string {
  const binding = uses.filter(({ binds }) => binds);
  if (binding.length === 0) return "";
  const columns = [
    { heading: "option" },
    { heading: "good" },
    { heading: "who" },
    { heading: "where" },
    { heading: "in the plan", figures: true },
    { heading: "limit", figures: true },
    { heading: "one unit of room", figures: true },
  ];
  const ranked = binding.map((use, place) => ({ use, place }));
  ranked.sort((a, b) => b.use.guidePrice - a.use.guidePrice || a.place - b.place);
  const rows = ranked.slice(0, top).map(({ use }) => {
    const unit = continent.goods[use.good]?.unit ?? "t";
    const amount = (value: number): string =>
      use.option === "mostSites" ? countOf(value, "works", "works") : formatQuantity(value, unit);
    return [
      WORDS[use.option],
      escapeMarkdown(use.good),
      use.group === undefined ? "" : `${use.by} ${escapeMarkdown(use.group)}`,
      escapeMarkdown(use.area ?? ""),
      amount(use.amount),
      amount(use.limit),
      use.option === "mostSites" ? "" : `${formatNumber(use.guidePrice)} MJ`,
    ];
  });
  const of = binding.length > top ? ` (${top} of ${binding.length})` : "";
  return `### Options that bind${of}\n\n${markdownTable(columns, rows)}`;
}

/** One sentence for each good of which every area has one source. */
function sourceNotes({ options }: Continent, { shipments }: Plan): readonly string[] {
  return options.singleSource.map((good) => {
    const final = shipments.filter((shipment) => shipment.final && shipment.good === good);
    const sources = new Set(final.map(({ site, from }) => JSON.stringify([site ?? "", from])));
    const areas = new Set(final.map(({ to }) => to));
    return `Each area has one source of ${escapeMarkdown(good)}: ${countOf(sources.size, "source")} for ${countOf(areas.size, "area")}.`;
  });
}
