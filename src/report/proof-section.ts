import type { Continent } from "../model/types.ts";
import type { Outcome, PlannedOutcome } from "../plan/outcome.ts";
import type { Certificate } from "../plan/types.ts";
import { countOf, formatBracket, formatDecimals, formatJoules, formatNumber, formatShare } from "./format-figures.ts";
import { explainStop } from "./headline.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";

const STATUS: Readonly<Record<Outcome["status"], string>> = {
  optimal: "optimal: nothing better exists",
  solved: "solved: proved within the gap that was asked for",
  feasible: "feasible: a plan, stopped before its gap was as small as asked for",
  infeasible: "infeasible: no plan can meet all needs",
  unknown: "unknown: neither a plan nor a proof that there is none",
};

/** How the answer was come by and how far it is proved. */
export function proofSection(continent: Continent, outcome: Outcome, timing: boolean): string {
  const rows: string[][] = [["status", STATUS[outcome.status]]];
  if (outcome.status !== "infeasible") rows.push(["stopped because", explainStop(outcome.stop)]);
  if ("plan" in outcome) rows.push(...provedRows(outcome));
  if (outcome.status === "unknown")
    rows.push(["certified bound", outcome.bound > 0 ? `${formatJoules(outcome.bound)} a year` : "none"]);
  rows.push(["work", `${formatNumber(outcome.work)} million arc visits`]);
  if (timing) rows.push(["time", printTiming(outcome)]);
  rows.push(["rounded at the door", printRounding(continent)]);
  return section("Proof", markdownTable([{ heading: "what" }, { heading: "value" }], rows));
}

function provedRows(outcome: PlannedOutcome): string[][] {
  const { plan, claimed } = outcome;
  const numbers = formatBracket(outcome.objective, outcome.bound);
  const isOptimal = outcome.status === "optimal";
  const rows = [
    ["objective", `${isOptimal ? formatJoules(outcome.objective) : numbers.objective} a year`],
    ["certified bound", isOptimal ? "the plan itself" : `${numbers.bound} a year`],
    ["gap", `${formatShare(outcome.gap)} of the objective`],
    [
      "avoidable gap",
      `${formatShare(outcome.avoidableGap)} of what siting can avoid (the floor, which nothing can avoid, is ${formatJoules(outcome.floor)})`,
    ],
    ["certificate", certificateInWords(plan.certificate)],
  ];
  if (claimed !== undefined) {
    rows.push([
      `claimed by ${escapeMarkdown(claimed.by)}`,
      `bound ${formatJoules(claimed.bound, 5)}, gap ${formatShare(claimed.gap)}; not certified`,
    ]);
  }
  return rows;
}

function certificateInWords({ form, version, parts }: Certificate): string {
  const apart = parts === undefined ? "" : `, in ${countOf(parts.length, "part")}`;
  return `${form} form, version ${version}${apart}`;
}

function printTiming({ timing }: Outcome): string {
  const phases = Object.entries(timing.phases).map(([name, ms]) => `${escapeMarkdown(name)} ${printMs(ms)}`);
  return phases.length === 0 ? printMs(timing.totalMs) : `${printMs(timing.totalMs)} (${phases.join(", ")})`;
}

function printMs(ms: number): string {
  return ms >= 1000 ? `${formatNumber(ms / 1000)} s` : `${formatDecimals(ms, 0)} ms`;
}

function printRounding({ rounding }: Continent): string {
  const parts = [
    rounding.quantities > 0 ? countOf(rounding.quantities, "quantity", "quantities") : "",
    rounding.distances > 0 ? countOf(rounding.distances, "distance") : "",
    rounding.energies > 0 ? countOf(rounding.energies, "energy", "energies") : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "nothing" : parts.join(", ");
}
