import { type Decision, emptyDecision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { LinearBuilder } from "./linear-builder.ts";
import type { Scale } from "./linear-scale.ts";

/** Demand that may go unmet: as little as possible by a weight for each good, or for the least energy within budgets. */
export interface UnmetVariant {
  /** G; the weighted unmet demand is the objective. Absent: energy is. */
  readonly weight?: Float64Array;
  readonly budgets?: readonly UnmetBudget[];
}

/** The most that the unmet demand, weighted by good, may come to. */
export interface UnmetBudget {
  readonly weight: Float64Array;
  readonly most: number;
}

/** What may be asked besides the cheapest plan. */
export interface LinearVariant {
  /** Goods of works whose opening takes energy are shipped by destination: a tighter linear relaxation. */
  readonly strong?: boolean;
  /** Modules fixed to this decision's: what is left is a linear problem without whole numbers. */
  readonly modules?: Decision;
  /** The one source of each area of a single-source good fixed to this decision's. */
  readonly sources?: Decision;
  /** Parts of modules are allowed, so that rows which only whole choices need are left out. */
  readonly parts?: boolean;
  /** All demand may go unmet. */
  readonly unmet?: UnmetVariant;
}

/** Column of each variable, -1 where it can only be zero. */
export class Columns {
  readonly kept: Int32Array;
  readonly built: Int32Array;
  /** Per size of a link. */
  readonly linkBuilt: Int32Array;
  /** Per size of a terminal. */
  readonly terminalBuilt: Int32Array;
  readonly runs: Int32Array;
  readonly supplied: Int32Array;
  readonly surplus: Int32Array;
  readonly unmet: Int32Array;
  readonly flow: Int32Array;
  readonly load: Int32Array;
  readonly unload: Int32Array;
  /** MJ/yr that is spent whatever is decided: closing all that stands. */
  readonly offset: number;
  /** Units of cost per MJ. */
  readonly perEnergy: number;
  readonly #indexed: Indexed;
  readonly #scale: Scale;

  constructor(indexed: Indexed, variant: LinearVariant, scale: Scale, builder: LinearBuilder) {
    this.#indexed = indexed;
    this.#scale = scale;
    const {
      standing,
      keptLeast,
      keptMost,
      builtLeast,
      builtMost,
      build,
      keep,
      closing,
      runEnergy,
      disposal,
      demand,
      supply,
      arcTail,
      nodeArea,
    } = indexed;
    const goodCount = indexed.goods.length;
    // Where as little as possible shall go unmet, energy does not count.
    const weight = variant.unmet?.weight;
    const leastUnmet = weight !== undefined;
    const perEnergy = leastUnmet ? 0 : 1 / scale.energy;
    const perAmount = scale.amount * perEnergy;
    const fixed = variant.modules;
    const modules = indexed.moduleSite.length;
    const column = (cost: number, lower: number, upper: number, value: number | undefined): number => {
      if (upper === 0) return -1;
      return value === undefined ? builder.column(cost, lower, upper, true) : builder.column(cost, value, value);
    };

    this.kept = Int32Array.from({ length: modules }, (_, k) =>
      column((keep[k] - closing[k]) * perEnergy, keptLeast[k], keptMost[k], fixed?.kept[k]),
    );
    this.built = Int32Array.from({ length: modules }, (_, k) =>
      column((build[k] + keep[k]) * perEnergy, builtLeast[k], builtMost[k], fixed?.built[k]),
    );
    const { linkSizeBuild, linkSizeKeep, linkSizeLeast, linkSizeMost } = indexed;
    this.linkBuilt = Int32Array.from(linkSizeMost, (upper, s) =>
      column((linkSizeBuild[s] + linkSizeKeep[s]) * perEnergy, linkSizeLeast[s], upper, fixed?.linkBuilt[s]),
    );
    const { terminalSizeBuild, terminalSizeKeep, terminalSizeLeast, terminalSizeMost } = indexed;
    this.terminalBuilt = Int32Array.from(terminalSizeMost, (upper, s) => {
      const cost = (terminalSizeBuild[s] + terminalSizeKeep[s]) * perEnergy;
      return column(cost, terminalSizeLeast[s], upper, fixed?.terminalBuilt[s]);
    });
    this.offset = leastUnmet ? 0 : closing.reduce((sum, energy, k) => sum + energy * standing[k], 0);
    this.perEnergy = perEnergy;
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
      const penalty = indexed.shortage[cell % goodCount];
      const allowed = Number.isFinite(penalty);
      if (amount === 0 || !(allowed || variant.unmet)) return -1;
      const cost = leastUnmet ? weight[cell % goodCount] * scale.amount : allowed ? penalty * perAmount : 0;
      return builder.column(cost, 0, amount / scale.amount);
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
    modules(this.linkBuilt, decision.linkBuilt);
    modules(this.terminalBuilt, decision.terminalBuilt);
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

/** 1 for each cell (area, good) where some works, or some link that begins there, makes the good. */
function goodsMadeAt(indexed: Indexed): Int8Array {
  const goodCount = indexed.goods.length;
  const made = new Int8Array(indexed.areas.length * goodCount);
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (let e = indexed.makes.start[recipe]; e < indexed.makes.start[recipe + 1]; e++) {
      made[area * goodCount + indexed.makes.index[e]] = 1;
    }
  });
  indexed.arcTail.forEach((tail, arc) => {
    const link = indexed.arcLink[arc];
    const { start, index } = indexed.linkMakes;
    for (let e = start[link]; e < start[link + 1]; e++) made[indexed.nodeArea[tail] * goodCount + index[e]] = 1;
  });
  return made;
}
