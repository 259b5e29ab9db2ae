import { InvalidOptionError } from "../base/errors.ts";
import { coupledLimits, coupledObstacles } from "../formulations/coupled-limits.ts";
import { hasManySizes } from "../formulations/planning-parts.ts";
import { linearFits, linearSize } from "../formulations/relaxation.ts";
import { goodsAreApart, isFlowOnceBuilt } from "../network/flow-obstacles.ts";
import type { Indexed } from "../network/indexed.ts";
import { backendMissing, type CheckedOptions } from "../plan/options.ts";
import { canMendAlone } from "./mend-plan.ts";

/** By one linear problem, by prices and responses, by these and then by that where they prove too little, or each good by itself. */
export type RouteName = "linear" | "coupled" | "prices first" | "apart";

/**
 * A linear solver is done with fewer variables than this in about a second, with a proof to the last digit. Above, prices
 * come first: on the sample Europe with 24 areas to half a hundredth in a third of the time, with 60 areas in a fifth.
 */
const FEW_VARIABLES = 600;
/** With more than this it seldom proves in minutes what prices have left open. */
const MOST_VARIABLES = 4000;
/** Prices and responses seldom prove more than so much of one good of several sizes, which a location search may. */
const LEAST_GAP = 0.002;

/**
 * Which way a continent is planned: the one that was asked for; else, where no good touches another, each good by itself
 * as a flow or a facility location problem, for which no backend is needed; else, where there is a backend and the continent
 * is of a size for it, the linear one if it is very small or has limits that prices meet only by mended plans, and if not
 * prices and responses first; else by prices and responses alone where nothing stands against that.
 *
 * Throws: InvalidOptionError with the reasons where neither can be had.
 */
export function chooseRoute(indexed: Indexed, { method, backend, gap, marginalPrices }: CheckedOptions): RouteName {
  if (marginalPrices && backend === undefined && !indexed.goods.every((_, good) => isFlowOnceBuilt(indexed, good)))
    throw new InvalidOptionError([
      backendMissing("marginal prices of goods that touch each other need a linear solver, and none was given."),
    ]);
  if (method === "linear") return "linear";
  if (method === "auto" && goodsAreApart(indexed)) {
    const isForPrices = hasManySizes(indexed) && typeof gap === "number" && gap >= LEAST_GAP;
    return isForPrices && coupledObstacles(indexed).length + coupledLimits(indexed).length === 0 ? "coupled" : "apart";
  }
  if (method === "auto" && backend !== undefined && linearFits(indexed)) {
    const isForPrices = coupledObstacles(indexed).length + coupledLimits(indexed).length === 0;
    const size = linearSize(indexed);
    if (!isForPrices || size <= FEW_VARIABLES) return "linear";
    return size <= MOST_VARIABLES ? "prices first" : "coupled";
  }
  const obstacles = coupledObstacles(indexed);
  if (obstacles.length === 0 && (backend !== undefined || canMendAlone(indexed))) return "coupled";
  // Without a backend and too large for our own linear solver, plans cannot be made to meet these.
  const limits = backend === undefined ? coupledLimits(indexed) : [];
  if (obstacles.length === 0 && limits.length === 0) return "coupled";
  const reasons = [...obstacles, ...limits].join(" ");
  if (method === "coupled" && obstacles.length > 0) {
    const remedy = 'Leave out method, or take "linear" with a backend; or change the continent.';
    const message = `this continent cannot be planned by prices and responses. ${reasons}`;
    throw new InvalidOptionError([{ code: "option.method", path: "options.method", message, remedy }]);
  }
  if (backend !== undefined) return "linear";
  throw new InvalidOptionError([backendMissing(`a linear solver is needed and none was given. ${reasons}`)]);
}

/** Throws: InvalidOptionError where marginal prices are asked for and cannot be had. */
export function requireMarginalPrices(indexed: Indexed, { marginalPrices, backend }: CheckedOptions): void {
  if (!marginalPrices || backend !== undefined) return;
  if (indexed.goods.every((_, good) => isFlowOnceBuilt(indexed, good))) return;
  throw new InvalidOptionError([
    backendMissing("marginal prices of goods that touch each other need a linear solver, and none was given."),
  ]);
}
