import type { Continent } from "../model/types.ts";
import type { InfeasibleOutcome, Outcome, PlannedOutcome, Stop } from "../plan/outcome.ts";
import type { Plan } from "../plan/types.ts";
import { countOf, formatBracket, formatJoules, formatQuantity, formatShare } from "./format-figures.ts";
import { listWorks } from "./works-figures.ts";

/** What each reason to stop means, as the end of a sentence. */
const STOPPED: Readonly<Record<Stop, string>> = {
  proved: "nothing better exists",
  gap: "the gap that was asked for is certified",
  finished: "the method has no more to try",
  time: "the time limit was reached",
  work: "the work limit was reached",
  cancelled: "it was cancelled",
};

export function explainStop(stop: Stop): string {
  return STOPPED[stop];
}

/** "Europe's 24 areas", "Five towns' 5 areas"; of a name like "Europe, 24 areas" only what is before the comma. */
function areasOf(continent: Continent): string {
  const name = continent.name.split(",")[0].trim() || "The continent";
  return `${name}${name.endsWith("s") ? "'" : "'s"} ${countOf(Object.keys(continent.areas).length, "area")}`;
}

/** Amounts of final use that a plan leaves unmet, by good in the goods' order of ids. */
export function unmetByGood(plan: Plan): ReadonlyMap<string, { readonly unmet: number; readonly areas: number }> {
  const found = new Map<string, { unmet: number; areas: number }>();
  for (const { good, unmet } of plan.balances) {
    if (unmet <= 0) continue;
    const entry = found.get(good) ?? { unmet: 0, areas: 0 };
    found.set(good, { unmet: entry.unmet + unmet, areas: entry.areas + 1 });
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The whole answer in one sentence, not escaped for any format. */
export function headline(continent: Continent, outcome: Outcome): string {
  switch (outcome.status) {
    case "infeasible":
      return infeasibleHeadline(continent, outcome);
    case "unknown": {
      const floor = outcome.bound > 0 ? `; no plan can need less than ${formatJoules(outcome.bound)} a year` : "";
      const further =
        outcome.stop === "finished" ? " A linear solver (backend), where none was given, goes further." : "";
      return `No plan was found for ${areasOf(continent)}, and none was ruled out: ${explainStop(outcome.stop)}${floor}.${further}`;
    }
    default:
      return plannedHeadline(continent, outcome);
  }
}

function plannedHeadline(continent: Continent, outcome: PlannedOutcome): string {
  const { plan } = outcome;
  const goods = new Set(plan.balances.filter(({ used }) => used > 0).map(({ good }) => good)).size;
  const works = listWorks(continent, plan).filter(({ open }) => open).length;
  const short = unmetByGood(plan).size;
  const numbers = formatBracket(outcome.objective, outcome.bound);
  const penalty = plan.shortagePenalty > 0;
  const isOptimal = outcome.status === "optimal";
  const weighs = isOptimal ? formatJoules(outcome.objective) : numbers.objective;
  const energy = penalty ? formatJoules(plan.energy.total) : weighs;
  const supplied =
    `${areasOf(continent)} are supplied with ${countOf(goods, "good")} for ${energy} a year from ` +
    `${countOf(works, "works", "works")}${short > 0 ? `, ${countOf(short, "good")} not in full` : ""}`;
  const subject = penalty ? `counting shortage it weighs ${weighs}, and no plan can weigh` : "no plan can need";
  if (isOptimal) {
    return `${supplied}; ${penalty ? `${subject} less` : "no plan can need less"} (proved).`;
  }
  return (
    `${supplied}; ${subject} less than ${numbers.bound} (certified gap ${formatShare(outcome.gap)}, ` +
    `${formatShare(outcome.avoidableGap)} of what siting can avoid).`
  );
}

function infeasibleHeadline(continent: Continent, { reasons, closest }: InfeasibleOutcome): string {
  const first = reasons.length === 0 ? "" : `: ${reasons[0].message.trim().replace(/\.$/, "")}`;
  const others = reasons.length > 1 ? ` (and ${countOf(reasons.length - 1, "more reason")})` : "";
  const start = `No plan can meet all needs of ${areasOf(continent)}${first}${others}.`;
  if (closest === undefined) return start;
  const missing = [...unmetByGood(closest)].map(
    ([good, { unmet }]) => `${formatQuantity(unmet, continent.goods[good]?.unit ?? "t")} of ${good}`,
  );
  const leaves = missing.length === 0 ? "leaves nothing unmet" : `leaves ${shorten(missing)} a year unmet`;
  return `${start} The plan that comes closest ${leaves}.`;
}

/** At most three things by name, the rest by number. */
function shorten(things: readonly string[]): string {
  if (things.length <= 3) return things.join(" and ");
  return `${things.slice(0, 3).join(", ")} and ${things.length - 3} more goods`;
}
