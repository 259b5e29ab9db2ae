import type { Continent } from "../model/types.ts";
import { peopleAccounts } from "../plan/people-accounts.ts";
import type { Plan } from "../plan/types.ts";
import { formatCount, formatJoules, formatShare } from "./format-figures.ts";
import { markdownTable, section } from "./markdown-text.ts";
import { sharing } from "./prices-section.ts";

/** What the year's energy is for, and each person's equal share of what is left for personal use. */
export function accountsSection(continent: Continent, plan: Plan): string {
  const { total, personal, common, expansion, people, allotment } = peopleAccounts(continent, plan);
  const columns = [
    { heading: "for" },
    { heading: "energy a year", figures: true },
    { heading: "share", figures: true },
  ];
  const row = (name: string, energy: number): string[] => [
    name,
    formatJoules(energy),
    formatShare(total > 0 ? energy / total : 0),
  ];
  const table = markdownTable(columns, [
    row("personal use", personal),
    row("common use", common),
    row("expansion", expansion),
    row("all", total),
  ]);
  const each =
    allotment === undefined
      ? "No population is given, so that there is no allotment."
      : `The allotment is ${formatJoules(allotment)} a year for each of ${formatCount(people)} people.`;
  return section("Accounts of the people", `${each} Joint products share ${sharing(plan)}.`, table);
}
