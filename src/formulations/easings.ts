import type { Indexed } from "../network/indexed.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { type EasedOption, easeByLessDemand, easeOption } from "./easings-of-options.ts";
import { formulateLinear, type LinearParts } from "./linear.ts";

/** What may be eased: the limit of one thing, or a rule about it that is lifted as a whole. */
export type Eased =
  /** A module: how many there may be. */
  | "modules"
  /** area * G + good. */
  | "supply"
  | "demand"
  /** area * K + resource. */
  | "resource"
  /** A position in continent.links: its capacity, each way. */
  | "link"
  /** A node: the capacity of its terminal. */
  | "terminal"
  /** A position in siteLimits. */
  | "siteLimit"
  /** A site. */
  | "minimumLoad"
  | "oneSize"
  | "mustOpen"
  /** A good whose surplus is forbidden, or of which who serves and who makes it is ruled. */
  | "disposal"
  | EasedOption;

/** One thing eased: by how much in its own unit (1 for a rule that is lifted), and relative to what it is. */
export interface Easing {
  readonly what: Eased;
  readonly index: number;
  readonly amount: number;
  readonly slack: number;
}

export interface ElasticFormulation {
  readonly problem: LinearProblem;
  /** What is eased; what is eased by a solver's dust is left out. */
  lift(solution: LinearSolution): Easing[];
  /** Whether there is anything that could be eased. */
  readonly any: boolean;
}

/** Slack below this is a solver's dust. */
const DUST = 1e-7;

interface SlackColumn {
  readonly what: Eased;
  readonly index: number;
  readonly column: number;
  /** Own units in one unit of the column. */
  readonly unit: number;
  /** Relative slack in one unit of the column. */
  readonly cost: number;
}

/**
 * The reference formulation with limits that give way: the objective is the least sum of relative slack with which
 * needs can be met, each limit's slack relative to the limit as it is. Whole numbers stay whole.
 *
 * A limit of zero is measured in something it could have been: a module, the largest of its kind, all demand. A
 * rule that is lifted counts one. Only supplies that there are can be raised.
 *
 * @param what  what may give way.
 * @param reach modules more than there may be that are thought of, per module.
 */
export function formulateElastic(indexed: Indexed, what: ReadonlySet<Eased>, reach: Float64Array): ElasticFormulation {
  const slacks: SlackColumn[] = [];
  const weight = new Float64Array(indexed.goods.length);
  const { problem } = formulateLinear(
    relaxedLimits(indexed, what, reach),
    what.has("demand") ? { unmet: { weight } } : {},
    (parts) => {
      const easings = new Easings(indexed, parts, slacks, reach);
      for (const one of what) easings.add(one);
    },
  );
  const cost = new Float64Array(problem.columnCount);
  for (const slack of slacks) cost[slack.column] = slack.cost;
  return {
    problem: { ...problem, cost },
    lift: ({ value }) =>
      slacks.flatMap(({ what, index, column, unit, cost }): Easing[] => {
        const whole = problem.whole[column] === 1 ? Math.round(value[column]) : value[column];
        return whole * cost > DUST ? [{ what, index, amount: whole * unit, slack: whole * cost }] : [];
      }),
    any: slacks.length > 0,
  };
}

/** The continent with wider limits where columns would else be bounded; rows hold them to what they are and the slack. */
function relaxedLimits(indexed: Indexed, what: ReadonlySet<Eased>, reach: Float64Array): Indexed {
  const { moduleSite, sites, continent } = indexed;
  // More modules are no help to a site that must be closed.
  const withReach = (most: Float64Array): Float64Array =>
    most.map((modules, module) =>
      continent.sites[sites[moduleSite[module]]].open === false ? modules : modules + reach[module],
    );
  return {
    ...indexed,
    ...(what.has("modules") ? { most: withReach(indexed.most), builtMost: withReach(indexed.builtMost) } : {}),
    ...(what.has("supply")
      ? { supply: indexed.supply.map((amount) => (amount > 0 ? Number.POSITIVE_INFINITY : 0)) }
      : {}),
    ...(what.has("disposal")
      ? { disposal: indexed.disposal.map((energy) => (Number.isFinite(energy) ? energy : 0)) }
      : {}),
  };
}

class Easings {
  readonly #indexed: Indexed;
  readonly #parts: LinearParts;
  readonly #slacks: SlackColumn[];
  readonly #reach: Float64Array;

  constructor(indexed: Indexed, parts: LinearParts, slacks: SlackColumn[], reach: Float64Array) {
    this.#indexed = indexed;
    this.#parts = parts;
    this.#slacks = slacks;
    this.#reach = reach;
  }

  add(what: Eased): void {
    switch (what) {
      case "modules":
        this.#modules();
        break;
      case "supply":
        this.#supplies();
        break;
      case "demand":
        this.#demands();
        break;
      case "resource":
        this.#resources();
        break;
      case "link":
        this.#links();
        break;
      case "terminal":
        this.#terminals();
        break;
      case "siteLimit":
        this.#siteLimits();
        break;
      case "minimumLoad":
        this.#minimumLoads();
        break;
      case "oneSize":
        this.#oneSizes();
        break;
      case "mustOpen":
        this.#mustOpens();
        break;
      case "disposal":
        this.#disposals();
        break;
      default:
        this.#options(what);
    }
  }

  /** built - more <= what may be built. */
  #modules(): void {
    const { most, builtMost } = this.#indexed;
    const { builder, columns } = this.#parts;
    this.#reach.forEach((reach, module) => {
      if (reach === 0 || columns.built[module] < 0) return;
      const more = this.#slack("modules", module, { upper: reach, whole: true, cost: 1 / Math.max(1, most[module]) });
      const row = builder.row(Number.NEGATIVE_INFINITY, builtMost[module]);
      builder.entry(row, columns.built[module], 1);
      builder.entry(row, more, -1);
    });
  }

  /** supplied - slack * supply <= supply. */
  #supplies(): void {
    const { builder, columns, scale } = this.#parts;
    this.#indexed.supply.forEach((amount, cell) => {
      if (amount === 0) return;
      const row = builder.row(Number.NEGATIVE_INFINITY, amount / scale.amount);
      builder.entry(row, columns.supplied[cell], 1);
      builder.entry(row, this.#slack("supply", cell, { unit: amount }), -amount / scale.amount);
    });
  }

  /** Demand that a shortage opinion lets go unmet needs no easing. */
  #demands(): void {
    const { columns, scale } = this.#parts;
    const { demand, shortage, goods } = this.#indexed;
    demand.forEach((amount, cell) => {
      if (amount === 0 || Number.isFinite(shortage[cell % goods.length])) return;
      const column = columns.unmet[cell];
      this.#slacks.push({ what: "demand", index: cell, column, unit: scale.amount, cost: scale.amount / amount });
      easeByLessDemand(this.#indexed, this.#parts, cell % goods.length, Math.floor(cell / goods.length), column);
    });
  }

  /** Rows of resources are divided by what there is. */
  #resources(): void {
    const { builder, rows } = this.#parts;
    const { available, resources } = this.#indexed;
    const largest = new Float64Array(resources.length);
    available.forEach((amount, cell) => {
      if (Number.isFinite(amount)) largest[cell % largest.length] = Math.max(largest[cell % largest.length], amount);
    });
    rows.resource.forEach((row, cell) => {
      if (row < 0) return;
      const unit = available[cell] || largest[cell % largest.length] || 1;
      builder.entry(row, this.#slack("resource", cell, { unit }), available[cell] > 0 ? -1 : -unit);
    });
  }

  /** One capacity counts both ways. */
  #links(): void {
    const { builder, rows, scale } = this.#parts;
    const { arcCapacity, arcLink } = this.#indexed;
    const unitOf = this.#unitOfRoom(arcCapacity);
    const columnOf = new Map<number, number>();
    rows.link.forEach((row, arc) => {
      if (row < 0) return;
      const unit = unitOf(arcCapacity[arc]);
      const column = columnOf.get(arcLink[arc]) ?? this.#slack("link", arcLink[arc], { unit });
      columnOf.set(arcLink[arc], column);
      builder.entry(row, column, -unit / scale.amount);
    });
  }

  #terminals(): void {
    const { builder, rows, scale } = this.#parts;
    const { nodeCapacity } = this.#indexed;
    const unitOf = this.#unitOfRoom(nodeCapacity);
    rows.terminal.forEach((row, node) => {
      if (row < 0) return;
      const unit = unitOf(nodeCapacity[node]);
      builder.entry(row, this.#slack("terminal", node, { unit }), -unit / scale.amount);
    });
  }

  /** What a limit on room is measured in: itself, or where it is zero the largest of its kind, or all demand. */
  #unitOfRoom(limits: Float64Array): (limit: number) => number {
    const { demand, goods, tonnesPerUnit } = this.#indexed;
    let largest = 0;
    for (const limit of limits) if (Number.isFinite(limit)) largest = Math.max(largest, limit);
    const all = demand.reduce((sum, amount, cell) => sum + amount * tonnesPerUnit[cell % goods.length], 0);
    return (limit) => limit || largest || all || 1;
  }

  #siteLimits(): void {
    const { builder, rows } = this.#parts;
    this.#indexed.siteLimits.forEach(({ most, sites }, limit) => {
      const upper = Math.max(0, sites.length - most);
      const cost = 1 / Math.max(1, most);
      if (upper > 0)
        builder.entry(rows.siteLimit[limit], this.#slack("siteLimit", limit, { upper, whole: true, cost }), -1);
    });
  }

  /** sum of runs / capacity - minimumLoad n + minimumLoad most lifted >= 0. */
  #minimumLoads(): void {
    const { builder, rows } = this.#parts;
    const { sites, minimumLoad, moduleStart, most } = this.#indexed;
    sites.forEach((_, site) => {
      if (minimumLoad[site] === 0) return;
      const lifted = this.#slack("minimumLoad", site, { upper: 1, whole: true });
      for (let module = moduleStart[site]; module < moduleStart[site + 1]; module++) {
        const modules = most[module] + this.#reach[module];
        builder.entry(rows.minimumLoad[module], lifted, minimumLoad[site] * modules);
      }
    });
  }

  #oneSizes(): void {
    const { builder, rows } = this.#parts;
    const { moduleStart } = this.#indexed;
    rows.oneSize.forEach((row, site) => {
      if (row < 0) return;
      const others = moduleStart[site + 1] - moduleStart[site] - 1;
      builder.entry(row, this.#slack("oneSize", site, { upper: 1, whole: true }), -others);
    });
  }

  /** modules + lifted >= 1. */
  #mustOpens(): void {
    this.#parts.rows.mustOpen.forEach((row, site) => {
      if (row >= 0) this.#parts.builder.entry(row, this.#slack("mustOpen", site, { upper: 1, whole: true }), 1);
    });
  }

  #options(what: EasedOption): void {
    const { areas, goods } = this.#indexed;
    const amounts = this.#largestAmounts();
    const largest = (good: number): number =>
      areas.reduce((sum, _, area) => sum + amounts[area * goods.length + good], 0);
    const lifted = (good: number): number => this.#slack(what, good, { upper: 1, whole: true });
    easeOption(what, this.#indexed, this.#parts, lifted, largest);
  }

  /** let go - lifted * all that could be there <= 0, in each area. */
  #disposals(): void {
    const { builder, columns, scale } = this.#parts;
    const { areas, goods, disposal } = this.#indexed;
    const largest = this.#largestAmounts();
    disposal.forEach((energy, good) => {
      if (Number.isFinite(energy)) return;
      const cells = areas.map((_, area) => area * goods.length + good).filter((cell) => columns.surplus[cell] >= 0);
      if (cells.length === 0) return;
      const lifted = this.#slack("disposal", good, { upper: 1, whole: true });
      for (const cell of cells) {
        const row = builder.row(Number.NEGATIVE_INFINITY, 0);
        builder.entry(row, columns.surplus[cell], 1);
        builder.entry(row, lifted, -largest[cell] / scale.amount);
      }
    });
  }

  /** A * G: the most that all modules there could be would make, and supply. */
  #largestAmounts(): Float64Array {
    const { supply, goods, makes, capacity, most, activityRecipe, activityModule, moduleSite, siteArea } =
      this.#indexed;
    const largest = supply.slice();
    activityRecipe.forEach((recipe, activity) => {
      const module = activityModule[activity];
      const runs = capacity[activity] * (most[module] + this.#reach[module]);
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        largest[siteArea[moduleSite[module]] * goods.length + makes.index[e]] += runs * makes.value[e];
      }
    });
    return largest;
  }

  #slack(
    what: Eased,
    index: number,
    { upper = Number.POSITIVE_INFINITY, whole = false, unit = 1, cost = 1 }: Partial<SlackShape>,
  ): number {
    const column = this.#parts.builder.column(0, 0, upper, whole);
    this.#slacks.push({ what, index, column, unit, cost });
    return column;
  }
}

interface SlackShape {
  readonly upper: number;
  readonly whole: boolean;
  readonly unit: number;
  readonly cost: number;
}
