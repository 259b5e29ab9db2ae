import { handlingOf, roomOf } from "../formulations/intake.ts";
import type { LinearFormulation } from "../formulations/linear.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Reason } from "../plan/outcome.ts";
import type { LinearSolution } from "../problems/linear.ts";
import { formatAmount, formatCount } from "../units/format.ts";
import { availability } from "./availability.ts";

/** Unmet demand below this (t or the good's unit a year) is a solver's dust: a kilogram. */
const NOTICEABLE = 1e-3;

/** Beside more, so small a part of what is wanted of the good in all is dust, too: solvers keep rows to some 10^-7. */
const NOTICEABLE_SHARE = 1e-6;

/** A dual below this, in shares of unmet demand per unit of the problem, decides nothing. */
const DECIDING = 1e-9;

/** Goods that stay short and where, largest share of their demand first. */
export function unmetReasons(indexed: Indexed, closest: Decision): Reason[] {
  const goodCount = indexed.goods.length;
  const reasons = indexed.goods.flatMap((good, g): (Reason & { share: number })[] => {
    // What a shortage opinion lets go unmet stands in nobody's way.
    if (Number.isFinite(indexed.shortage[g])) return [];
    let wanted = 0;
    let most = 0;
    indexed.areas.forEach((_, a) => {
      wanted += indexed.demand[a * goodCount + g];
      most = Math.max(most, closest.unmet[a * goodCount + g]);
    });
    const least = most > NOTICEABLE_SHARE * wanted ? Math.max(NOTICEABLE, NOTICEABLE_SHARE * wanted) : NOTICEABLE;
    const where = indexed.areas.flatMap((area, a) => {
      const amount = closest.unmet[a * goodCount + g];
      return amount > least ? [{ area, amount }] : [];
    });
    if (where.length === 0) return [];
    const unmet = where.reduce((sum, { amount }) => sum + amount, 0);
    where.sort((a, b) => b.amount - a.amount || (a.area < b.area ? -1 : 1));
    const named = where.slice(0, 3).map(({ area, amount }) => `${area} ${amountOf(indexed, g, amount)}`);
    const more = where.length > 3 ? ` and ${where.length - 3} more areas` : "";
    const message = `${good}: at least ${amountOf(indexed, g, unmet)} of ${amountOf(indexed, g, wanted)} stay unmet (${named.join(", ")}${more}).`;
    return [{ code: "unmet", message, good, amount: unmet, share: unmet / wanted }];
  });
  return reasons.sort((a, b) => b.share - a.share).map(({ share: _, ...reason }) => reason);
}

/** Goods that no plan could bring to an area that wants them, however large the works. */
export function missingReasons(indexed: Indexed): Reason[] {
  const goodCount = indexed.goods.length;
  const had = availability(indexed);
  return indexed.goods.flatMap((good, g): Reason[] => {
    if (Number.isFinite(indexed.shortage[g])) return [];
    const lacking = indexed.areas.filter((_, a) => indexed.demand[a * goodCount + g] > 0 && !had[a * goodCount + g]);
    if (lacking.length === 0) return [];
    const somewhere = indexed.areas.some((_, a) => had[a * goodCount + g]);
    if (somewhere) {
      const message = `${good} can be had, but no link that may carry it leads to ${listed(lacking)}.`;
      return [{ code: "unreachable", message, good, ...(lacking.length === 1 ? { area: lacking[0] } : {}) }];
    }
    const makers = indexed.recipes.filter((_, recipe) => entries(indexed.makes, recipe).includes(g));
    const built = makers.filter((recipe) =>
      Object.values(indexed.continent.sites).some(({ recipes }) => recipes.includes(recipe)),
    );
    if (built.length === 0) {
      const how = makers.length > 0 ? `no site has the recipe ${listed(makers)}` : "no recipe makes it";
      return [{ code: "nobody-makes", message: `${good} is wanted, but ${how} and no area supplies it.`, good }];
    }
    const inputs = new Set<string>();
    for (const recipe of built) {
      for (const input of entries(indexed.takes, indexed.recipes.indexOf(recipe))) {
        if (!indexed.areas.some((_, a) => had[a * goodCount + input])) inputs.add(indexed.goods[input]);
      }
    }
    const message =
      inputs.size > 0
        ? `${good} cannot be made: ${listed([...inputs])} can be had nowhere.`
        : `${good} cannot be made: no site with ${listed(built)} can be reached by everything it takes.`;
    return [{ code: "inputs-missing", message, good }];
  });
}

/**
 * What holds the needs back, from the duals of the least unmet demand: rows and limits whose easing by one
 * unit would let more be met.
 */
export function bindingReasons(indexed: Indexed, formulation: LinearFormulation, solution: LinearSolution): Reason[] {
  if (solution.rowDual.length === 0) return [];
  const { rows, columns } = formulation;
  const goodCount = indexed.goods.length;
  const reduced = reducedCosts(formulation, solution);
  const reasons: Reason[] = [];
  indexed.supply.forEach((amount, cell) => {
    const column = columns.supplied[cell];
    if (column < 0 || reduced[column] > -DECIDING) return;
    const good = indexed.goods[cell % goodCount];
    const area = indexed.areas[Math.floor(cell / goodCount)];
    const message = `All ${good} that ${area} supplies is used: ${amountOf(indexed, cell % goodCount, amount)}.`;
    reasons.push({ code: "supply-used-up", message, good, area, amount });
  });
  indexed.recipes.forEach((recipe, r) => {
    const full = new Set<string>();
    indexed.activityRecipe.forEach((other, activity) => {
      if (other !== r || solution.value[columns.runs[activity]] <= 0) return;
      const module = indexed.activityModule[activity];
      const held = [columns.kept[module], columns.built[module]].filter((column) => column >= 0);
      if (held.some((column) => reduced[column] < -DECIDING)) full.add(indexed.sites[indexed.moduleSite[module]]);
    });
    if (full.size === 0) return;
    const message = `Every module there may be of ${listed([...full])} is built and runs ${recipe} all year.`;
    reasons.push({ code: "capacity-used-up", message });
  });
  rows.link.forEach((row, arc) => {
    if (row < 0 || solution.rowDual[row] > -DECIDING) return;
    const { id } = indexed.continent.links[indexed.arcLink[arc]];
    const tail = indexed.areas[indexed.nodeArea[indexed.arcTail[arc]]];
    const head = indexed.areas[indexed.nodeArea[indexed.arcHead[arc]]];
    const message = `Link ${id} is full from ${tail} to ${head}: ${formatAmount(roomOf(indexed, arc))} a year.`;
    reasons.push({ code: "link-full", message, amount: roomOf(indexed, arc) });
  });
  rows.terminal.forEach((row, node) => {
    if (row < 0 || solution.rowDual[row] > -DECIDING) return;
    const area = indexed.areas[indexed.nodeArea[node]];
    const room = handlingOf(indexed, node);
    const message = `The ${indexed.modes[indexed.nodeMode[node]]} terminal of ${area} is full: ${formatAmount(room)} a year, loaded and unloaded together.`;
    reasons.push({ code: "terminal-full", message, area, amount: room });
  });
  rows.resource.forEach((row, cell) => {
    if (row < 0 || solution.rowDual[row] > -DECIDING) return;
    const resource = indexed.resources[cell % indexed.resources.length];
    const area = indexed.areas[Math.floor(cell / indexed.resources.length)];
    const amount = indexed.available[cell];
    reasons.push({
      code: "resource-used-up",
      message: `All that ${area} has of ${resource} is used: ${formatCount(amount)} a year.`,
      area,
      amount,
    });
  });
  return reasons;
}

/** Where the parts of works would do and whole works do not: the rules that speak of whole works. */
export function wholeWorksReason(indexed: Indexed): Reason {
  const rules: string[] = ["works come in whole modules"];
  if (indexed.minimumLoad.some((load) => load > 0)) rules.push("an open works has a minimum load");
  if (indexed.oneSize.some((one) => one === 1)) rules.push("some sites may have one size only");
  if (indexed.siteLimits.length > 0) rules.push("mostSites limits how many sites may open");
  if (indexed.rules.single.some((one) => one === 1)) rules.push("each area has one source of some goods");
  const message = `With parts of works all needs could be met, with whole works not: ${rules.join("; ")}.`;
  return { code: "whole-works", message };
}

function reducedCosts({ problem }: LinearFormulation, { rowDual }: LinearSolution): Float64Array {
  return problem.cost.map((cost, column) => {
    let reduced = cost;
    for (let e = problem.start[column]; e < problem.start[column + 1]; e++) {
      reduced -= rowDual[problem.index[e]] * problem.value[e];
    }
    return reduced;
  });
}

function entries(rows: Indexed["makes"], row: number): number[] {
  return Array.from(rows.index.subarray(rows.start[row], rows.start[row + 1]));
}

function amountOf(indexed: Indexed, good: number, amount: number): string {
  const { unit } = indexed.continent.goods[indexed.goods[good]];
  return `${formatAmount(amount, unit)} a year`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
