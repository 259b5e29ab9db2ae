import type { Continent } from "../model/types.ts";
import type { AreaFigure, Plan } from "../plan/types.ts";
import { byId } from "./by-id.ts";
import { formatJoules, formatNumber } from "./format-figures.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";

/** Lowest, mean and highest figure of one good. */
export interface FigureRange {
  readonly good: string;
  readonly lowest: AreaFigure;
  readonly highest: AreaFigure;
  /** Weighted by what is used and taken in each area; the plain mean where nothing is. */
  readonly mean: number;
}

/** The range of each good's figures over the areas where it is used or taken (over all, where it nowhere is). */
export function figureRanges(plan: Plan, figures: readonly AreaFigure[]): readonly FigureRange[] {
  const weights = new Map<string, number>();
  for (const { area, good, used, taken } of plan.balances) weights.set(JSON.stringify([good, area]), used + taken);
  const byGood = new Map<string, AreaFigure[]>();
  for (const figure of figures) byGood.set(figure.good, [...(byGood.get(figure.good) ?? []), figure]);
  return [...byGood.keys()].sort(byId).map((good) => {
    const all = byGood.get(good) ?? [];
    const weightOf = ({ area }: AreaFigure): number => weights.get(JSON.stringify([good, area])) ?? 0;
    const wanted = all.filter((figure) => weightOf(figure) > 0);
    const shown = wanted.length > 0 ? wanted : all;
    let lowest = shown[0];
    let highest = shown[0];
    let sum = 0;
    let weight = 0;
    for (const figure of shown) {
      if (figure.value < lowest.value) lowest = figure;
      if (figure.value > highest.value) highest = figure;
      const share = wanted.length > 0 ? weightOf(figure) : 1;
      sum += share * figure.value;
      weight += share;
    }
    return { good, lowest, highest, mean: weight > 0 ? sum / weight : 0 };
  });
}

/** How joint products share the energy of a run. */
export function sharing({ allocation = "price" }: Plan): string {
  return allocation === "price" ? "by guide price" : "by mass";
}

/** Guide prices by good, and embodied energies where the plan has them. */
export function pricesSection(continent: Continent, plan: Plan): string {
  const guide = figureRanges(plan, plan.guidePrices);
  const embodied = figureRanges(plan, plan.embodied);
  if (guide.length === 0 && embodied.length === 0) return section("Prices", "The plan carries no prices.");
  return section(
    "Prices",
    guide.length === 0
      ? ""
      : `Guide prices: what the proof of the bound takes one unit of a good to be worth, over the areas that use it.\n\n${rangeTable(continent, guide)}`,
    embodied.length === 0
      ? ""
      : `Embodied energy: what one unit has cost on average, from the accounts; joint products share ${sharing(plan)}.\n\n${rangeTable(continent, embodied)}`,
    plan.commonEnergy > 0
      ? `${formatJoules(plan.commonEnergy)} a year are embodied in no good: works that stand and make nothing, goods of which all is let go.`
      : "",
  );
}

function rangeTable(continent: Continent, ranges: readonly FigureRange[]): string {
  const columns = [
    { heading: "good" },
    { heading: "unit" },
    { heading: "lowest", figures: true },
    { heading: "in" },
    { heading: "mean", figures: true },
    { heading: "highest", figures: true },
    { heading: "in" },
  ];
  const rows = ranges.map(({ good, lowest, mean, highest }) => [
    escapeMarkdown(good),
    `MJ/${escapeMarkdown(continent.goods[good]?.unit ?? "t")}`,
    formatNumber(lowest.value),
    lowest.value === highest.value ? "everywhere" : escapeMarkdown(lowest.area),
    formatNumber(mean),
    formatNumber(highest.value),
    lowest.value === highest.value ? "everywhere" : escapeMarkdown(highest.area),
  ]);
  return markdownTable(columns, rows);
}
