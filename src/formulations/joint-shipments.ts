import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";
import type { LinearBasis, LinearProblem, LinearSolution } from "../problems/linear.ts";
import { withGoodsThatStay } from "./goods-that-stay.ts";
import { LinearBuilder } from "./linear-builder.ts";
import type { Scale } from "./linear-scale.ts";
import { ShipmentPairs } from "./shipment-pairs.ts";
import { basisAt } from "./start-basis.ts";

/** Pairs that each place's good may be sent to, and come from, at first; and that are added in a round. */
const NEAREST = 5;
const ADDED = 3;

/** Less than this, in the linear problem's units, is a solver's tolerance. */
const LACKS = 1e-7;

/** Pairs that would save less than this part of their freight are as good as those at hand. */
const LITTLE = 1e-9;

/**
 * All shipments of a coupled plan together, with its modules as they are, as linear problems that grow: at first with the
 * pairs of places that the plan uses and those that look cheapest, then with those that the duals say would save.
 *
 * Rows are one balance per good and place where something is made, supplied or used, and one capacity per open size.
 * What is within a place needs no shipment. Ways from place to place need no links, because these are unlimited and lose
 * nothing: cheapest freight stands for them. So the problem has a tenth of the columns that one of links and goods has.
 *
 * Shapes, units: as CoupledProblem; in linear problems amounts in `scale.amount` units, costs in `scale.energy`.
 */
export class JointShipments {
  readonly #problem: CoupledProblem;
  readonly #scale: Scale;
  readonly #plan: CoupledPlan;
  /** Cells good * p + place: what may come out of works and supply there, and whether anything is used. */
  readonly #mayHave: Int8Array;
  readonly #mayUse: Int8Array;
  /** Open sizes, and where they are. */
  readonly #open: readonly { readonly size: number; readonly place: number }[];
  readonly #pairs: ShipmentPairs;
  /** Goods: 1 where they are found anew, 0 where they stay as they are in the plan. */
  readonly #goods: Int8Array;

  /**
   * @param price cells, nearly what a unit is worth; says which pairs are taken at first.
   * @param everywhere whether goods that travel have a balance in every place, used there or not.
   * @param goods 1 for the goods that are found anew, whole chains of them; all others stay as they are in the plan.
   */
  constructor(
    problem: CoupledProblem,
    scale: Scale,
    plan: CoupledPlan,
    price: Float64Array,
    everywhere = false,
    goods: Int8Array = new Int8Array(problem.goodCount).fill(1),
  ) {
    const { placeCount: p, goodCount: g } = problem;
    this.#goods = goods;
    this.#problem = problem;
    this.#scale = scale;
    this.#plan = plan;
    this.#pairs = new ShipmentPairs(problem);
    this.#mayHave = new Int8Array(g * p);
    this.#mayUse = new Int8Array(g * p);
    const open: { size: number; place: number }[] = [];
    for (let site = 0; site < problem.sitePlace.length; site++) {
      if (goods[problem.siteGood[site]] === 0) continue;
      const place = problem.sitePlace[site];
      for (let size = problem.sizeStart[site]; size < problem.sizeStart[site + 1]; size++) {
        if (plan.kept[size] + plan.opened[size] === 0) continue;
        open.push({ size, place });
        for (let at = problem.activityStart[size]; at < problem.activityStart[size + 1]; at++) {
          const { makes, takes } = problem;
          const recipe = problem.activityRecipe[at];
          for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++)
            this.#mayHave[makes.good[e] * p + place] = 1;
          for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++)
            this.#mayUse[takes.good[e] * p + place] = 1;
        }
      }
    }
    this.#open = open;
    for (let cell = 0; cell < g * p; cell++) {
      if (goods[Math.floor(cell / p)] === 0) continue;
      if ((problem.supply?.[cell] ?? 0) > 0) this.#mayHave[cell] = 1;
      const mayArrive = everywhere && problem.freightTable[Math.floor(cell / p)] >= 0;
      if (problem.demand[cell] > 0 || mayArrive) this.#mayUse[cell] = 1;
    }
    const { good, from, to, amount } = plan.shipments;
    // Where a works is gone, what it sent has nowhere to come from, and what it took nowhere to go.
    const isKnown = (cell: number): boolean => this.#mayHave[cell] === 1 || this.#mayUse[cell] === 1;
    for (let e = 0; e < good.length; e++) {
      if (isKnown(good[e] * p + from[e]) && isKnown(good[e] * p + to[e]))
        this.#pairs.add(good[e], from[e], to[e], amount[e]);
    }
    this.grow(price, NEAREST, Number.POSITIVE_INFINITY);
  }

  get pairCount(): number {
    return this.#pairs.count;
  }

  /**
   * Takes in, for each place that uses a good and for each that has some, the pairs that would save most at these prices,
   * at most so many and only those that cost less than `below` beyond what they save. Gives how many are new.
   */
  grow(price: Float64Array, most = ADDED, below = 0): number {
    const { placeCount: p, goodCount: g, freightRate } = this.#problem;
    const before = this.#pairs.count;
    const best = new Float64Array(most);
    const who = new Int32Array(most);
    for (let good = 0; good < g; good++) {
      const table = this.#pairs.tableOf(good);
      if (table === undefined) continue;
      const rate = freightRate?.[good] ?? 1;
      const cells = price.subarray(good * p, (good + 1) * p);
      const having = places(this.#mayHave, good, p);
      const using = places(this.#mayUse, good, p);
      const choose = (others: readonly number[], own: number, isArriving: boolean): void => {
        let count = 0;
        for (const other of others) {
          if (other === own) continue;
          const [a, b] = isArriving ? [other, own] : [own, other];
          const freight = rate * table[a * p + b];
          const cost = freight + cells[a] - cells[b];
          if (!(cost < below - LITTLE * freight) || (count === most && cost >= best[count - 1])) continue;
          let at = count < most ? count++ : most - 1;
          for (; at > 0 && best[at - 1] > cost; at--) {
            best[at] = best[at - 1];
            who[at] = who[at - 1];
          }
          best[at] = cost;
          who[at] = other;
        }
        for (let k = 0; k < count; k++) this.#pairs.add(good, isArriving ? who[k] : own, isArriving ? own : who[k]);
      };
      for (const own of using) choose(having, own, true);
      for (const own of having) choose(using, own, false);
    }
    return this.#pairs.count - before;
  }

  /**
   * Takes in, of all pairs from one class of places to another, the one that costs least beyond what it saves at these
   * prices: where all places of a class are alike but for their prices, no other pair between the two does more.
   *
   * @param classOf cells; what is alike has the same number.
   */
  complete(price: Float64Array, classOf: Int32Array): void {
    const { placeCount: p, goodCount: g, freightRate } = this.#problem;
    for (let good = 0; good < g; good++) {
      const table = this.#pairs.tableOf(good);
      if (table === undefined) continue;
      const rate = freightRate?.[good] ?? 1;
      const having = places(this.#mayHave, good, p);
      const best = new Map<number, { from: number; to: number; cost: number }>();
      for (const to of places(this.#mayUse, good, p)) {
        for (const from of having) {
          const [tail, head] = [classOf[good * p + from], classOf[good * p + to]];
          if (tail === head) continue;
          const cost = rate * table[from * p + to] + price[good * p + from] - price[good * p + to];
          const key = tail * g * p + head;
          const known = best.get(key);
          if (known === undefined) best.set(key, { from, to, cost });
          else if (cost < known.cost) Object.assign(known, { from, to, cost });
        }
      }
      for (const { from, to } of best.values()) this.#pairs.add(good, from, to);
    }
  }

  /**
   * The linear problem of the pairs at hand; columns keep their places when pairs are added.
   *
   * @param lack what a unit of demand costs that goes unmet though it must not, so that few pairs will do at first; and
   *        whether any may. Absent: there are no such columns.
   * @param slope sizes, what a module costs for each year of work besides what its runs do; nothing where absent.
   */
  formulate(lack?: { readonly cost: number; readonly isAllowed: boolean }, slope?: Float64Array): ShipmentFormulation {
    const problem = this.#problem;
    const { placeCount: p, goodCount: g, makes, takes } = problem;
    const { amount: unit, energy } = this.#scale;
    const perUnit = unit / energy;
    const builder = new LinearBuilder();
    const row = new Int32Array(g * p).fill(-1);
    for (let cell = 0; cell < g * p; cell++) {
      if (this.#mayHave[cell] === 0 && this.#mayUse[cell] === 0) continue;
      const demand = problem.demand[cell] / unit;
      row[cell] = builder.row(demand, demand);
    }
    const runs: { readonly activity: number; readonly place: number; readonly column: number }[] = [];
    const point: number[] = [];
    for (const { size, place } of this.#open) {
      const modules = this.#plan.kept[size] + this.#plan.opened[size];
      const capacity = builder.row(Number.NEGATIVE_INFINITY, modules);
      for (let activity = problem.activityStart[size]; activity < problem.activityStart[size + 1]; activity++) {
        const recipe = problem.activityRecipe[activity];
        const cost = problem.activityCost[activity] + (slope?.[size] ?? 0) / problem.activityCapacity[activity];
        const column = builder.column(cost * perUnit, 0, Number.POSITIVE_INFINITY);
        runs.push({ activity, place, column });
        point[column] = this.#plan.runs[activity] / unit;
        builder.entry(capacity, column, unit / problem.activityCapacity[activity]);
        for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++)
          builder.entry(row[makes.good[e] * p + place], column, makes.amount[e]);
        for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++)
          builder.entry(row[takes.good[e] * p + place], column, -takes.amount[e]);
      }
    }
    const cells = (
      cost: (good: number) => number,
      most: (cell: number) => number,
      sign: 1 | -1,
      planned?: Float64Array,
    ): Int32Array => {
      const columns = new Int32Array(g * p).fill(-1);
      for (let cell = 0; cell < g * p; cell++) {
        const each = cost(Math.floor(cell / p));
        if (row[cell] < 0 || !(most(cell) > 0) || each === Number.POSITIVE_INFINITY) continue;
        columns[cell] = builder.column(each * perUnit, 0, most(cell) / unit);
        point[columns[cell]] = (planned?.[cell] ?? 0) / unit;
        builder.entry(row[cell], columns[cell], sign);
      }
      return columns;
    };
    const { supplied: suppliedNow, letGo: letGoNow, unmet: unmetNow } = this.#plan;
    const supplied = cells(
      () => 0,
      (cell) => problem.supply?.[cell] ?? 0,
      1,
      suppliedNow,
    );
    const letGo = cells(
      (good) => problem.disposalCost?.[good] ?? 0,
      (cell) => (this.#mayHave[cell] === 1 ? Number.POSITIVE_INFINITY : 0),
      -1,
      letGoNow,
    );
    const shortage = (good: number): number => problem.shortageCost?.[good] ?? Number.POSITIVE_INFINITY;
    const unmet = cells(shortage, (cell) => problem.demand[cell], 1, unmetNow);
    const lacking =
      lack && this.#lacking(builder, row, lack.cost * perUnit, lack.isAllowed ? Number.POSITIVE_INFINITY : 0);
    const first = builder.columnCount;
    const { good: goodOf, from, to, sent: planned } = this.#pairs;
    for (let e = 0; e < goodOf.length; e++) {
      const cost = this.#pairs.freightOf(goodOf[e], from[e], to[e]);
      const column = builder.column(cost * perUnit, 0, Number.POSITIVE_INFINITY);
      point[column] = planned[e] / unit;
      builder.entry(row[goodOf[e] * p + from[e]], column, -1);
      builder.entry(row[goodOf[e] * p + to[e]], column, 1);
    }
    const read = (value: Float64Array, columns: Int32Array): Float64Array =>
      Float64Array.from(columns, (column) => (column < 0 ? 0 : Math.max(0, value[column]) * unit));
    const built = builder.build();
    return {
      problem: built,
      row,
      unmet,
      start: () =>
        basisAt(
          built,
          Float64Array.from({ length: built.columnCount }, (_, column) => point[column] ?? 0),
        ),
      lacks: (value) => lacking?.some((column) => value[column] > LACKS) ?? false,
      prices: ({ rowDual }) => Float64Array.from(row, (at) => (at < 0 ? 0 : rowDual[at] / perUnit)),
      lift: (value, tolerance) => {
        const ran = new Float64Array(problem.activityCost.length);
        const left = read(value, letGo);
        const there = read(value, supplied);
        for (const { activity, place, column } of runs) {
          ran[activity] = Math.max(0, value[column]) * unit;
          const recipe = problem.activityRecipe[activity];
          for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++)
            there[makes.good[e] * p + place] += makes.amount[e] * ran[activity];
        }
        if (left.some((amount, cell) => amount > there[cell] + tolerance)) return undefined;
        const sent = goodOf.flatMap((_, e) => (value[first + e] > 0 ? [e] : []));
        const shipments = {
          good: Int32Array.from(sent, (e) => goodOf[e]),
          from: Int32Array.from(sent, (e) => from[e]),
          to: Int32Array.from(sent, (e) => to[e]),
          amount: Float64Array.from(sent, (e) => value[first + e] * unit),
        };
        const amounts = { runs: ran, supplied: read(value, supplied), letGo: left, unmet: read(value, unmet) };
        return withGoodsThatStay(problem, this.#goods, this.#plan, { ...this.#plan, ...amounts, shipments });
      },
    };
  }

  /** What a plan with these modules costs besides them. */
  costOf({ runs, shipments, letGo, unmet }: CoupledPlan): number {
    const { placeCount: p, activityCost, disposalCost, shortageCost } = this.#problem;
    let cost = 0;
    runs.forEach((count, activity) => {
      cost += count * activityCost[activity];
    });
    const { good, from, to, amount } = shipments;
    for (let e = 0; e < good.length; e++) {
      if (from[e] !== to[e]) cost += amount[e] * this.#pairs.freightOf(good[e], from[e], to[e]);
    }
    for (let cell = 0; cell < letGo.length; cell++) {
      const each = Math.floor(cell / p);
      if (letGo[cell] > 0) cost += letGo[cell] * (disposalCost?.[each] ?? 0);
      if (unmet[cell] > 0) cost += unmet[cell] * (shortageCost?.[each] ?? 0);
    }
    return cost;
  }

  /** A column for what each demand lacks. */
  #lacking(builder: LinearBuilder, row: Int32Array, cost: number, most: number): number[] {
    const columns: number[] = [];
    for (let cell = 0; cell < row.length; cell++) {
      if (row[cell] < 0 || !(this.#problem.demand[cell] > 0)) continue;
      const column = builder.column(cost, 0, most);
      builder.entry(row[cell], column, 1);
      columns.push(column);
    }
    return columns;
  }
}

/** A linear problem of shipments and the ways home from its solutions. */
export interface ShipmentFormulation {
  readonly problem: LinearProblem;
  /** By cell, the row of its balance and the column of unmet demand; -1 where there is none. */
  readonly row: Int32Array;
  readonly unmet: Int32Array;
  /** A basis near what the plan runs and sends. */
  start(): LinearBasis;
  /** Whether demand goes unmet that must not. */
  lacks(value: Float64Array): boolean;
  /** What a unit more is worth, by cell. */
  prices(solution: LinearSolution): Float64Array;
  /**
   * Undefined where something is let go that is neither made nor supplied where it is: no row forbids it, and no one gains
   * by it, but where freight is nothing it may come out.
   *
   * @param tolerance units that what is let go may be more by.
   */
  lift(value: Float64Array, tolerance: number): CoupledPlan | undefined;
}

function places(mark: Int8Array, good: number, placeCount: number): number[] {
  const marked: number[] = [];
  for (let place = 0; place < placeCount; place++) if (mark[good * placeCount + place] === 1) marked.push(place);
  return marked;
}
