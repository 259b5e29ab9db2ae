import type { Figure } from "../../src/continents/europe/figure.ts";
import { europeFigures } from "../../src/continents/europe/figures.ts";
import { distancesTable } from "./sea-distances.ts";

/** The generated part of docs/data-and-sources.md stands between these two lines. */
const TABLE_BEGINS = "<!-- figures: written by examples/build-continents/figures-page.ts -->";
const TABLE_ENDS = "<!-- end of figures -->";
/** And the table of sea distances between these. */
const DISTANCES_BEGIN = "<!-- sea distances: written by examples/build-continents/figures-page.ts -->";
const DISTANCES_END = "<!-- end of sea distances -->";

const CHAPTERS: readonly (readonly [title: string, ids: RegExp])[] = [
  ["People", /^population-/],
  ["Needs and what people leave over", /-per-person|^ammonia-on-fields$/],
  ["Harvests, mines and wells", /^(wheat-[A-Z]{2}|roundwood-|iron-(?!ore-)|gas-(?!heat|own)|wood-(for|density))/],
  ["Carrying, and the energy behind the energy", /-(primary|terminal|detour|energy|reach|current|speed)$/],
  ["Works: sizes, building, standing ready", /^(size|build|life|run-exponent|keep)-|^people-per-km2$/],
  ["Recipes", /./],
];

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function amount(x: number): string {
  return Math.abs(x) >= 10_000 ? x.toLocaleString("en-US") : String(Number(x.toPrecision(5)));
}

function row({ id, value, unit, low, high, source, year, carrier, boundary, quality }: Figure): string {
  const covers = carrier === "none" ? boundary : `${carrier}; ${boundary}`;
  const cells = [`\`${id}\``, amount(value), unit, `${amount(low)} to ${amount(high)}`, year, quality, covers, source];
  return `| ${cells.map(cell).join(" | ")} |`;
}

/** All figures as Markdown tables by chapter, each figure in the first chapter that it fits. */
export function figuresTable(): string {
  const left = new Set(europeFigures);
  const parts: string[] = [];
  for (const [title, ids] of CHAPTERS) {
    const here = [...left].filter((figure) => ids.test(figure.id));
    for (const figure of here) left.delete(figure);
    const head =
      "| figure | value | unit | range | year | quality | what it covers | source |\n|---|---|---|---|---|---|---|---|";
    parts.push(`### ${title}\n\n${head}\n${here.map(row).join("\n")}\n`);
  }
  const count = (quality: string) => europeFigures.filter((figure) => figure.quality === quality).length;
  const total = `${europeFigures.length} figures: ${count("quoted")} quoted, ${count("computed")} computed, ${count("rough")} rough.`;
  return `${total}\n\n${parts.join("\n")}`;
}

/** A page with its generated parts replaced; throws where the lines that they stand between are missing. */
export function withTables(page: string): string {
  const withDistances = withPart(page, DISTANCES_BEGIN, DISTANCES_END, distancesTable());
  return withPart(withDistances, TABLE_BEGINS, TABLE_ENDS, figuresTable());
}

function withPart(page: string, begins: string, ends: string, part: string): string {
  const from = page.indexOf(begins);
  const to = page.indexOf(ends);
  if (from < 0 || to < from) throw new Error(`the page has no place between ${begins} and ${ends}`);
  return `${page.slice(0, from)}${begins}\n\n${part}\n${page.slice(to)}`;
}
