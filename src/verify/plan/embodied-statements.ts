import type { Continent } from "../../model/types.ts";
import type { Plan } from "../../plan/types.ts";
import { ByIds } from "./by-ids.ts";
import { embodiedBook } from "./embodied-book.ts";
import { KeptGoods } from "./kept-goods.ts";
import { finite, ROUNDING } from "./ledger.ts";
import { checkSpentGoods } from "./spent-goods.ts";
import type { Report, Tally } from "./tally.ts";

/** Averages may be off by this share of themselves: what rounding comes to in loops that hardly anything leaves. */
const CLOSE = 1e-6;

/**
 * And by what this share of all energy comes to for each unit: where next to all of a good is let go, what is left is the
 * difference of large amounts, and so is all that comes of it.
 */
const OF_NO_ACCOUNT = 1e-12;

/** Checks for which goods energy is spent, every embodied energy, and the common account, against the plan's works and flows. */
export function checkEmbodied(continent: Continent, plan: Plan, tally: Tally, report: Report): void {
  const kept = new KeptGoods(continent, plan, tally);
  checkSpentGoods(continent, plan, kept, report);
  const book = embodiedBook(continent, plan, kept);
  if (book === undefined) {
    report("embodied", "embodied", "Goods go in circles so tangled that no energies can be worked out.", 1);
    return;
  }
  const stated = new ByIds<number>();
  for (const { area, good, value } of plan.embodied) stated.at([area, good]).value = value;
  const { total } = plan.energy;
  for (const { area, good, value, inflow } of book.figures) {
    const found = stated.at([area, good]);
    const said = found.value ?? 0;
    found.value = undefined;
    const off = Math.abs(said - value);
    if (off <= CLOSE * Math.abs(value) || (inflow > 0 && off * inflow <= OF_NO_ACCOUNT * total)) continue;
    report("embodied", `embodied[${area}, ${good}]`, `${said} MJ is stated; it comes to ${finite(value)} MJ.`, off);
  }
  for (const { area, good, value } of plan.embodied) {
    if ((stated.get([area, good]) ?? 0) === 0) continue;
    report(
      "embodied",
      `embodied[${area}, ${good}]`,
      `${value} MJ is stated; no energy comes by there.`,
      Math.abs(value),
    );
  }
  const off = Math.abs(plan.commonEnergy - book.common);
  if (!(off <= ROUNDING * Math.max(total, Math.abs(book.common)))) {
    const message = `${plan.commonEnergy} MJ is stated; it comes to ${finite(book.common)} MJ.`;
    report("commonEnergy", "commonEnergy", message, off);
  }
}
