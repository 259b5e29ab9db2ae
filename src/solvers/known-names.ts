/*
 * What problems and options may have for fields, so that a misspelled one is told and not passed over: without a word a
 * problem whose `capacities` nobody reads would have no capacity at all. And what every solver's options have in common.
 */

import type { ControlOptions } from "../base/control.ts";
import { InvalidOptionError, InvalidProblemError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";
import { misspelledFields, unknownOptions } from "../base/suggest.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { DesignProblem } from "../problems/design.ts";
import type { FlowProblem } from "../problems/flow.ts";
import type { LocationProblem } from "../problems/location.ts";
import type { TransportProblem } from "../problems/transport.ts";
import type { DesignOptions } from "./design-network.ts";
import type { LocationOptions } from "./locate-facilities.ts";
import type { FlowOptions } from "./min-cost-flow.ts";
import type { CoupledOptions } from "./plan-coupled.ts";
import type { TransportOptions } from "./transport.ts";

/** Every field of a type, so that none can be forgotten. */
type All<Type> = Readonly<Record<keyof Required<Type>, true>>;

/** The fields of one solver's problems and options. */
interface Known {
  readonly problem: readonly string[];
  readonly options: readonly string[];
  /** The lists that `from` must hold, "" for a list itself; none where there is nothing to start from. */
  readonly start: readonly string[];
}

const control: All<ControlOptions> = { timeLimitMs: true, workLimit: true, signal: true, onProgress: true };

function known<Problem, Options>(problem: All<Problem>, options: All<Options>, start: readonly string[] = []): Known {
  return { problem: Object.keys(problem), options: Object.keys(options), start };
}

export const FLOW = known<FlowProblem, FlowOptions>(
  { nodeCount: true, tail: true, head: true, cost: true, capacity: true, lower: true, supply: true },
  { ...control, from: true },
  ["arc", "node"],
);

export const TRANSPORT = known<TransportProblem, TransportOptions>(
  { supply: true, demand: true, cost: true, shortageCost: true },
  { ...control, from: true },
  ["potential.source", "potential.sink", "shipments.source", "shipments.sink", "shipments.amount"],
);

export const LOCATION = known<LocationProblem, LocationOptions>(
  {
    ...{ siteCount: true, customerCount: true, openCost: true, capacity: true, demand: true, cost: true },
    ...{ singleSource: true, mostOpen: true, exactlyOpen: true, copies: true, group: true, state: true },
  },
  { ...control, gap: true, from: true },
  [""],
);

export const DESIGN = known<DesignProblem, DesignOptions>(
  {
    ...{ nodeCount: true, tail: true, head: true, cost: true, capacity: true, openCost: true },
    ...{ origin: true, destination: true, demand: true },
  },
  { ...control, gap: true, seed: true },
);

export const COUPLED = known<CoupledProblem, CoupledOptions>(
  {
    ...{ placeCount: true, goodCount: true, recipeCount: true, demand: true, supply: true, shortageCost: true },
    ...{ disposalCost: true, freight: true, freightTable: true, freightRate: true, makes: true, takes: true },
    ...{ sitePlace: true, siteGood: true, siteCost: true, siteRoof: true, roofCost: true, oneSize: true },
    ...{ sizeStart: true, newCost: true, most: true, standing: true, keptCost: true, closingCost: true },
    ...{ activityStart: true, activityRecipe: true, activityCapacity: true, activityCost: true },
  },
  { ...control, gap: true, seed: true, price: true, from: true, workers: true },
  ["kept", "opened"],
);

/**
 * Refuses what is no problem, fields that were meant to be others, options that there are not, and limits and starts that are
 * none. Other fields of a problem are nobody's business: it may have a name.
 *
 * Throws: InvalidProblemError, InvalidOptionError.
 */
export function expectKnown({ problem, options, start }: Known, handedIn: unknown, chosen: unknown): void {
  if (typeof handedIn !== "object" || handedIn === null) {
    const remedy = `Hand in a record: { ${problem.slice(0, 4).join(", ")}, ... }.`;
    const message = `got ${handedIn === null ? "null" : typeof handedIn}, wanted a problem`;
    throw new InvalidProblemError([{ code: "problem.not-one", path: "", message, remedy }]);
  }
  const misspelled = misspelledFields(handedIn, problem, "problem.field-unknown");
  if (misspelled.length > 0) throw new InvalidProblemError(misspelled);
  if (typeof chosen !== "object" || chosen === null) {
    const message = `got ${printed(chosen)}, wanted a record of options`;
    const remedy = `Pass a record: { ${options.slice(0, 2).join(", ")}, ... }, or leave it out.`;
    throw new InvalidOptionError([{ code: "option.not-an-object", path: "options", message, remedy }]);
  }
  const refused = [...unknownOptions(chosen, options, "option.unknown"), ...controlIssues(chosen)];
  if (options.includes("from")) refused.push(...startIssues(chosen, start));
  if (refused.length > 0) throw new InvalidOptionError(refused);
}

/** Limits that are no limits: compared with what is no number, no run would ever end. */
function controlIssues(chosen: ControlOptions): Issue[] {
  const { timeLimitMs, workLimit, signal, onProgress } = chosen;
  const isLimit = (value: unknown): boolean => value === undefined || (typeof value === "number" && value >= 0);
  const refused = (path: string, value: unknown, isRight: boolean, wanted: string): Issue[] => {
    const message = `got ${printed(value)}, wanted ${wanted}`;
    return isRight ? [] : [{ code: "option.range", path, message, remedy: "Leave it out where none is meant." }];
  };
  const isSignal = signal === undefined || (typeof signal === "object" && typeof signal?.aborted === "boolean");
  const isTold = onProgress === undefined || typeof onProgress === "function";
  return [
    ...refused("timeLimitMs", timeLimitMs, isLimit(timeLimitMs), "a number of milliseconds, 0 or more"),
    ...refused("workLimit", workLimit, isLimit(workLimit), "a number of work units, 0 or more"),
    ...refused("signal", signal, isSignal, "an AbortSignal"),
    ...refused("onProgress", onProgress, isTold, "a function"),
  ];
}

/** What an earlier run gave has lists of numbers in the places where the solver reads them. */
function startIssues({ from }: { readonly from?: unknown }, lists: readonly string[]): Issue[] {
  if (from === undefined) return [];
  const field = (value: unknown, name: string): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return lists.flatMap((list): Issue[] => {
    const found = list === "" ? from : list.split(".").reduce(field, from);
    if (typeof found === "object" && found !== null && typeof Reflect.get(found, "length") === "number") return [];
    const path = list === "" ? "from" : `from.${list}`;
    const message = found === undefined ? "is missing" : `got ${printed(found)}, wanted a list of numbers`;
    return [{ code: "option.range", path, message, remedy: "Start from what an earlier run gave, or leave it out." }];
  });
}
