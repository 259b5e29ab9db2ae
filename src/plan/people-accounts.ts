import { expectContinent, expectPlan } from "../model/handed-in.ts";
import type { Continent, Use } from "../model/types.ts";
import { expectNames } from "./expect-names.ts";
import type { Plan } from "./types.ts";

/**
 * The accounts of the people: the year's energy by what its goods are for, as the embodied book has it. What is used in
 * common and for expansion is taken from the whole; what is left, shared equally, is each person's allotment.
 *
 * Units: MJ/yr; the allotment MJ a year for each person.
 * Holds: total = personal + common + expansion = allotment * people + common + expansion, to rounding.
 */
export interface PeopleAccounts {
  readonly total: number;
  readonly personal: number;
  /** Goods used in common, and what no good embodies: works that stand and make nothing. */
  readonly common: number;
  readonly expansion: number;
  readonly people: number;
  /** Absent where nobody lives. */
  readonly allotment?: number;
}

/**
 * Adds up final use at embodied energies by what each good is for.
 *
 * ```ts
 * const { personal, common, allotment } = peopleAccounts(continent, plan); // MJ/yr, and MJ/yr for each person
 * ```
 */
export function peopleAccounts(continent: Continent, plan: Plan): PeopleAccounts {
  expectContinent(continent);
  expectPlan(plan);
  const embodied = embodiedTable(plan);
  const sums: Record<Use, number> = { personal: 0, common: plan.commonEnergy, expansion: 0 };
  for (const { area, good, used } of plan.balances) {
    sums[continent.goods[good]?.use ?? "personal"] += used * (embodied.get(JSON.stringify([area, good])) ?? 0);
  }
  let people = 0;
  for (const { population } of Object.values(continent.areas)) people += population;
  const allotment = people > 0 ? { allotment: sums.personal / people } : {};
  return { total: plan.energy.total, ...sums, people, ...allotment };
}

/**
 * What an item is booked at, MJ per unit: in an area what it took to bring it there; over the continent the mean, by
 * which everyone can have the same for their allotment. Undefined where none is used.
 *
 * ```ts
 * itemPrice(plan, "steel"); // MJ/t, over all areas
 * ```
 *
 * Throws: InvalidOptionError for a good or an area that the continent has not.
 */
export function itemPrice(plan: Plan, good: string, area?: string): number | undefined {
  expectPlan(plan);
  expectNames(plan, area === undefined ? { good } : { good, area });
  const embodied = embodiedTable(plan);
  let energy = 0;
  let amount = 0;
  for (const balance of plan.balances) {
    if (balance.good !== good || (area !== undefined && balance.area !== area)) continue;
    energy += balance.used * (embodied.get(JSON.stringify([balance.area, good])) ?? 0);
    amount += balance.used;
  }
  return amount > 0 ? energy / amount : undefined;
}

function embodiedTable({ embodied }: Plan): ReadonlyMap<string, number> {
  return new Map(embodied.map(({ area, good, value }) => [JSON.stringify([area, good]), value]));
}
