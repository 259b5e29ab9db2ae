import { InvalidProblemError } from "../base/errors.ts";
import type { Issue } from "../base/issue.ts";
import { checkFinite, checkIndices, checkLength } from "./flow.ts";

/**
 * Many goods linked by recipes: which works to open at which places, what each runs, and who sends what to whom.
 *
 * Shapes: p places, g goods, r recipes, s sites. A site stands at one place, makes one *main good*, and has sizes;
 *         a size has activities, each one recipe that a module of that size may run. Tables over goods and places are
 *         good-major: demand[good * p + place].
 * Units:  one unit a year for each good; costs in any one unit a year (MJ/yr); capacities in runs a year.
 *
 * Asks: for every size whole numbers kept (0..standing) and opened (0..most - standing), for every activity runs
 * from 0, shipments t[good, from, to] from 0, supply used (0..supply), units let go from 0, and unmet demand (0 unless
 * shortageCost allows it), so that
 *
 *     made and supplied at a place = sent from it + let go there           per good and place
 *     arriving at a place + unmet  = demand + taken by the sites there     per good and place
 *     sum over a size's activities of runs / capacity <= kept + opened     per size
 *     at most one size open                                                per site with oneSize
 *
 * for the least sum of newCost * opened + keptCost * kept + closingCost * (standing - kept), siteCost of each site with
 * an open module, roofCost of each roof with an open module under it, activityCost * runs, freight, disposalCost of what is let go, shortageCost of what stays unmet.
 *
 * Features that are *not* here, and make another solver the right one: minimum loads, resources that run short, links
 * that fill up or lose goods, links to be built, limits on the number of sites, sites without a main good.
 */
export interface CoupledProblem {
  readonly placeCount: number;
  readonly goodCount: number;
  readonly recipeCount: number;
  /** g * p, from 0. */
  readonly demand: ArrayLike<number>;
  /** g * p, from 0: what there is without a recipe, at no cost; none when absent. */
  readonly supply?: ArrayLike<number>;
  /** g, cost of a unit of unmet demand; Infinity (the default) where demand must be met. */
  readonly shortageCost?: ArrayLike<number>;
  /** g, from 0, cost of a unit let go; 0 by default, Infinity where forbidden. */
  readonly disposalCost?: ArrayLike<number>;
  /** Tables of freight between places; several goods may share one. */
  readonly freight: readonly CoupledFreight[];
  /** g, the good's table; -1 where a good cannot leave its place. */
  readonly freightTable: ArrayLike<number>;
  /** g, from 0: one unit's freight is this times the table's entry; 1 by default. */
  readonly freightRate?: ArrayLike<number>;
  /** Per run of a recipe, amounts above 0. */
  readonly makes: CoupledRows;
  readonly takes: CoupledRows;
  /** s. */
  readonly sitePlace: ArrayLike<number>;
  /** s, the good that each of the site's activities makes. What else they make are by-products. */
  readonly siteGood: ArrayLike<number>;
  /** s, from 0, cost of a site with any module open; 0 by default. */
  readonly siteCost?: ArrayLike<number>;
  /**
   * s, the roof that the site is under, -1 for none; and by roof, from 0, what it costs while any module under it is open.
   * Sites under one roof are decided together: a works that makes several goods, each with a capacity of its own.
   */
  readonly siteRoof?: ArrayLike<number>;
  readonly roofCost?: ArrayLike<number>;
  /** s, 1 where only one size may be open; 0 by default. */
  readonly oneSize?: ArrayLike<number>;
  /** s + 1: site i's sizes are sizeStart[i] .. sizeStart[i + 1] - 1. */
  readonly sizeStart: ArrayLike<number>;
  /** Per size, cost of a new module. */
  readonly newCost: ArrayLike<number>;
  /** Per size, the most modules there may be, with those that stand; 1 by default. */
  readonly most?: ArrayLike<number>;
  /** Per size, modules that stand already; 0 by default. */
  readonly standing?: ArrayLike<number>;
  /** Per size, cost of keeping a standing module; 0 by default. */
  readonly keptCost?: ArrayLike<number>;
  /** Per size, cost of taking down a standing module; 0 by default. */
  readonly closingCost?: ArrayLike<number>;
  /** Sizes + 1: size k's activities are activityStart[k] .. activityStart[k + 1] - 1. */
  readonly activityStart: ArrayLike<number>;
  readonly activityRecipe: ArrayLike<number>;
  /** Runs a year of one module that runs only this, above 0. */
  readonly activityCapacity: ArrayLike<number>;
  /** Cost of a run. */
  readonly activityCost: ArrayLike<number>;
}

/**
 * Freight of one unit (or of one unit of the rate) between places: a matrix p * p, from-major, 0 on the diagonal and
 * Infinity where there is no way; points of a plane, where freight is the distance; or pairs by place of departure,
 * where what is not listed has no way.
 */
export type CoupledFreight = ArrayLike<number> | CoupledPoints | CoupledArcs;

/** Places on a plane, by coordinates. */
export interface CoupledPoints {
  /** p each. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Pairs of places that goods may travel between, place by place, with what a unit costs on the way. */
export interface CoupledArcs {
  /** p + 1: place a's pairs are start[a] .. start[a + 1] - 1. */
  readonly start: ArrayLike<number>;
  readonly place: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
}

/** Rows of (good, amount) pairs: row r is entries start[r] .. start[r + 1] - 1. */
export interface CoupledRows {
  readonly start: ArrayLike<number>;
  readonly good: ArrayLike<number>;
  readonly amount: ArrayLike<number>;
}

export function isPoints(freight: CoupledFreight): freight is CoupledPoints {
  return "x" in freight;
}

export function isArcs(freight: CoupledFreight): freight is CoupledArcs {
  return "start" in freight;
}

/**
 * A table of freight written out: p * p, from-major. The root is exact to the last bit on every engine. A matrix in doubles
 * is not copied, since at two thousand places it is the largest thing there is.
 */
export function freightMatrix(freight: CoupledFreight, placeCount: number): Float64Array {
  if (freight instanceof Float64Array) return freight;
  if (!isPoints(freight) && !isArcs(freight)) return Float64Array.from(freight);
  const matrix = new Float64Array(placeCount * placeCount);
  if (isPoints(freight)) {
    for (let a = 0; a < placeCount; a++) {
      for (let b = 0; b < placeCount; b++) {
        const x = freight.x[a] - freight.x[b];
        const y = freight.y[a] - freight.y[b];
        matrix[a * placeCount + b] = Math.sqrt(x * x + y * y);
      }
    }
    return matrix;
  }
  matrix.fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < placeCount; a++) {
    matrix[a * placeCount + a] = 0;
    for (let e = freight.start[a]; e < freight.start[a + 1]; e++) {
      const at = a * placeCount + freight.place[e];
      matrix[at] = Math.min(matrix[at], freight.cost[e]);
    }
  }
  return matrix;
}

/**
 * Checks shapes and ranges.
 * Throws: InvalidProblemError with everything that is wrong.
 */
export function checkCoupled(problem: CoupledProblem): void {
  const issues: Issue[] = [];
  const { placeCount: p, goodCount: g, recipeCount: r } = problem;
  for (const [path, value] of Object.entries({ placeCount: p, goodCount: g, recipeCount: r })) {
    if (Number.isSafeInteger(value) && value >= (path === "recipeCount" ? 0 : 1)) continue;
    issues.push({
      code: "problem.count",
      path,
      message: `got ${value}, wanted a whole number`,
      remedy: `Set ${path}.`,
    });
  }
  if (issues.length > 0) throw new InvalidProblemError(issues);
  const range = rangeChecker(issues);
  range("demand", problem.demand, p * g, "goods and places", 0);
  range("supply", problem.supply, p * g, "goods and places", 0);
  range("shortageCost", problem.shortageCost, g, "goods", -Infinity, true);
  range("disposalCost", problem.disposalCost, g, "goods", 0, true);
  range("freightRate", problem.freightRate, g, "goods", 0);
  checkFreight(problem, issues);
  checkRows("makes", problem.makes, problem, issues);
  checkRows("takes", problem.takes, problem, issues);
  if (issues.length === 0) checkSites(problem, issues);
  if (issues.length > 0) throw new InvalidProblemError(issues);
}

type Range = (
  path: string,
  values: ArrayLike<number> | undefined,
  wanted: number,
  of: string,
  from: number,
  unlimited?: boolean,
) => void;

/** Checks optional arrays: length, and every number finite (or Infinity) and not below `from`. */
function rangeChecker(issues: Issue[]): Range {
  return (path, values, wanted, of, from, unlimited = false) => {
    if (values === undefined && path !== "demand" && path !== "newCost") return;
    const before = issues.length;
    checkLength(issues, path, values, wanted, of);
    if (issues.length > before || values === undefined) return;
    const finite = unlimited ? Array.from(values, (value) => (value === Infinity ? Math.max(0, from) : value)) : values;
    checkFinite(issues, path, finite, from);
  };
}

function checkFreight({ freight, freightTable, placeCount: p, goodCount: g }: CoupledProblem, issues: Issue[]): void {
  checkLength(issues, "freightTable", freightTable, g, "goods");
  for (let good = 0; good < Math.min(g, freightTable?.length ?? 0); good++) {
    const table = freightTable[good];
    if (Number.isInteger(table) && table >= -1 && table < freight.length) continue;
    issues.push({
      code: "problem.index",
      path: `freightTable[${good}]`,
      message: `got ${table}, wanted a table from 0 to ${freight.length - 1}, or -1`,
      remedy: "Name one of the tables of freight, or -1 for a good that cannot travel.",
    });
  }
  freight.forEach((table, t) => {
    const path = `freight[${t}]`;
    if (isPoints(table)) {
      checkLength(issues, `${path}.x`, table.x, p, "places");
      checkLength(issues, `${path}.y`, table.y, p, "places");
      checkFinite(issues, `${path}.x`, table.x);
      checkFinite(issues, `${path}.y`, table.y);
    } else if (isArcs(table)) {
      if (!checkStart(`${path}.start`, table.start, p, "places", issues)) return;
      checkLength(issues, `${path}.place`, table.place, table.start[p], "pairs");
      checkLength(issues, `${path}.cost`, table.cost, table.start[p], "pairs");
      checkIndices(issues, `${path}.place`, table.place, p);
      checkFinite(issues, `${path}.cost`, table.cost, 0);
    } else {
      const before = issues.length;
      checkLength(issues, path, table, p * p, "pairs of places");
      if (issues.length > before) return;
      let wrong = -1;
      for (let at = p * p - 1; at >= 0; at--) {
        const isDiagonal = Math.floor(at / p) === at % p;
        if (!(table[at] >= 0) || (isDiagonal && table[at] !== 0)) wrong = at;
      }
      if (wrong < 0) return;
      issues.push({
        code: "problem.number",
        path: `${path}[${wrong}]`,
        message: `got ${table[wrong]}, wanted a number from 0 or Infinity, and 0 from a place to itself`,
        remedy: "Write Infinity where there is no way.",
      });
    }
  });
}

/** Whether a list of starts begins at 0, never falls and has the right length. */
function checkStart(path: string, start: ArrayLike<number>, count: number, of: string, issues: Issue[]): boolean {
  const before = issues.length;
  checkLength(issues, path, start, count + 1, `${of} and one more`);
  if (issues.length > before) return false;
  for (let k = 0; k <= count; k++) {
    if (Number.isSafeInteger(start[k]) && (k === 0 ? start[k] === 0 : start[k] >= start[k - 1])) continue;
    issues.push({
      code: "problem.order",
      path: `${path}[${k}]`,
      message: `got ${start[k]}, wanted whole numbers from 0 that never fall`,
      remedy: "Write where each row of entries begins, and at the end how many there are.",
    });
    return false;
  }
  return true;
}

function checkRows(path: string, rows: CoupledRows, { recipeCount, goodCount }: CoupledProblem, issues: Issue[]): void {
  if (!checkStart(`${path}.start`, rows.start, recipeCount, "recipes", issues)) return;
  const count = rows.start[recipeCount];
  checkLength(issues, `${path}.good`, rows.good, count, "entries");
  checkLength(issues, `${path}.amount`, rows.amount, count, "entries");
  checkIndices(issues, `${path}.good`, rows.good, goodCount);
  checkFinite(issues, `${path}.amount`, rows.amount, Number.MIN_VALUE);
}

function checkSites(problem: CoupledProblem, issues: Issue[]): void {
  const siteCount = problem.sitePlace.length;
  checkIndices(issues, "sitePlace", problem.sitePlace, problem.placeCount);
  checkLength(issues, "siteGood", problem.siteGood, siteCount, "sites");
  checkIndices(issues, "siteGood", problem.siteGood, problem.goodCount);
  if (!checkStart("sizeStart", problem.sizeStart, siteCount, "sites", issues)) return;
  const sizeCount = problem.sizeStart[siteCount];
  if (!checkStart("activityStart", problem.activityStart, sizeCount, "sizes", issues)) return;
  const activityCount = problem.activityStart[sizeCount];
  const range = rangeChecker(issues);
  range("siteCost", problem.siteCost, siteCount, "sites", 0);
  range("oneSize", problem.oneSize, siteCount, "sites", 0);
  checkRoofs(problem, issues);
  range("newCost", problem.newCost, sizeCount, "sizes", -Infinity);
  range("most", problem.most, sizeCount, "sizes", 0);
  range("standing", problem.standing, sizeCount, "sizes", 0);
  range("keptCost", problem.keptCost, sizeCount, "sizes", -Infinity);
  range("closingCost", problem.closingCost, sizeCount, "sizes", -Infinity);
  checkLength(issues, "activityRecipe", problem.activityRecipe, activityCount, "activities");
  checkLength(issues, "activityCapacity", problem.activityCapacity, activityCount, "activities");
  checkLength(issues, "activityCost", problem.activityCost, activityCount, "activities");
  checkIndices(issues, "activityRecipe", problem.activityRecipe, problem.recipeCount);
  checkFinite(issues, "activityCapacity", problem.activityCapacity, Number.MIN_VALUE);
  checkFinite(issues, "activityCost", problem.activityCost);
  if (issues.length === 0) checkModules(problem, issues);
}

function checkRoofs({ siteRoof, roofCost = [], sitePlace }: CoupledProblem, issues: Issue[]): void {
  checkFinite(issues, "roofCost", roofCost, 0);
  if (siteRoof === undefined) return;
  checkLength(issues, "siteRoof", siteRoof, sitePlace.length, "sites");
  for (let i = 0; i < siteRoof.length; i++) {
    if (Number.isInteger(siteRoof[i]) && siteRoof[i] >= -1 && siteRoof[i] < roofCost.length) continue;
    issues.push({
      code: "problem.index",
      path: `siteRoof[${i}]`,
      message: `got ${siteRoof[i]}, wanted a roof from 0 to ${roofCost.length - 1}, or -1`,
      remedy: "Name one of the roofs that roofCost lists, or -1 for a site that is under none.",
    });
  }
}

/** Numbers of modules are whole and fit; every activity makes its site's main good. */
function checkModules(problem: CoupledProblem, issues: Issue[]): void {
  const { sizeStart, activityStart, activityRecipe, siteGood, makes } = problem;
  for (let i = 0; i < siteGood.length; i++) {
    for (let k = sizeStart[i]; k < sizeStart[i + 1]; k++) {
      const most = problem.most?.[k] ?? 1;
      const standing = problem.standing?.[k] ?? 0;
      if (!Number.isInteger(most) || !Number.isInteger(standing) || standing > most) {
        issues.push({
          code: "problem.modules",
          path: `most[${k}]`,
          message: `got ${standing} standing of at most ${most}, wanted whole numbers`,
          remedy: "Count those that stand among the most there may be.",
        });
      }
      for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
        const recipe = activityRecipe[activity];
        let made = false;
        for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) made ||= makes.good[e] === siteGood[i];
        if (made) continue;
        issues.push({
          code: "problem.main-good",
          path: `activityRecipe[${activity}]`,
          message: `recipe ${recipe} does not make good ${siteGood[i]}, the main good of site ${i}`,
          remedy: "Give the site a good that all its recipes make, or solve the problem as a linear one.",
        });
      }
    }
  }
}
