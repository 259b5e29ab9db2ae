import { gateGoods } from "../network/gate-goods.ts";
import type { Indexed } from "../network/indexed.ts";
import type { LinearBuilder } from "./linear-builder.ts";
import type { Columns, UnmetBudget } from "./linear-columns.ts";
import { carriedTerms, madeOnTheWay } from "./linear-link-rows.ts";
import type { Scale } from "./linear-scale.ts";

/** Everything that comes to a place is used, sent on or let go, at (area, good) and at (area, mode, good). */
export function balanceRows(
  indexed: Indexed,
  columns: Columns,
  scale: Scale,
  builder: LinearBuilder,
  /** Modules whose goods enter elsewhere, by shipments to their destinations; but for goods only sold at the gate. */
  shipsItself?: Int8Array,
): Int32Array {
  const goodCount = indexed.goods.length;
  const add = (row: number, column: number, value: number): void => {
    if (column >= 0) builder.entry(row, column, value);
  };
  const atGate = gateGoods(indexed);
  const balanceRow = Int32Array.from(indexed.demand, (amount, cell) => {
    // Final demand of tagged goods has a row of its own.
    const tagged = indexed.rules.taggedAt[cell % goodCount] >= 0;
    const asked = tagged ? 0 : amount / scale.amount;
    const row = builder.row(asked, asked);
    add(row, columns.supplied[cell], 1);
    if (!tagged) add(row, columns.unmet[cell], 1);
    add(row, columns.surplus[cell], -1);
    return row;
  });
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (const [rows, sign] of [
      [indexed.makes, 1],
      [indexed.takes, -1],
    ] as const) {
      const ships = sign > 0 && shipsItself?.[indexed.activityModule[activity]];
      for (let e = rows.start[recipe]; e < rows.start[recipe + 1]; e++) {
        if (ships && !atGate[rows.index[e]]) continue;
        builder.entry(balanceRow[area * goodCount + rows.index[e]], columns.runs[activity], sign * rows.value[e]);
      }
    }
  });
  builtInTerms(indexed, columns, scale, builder, balanceRow);
  const nodeRow = Int32Array.from(columns.load, (column, cell) => {
    if (column < 0) return -1;
    const area = indexed.nodeArea[Math.floor(cell / goodCount)];
    const areaRow = balanceRow[area * goodCount + (cell % goodCount)];
    const row = builder.row(0, 0);
    add(row, column, 1);
    add(row, columns.unload[cell], -1);
    add(areaRow, column, -1);
    add(areaRow, columns.unload[cell], 1);
    return row;
  });
  columns.flow.forEach((column, cell) => {
    if (column < 0) return;
    const arc = Math.floor(cell / goodCount);
    const good = cell % goodCount;
    builder.entry(nodeRow[indexed.arcTail[arc] * goodCount + good], column, -1);
    builder.entry(nodeRow[indexed.arcHead[arc] * goodCount + good], column, 1 - indexed.arcLoss[arc]);
  });
  carriedTerms(indexed, columns, builder, balanceRow);
  return balanceRow;
}

/** What is built into new works is used where they stand, each year its share. */
function builtInTerms(
  indexed: Indexed,
  columns: Columns,
  scale: Scale,
  builder: LinearBuilder,
  balanceRow: Int32Array,
): void {
  const { start, index, value } = indexed.builtIn;
  columns.built.forEach((column, module) => {
    if (column < 0) return;
    const first = indexed.siteArea[indexed.moduleSite[module]] * indexed.goods.length;
    for (let e = start[module]; e < start[module + 1]; e++) {
      builder.entry(balanceRow[first + index[e]], column, -value[e] / scale.amount);
    }
  });
}

/**
 * A module's year is shared among its recipes: minimumLoad * n <= sum of runs / capacity <= n.
 * Gives: per module, the row of its minimum load, or -1.
 */
export function capacityRows(indexed: Indexed, columns: Columns, scale: Scale, builder: LinearBuilder): Int32Array {
  const loadRows = new Int32Array(indexed.moduleSite.length).fill(-1);
  for (let k = 0; k < indexed.moduleSite.length; k++) {
    const full = builder.row(Number.NEGATIVE_INFINITY, 0);
    const least = indexed.minimumLoad[indexed.moduleSite[k]];
    const loaded = least > 0 ? builder.row(0, Number.POSITIVE_INFINITY) : -1;
    loadRows[k] = loaded;
    for (let activity = indexed.activityStart[k]; activity < indexed.activityStart[k + 1]; activity++) {
      const share = scale.amount / indexed.capacity[activity];
      builder.entry(full, columns.runs[activity], share);
      if (loaded >= 0) builder.entry(loaded, columns.runs[activity], share);
    }
    for (const column of [columns.kept[k], columns.built[k]]) {
      if (column < 0) continue;
      builder.entry(full, column, -1);
      if (loaded >= 0) builder.entry(loaded, column, -least);
    }
  }
  return loadRows;
}

/** What cannot travel is not used beyond what there is. Rows are divided by what is there, to be near one. */
export function resourceRows(indexed: Indexed, columns: Columns, scale: Scale, builder: LinearBuilder): Int32Array {
  const resourceCount = indexed.resources.length;
  const rows = Int32Array.from(indexed.available, (amount) =>
    Number.isFinite(amount) ? builder.row(Number.NEGATIVE_INFINITY, amount > 0 ? 1 : 0) : -1,
  );
  const use = (area: number, resource: number, column: number, amount: number): void => {
    const cell = area * resourceCount + resource;
    if (rows[cell] >= 0 && column >= 0) builder.entry(rows[cell], column, amount / (indexed.available[cell] || 1));
  };
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (let e = indexed.needs.start[recipe]; e < indexed.needs.start[recipe + 1]; e++) {
      use(area, indexed.needs.index[e], columns.runs[activity], indexed.needs.value[e] * scale.amount);
    }
  });
  for (let k = 0; k < indexed.moduleSite.length; k++) {
    const area = indexed.siteArea[indexed.moduleSite[k]];
    for (let e = indexed.moduleNeeds.start[k]; e < indexed.moduleNeeds.start[k + 1]; e++) {
      use(area, indexed.moduleNeeds.index[e], columns.kept[k], indexed.moduleNeeds.value[e]);
      use(area, indexed.moduleNeeds.index[e], columns.built[k], indexed.moduleNeeds.value[e]);
    }
  }
  return rows;
}

/** Only what is made or supplied in an area can be let go there. */
export function surplusRows(indexed: Indexed, columns: Columns, builder: LinearBuilder): void {
  const goodCount = indexed.goods.length;
  const rows = Int32Array.from(columns.surplus, (column, cell) => {
    if (column < 0) return -1;
    const row = builder.row(Number.NEGATIVE_INFINITY, 0);
    builder.entry(row, column, 1);
    if (columns.supplied[cell] >= 0) builder.entry(row, columns.supplied[cell], -1);
    return row;
  });
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (let e = indexed.makes.start[recipe]; e < indexed.makes.start[recipe + 1]; e++) {
      const row = rows[area * goodCount + indexed.makes.index[e]];
      if (row >= 0) builder.entry(row, columns.runs[activity], -indexed.makes.value[e]);
    }
  });
  madeOnTheWay(indexed, columns, builder, rows);
}

/** Of a site that must be open one module or more is. */
function mustOpenRows(indexed: Indexed, columns: Columns, builder: LinearBuilder): Int32Array {
  return Int32Array.from(indexed.mustOpen, (must, site) => {
    if (!must) return -1;
    const row = builder.row(1, Number.POSITIVE_INFINITY);
    for (let module = indexed.moduleStart[site]; module < indexed.moduleStart[site + 1]; module++) {
      for (const column of [columns.kept[module], columns.built[module]]) {
        if (column >= 0) builder.entry(row, column, 1);
      }
    }
    return row;
  });
}

/** Rows that speak of whole sites: per site, that it must be open, that one size may be, or -1; per option, how many sites may be. */
export interface SwitchRows {
  readonly mustOpen: Int32Array;
  readonly oneSize: Int32Array;
  readonly siteLimit: Int32Array;
}

/** A site is open or not, where that matters: siteEnergy, one size only, at most so many sites. */
export function switchRows(
  indexed: Indexed,
  columns: Columns,
  modulesFixed: boolean,
  builder: LinearBuilder,
): SwitchRows {
  const mustOpen = mustOpenRows(indexed, columns, builder);
  const limited = new Set(indexed.siteLimits.flatMap(({ sites }) => [...sites]));
  const open = new Int32Array(indexed.sites.length).fill(-1);
  const oneSize = new Int32Array(indexed.sites.length).fill(-1);
  const whole = !modulesFixed;
  const modulesBelow = (module: number, column: number): void => {
    const row = builder.row(Number.NEGATIVE_INFINITY, 0);
    if (columns.kept[module] >= 0) builder.entry(row, columns.kept[module], 1);
    if (columns.built[module] >= 0) builder.entry(row, columns.built[module], 1);
    builder.entry(row, column, -indexed.most[module]);
  };
  for (let site = 0; site < indexed.sites.length; site++) {
    const first = indexed.moduleStart[site];
    const last = indexed.moduleStart[site + 1];
    if (indexed.siteEnergy[site] > 0 || limited.has(site)) {
      open[site] = builder.column(indexed.siteEnergy[site] * columns.perEnergy, 0, 1, whole);
      for (let module = first; module < last; module++) modulesBelow(module, open[site]);
    }
    if (indexed.oneSize[site] && last - first > 1) {
      const one = builder.row(Number.NEGATIVE_INFINITY, 1);
      oneSize[site] = one;
      for (let module = first; module < last; module++) {
        const chosen = builder.column(0, 0, 1, whole);
        builder.entry(one, chosen, 1);
        modulesBelow(module, chosen);
      }
    }
  }
  const siteLimit = Int32Array.from(indexed.siteLimits, ({ most, sites }) => {
    const row = builder.row(Number.NEGATIVE_INFINITY, most);
    for (const site of sites) builder.entry(row, open[site], 1);
    return row;
  });
  return { mustOpen, oneSize, siteLimit };
}

/** No more goes unmet, weighted by good, than each budget allows. */
export function unmetRows(
  indexed: Indexed,
  columns: Columns,
  budgets: readonly UnmetBudget[],
  scale: Scale,
  builder: LinearBuilder,
): void {
  for (const { weight, most } of budgets) {
    const row = builder.row(Number.NEGATIVE_INFINITY, most);
    columns.unmet.forEach((column, cell) => {
      if (column >= 0) builder.entry(row, column, weight[cell % indexed.goods.length] * scale.amount);
    });
  }
}
