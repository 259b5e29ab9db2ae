import { type Decision, emptyDecision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { LinearBuilder } from "./linear-builder.ts";
import { chooseScale, type Scale } from "./linear-scale.ts";

/** A linear problem and the way home from its solutions. */
export interface LinearFormulation {
  readonly problem: LinearProblem;
  /** MJ/yr = (problem's objective) * energyUnit + offset. */
  readonly energyUnit: number;
  readonly offset: number;
  /** Whole numbers are rounded, values below zero by rounding are cut off. */
  lift(solution: LinearSolution): Decision;
  /** Row of each balance (area, good), by cell a * G + g; -1 where nothing can come or go. */
  readonly balanceRow: Int32Array;
}

/** What may be asked besides the cheapest plan. */
export interface LinearVariant {
  /** Modules fixed to this decision's: what is left is a linear problem without whole numbers. */
  readonly modules?: Decision;
  /** Unmet demand allowed at this many MJ per unit, by good, where the continent itself does not allow it. */
  readonly shortage?: Float64Array;
}

/**
 * The reference formulation of a continent: every variable and row of docs/mathematics.md, one for one.
 *
 * Shapes: columns in the order modules (kept, built), runs, supplied, surplus, unmet, flow, load, unload, switches.
 * Units:  amounts in `scale.amount` t, energies in `scale.energy` MJ, so that a solver meets numbers near one.
 */
export function formulateLinear(indexed: Indexed, variant: LinearVariant = {}): LinearFormulation {
  const scale = chooseScale(indexed);
  const builder = new LinearBuilder();
  const columns = new Columns(indexed, variant, scale, builder);
  const balanceRow = balanceRows(indexed, columns, scale, builder);
  capacityRows(indexed, columns, scale, builder);
  linkRows(indexed, columns, scale, builder);
  resourceRows(indexed, columns, scale, builder);
  surplusRows(indexed, columns, builder);
  switchRows(indexed, columns, variant, builder, scale);
  return {
    problem: builder.build(),
    energyUnit: scale.energy,
    offset: columns.offset,
    lift: (solution) => columns.lift(solution.value),
    balanceRow,
  };
}

/** Column of each variable, -1 where it can only be zero. */
class Columns {
  readonly kept: Int32Array;
  readonly built: Int32Array;
  readonly runs: Int32Array;
  readonly supplied: Int32Array;
  readonly surplus: Int32Array;
  readonly unmet: Int32Array;
  readonly flow: Int32Array;
  readonly load: Int32Array;
  readonly unload: Int32Array;
  /** MJ/yr that is spent whatever is decided: closing all that stands. */
  readonly offset: number;
  readonly #indexed: Indexed;
  readonly #scale: Scale;

  constructor(indexed: Indexed, variant: LinearVariant, scale: Scale, builder: LinearBuilder) {
    this.#indexed = indexed;
    this.#scale = scale;
    const { standing, most, build, keep, closing, runEnergy, disposal, demand, supply, arcTail, nodeArea } = indexed;
    const goodCount = indexed.goods.length;
    const perAmount = scale.amount / scale.energy;
    const fixed = variant.modules;
    const modules = indexed.moduleSite.length;
    const column = (cost: number, upper: number, whole: boolean, value: number | undefined): number => {
      if (upper === 0) return -1;
      return value === undefined ? builder.column(cost, 0, upper, whole) : builder.column(cost, value, value);
    };

    this.kept = Int32Array.from({ length: modules }, (_, k) =>
      column((keep[k] - closing[k]) / scale.energy, standing[k], true, fixed?.kept[k]),
    );
    this.built = Int32Array.from({ length: modules }, (_, k) =>
      column((build[k] + keep[k]) / scale.energy, most[k] - standing[k], true, fixed?.built[k]),
    );
    this.offset = closing.reduce((sum, energy, k) => sum + energy * standing[k], 0);
    this.runs = Int32Array.from(runEnergy, (energy) => builder.column(energy * perAmount, 0, Number.POSITIVE_INFINITY));
    this.supplied = Int32Array.from(supply, (amount) =>
      amount > 0 ? builder.column(0, 0, amount / scale.amount) : -1,
    );
    const madeAt = goodsMadeAt(indexed);
    this.surplus = Int32Array.from(madeAt, (made, cell) => {
      const energy = disposal[cell % goodCount];
      return made && Number.isFinite(energy) ? builder.column(energy * perAmount, 0, Number.POSITIVE_INFINITY) : -1;
    });
    this.unmet = Int32Array.from(demand, (amount, cell) => {
      const energy = Math.min(
        indexed.shortage[cell % goodCount],
        variant.shortage?.[cell % goodCount] ?? Number.POSITIVE_INFINITY,
      );
      return amount > 0 && Number.isFinite(energy) ? builder.column(energy * perAmount, 0, amount / scale.amount) : -1;
    });
    this.flow = this.#overGoods(arcTail.length, (arc, g) => {
      const mode = indexed.nodeMode[arcTail[arc]];
      if (!indexed.travels[g * indexed.modes.length + mode]) return -1;
      return builder.column(indexed.arcEnergy[arc] * indexed.tonnesPerUnit[g] * perAmount, 0, Number.POSITIVE_INFINITY);
    });
    const transfer = (node: number, g: number): number => {
      const mode = indexed.nodeMode[node];
      if (!indexed.travels[g * indexed.modes.length + mode]) return -1;
      return builder.column(indexed.terminal[mode] * indexed.tonnesPerUnit[g] * perAmount, 0, Number.POSITIVE_INFINITY);
    };
    this.load = this.#overGoods(nodeArea.length, transfer);
    this.unload = this.#overGoods(nodeArea.length, transfer);
  }

  #overGoods(count: number, column: (owner: number, good: number) => number): Int32Array {
    const goodCount = this.#indexed.goods.length;
    return Int32Array.from({ length: count * goodCount }, (_, cell) =>
      column(Math.floor(cell / goodCount), cell % goodCount),
    );
  }

  lift(value: Float64Array): Decision {
    const decision = emptyDecision(this.#indexed);
    const amounts = (columns: Int32Array, into: Float64Array): void => {
      columns.forEach((column, i) => {
        if (column >= 0) into[i] = Math.max(0, value[column]) * this.#scale.amount;
      });
    };
    const modules = (columns: Int32Array, into: Float64Array): void => {
      columns.forEach((column, i) => {
        if (column >= 0) into[i] = Math.max(0, Math.round(value[column]));
      });
    };
    modules(this.kept, decision.kept);
    modules(this.built, decision.built);
    amounts(this.runs, decision.runs);
    amounts(this.supplied, decision.supplied);
    amounts(this.surplus, decision.surplus);
    amounts(this.unmet, decision.unmet);
    amounts(this.flow, decision.flow);
    amounts(this.load, decision.load);
    amounts(this.unload, decision.unload);
    return decision;
  }
}

/** 1 for each cell (area, good) where some works makes the good. */
function goodsMadeAt(indexed: Indexed): Int8Array {
  const goodCount = indexed.goods.length;
  const made = new Int8Array(indexed.areas.length * goodCount);
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (let e = indexed.makes.start[recipe]; e < indexed.makes.start[recipe + 1]; e++) {
      made[area * goodCount + indexed.makes.index[e]] = 1;
    }
  });
  return made;
}

/** Everything that comes to a place is used, sent on or let go, at (area, good) and at (area, mode, good). */
function balanceRows(indexed: Indexed, columns: Columns, scale: Scale, builder: LinearBuilder): Int32Array {
  const goodCount = indexed.goods.length;
  const add = (row: number, column: number, value: number): void => {
    if (column >= 0) builder.entry(row, column, value);
  };
  const balanceRow = Int32Array.from(indexed.demand, (amount, cell) => {
    const row = builder.row(amount / scale.amount, amount / scale.amount);
    add(row, columns.supplied[cell], 1);
    add(row, columns.unmet[cell], 1);
    add(row, columns.surplus[cell], -1);
    return row;
  });
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (const [rows, sign] of [
      [indexed.makes, 1],
      [indexed.takes, -1],
    ] as const) {
      for (let e = rows.start[recipe]; e < rows.start[recipe + 1]; e++) {
        builder.entry(balanceRow[area * goodCount + rows.index[e]], columns.runs[activity], sign * rows.value[e]);
      }
    }
  });
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
    builder.entry(nodeRow[indexed.arcHead[arc] * goodCount + good], column, 1);
  });
  return balanceRow;
}

/** A module's year is shared among its recipes: minimumLoad * n <= sum of runs / capacity <= n. */
function capacityRows(indexed: Indexed, columns: Columns, scale: Scale, builder: LinearBuilder): void {
  for (let k = 0; k < indexed.moduleSite.length; k++) {
    const full = builder.row(Number.NEGATIVE_INFINITY, 0);
    const least = indexed.minimumLoad[indexed.moduleSite[k]];
    const loaded = least > 0 ? builder.row(0, Number.POSITIVE_INFINITY) : -1;
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
}

/** All goods share a link's tonnes each way. */
function linkRows(indexed: Indexed, columns: Columns, scale: Scale, builder: LinearBuilder): void {
  const goodCount = indexed.goods.length;
  indexed.arcCapacity.forEach((capacity, arc) => {
    if (!Number.isFinite(capacity)) return;
    const row = builder.row(Number.NEGATIVE_INFINITY, capacity / scale.amount);
    for (let g = 0; g < goodCount; g++) {
      const column = columns.flow[arc * goodCount + g];
      if (column >= 0) builder.entry(row, column, indexed.tonnesPerUnit[g]);
    }
  });
}

/** What cannot travel is not used beyond what there is. Rows are divided by what is there, to be near one. */
function resourceRows(indexed: Indexed, columns: Columns, scale: Scale, builder: LinearBuilder): void {
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
}

/** Only what is made or supplied in an area can be let go there. */
function surplusRows(indexed: Indexed, columns: Columns, builder: LinearBuilder): void {
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
}

/** A site is open or not, where that matters: siteEnergy, one size only, at most so many sites. */
function switchRows(
  indexed: Indexed,
  columns: Columns,
  variant: LinearVariant,
  builder: LinearBuilder,
  scale: Scale,
): void {
  const limited = new Set(indexed.siteLimits.flatMap(({ sites }) => [...sites]));
  const open = new Int32Array(indexed.sites.length).fill(-1);
  const whole = variant.modules === undefined;
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
      open[site] = builder.column(indexed.siteEnergy[site] / scale.energy, 0, 1, whole);
      for (let module = first; module < last; module++) modulesBelow(module, open[site]);
    }
    if (indexed.oneSize[site] && last - first > 1) {
      const one = builder.row(Number.NEGATIVE_INFINITY, 1);
      for (let module = first; module < last; module++) {
        const chosen = builder.column(0, 0, 1, whole);
        builder.entry(one, chosen, 1);
        modulesBelow(module, chosen);
      }
    }
  }
  for (const { most, sites } of indexed.siteLimits) {
    const row = builder.row(Number.NEGATIVE_INFINITY, most);
    for (const site of sites) builder.entry(row, open[site], 1);
  }
}
