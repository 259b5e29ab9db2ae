import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import type { InfeasibleOutcome, UnknownOutcome } from "../src/plan/outcome.ts";
import type { Plan } from "../src/plan/types.ts";
import { printSpentBook } from "../src/report/books-section.ts";
import { freightFigures } from "../src/report/freight-figures.ts";
import { markdownReport, textSummary } from "../src/report.ts";
import { handmadeEurope, randomContinent } from "./report-continents.ts";
import { naivePlan, outcomeOf } from "./report-plan.ts";

const europe = handmadeEurope();
const plan = naivePlan(europe);
const outcome = outcomeOf(plan);
const HOSTILE = ' a|b `c` *d* _e_ [f](g) <script>alert("1")</script> & \\';
const seeds = fc.integer({ min: 1, max: 1e6 });

/** The cells of every table row; a bar that is escaped does not part cells. */
function rowsOf(table: string): string[][] {
  return table.split("\n").map((row) =>
    row
      .replace(/^\| /, "")
      .replace(/ \|$/, "")
      .split(/(?<!\\)(?:\\\\)*\|/),
  );
}

function tablesOf(markdown: string): string[] {
  return markdown
    .trim()
    .split("\n\n")
    .filter((block) => block.startsWith("|"));
}

function requireWellFormed(markdown: string): void {
  expect(markdown).not.toMatch(/NaN|undefined|Infinity|\[object/);
  for (const table of tablesOf(markdown)) {
    const [head, rule, ...rows] = rowsOf(table);
    expect(rule.every((cell) => /^ ?-+:? ?$/.test(cell))).toBe(true);
    for (const row of [rule, ...rows]) expect(row).toHaveLength(head.length);
  }
}

const sectionOf = (markdown: string, name: string): string =>
  (markdown.split(`\n## ${name}\n`)[1] ?? "").split("\n## ")[0];

describe("the Markdown report", () => {
  const page = markdownReport(europe, outcome);

  test("begins with the answer in one sentence, energy, works, bound and both gaps in it", () => {
    const answer = page.split("\n\n")[1];
    expect(answer).toMatch(
      /^Europe's 24 areas are supplied with 7 goods for [\d.]+ EJ a year from 59 works; no plan can need less than [\d.]+ EJ \(certified gap 1\.5 %, 5\.0 % of what siting can avoid\)\.$/,
    );
  });

  test("has its sections in order, each once", () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, name]) => name);
    expect(headings).toEqual([
      "Works",
      "Goods",
      "Flows",
      "Prices",
      "Books",
      "Accounts of the people",
      "Limits",
      "Unmet",
      "Proof",
      "Words",
    ]);
  });

  test.prop([seeds], { seed: 2, numRuns: 10 })("has only tables whose rows are as long as their heads", (seed) => {
    const continent = randomContinent(seed, HOSTILE);
    requireWellFormed(markdownReport(continent, outcomeOf(naivePlan(continent))));
  });

  test("lets no id act as markup", () => {
    const continent = randomContinent(5, HOSTILE);
    const hostile = markdownReport(continent, outcomeOf(naivePlan(continent)));
    expect(hostile).toContain("script");
    expect(hostile).not.toMatch(/<[a-z]/i);
    expect(hostile).not.toMatch(/(?<!\\)[`*]c|(?<!\\)\[f/);
  });

  test.prop([seeds], { seed: 3, numRuns: 10 })("prints a spent book that adds up, digit by digit", (seed) => {
    const continent = randomContinent(seed);
    const random = naivePlan(continent);
    const rows = rowsOf(tablesOf(sectionOf(markdownReport(continent, outcomeOf(random)), "Books"))[0]).slice(2);
    const steps = (text: string): bigint => BigInt(text.replace(/[ ,.]/g, ""));
    const printed = rows.map((row) => steps(row[1]));
    expect(printed.slice(0, -1).reduce((sum, part) => sum + part, 0n)).toBe(printed[printed.length - 1]);
  });

  test("does not smooth over a plan whose parts do not add up", () => {
    const book = printSpentBook(europe, { ...plan, energy: { ...plan.energy, total: 1.01 * plan.energy.total } });
    expect(book.lines.map(({ name }) => name)).toContain("not accounted for");
  });

  test("keeps what a foreign solver claims apart from what is certified", () => {
    const proof = sectionOf(page, "Proof");
    expect(proof).toMatch(/claimed by HiGHS +\| bound .*not certified/);
    expect(proof).toMatch(/certified bound +\| [\d.]+ EJ a year/);
    expect(proof).toMatch(/avoidable gap +\| 5\.0 %/);
  });

  test("names full links, resources and works with what relief is worth", () => {
    const [link] = plan.links;
    const limited: Plan = {
      ...plan,
      links: [{ ...link, ways: link.ways.map((way) => ({ ...way, use: 1, guidePrice: 321 })) }, ...plan.links.slice(1)],
      resources: [{ area: "Roma", resource: "hours", used: 100, available: 100, guidePrice: 77 }],
    };
    const limits = sectionOf(markdownReport(europe, outcomeOf(limited)), "Limits");
    expect(limits).toContain("saves 321 GJ a year");
    expect(limits).toMatch(/hours +\| Roma .*77\.0 MJ/);
    expect(limits).toContain("bake Helsinki");
  });

  test("says what is unmet and where", () => {
    const balances = plan.balances.map((one) =>
      one.good === "bread" && one.area === "Roma" ? { ...one, used: 0, unmet: one.used } : one,
    );
    const short = markdownReport(europe, outcomeOf({ ...plan, balances, shortagePenalty: 1e9 }));
    expect(sectionOf(short, "Unmet")).toMatch(/bread +\| +1\.56 Mt \| +5\.8 % \| +1 \| Roma/);
    expect(short.split("\n\n")[1]).toContain("1 good not in full");
  });

  test("of an infeasible continent gives the reasons, then the closest plan", () => {
    const infeasible: InfeasibleOutcome = {
      status: "infeasible",
      reasons: [{ code: "x", message: "No works can make glass near Roma.", good: "glass", area: "Roma", amount: 5e5 }],
      repairs: [
        { kind: "demand", message: "Let Roma want less glass.", changes: {}, slack: 0.5, smallest: true },
        { kind: "links", message: "Let link a|b carry more.", changes: {}, slack: 2, smallest: false },
      ],
      closest: plan,
      work: 1,
      timing: { totalMs: 5, phases: {} },
    };
    const text = markdownReport(europe, infeasible);
    requireWellFormed(text);
    expect(text).toMatch(/No plan can meet all needs of Europe's 24 areas: No works can make glass near Roma\./);
    expect(text.indexOf("## Reasons")).toBeLessThan(text.indexOf("## The closest plan"));
    expect(sectionOf(text, "Reasons")).toContain("500 kt");
    expect(sectionOf(text, "What would mend it")).toMatch(/less glass\. +\| demand +\| +50\.0 %/);
    expect(sectionOf(text, "What would mend it")).toMatch(/a\\\|b carry more\. +\| links +\| +at most 200 %/);
    expect(textSummary(europe, infeasible)).toMatch(/would mend it +Let Roma want less glass\./);
    const { closest: _, ...bare } = infeasible;
    requireWellFormed(markdownReport(europe, bare));
  });

  test("of an unknown outcome gives the bound, and none where none is proved", () => {
    const unknown: UnknownOutcome = {
      status: "unknown",
      bound: 4e12,
      stop: "time",
      work: 1,
      timing: { totalMs: 5, phases: {} },
    };
    expect(markdownReport(europe, unknown)).toContain("no plan can need less than 4.00 EJ");
    const none = markdownReport(europe, { ...unknown, bound: Number.NEGATIVE_INFINITY });
    requireWellFormed(none);
    expect(none).toMatch(/certified bound +\| none/);
  });

  test("says what its words mean, and of no word that does not occur", () => {
    const words = (of: string): string[] =>
      [...sectionOf(of, "Words").matchAll(/^- ([^:]*): /gm)].map(([, word]) => word);
    for (const word of ["module", "load", "guide price", "certified bound", "gap", "what siting can avoid"])
      expect(words(page)).toContain(word);
    for (const word of words(page)) expect(page.split("\n## Words\n")[0].toLowerCase()).toContain(word);
    const infeasible: InfeasibleOutcome = {
      status: "infeasible",
      reasons: [],
      repairs: [],
      work: 0,
      timing: outcome.timing,
    };
    expect(words(markdownReport(europe, infeasible))).not.toContain("gap");
    expect(words(markdownReport(europe, infeasible))).not.toContain("module");
  });

  test("of an optimal plan prints one figure: the plan is its own bound", () => {
    const optimal = {
      ...outcome,
      status: "optimal",
      stop: "proved",
      bound: outcome.objective * (1 - 1e-12),
      gap: 0,
    } as const;
    expect(sectionOf(markdownReport(europe, optimal), "Proof")).toMatch(/certified bound +\| the plan itself/);
    expect(textSummary(europe, optimal)).toContain("certified bound  the plan itself");
    const figures = /for ([\d.]+) EJ a year/.exec(textSummary(europe, optimal).replaceAll("\n", " "));
    expect(figures?.[1]).toHaveLength(4);
  });

  test("is the same bytes for the same outcome, and without timing for any duration", () => {
    expect(markdownReport(handmadeEurope(), outcomeOf(naivePlan(handmadeEurope())))).toBe(page);
    const slower = { ...outcome, timing: { totalMs: 99999, phases: {} } };
    expect(markdownReport(europe, slower, { timing: false })).toBe(markdownReport(europe, outcome, { timing: false }));
  });
});

describe("freight figures", () => {
  test.prop([seeds], { seed: 4, numRuns: 10 })(
    "give modes and goods the same tonne-kilometres and the plan's energy",
    (seed) => {
      const continent = randomContinent(seed);
      const random = naivePlan(continent);
      const { byMode, byGood, tonneKm } = freightFigures(continent, random);
      const goods = byGood.reduce((sum, good) => sum + good.tonneKm, 0);
      const energy = byMode.reduce((sum, mode) => sum + mode.energy, 0);
      expect(goods).toBeCloseTo(tonneKm, -Math.log10(1e-9 * tonneKm + 1e-9));
      expect(Math.abs(energy - random.energy.transport)).toBeLessThanOrEqual(1e-9 * random.energy.transport + 1e-9);
    },
  );
});

describe("the text summary", () => {
  const text = textSummary(europe, outcome);

  test("is a dozen or two of lines that fit a terminal", () => {
    const lines = text.split("\n");
    expect(lines.length).toBeGreaterThanOrEqual(8);
    expect(lines.length).toBeLessThanOrEqual(26);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("names the works of a small plan one by one", () => {
    const few = {
      ...plan,
      sites: plan.sites.filter(({ sizes }) => sizes.some(({ kept, built }) => kept + built > 0)).slice(0, 8),
    };
    const told = textSummary(europe, outcomeOf(few));
    for (const { site, area } of few.sites)
      expect(told).toMatch(new RegExp(`  in ${area} +${site}: [\\d.]+ [kM]?t of \\w+.*, load `));
    expect(text).not.toMatch(/^ {2}in /m);
  });

  test("aligns its figures under each other", () => {
    const starts = ["energy", "works", "freight", "unmet", "certified bound"].map((label) => {
      const line = text.split("\n").find((one) => one.startsWith(label)) ?? "";
      return line.length - line.slice(label.length).trimStart().length;
    });
    expect(new Set(starts).size).toBe(1);
  });

  test("lets no id steer the terminal", () => {
    const steering = textSummary({ ...europe, name: "E\u001b[31m\r\nX" }, outcome);
    expect([...steering].filter((one) => one < " " && one !== "\n")).toEqual([]);
  });
});
