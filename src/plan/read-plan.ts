import { InvalidOptionError } from "../base/errors.ts";
import { ExactSum } from "../base/exact.ts";
import { suggestion, unknownOptions } from "../base/suggest.ts";
import { expectPlan } from "../model/handed-in.ts";
import { expectNames, unknownNames } from "./expect-names.ts";
import type { AreaFigure, Plan, Purpose } from "./types.ts";

/** Which part of the spent book is asked for; what is left out is not looked at. */
export interface EnergyQuestion {
  readonly good?: string;
  readonly area?: string;
  readonly purpose?: Purpose;
}

/**
 * What is asked of a price.
 *
 * - `"guide"`: the certificate's; what they leave uncovered is the gap
 * - `"more"`, `"less"`: what one unit more takes, one unit less saves, with the plan's modules as they are; only where
 *   the plan was made with `marginalPrices: true`
 * - `"embodied"`: what it took on average to make and bring a unit
 */
export type PriceKind = "guide" | "more" | "less" | "embodied";

const KINDS: readonly PriceKind[] = ["guide", "more", "less", "embodied"];

/**
 * The price of a good in an area, MJ per unit; undefined where the plan has none. Of "more" and "less" also "cannot":
 * no more, or no less, can be had with the plan's modules.
 *
 * ```ts
 * priceOf(plan, "steel", "south"); // MJ that one tonne more is worth there, by the proof
 * priceOf(plan, "steel", "south", "embodied"); // MJ that one tonne took on average
 * ```
 *
 * Throws: InvalidOptionError for a good or an area that the continent has not, and for a kind of price that there is not.
 */
export function priceOf(plan: Plan, good: string, area: string, kind?: "guide" | "embodied"): number | undefined;
/** Of any kind; "cannot" where no more, or no less, can be had with the plan's modules. */
export function priceOf(plan: Plan, good: string, area: string, kind: PriceKind): number | "cannot" | undefined;
export function priceOf(
  plan: Plan,
  good: string,
  area: string,
  kind: PriceKind = "guide",
): number | "cannot" | undefined {
  expectPlan(plan);
  expectNames(plan, { good, area });
  if (!KINDS.includes(kind)) {
    const remedy = suggestion(String(kind), KINDS, "kind");
    throw new InvalidOptionError([
      { code: "question.kind", path: "kind", message: "there is no such kind of price", remedy },
    ]);
  }
  if (kind === "guide") return figure(plan.guidePrices, good, area);
  if (kind === "embodied") return figure(plan.embodied, good, area);
  return plan.marginalPrices?.find((entry) => entry.good === good && entry.area === area)?.[kind];
}

/**
 * MJ per unit that it took on average to make a good and bring it to an area; undefined where none of it comes by.
 *
 * ```ts
 * embodiedOf(plan, "steel", "south"); // MJ/t
 * ```
 *
 * Throws: InvalidOptionError for a good or an area that the continent has not.
 */
export function embodiedOf(plan: Plan, good: string, area: string): number | undefined {
  expectPlan(plan);
  expectNames(plan, { good, area });
  return figure(plan.embodied, good, area);
}

/**
 * MJ/yr spent for a good, in an area, for a purpose; all of it when nothing is asked.
 *
 * ```ts
 * energyOf(plan, { good: "steel", purpose: "transport" });
 * ```
 *
 * Gives:  0 for a good or an area of which the plan has nothing.
 * Throws: InvalidOptionError where something else is asked, or a good, an area or a purpose that there is not.
 */
export function energyOf(plan: Plan, question: EnergyQuestion = {}): number {
  expectPlan(plan);
  checkQuestion(plan, question);
  const sum = new ExactSum();
  for (const entry of plan.spent) {
    if (question.good !== undefined && entry.good !== question.good) continue;
    if (question.area !== undefined && entry.area !== question.area) continue;
    if (question.purpose !== undefined && entry.purpose !== question.purpose) continue;
    sum.add(entry.energy);
  }
  return sum.value;
}

const PURPOSES: readonly Purpose[] = ["production", "construction", "standing", "transport", "surplus"];

function checkQuestion(plan: Plan, question: EnergyQuestion): void {
  const issues = unknownOptions(question, ["good", "area", "purpose"], "question.unknown");
  const { purpose } = question;
  if (purpose !== undefined && !PURPOSES.includes(purpose)) {
    const remedy = suggestion(String(purpose), PURPOSES, "purpose");
    issues.push({ code: "question.purpose", path: "purpose", message: "there is no such purpose", remedy });
  }
  issues.push(...unknownNames(plan, question));
  if (issues.length > 0) throw new InvalidOptionError(issues);
}

function figure(figures: readonly AreaFigure[], good: string, area: string): number | undefined {
  return figures.find((entry) => entry.good === good && entry.area === area)?.value;
}
