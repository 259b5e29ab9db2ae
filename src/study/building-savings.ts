import { changeContinent } from "../model/change-continent.ts";
import type { ContinentChanges } from "../model/changes.ts";
import type { BuildSize, Continent } from "../model/types.ts";
import type { PlanOptions } from "../plan/options.ts";
import type { Outcome, PlannedOutcome } from "../plan/outcome.ts";
import { planContinent, planContinentAsync } from "../plan-continent.ts";
import type { BuildingSaving, Interval } from "./types.ts";

/** Something that is built, and the continent's changes that take the possibility away. */
interface Building {
  readonly what: Omit<BuildingSaving & { readonly link: string }, "saving"> | Omit<OfTerminal, "saving">;
  readonly without: ContinentChanges;
}

type OfTerminal = Extract<BuildingSaving, { readonly terminal: unknown }>;

/**
 * What each link and each terminal that a plan builds saves: the least energy of the continent in which none of it can
 * be built, less the least energy of the continent as it is. Both are known between a bound and a plan, so that
 *
 *     bound without it - objective  <=  saving  <=  objective without it - bound
 *
 * and never below 0, as what need not be built cannot harm. Where `atLeast` is 0, whether it saves anything is undecided
 * within the gaps; a smaller `gap` narrows the interval. Savings of several do not add up: one may do for the other.
 *
 * ```ts
 * const outcome = planContinent(continent);
 * if ("plan" in outcome) console.log(textSummary(continent, outcome, { savings: savingsOfBuilding(continent, outcome) }));
 * ```
 *
 * @param outcome what `planContinent` answered for this continent.
 * @param options as for `planContinent`; the plan is where each search begins. Limits count for each search by itself.
 * Time: one plan for each thing that is built.
 */
export function savingsOfBuilding(
  continent: Continent,
  outcome: PlannedOutcome,
  options: PlanOptions = {},
): readonly BuildingSaving[] {
  return buildingsOf(continent, outcome).map(({ what, without }) => {
    const others = planContinent(changeContinent(continent, without), searchFrom(outcome, options));
    return { ...what, saving: difference(outcome, others) };
  });
}

/** The same without blocking: each search runs as `planContinentAsync` does. */
export async function savingsOfBuildingAsync(
  continent: Continent,
  outcome: PlannedOutcome,
  options: PlanOptions = {},
): Promise<readonly BuildingSaving[]> {
  const savings: BuildingSaving[] = [];
  for (const { what, without } of buildingsOf(continent, outcome)) {
    const others = await planContinentAsync(changeContinent(continent, without), searchFrom(outcome, options));
    savings.push({ ...what, saving: difference(outcome, others) });
  }
  return savings;
}

function searchFrom({ plan }: PlannedOutcome, options: PlanOptions): PlanOptions {
  return { ...options, from: plan, repairs: false };
}

/** How much more the least objective of the second is than that of the first, which allows all that the second allows. */
function difference(as: PlannedOutcome, without: Outcome): Interval | "needed" {
  if (without.status === "infeasible") return "needed";
  const atLeast = Math.max(0, without.bound - as.objective);
  return "plan" in without ? { atLeast, atMost: Math.max(atLeast, without.objective - as.bound) } : { atLeast };
}

function buildingsOf(continent: Continent, { plan }: PlannedOutcome): readonly Building[] {
  const isBuilt = ({ built }: { readonly built: Readonly<Record<string, number>> }): boolean =>
    Object.values(built).some((modules) => modules > 0);
  const links = plan.links.filter(isBuilt).map(({ link, built }): Building => {
    const sizes = continent.links.find(({ id }) => id === link)?.sizes ?? [];
    return { what: { link, built, takes: energyOf(sizes, built) }, without: { forbid: { links: [link] } } };
  });
  const terminals = plan.terminals.filter(isBuilt).map(({ area, mode, built }): Building => {
    const sizes = continent.terminals.find((one) => one.area === area && one.mode === mode)?.sizes ?? [];
    const terminal = { area, mode };
    return { what: { terminal, built, takes: energyOf(sizes, built) }, without: { forbid: { terminals: [terminal] } } };
  });
  return [...links, ...terminals];
}

/** MJ/yr of building and keeping so many modules. */
function energyOf(sizes: readonly BuildSize[], built: Readonly<Record<string, number>>): number {
  return sizes.reduce(
    (sum, { name, buildPerYear, keep }) => sum + (Object.hasOwn(built, name) ? built[name] : 0) * (buildPerYear + keep),
    0,
  );
}
