import { InvalidOptionError } from "../base/errors.ts";
import { unknownOptions } from "../base/suggest.ts";
import { expectContinent, expectOutcome } from "../model/handed-in.ts";
import type { Continent } from "../model/types.ts";
import type { Outcome } from "../plan/outcome.ts";
import type { Plan } from "../plan/types.ts";
import type { BuildingSaving } from "../study/types.ts";
import { printSpentBook } from "./books-section.ts";
import { printSaving, printSizes, type Savings, savingOfLink, savingOfTerminal } from "./built-section.ts";
import { byId } from "./by-id.ts";
import {
  countOf,
  formatBracket,
  formatCount,
  formatJoules,
  formatNumber,
  formatQuantity,
  formatShare,
} from "./format-figures.ts";
import {
  type Freight,
  type FreightFigures,
  freightFigures,
  listBuiltLinks,
  listTerminals,
  listWays,
} from "./freight-figures.ts";
import { explainStop, headline, unmetByGood } from "./headline.ts";
import { fullTerminals, fullWays, ROOM_MORE } from "./limits-section.ts";
import { listWorks, type Works, worksByGood } from "./works-figures.ts";

/** Columns of a terminal that the summary keeps to. */
const WIDTH = 100;

/** Goods whose freight is told, those that travel most; and places where room is worth most. */
const MOST_GOODS = 5;
const MOST_ROOMS = 3;

/** So few works are told one by one: where each is, what it makes, and how full it is. */
const MOST_WORKS = 8;

/**
 * The short answer for a terminal: one or two dozen lines, words to the left, figures beside them; ends without a line
 * break.
 *
 * ```ts
 * console.log(textSummary(continent, planContinent(continent)));
 * ```
 *
 * @param options savings: what each thing that is built saves, as `savingsOfBuilding` gives it.
 */
export function textSummary(
  continent: Continent,
  outcome: Outcome,
  options: { readonly savings?: readonly BuildingSaving[] } = {},
): string {
  expectContinent(continent);
  expectOutcome(outcome);
  const unknown = unknownOptions(options, ["savings"], "report.option-unknown");
  if (unknown.length > 0) throw new InvalidOptionError(unknown);
  if (outcome.status === "infeasible") {
    const reasons = outcome.reasons.slice(0, 5).map(({ message }): Line => ["because", oneLine(message)]);
    const repairs = outcome.repairs.slice(0, 3).map(({ message }): Line => ["would mend it", oneLine(message)]);
    const closest = outcome.closest === undefined ? [] : planLines(continent, outcome.closest);
    return print([oneLine(headline(continent, outcome))], [...reasons, ...repairs, ...closest]);
  }
  if (outcome.status === "unknown") return print([oneLine(headline(continent, outcome))], []);

  const numbers = formatBracket(outcome.objective, outcome.bound);
  const lines: Line[] = [
    ["status", `${outcome.status}: ${explainStop(outcome.stop)}`],
    ...planLines(continent, outcome.plan, options.savings),
    [
      "certified bound",
      outcome.status === "optimal"
        ? "the plan itself: none needs less"
        : `${numbers.bound}; gap ${formatShare(outcome.gap)}, ${formatShare(outcome.avoidableGap)} of what siting can avoid`,
    ],
  ];
  if (outcome.claimed !== undefined) {
    const { by, bound, gap } = outcome.claimed;
    lines.push(["claimed", `${formatJoules(bound, 4)} by ${oneLine(by)}, gap ${formatShare(gap)}; not certified`]);
  }
  return print([oneLine(headline(continent, outcome))], lines);
}

type Line = readonly [string, string];

function planLines(continent: Continent, plan: Plan, savings?: Savings): readonly Line[] {
  const book = printSpentBook(continent, plan);
  const freight = freightFigures(continent, plan);
  const works = listWorks(continent, plan);
  const width = Math.max(...[...book.lines, book.total].map(({ printed }) => printed.length));
  const lines: Line[] = [
    [
      "energy",
      `${book.total.printed} ${book.unit} a year${book.people > 0 ? `, ${book.total.perPerson} ${book.perPersonUnit} for each of ${formatCount(book.people)} people` : ""}`,
    ],
  ];
  for (const { name, printed, share } of book.lines) {
    if (Number(printed.replaceAll(",", "")) === 0) continue;
    lines.push([`  ${name}`, `${printed.padStart(width)} ${book.unit}  ${share.padStart(7)}`]);
  }
  const counts = worksByGood(continent, works).map((one) => `${one.works.length} ${oneLine(one.good)}`);
  const open = works.filter((one) => one.open);
  lines.push(["works", `${countOf(open.length, "works", "works")}: ${counts.join(", ")}`]);
  if (open.length <= MOST_WORKS) lines.push(...open.map((one) => worksLine(continent, one)));
  lines.push(...freightLines(freight), ...builtLines(continent, plan, savings), ...roomLines(continent, plan));
  const tonnes = freight.byGood.reduce((sum, good) => sum + good.tonnes, 0);
  if (tonnes > 0)
    lines.push(["mean haul", `${formatNumber(freight.tonneKm / tonnes)} km for ${formatQuantity(tonnes, "t")} a year`]);
  const unmet = [...unmetByGood(plan)].map(
    ([good, short]) => `${formatQuantity(short.unmet, continent.goods[good]?.unit ?? "t")} of ${oneLine(good)}`,
  );
  lines.push(["unmet", unmet.length === 0 ? "nothing" : unmet.join(", ")]);
  return lines;
}

function worksLine({ goods }: Continent, { site, area, output, load }: Works): Line {
  const makes = [...output].map(([good, made]) => {
    return `${formatQuantity(made, goods[good]?.unit ?? "t")} of ${oneLine(good)}`;
  });
  return [`  in ${oneLine(area)}`, `${oneLine(site)}: ${makes.join(", ") || "nothing"}, load ${formatShare(load)}`];
}

/** How much travels how far by each mode, and of the goods that travel most. */
function freightLines({ byMode, byGood, tonneKm }: FreightFigures): readonly Line[] {
  if (tonneKm <= 0) return [];
  const most = (of: readonly Freight[]): readonly Freight[] =>
    [...of].filter((one) => one.tonneKm > 0).sort((a, b) => b.tonneKm - a.tonneKm);
  const line = (one: Freight, word: string): Line => {
    const haul = one.tonnes > 0 ? `, mean haul ${formatNumber(one.tonneKm / one.tonnes)} km` : "";
    const far = `${formatCount(one.tonneKm)} tonne-km (${formatShare(one.tonneKm / tonneKm)})`;
    return [`  ${word} ${oneLine(one.id)}`, `${far}${haul}, ${formatJoules(one.energy)}`];
  };
  const goods = most(byGood);
  const shown = goods.slice(0, MOST_GOODS).map((one) => line(one, "of"));
  const more: readonly Line[] =
    goods.length > MOST_GOODS ? [["", `and ${countOf(goods.length - MOST_GOODS, "good")} more`]] : [];
  return [
    ["freight", `${formatCount(tonneKm)} tonne-km`],
    ...most(byMode).map((one) => line(one, "by")),
    ...shown,
    ...more,
  ];
}

/** What is built besides works, and what it saves where that is known. */
function builtLines(continent: Continent, plan: Plan, savings: Savings): readonly Line[] {
  const says = (sizes: readonly (readonly [string, number])[], known: BuildingSaving | undefined): string => {
    const saves = savings === undefined ? "" : `, saves ${printSaving(known)}`;
    return `(${oneLine(printSizes(sizes))})${saves}`;
  };
  const links = listBuiltLinks(continent, plan).map(
    ({ link, sizes }) => `${oneLine(link.id)} ${says(sizes, savingOfLink(savings, link.id))}`,
  );
  const terminals = listTerminals(continent, plan)
    .filter(({ sizes }) => sizes.length > 0)
    .map(({ terminal: { area, mode }, sizes }) => {
      return `${oneLine(mode)} in ${oneLine(area)} ${says(sizes, savingOfTerminal(savings, area, mode))}`;
    });
  const separator = savings === undefined ? ", " : "; ";
  const line = (label: string, built: readonly string[]): readonly Line[] =>
    built.length > 0 ? [[label, built.join(separator)]] : [];
  return [...line("links built", links), ...line("terminals built", terminals)];
}

/** The links and terminals where room is worth most, by the prices of the proof. */
function roomLines(continent: Continent, plan: Plan): readonly Line[] {
  const ways = fullWays(listWays(continent, plan)).map(({ link, from, to, guidePrice }) => {
    return { where: `${link.id} from ${from} to ${to}`, guidePrice };
  });
  const terminals = fullTerminals(listTerminals(continent, plan)).map(({ terminal: { area, mode }, guidePrice }) => {
    return { where: `the ${mode} terminal of ${area}`, guidePrice };
  });
  const dearest = [...ways, ...terminals]
    .filter(({ guidePrice }) => guidePrice > 0)
    .sort((a, b) => b.guidePrice - a.guidePrice || byId(a.where, b.where))
    .slice(0, MOST_ROOMS);
  return dearest.map(({ where, guidePrice }, place): Line => {
    const worth = formatJoules(guidePrice * ROOM_MORE);
    const text = `one more kt a year on ${oneLine(where)} saves ${worth} a year by the prices of the proof`;
    return [place === 0 ? "room" : "", text];
  });
}

/** A terminal must not be steered by an id: control characters become blanks. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
}

/** Paragraphs over an aligned list, both wrapped at the width of a terminal. */
function print(paragraphs: readonly string[], lines: readonly Line[]): string {
  const indent = Math.max(0, ...lines.map(([label]) => label.length)) + 2;
  const printed = paragraphs.flatMap((paragraph) => wrap(paragraph, WIDTH));
  for (const [label, text] of lines) {
    wrap(text, WIDTH - indent).forEach((row, index) => {
      printed.push(`${(index === 0 ? label : "").padEnd(indent)}${row}`.trimEnd());
    });
  }
  return printed.join("\n");
}

/** Breaks at blanks; runs of blanks inside a row stay, since figures are aligned by them. */
function wrap(text: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row = "";
  for (const piece of text.split(/(?<=\S)(?= )/)) {
    if (row !== "" && row.length + piece.length > width) {
      rows.push(row);
      row = piece.trimStart();
    } else row += piece;
  }
  return [...rows, row];
}
