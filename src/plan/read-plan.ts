import { ExactSum } from "../base/exact.ts";
import type { AreaFigure, Plan, Purpose } from "./types.ts";

/** Which part of the spent book is asked for; what is left out is not looked at. */
export interface EnergyQuestion {
  readonly good?: string;
  readonly area?: string;
  readonly purpose?: Purpose;
}

/** MJ per unit that one unit more of a good in an area is worth by the certificate's prices; undefined where it has none. */
export function priceOf(plan: Plan, good: string, area: string): number | undefined {
  return figure(plan.guidePrices, good, area);
}

/** MJ per unit that it took on average to make a good and bring it to an area; undefined where none of it comes by. */
export function embodiedOf(plan: Plan, good: string, area: string): number | undefined {
  return figure(plan.embodied, good, area);
}

/** MJ/yr spent for a good, in an area, for a purpose; all of it when nothing is asked. */
export function energyOf(plan: Plan, question: EnergyQuestion = {}): number {
  const sum = new ExactSum();
  for (const entry of plan.spent) {
    if (question.good !== undefined && entry.good !== question.good) continue;
    if (question.area !== undefined && entry.area !== question.area) continue;
    if (question.purpose !== undefined && entry.purpose !== question.purpose) continue;
    sum.add(entry.energy);
  }
  return sum.value;
}

function figure(figures: readonly AreaFigure[], good: string, area: string): number | undefined {
  return figures.find((entry) => entry.good === good && entry.area === area)?.value;
}
