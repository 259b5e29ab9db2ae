import type { Indexed } from "../network/indexed.ts";
import type { ProblemSize } from "./inspection.ts";

/** Counts the variables and rows of the linear formulation without building it; options on who serves whom aside. */
export function problemSize(indexed: Indexed): ProblemSize {
  const { areas, goods, recipes, sites, continent } = indexed;
  const rows = areas.length * goods.length + rowsOfWorks(indexed);
  const counts = { areas: areas.length, goods: goods.length, recipes: recipes.length, sites: sites.length };
  const freight = freightSize(indexed);
  const surplus = surplusCells(indexed);
  let columns = indexed.activityRecipe.length + freight.columns + surplus;
  let whole = 0;
  indexed.keptMost.forEach((kept, module) => {
    whole += (kept > 0 ? 1 : 0) + (indexed.builtMost[module] > 0 ? 1 : 0);
  });
  for (const most of [...indexed.linkSizeMost, ...indexed.terminalSizeMost]) whole += most > 0 ? 1 : 0;
  for (const amount of indexed.supply) columns += amount > 0 ? 1 : 0;
  indexed.demand.forEach((amount, cell) => {
    columns += amount > 0 && Number.isFinite(indexed.shortage[cell % goods.length]) ? 1 : 0;
  });
  return {
    ...counts,
    links: continent.links.length,
    columns: columns + whole,
    whole,
    rows: rows + freight.rows + surplus,
  };
}

/** Capacities, minimum loads and resources. */
function rowsOfWorks({ moduleSite, minimumLoad, available }: Indexed): number {
  let rows = moduleSite.length;
  for (const site of moduleSite) rows += minimumLoad[site] > 0 ? 1 : 0;
  for (const amount of available) rows += Number.isFinite(amount) ? 1 : 0;
  return rows;
}

/**
 * Flows on arcs, loads and unloads at nodes; a balance for each good at each node, a row for each arc and each terminal
 * that can be full.
 */
function freightSize({ modes, travels, nodeMode, arcTail, arcCapacity, nodeCapacity }: Indexed): {
  readonly columns: number;
  readonly rows: number;
} {
  const carried = new Int32Array(modes.length);
  travels.forEach((may, cell) => {
    carried[cell % modes.length] += may;
  });
  let columns = 0;
  let rows = 0;
  for (const mode of nodeMode) {
    columns += 2 * carried[mode];
    rows += carried[mode];
  }
  arcTail.forEach((tail, arc) => {
    columns += carried[nodeMode[tail]];
    rows += Number.isFinite(arcCapacity[arc]) ? 1 : 0;
  });
  for (const capacity of nodeCapacity) rows += Number.isFinite(capacity) ? 1 : 0;
  return { columns, rows };
}

/** Cells (area, good) where something is made that may be let go. */
function surplusCells(indexed: Indexed): number {
  const { goods, disposal, makes, activityRecipe, activityModule, moduleSite, siteArea } = indexed;
  const made = new Int8Array(indexed.demand.length);
  activityRecipe.forEach((recipe, activity) => {
    const first = siteArea[moduleSite[activityModule[activity]]] * goods.length;
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
      if (Number.isFinite(disposal[makes.index[e]])) made[first + makes.index[e]] = 1;
    }
  });
  return made.reduce((sum, one) => sum + one, 0);
}
