import { type Eased, type Easing, type ElasticFormulation, formulateElastic } from "../formulations/easings.ts";
import { ask, type Route } from "../formulations/request.ts";
import { changeContinent } from "../model/change-continent.ts";
import type { Continent } from "../model/types.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Repair, RepairKind } from "../plan/outcome.ts";
import type { LinearLimits, LinearSolution } from "../problems/linear.ts";
import { changesOf } from "./repair-changes.ts";
import { describeRepair } from "./repair-words.ts";

/** Rules of the options, each lifted as a whole but for how many sites may make a good. */
const RULES: readonly Eased[] = [
  "siteLimit",
  "minimumLoad",
  "oneSize",
  "mustOpen",
  "singleSource",
  "shareCap",
  "reserve",
];

/** What each kind of repair may ease, in the order in which kinds are tried. */
const KINDS: readonly (readonly [RepairKind, readonly Eased[]])[] = [
  ["modules", ["modules"]],
  ["supply", ["supply"]],
  ["resources", ["resource"]],
  ["links", ["link"]],
  ["terminals", ["terminal"]],
  ["options", RULES],
  ["surplus", ["disposal"]],
  ["several", ["modules", "supply", "resource", "link", "terminal", "disposal", ...RULES]],
  ["demand", ["demand"]],
];

/** Slack is enlarged by these shares in turn until the repair holds for a solver that is exact to its tolerances only. */
const MARGINS = [0, 1e-6, 1e-4];

/** A mixed repair must be smaller than every other by this share of it to be worth telling. */
const WORTH_TELLING = 1e-4;

/** Modules more of a size than are ever thought of. */
const MOST_MORE = 1e5;

/** Where whole works cannot be had with the modules thought of, so many times more are. */
const MANY_MORE = 64;

/** Rounds in which more modules are thought of. */
const ROUNDS = 6;

/** Whether a continent's needs can be met: by a plan that was found and verified. */
export type Mends = (continent: Continent) => Route<boolean>;

/**
 * The smallest changes of each kind with which needs can be met, smallest first: the least sum of relative slack,
 * with whole numbers whole. Each is applied and planned before it is told of, and left out where that fails.
 */
export function* findRepairs(indexed: Indexed, limits: LinearLimits, mends: Mends): Route<Repair[]> {
  const repairs: Repair[] = [];
  for (const [kind, eased] of KINDS) {
    const others = Math.min(...repairs.map((repair) => repair.slack));
    const below = kind === "several" ? others * (1 - WORTH_TELLING) : Number.POSITIVE_INFINITY;
    const found = yield* leastEasings(indexed, new Set(eased), below, limits);
    if (found === undefined) continue;
    const { easings, smallest } = found;
    const slack = sumOf(easings);
    if (slack >= below) continue;
    const changes = yield* changesThatMend(indexed, easings, mends);
    if (changes === undefined) continue;
    repairs.push({ kind, message: describeRepair(indexed, easings), changes, slack, smallest });
  }
  return repairs.sort((one, other) => one.slack - other.slack);
}

function* changesThatMend(
  indexed: Indexed,
  easings: readonly Easing[],
  mends: Mends,
): Route<Repair["changes"] | undefined> {
  for (const margin of MARGINS) {
    const changes = changesOf(indexed, easings, margin);
    if (yield* mends(changeContinent(indexed.continent, changes))) return changes;
  }
  return undefined;
}

/** The easings of least slack; undefined where none would do, none of less slack is possible, or none was found in time. */
function* leastEasings(
  indexed: Indexed,
  eased: ReadonlySet<Eased>,
  below: number,
  limits: LinearLimits,
): Route<{ readonly easings: Easing[]; readonly smallest: boolean } | undefined> {
  const modules = eased.has("modules");
  const everything = new Float64Array(indexed.most.length).fill(modules ? MOST_MORE : 0);
  // With parts of works, to see whether it can be had at all, and how many modules it would take.
  const parts = formulateElastic(indexed, eased, everything);
  if (!parts.any) return undefined;
  const whole = new Int8Array(parts.problem.columnCount);
  const loose = yield* ask({ phase: "repairs", problem: { ...parts.problem, whole }, limits });
  if (loose.status !== "optimal" || loose.objective >= below) return undefined;
  let reach = modules ? reachOf(indexed, 2 * Math.max(1, loose.objective)) : everything;
  for (let round = 0; round < ROUNDS; round++) {
    const formulation: ElasticFormulation = formulateElastic(indexed, eased, reach);
    const solution: LinearSolution = yield* ask({ phase: "repairs", problem: formulation.problem, limits });
    if (solution.status === "infeasible" && modules && reach.some((more) => more < MOST_MORE)) {
      reach = reach.map((more) => Math.min(MOST_MORE, MANY_MORE * more));
      continue;
    }
    if (solution.status !== "optimal" && solution.status !== "feasible") return undefined;
    const easings = formulation.lift(solution);
    if (easings.length === 0) return undefined;
    // No better repair has more modules of a size than the whole slack of this one pays for.
    const enough = modules ? reachOf(indexed, sumOf(easings)) : reach;
    if (reach.every((more, module) => more >= enough[module]))
      return { easings, smallest: solution.status === "optimal" };
    reach = reach.map((more, module) => Math.max(more, enough[module]));
  }
  return undefined;
}

/** Modules more of each size that a sum of slack pays for. */
function reachOf({ most }: Indexed, slack: number): Float64Array {
  return most.map((modules) => Math.min(MOST_MORE, Math.floor(slack * Math.max(1, modules) + 1e-6)));
}

function sumOf(easings: readonly Easing[]): number {
  return easings.reduce((sum, { slack }) => sum + slack, 0);
}
