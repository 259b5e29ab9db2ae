/**
 * Plans the sample Europe and measures what is read from a plan: both books, the guide prices with the gap booked to places,
 * and the marginal prices. Writes docs/benchmarks-prices.md.
 * Usage: npx tsx bench/prices-and-books.ts [areas ...], 24, 200 and 600 by default. Sizes may be measured one after the other:
 * rows are kept in out/.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gapBook, verifyPlan } from "katascope";
import { europe } from "katascope/continents/europe";
import { highs } from "katascope/highs";
import { Control } from "../src/base/control.ts";
import { indexContinent } from "../src/network/indexed.ts";
import { productShares } from "../src/plan/allocation.ts";
import { embodiedBook } from "../src/plan/embodied.ts";
import { checkOptions } from "../src/plan/options.ts";
import { spentBook } from "../src/plan/spent-book.ts";
import { writePlan } from "../src/plan/write-plan.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import { coupledRoute } from "../src/routes/coupled-route.ts";
import { drive } from "../src/routes/drive.ts";
import { certificatePrices } from "../src/routes/from-plan.ts";
import { marginalPrices } from "../src/routes/marginal-prices.ts";
import { where } from "./benchmark-page.ts";
import { processorTime } from "./processor-time.ts";

/** Rows measured before. */
const STORE = "out/prices-and-books.json";

/** Units of work that the plan may take: its gap is none of this page's concern. */
const WORK_PER_AREA = 2;

/** What sums of doubles leave, as a part of the objective. */
const ROUNDING = 1e-9;

interface Row {
  readonly areas: number;
  readonly goods: number;
  readonly sites: number;
  readonly lines: number;
  readonly different: number;
  readonly solves: number;
  readonly seconds: Readonly<Record<"spent" | "embodied" | "written" | "gap" | "marginal", number>>;
}

function measure(areas: number, backend: LinearBackend): Row {
  const continent = europe({ areas });
  const indexed = indexContinent(continent);
  const control = new Control({ workLimit: WORK_PER_AREA * areas });
  const options = checkOptions({ backend, method: "coupled" });
  const { decision, certificate } = drive(coupledRoute(indexed, options, control), backend, control);
  if (decision === undefined) throw new Error(`no plan for ${areas} areas`);
  let solves = 0;
  const counting: LinearBackend = {
    name: backend.name,
    solve: (...asked) => {
      solves++;
      return backend.solve(...asked);
    },
  };
  const timed = <Result>(work: () => Result): readonly [Result, number] => {
    const elapsed = processorTime();
    const result = work();
    return [result, elapsed()];
  };
  const guide = certificatePrices(indexed, certificate).good;
  const [, spent] = timed(() => spentBook(indexed, decision, productShares(indexed, decision, guide, "price")));
  const [, embodied] = timed(() => embodiedBook(indexed, decision, guide, "price"));
  const [plan, written] = timed(() => writePlan(indexed, decision, certificate));
  const [book, gap] = timed(() => gapBook(continent, plan)!);
  const limits = { gap: 0, seed: 1 };
  const [prices, marginal] = timed(() =>
    drive(marginalPrices(indexed, decision, certificate, limits, plan.shipments), counting, new Control()),
  );
  if (prices === undefined) throw new Error(`no marginal prices for ${areas} areas`);
  const verdict = verifyPlan(continent, { ...plan, marginalPrices: prices });
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.violations.slice(0, 3)));
  if (Math.abs(book.elsewhere) > ROUNDING * plan.objective) throw new Error(`${book.elsewhere} MJ/yr are not booked`);
  return {
    areas,
    goods: indexed.goods.length,
    sites: indexed.sites.length,
    lines: book.entries.length,
    different: prices.filter(({ more, less }) => more !== less).length,
    solves,
    seconds: { spent, embodied, written, gap, marginal },
  };
}

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [24, 200, 600];
const backend = await highs();
const known: readonly Row[] = existsSync(STORE) ? JSON.parse(readFileSync(STORE, "utf8")) : [];
const fresh = sizes.map((areas) => {
  const row = measure(areas, backend);
  console.log(JSON.stringify(row));
  return row;
});
const kept = known.filter(({ areas }) => !sizes.includes(areas));
const rows = [...kept, ...fresh].sort((a, b) => a.areas - b.areas);
mkdirSync("out", { recursive: true });
writeFileSync(STORE, JSON.stringify(rows));
const page = [
  "# Prices and books: measured",
  "",
  `Written by \`bench/prices-and-books.ts\`, ${where()}`,
  "Seconds are processor time of the process. Each plan and its prices passed the checker, and the gap book added up to the",
  "gap, before times were taken down. *Written* is the whole plan with both books, its flows taken apart into shipments.",
  "Marginal prices are found with the plan's modules as they are, for every good in every area, more and less; *solves* are",
  "the linear problems that HiGHS was asked for.",
  "",
  "| Europe, areas | goods | candidate works | spent book, s | embodied book, s | written, s | guide prices, gap booked, s | lines | marginal prices, s | prices | that differ | solves |",
  "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
  ...rows.map(({ areas, goods, sites, lines, different, solves, seconds }) => {
    const { spent, embodied, written, gap, marginal } = seconds;
    const [a, b, c, d, e] = [spent, embodied, written, gap, marginal].map((each) => each.toFixed(2));
    return `| ${areas} | ${goods} | ${sites} | ${a} | ${b} | ${c} | ${d} | ${lines} | ${e} | ${areas * goods} | ${different} | ${solves} |`;
  }),
  "",
].join("\n");
writeFileSync(new URL("../docs/benchmarks-prices.md", import.meta.url), page);
console.log(page);
