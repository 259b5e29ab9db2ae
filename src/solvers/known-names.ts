/*
 * What problems and options may have for fields, so that a misspelled one is told and not passed over: without a word a
 * problem whose `capacities` nobody reads would have no capacity at all.
 */

import type { ControlOptions } from "../base/control.ts";
import { InvalidOptionError, InvalidProblemError } from "../base/errors.ts";
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
}

const control: All<ControlOptions> = { timeLimitMs: true, workLimit: true, signal: true, onProgress: true };

function known<Problem, Options>(problem: All<Problem>, options: All<Options>): Known {
  return { problem: Object.keys(problem), options: Object.keys(options) };
}

export const FLOW = known<FlowProblem, FlowOptions>(
  { nodeCount: true, tail: true, head: true, cost: true, capacity: true, lower: true, supply: true },
  { ...control, from: true },
);

export const TRANSPORT = known<TransportProblem, TransportOptions>(
  { supply: true, demand: true, cost: true, shortageCost: true },
  { ...control, from: true },
);

export const LOCATION = known<LocationProblem, LocationOptions>(
  {
    ...{ siteCount: true, customerCount: true, openCost: true, capacity: true, demand: true, cost: true },
    ...{ singleSource: true, mostOpen: true, exactlyOpen: true, copies: true, group: true, state: true },
  },
  { ...control, gap: true, from: true },
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
);

/**
 * Refuses what is no problem, fields that were meant to be others, and options that there are not. Other fields of a problem
 * are nobody's business: it may have a name.
 *
 * Throws: InvalidProblemError, InvalidOptionError.
 */
export function expectKnown({ problem, options }: Known, handedIn: unknown, chosen: object): void {
  if (typeof handedIn !== "object" || handedIn === null) {
    const remedy = `Hand in a record: { ${problem.slice(0, 4).join(", ")}, ... }.`;
    const message = `got ${handedIn === null ? "null" : typeof handedIn}, wanted a problem`;
    throw new InvalidProblemError([{ code: "problem.not-one", path: "", message, remedy }]);
  }
  const misspelled = misspelledFields(handedIn, problem, "problem.field-unknown");
  if (misspelled.length > 0) throw new InvalidProblemError(misspelled);
  const unknown = unknownOptions(chosen, options, "option.unknown");
  if (unknown.length > 0) throw new InvalidOptionError(unknown);
}
