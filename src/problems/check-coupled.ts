import { InvalidProblemError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";
import { type CoupledProblem, type CoupledRows, isArcs, isPoints } from "./coupled.ts";
import { checkFinite, checkIndices, checkLength } from "./flow.ts";

/** Modules of a size: they are counted one by one where plans are searched. */
const MOST_MODULES = 1e6;

/** Pairs of places are numbered by 32 bits. */
const MOST_PAIRS = 2 ** 31 - 1;

/** What must be there as lists or records before anything can be looked at. */
const WANTED: Readonly<Record<string, string>> = {
  freight: "a list of tables; an empty one where nothing travels",
  makes: "rows { start, good, amount }, one for each recipe",
  takes: "rows { start, good, amount }, one for each recipe",
  sitePlace: "a list of the sites' places",
};

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
      message: `got ${printed(value)}, wanted a whole number`,
      remedy: `Set ${path}.`,
    });
  }
  const { freight, makes, takes, sitePlace } = problem;
  for (const [path, value] of Object.entries({ freight, makes, takes, sitePlace })) {
    const isRecord = typeof value === "object" && value !== null;
    const isList = Array.isArray(value) || ArrayBuffer.isView(value);
    if (path === "freight" || path === "sitePlace" ? isList : isRecord) continue;
    const message = value === undefined ? "is missing" : `got ${printed(value)}, wanted ${WANTED[path]}`;
    issues.push({ code: "problem.missing", path, message, remedy: `Give ${WANTED[path]}.` });
  }
  if (issues.length > 0) throw new InvalidProblemError(issues);
  if (p * p > MOST_PAIRS && freight.length > 0) {
    const message = `got ${p} places, wanted at most ${Math.floor(Math.sqrt(MOST_PAIRS))} where goods travel`;
    const remedy = "Merge places: freight is looked up between all pairs of them.";
    throw new InvalidProblemError([{ code: "problem.too-large", path: "placeCount", message, remedy }]);
  }
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
      message: `got ${printed(table)}, wanted a table from 0 to ${freight.length - 1}, or -1`,
      remedy: "Name one of the tables of freight, or -1 for a good that cannot travel.",
    });
  }
  freight.forEach((table, t) => {
    const path = `freight[${t}]`;
    if (typeof table !== "object" || table === null) {
      const remedy = "Write tables in a list: [[0, 1, 1, 0]], [{ x, y }] or [{ start, place, cost }].";
      issues.push({ code: "problem.table", path, message: `got ${printed(table)}, wanted a table of freight`, remedy });
      return;
    }
    if (isPoints(table)) {
      const before = issues.length;
      checkLength(issues, `${path}.x`, table.x, p, "places");
      checkLength(issues, `${path}.y`, table.y, p, "places");
      if (issues.length > before) return;
      checkFinite(issues, `${path}.x`, table.x);
      checkFinite(issues, `${path}.y`, table.y);
    } else if (isArcs(table)) {
      if (!checkStart(`${path}.start`, table.start, p, "places", issues)) return;
      const before = issues.length;
      checkLength(issues, `${path}.place`, table.place, table.start[p], "pairs");
      checkLength(issues, `${path}.cost`, table.cost, table.start[p], "pairs");
      if (issues.length > before) return;
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
        message: `got ${printed(table[wrong])}, wanted a number from 0 or Infinity, and 0 from a place to itself`,
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
      message: `got ${printed(start[k])}, wanted whole numbers from 0 that never fall`,
      remedy: "Write where each row of entries begins, and at the end how many there are.",
    });
    return false;
  }
  return true;
}

function checkRows(path: string, rows: CoupledRows, { recipeCount, goodCount }: CoupledProblem, issues: Issue[]): void {
  if (!checkStart(`${path}.start`, rows.start, recipeCount, "recipes", issues)) return;
  const count = rows.start[recipeCount];
  const before = issues.length;
  checkLength(issues, `${path}.good`, rows.good, count, "entries");
  checkLength(issues, `${path}.amount`, rows.amount, count, "entries");
  if (issues.length > before) return;
  checkIndices(issues, `${path}.good`, rows.good, goodCount);
  checkFinite(issues, `${path}.amount`, rows.amount, Number.MIN_VALUE);
}

function checkSites(problem: CoupledProblem, issues: Issue[]): void {
  const siteCount = problem.sitePlace.length;
  checkIndices(issues, "sitePlace", problem.sitePlace, problem.placeCount);
  checkLength(issues, "siteGood", problem.siteGood, siteCount, "sites");
  if (issues.length > 0) return;
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
  if (issues.length > 0) return;
  checkIndices(issues, "activityRecipe", problem.activityRecipe, problem.recipeCount);
  checkFinite(issues, "activityCapacity", problem.activityCapacity, Number.MIN_VALUE);
  checkFinite(issues, "activityCost", problem.activityCost);
  if (issues.length === 0) checkModules(problem, issues);
}

function checkRoofs({ siteRoof, roofCost = [], sitePlace }: CoupledProblem, issues: Issue[]): void {
  const known = issues.length;
  checkLength(issues, "roofCost", roofCost, roofCost?.length ?? 0, "roofs");
  if (issues.length > known) return;
  checkFinite(issues, "roofCost", roofCost, 0);
  if (siteRoof === undefined) return;
  const before = issues.length;
  checkLength(issues, "siteRoof", siteRoof, sitePlace.length, "sites");
  if (issues.length > before) return;
  for (let i = 0; i < siteRoof.length; i++) {
    if (Number.isInteger(siteRoof[i]) && siteRoof[i] >= -1 && siteRoof[i] < roofCost.length) continue;
    issues.push({
      code: "problem.index",
      path: `siteRoof[${i}]`,
      message: `got ${printed(siteRoof[i])}, wanted a roof from 0 to ${roofCost.length - 1}, or -1`,
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
      if (!Number.isInteger(most) || !Number.isInteger(standing) || standing > most || most > MOST_MODULES) {
        issues.push({
          code: "problem.modules",
          path: `most[${k}]`,
          message: `got ${printed(standing)} standing of at most ${printed(most)}, wanted whole numbers up to ${MOST_MODULES}`,
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
