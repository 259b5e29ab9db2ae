import type { Continent } from "../model/types.ts";
import type { Plan } from "../plan/types.ts";
import { addTo, byId } from "./by-id.ts";
import {
  decimalsFor,
  energyUnit,
  formatCount,
  formatDecimals,
  formatJoules,
  formatShare,
  roundToSum,
} from "./format-figures.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";

/** One line of the spent book, as printed. */
export interface BookLine {
  readonly name: string;
  readonly what: string;
  /** In the book's unit, rounded so that the lines add up to the total. */
  readonly printed: string;
  readonly share: string;
  readonly perPerson: string;
}

export interface PrintedBook {
  readonly unit: string;
  readonly perPersonUnit: string;
  readonly people: number;
  readonly lines: readonly BookLine[];
  readonly total: BookLine;
}

const PARTS = [
  ["production", "running the works"],
  ["construction", "building works, links and terminals, spread over their lives"],
  ["standing", "keeping works ready, and taking down what goes"],
  ["transport", "carrying, loading and unloading"],
  ["surplus", "letting surplus go"],
] as const;

/**
 * The spent book ready to print: every column adds up as printed, digit by digit. Were the parts of a plan
 * not to add up to its total, the difference stands in a line of its own instead of being smoothed away.
 */
export function printSpentBook(continent: Continent, plan: Plan): PrintedBook {
  const { energy } = plan;
  const lines: { name: string; what: string; value: number }[] = PARTS.map(([name, what]) => ({
    name,
    what,
    value: energy[name],
  }));
  const missing = energy.total - lines.reduce((sum, { value }) => sum + value, 0);
  if (Math.abs(missing) > 1e-6 * Math.abs(energy.total)) {
    lines.push({ name: "not accounted for", what: "the parts do not add up to the stated total", value: missing });
  }
  const people = Object.values(continent.areas).reduce((sum, { population }) => sum + population, 0);
  const values = lines.map(({ value }) => value);
  const whole = column(values, energy.total);
  const each = column(
    values.map((value) => (people > 0 ? value / people : 0)),
    people > 0 ? energy.total / people : 0,
  );
  const line = (name: string, what: string, value: number, index: number): BookLine => ({
    name,
    what,
    printed: index < 0 ? whole.total : whole.parts[index],
    share: energy.total > 0 ? formatShare(value / energy.total) : "",
    perPerson: people > 0 ? (index < 0 ? each.total : each.parts[index]) : "",
  });
  return {
    unit: whole.unit,
    perPersonUnit: each.unit,
    people,
    lines: lines.map(({ name, what, value }, index) => line(name, what, value, index)),
    total: line("total", "", energy.total, -1),
  };
}

/** Values in one unit, five significant digits of the total, rounded so that they add up. */
function column(values: readonly number[], total: number) {
  const [unit, size] = energyUnit(total);
  const decimals = decimalsFor(total / size, 5);
  const rounded = roundToSum(
    values.map((value) => value / size),
    decimals,
  );
  const print = (steps: number): string => formatDecimals(steps / 10 ** decimals, decimals);
  return { unit, parts: rounded.parts.map(print), total: print(rounded.total) };
}

/** Where the energy goes, adding up, and what that is for each person. */
export function booksSection(continent: Continent, plan: Plan, top: number): string {
  const book = printSpentBook(continent, plan);
  const each = book.people > 0;
  const columns = [
    { heading: "spent on" },
    { heading: `${book.unit} a year`, figures: true },
    { heading: "share", figures: true },
    ...(each ? [{ heading: `${book.perPersonUnit} a person and year`, figures: true }] : []),
    { heading: "that is" },
  ];
  const rows = [...book.lines, book.total].map((line) => [
    line === book.total ? "**total**" : line.name,
    line.printed,
    line.share,
    ...(each ? [line.perPerson] : []),
    line.what,
  ]);
  return section(
    "Books",
    each ? `For ${formatCount(book.people)} people.` : "",
    markdownTable(columns, rows),
    energyByGood(plan, top),
    plan.shortagePenalty > 0
      ? `Beside the energy, the shortage that is allowed weighs ${formatJoules(plan.shortagePenalty)} in the objective: an opinion, not energy that is spent.`
      : "",
  );
}

/** What each good's making, keeping, carrying and letting go take, from the spent book's lines; most first. */
function energyByGood(plan: Plan, top: number): string {
  const byGood = new Map<string, Map<string, number>>();
  const totals = new Map<string, number>();
  for (const { purpose, good, energy } of plan.spent) {
    const id = good ?? "";
    const purposes = byGood.get(id) ?? new Map<string, number>();
    byGood.set(id, purposes);
    addTo(purposes, purpose, energy);
    addTo(totals, id, energy);
  }
  if (byGood.size === 0) return "";
  const purposes = PARTS.map(([name]) => name).filter((name) => plan.spent.some(({ purpose }) => purpose === name));
  const sorted = [...byGood.keys()].sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || byId(a, b));
  const shown = sorted.slice(0, Math.max(top, 20));
  const rows = shown.map((good) => {
    const total = totals.get(good) ?? 0;
    return [
      good === "" ? "(for no good)" : escapeMarkdown(good),
      ...purposes.map((purpose) => {
        const energy = byGood.get(good)?.get(purpose) ?? 0;
        return energy === 0 ? "" : formatJoules(energy);
      }),
      formatJoules(total),
      plan.energy.total > 0 ? formatShare(total / plan.energy.total) : "",
    ];
  });
  const columns = [
    { heading: "good" },
    ...[...purposes, "together", "share"].map((name) => ({ heading: name, figures: true })),
  ];
  const more = sorted.length > shown.length ? ` (${shown.length} of ${sorted.length})` : "";
  return `### Energy by good${more}\n\n${markdownTable(columns, rows)}`;
}
