import type { Continent } from "../model/types.ts";
import type { Outcome } from "../plan/outcome.ts";
import type { Plan } from "../plan/types.ts";
import { printSpentBook } from "./books-section.ts";
import {
  countOf,
  formatBracket,
  formatCount,
  formatJoules,
  formatNumber,
  formatQuantity,
  formatShare,
} from "./format-figures.ts";
import { freightFigures, listBuiltLinks } from "./freight-figures.ts";
import { explainStop, headline, unmetByGood } from "./headline.ts";
import { listWorks, worksByGood } from "./works-figures.ts";

/** Columns of a terminal that the summary keeps to. */
const WIDTH = 100;

/** The short answer for a terminal: a dozen lines, words to the left, figures beside them; ends without a line break. */
export function textSummary(continent: Continent, outcome: Outcome): string {
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
    ...planLines(continent, outcome.plan),
    [
      "certified bound",
      outcome.status === "optimal"
        ? `${numbers.bound}, the plan itself`
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

function planLines(continent: Continent, plan: Plan): readonly Line[] {
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
  lines.push(["works", `${countOf(works.filter(({ open }) => open).length, "works", "works")}: ${counts.join(", ")}`]);
  const shares = [...freight.byMode]
    .sort((a, b) => b.tonneKm - a.tonneKm)
    .map(({ id, tonneKm }) => `${oneLine(id)} ${formatShare(freight.tonneKm > 0 ? tonneKm / freight.tonneKm : 0)}`);
  if (freight.tonneKm > 0) lines.push(["freight", `${formatCount(freight.tonneKm)} tonne-km: ${shares.join(", ")}`]);
  const built = listBuiltLinks(continent, plan).map(({ link, sizes }) => {
    const modules = sizes.map(([name, count]) => `${count} ${oneLine(name)}`).join(", ");
    return `${oneLine(link.id)} (${modules})`;
  });
  if (built.length > 0) lines.push(["links built", built.join(", ")]);
  const tonnes = freight.byGood.reduce((sum, good) => sum + good.tonnes, 0);
  if (tonnes > 0)
    lines.push(["mean haul", `${formatNumber(freight.tonneKm / tonnes)} km for ${formatQuantity(tonnes, "t")} a year`]);
  const unmet = [...unmetByGood(plan)].map(
    ([good, short]) => `${formatQuantity(short.unmet, continent.goods[good]?.unit ?? "t")} of ${oneLine(good)}`,
  );
  lines.push(["unmet", unmet.length === 0 ? "nothing" : unmet.join(", ")]);
  return lines;
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
