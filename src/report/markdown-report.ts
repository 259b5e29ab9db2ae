import { InvalidOptionError } from "../base/errors.ts";
import { unknownOptions } from "../base/suggest.ts";
import { expectContinent, expectOutcome } from "../model/handed-in.ts";
import type { Continent } from "../model/types.ts";
import type { InfeasibleOutcome, Outcome } from "../plan/outcome.ts";
import type { Plan } from "../plan/types.ts";
import type { BuildingSaving } from "../study/types.ts";
import { accountsSection } from "./accounts-section.ts";
import { booksSection } from "./books-section.ts";
import type { Savings } from "./built-section.ts";
import { flowsSection } from "./flows-section.ts";
import { formatNumber, formatQuantity, formatShare } from "./format-figures.ts";
import { goodsSection } from "./goods-section.ts";
import { headline } from "./headline.ts";
import { limitsSection, unmetSection } from "./limits-section.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";
import { pricesSection } from "./prices-section.ts";
import { proofSection } from "./proof-section.ts";
import { wordsSection } from "./words-section.ts";
import { worksSection } from "./works-section.ts";

/** What `markdownReport` may be told; everything is optional. */
export interface MarkdownOptions {
  /** Rows in each list of the largest; default 10. */
  readonly top?: number;
  /** Whether to say how long it took; without, equal plans give equal bytes. Default true. */
  readonly timing?: boolean;
  /** What each thing that is built saves, as `savingsOfBuilding` gives it; said in the tables of what is built. */
  readonly savings?: readonly BuildingSaving[];
}

/**
 * An outcome as a Markdown page: the answer in one sentence, then works, flows, prices, books, limits,
 * what is unmet, how it was proved, and what its words mean. For an infeasible continent: the reasons, what would mend it,
 * then the closest plan.
 *
 * ```ts
 * const page = markdownReport(continent, planContinent(continent), { top: 20, timing: false });
 * ```
 *
 * Units:  stated beside every figure; energies a year are primary.
 * Throws: InvalidOptionError for an option that there is not.
 */
export function markdownReport(continent: Continent, outcome: Outcome, options: MarkdownOptions = {}): string {
  expectContinent(continent);
  expectOutcome(outcome);
  const unknown = unknownOptions(options, ["top", "timing", "savings"], "report.option-unknown");
  if (unknown.length > 0) throw new InvalidOptionError(unknown);
  const top = Math.max(1, Math.floor(options.top ?? 10));
  const parts = [
    `# ${escapeMarkdown(continent.name.trim() || "Continent")}`,
    escapeMarkdown(headline(continent, outcome)),
  ];
  if (outcome.status === "infeasible") parts.push(...infeasibleParts(continent, outcome, top));
  else if ("plan" in outcome)
    parts.push(...planParts(continent, outcome, outcome.plan, { top, savings: options.savings }));
  parts.push(proofSection(continent, outcome, options.timing ?? true));
  parts.push(wordsSection(parts.join("\n\n")));
  return `${parts.join("\n\n")}\n`;
}

function planParts(
  continent: Continent,
  outcome: Outcome,
  plan: Plan,
  { top, savings }: { readonly top: number; readonly savings?: Savings },
): readonly string[] {
  // The closest plan is no answer, so that its distance from a bound says nothing.
  const gap = "plan" in outcome ? Math.max(0, outcome.objective - outcome.bound) : undefined;
  return [
    worksSection(continent, plan, top),
    goodsSection(continent, plan),
    flowsSection(continent, plan, top, savings),
    pricesSection(continent, plan),
    booksSection(continent, plan, top),
    accountsSection(continent, plan),
    limitsSection(continent, plan, top, gap),
    unmetSection(continent, plan, top),
  ];
}

function infeasibleParts(continent: Continent, outcome: InfeasibleOutcome, top: number): readonly string[] {
  const { reasons, repairs, closest } = outcome;
  const columns = [{ heading: "why" }, { heading: "good" }, { heading: "area" }, { heading: "missing", figures: true }];
  const rows = reasons.map(({ message, good, area, amount }) => [
    escapeMarkdown(message),
    escapeMarkdown(good ?? ""),
    escapeMarkdown(area ?? ""),
    amount === undefined
      ? ""
      : good === undefined
        ? formatNumber(amount)
        : formatQuantity(amount, continent.goods[good]?.unit ?? "t"),
  ]);
  const why = section("Reasons", rows.length > 0 ? markdownTable(columns, rows) : "None was found in domain words.");
  const changes = [{ heading: "change" }, { heading: "kind" }, { heading: "sum of relative changes", figures: true }];
  const mending = repairs.map(({ kind, message, slack, smallest }) => [
    escapeMarkdown(message),
    kind,
    `${smallest ? "" : "at most "}${formatShare(slack)}`,
  ]);
  const parts = mending.length > 0 ? [why, section("What would mend it", markdownTable(changes, mending))] : [why];
  if (closest === undefined) return parts;
  const note = section(
    "The closest plan",
    "What follows describes the plan that comes closest, not an answer to the needs.",
  );
  const [works, ...others] = planParts(continent, outcome, closest, { top });
  const unmet = others.pop() ?? "";
  return [...parts, note, unmet, works, ...others];
}
