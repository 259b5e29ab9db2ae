import type { Control, Sliceable } from "../../base/control.ts";
import { type Random, seededRandom } from "../../base/random.ts";
import type { DesignInstance } from "../../kernels/design/instance.ts";
import { Routes } from "../../kernels/design/routes.ts";

/** Passes over all commodities after which a local search is taken for settled. */
const MOST_PASSES = 20;

/** Kicks without a better plan after which the search returns to the best. */
const RETURN_AFTER = 40;

/** A plan this much dearer than the one in hand is still gone on from. */
const WORSE = 0.004;

/** A gain smaller than this, relative, is rounding. */
const GAIN = 1e-9;

/** Kicks after which every open arc is tried shut once more. */
const CLOSE_EVERY = 25;

export interface PlanSearchOptions {
  readonly seed: number;
  /** m: how likely each arc is to be open, 0 to 1: arcs that prices open look cheaper in the first plans. */
  readonly likely: Float64Array;
  /** Kicks tried in all. */
  readonly kicks: number;
  /** A plan this cheap is good enough. */
  readonly enough: number;
}

/**
 * Looks for cheap plans: commodities are sent one after another, then each is taken off and sent anew while that gains;
 * open arcs are tried shut, with all they carry sent another way; and kicks (some arcs shut, or some commodities sent at
 * openings that look dearer or cheaper by chance) lead out of what nothing mends.
 *
 * Gives: the best routes found; they may lack room for some (`isComplete`).
 * Deterministic for a seed, unless a time limit ends it.
 */
export function* searchDesignPlans(
  instance: DesignInstance,
  options: PlanSearchOptions,
  control: Control,
): Sliceable<Routes> {
  const search = new PlanSearch(instance, options, control);
  return yield* search.run();
}

class PlanSearch {
  readonly #best: Routes;
  readonly #current: Routes;
  readonly #trial: Routes;
  readonly #saved: Routes;
  readonly #random: Random;
  readonly #order: Int32Array;
  #booked = 0;

  constructor(
    readonly instance: DesignInstance,
    readonly options: PlanSearchOptions,
    readonly control: Control,
  ) {
    this.#best = new Routes(instance);
    this.#current = new Routes(instance);
    this.#trial = new Routes(instance);
    this.#saved = new Routes(instance);
    this.#random = seededRandom(options.seed);
    this.#order = Int32Array.from({ length: instance.k }, (_, c) => c);
  }

  *run(): Sliceable<Routes> {
    const { control, options } = this;
    this.#first();
    let best = this.#best.cost;
    let current = best;
    let idle = 0;
    for (let kick = 1; kick <= options.kicks && best > options.enough; kick++) {
      if (this.#interrupted()) break;
      yield;
      this.#trial.copyFrom(this.#current);
      this.#kick();
      this.#settle(this.#trial);
      if (kick % CLOSE_EVERY === 0) yield* this.#closeArcs(this.#trial);
      const cost = this.#trial.cost;
      if (cost < current * (1 + WORSE)) {
        current = cost;
        this.#current.copyFrom(this.#trial);
      }
      if (cost < best * (1 - GAIN)) {
        yield* this.#closeArcs(this.#trial);
        best = this.#trial.cost;
        current = best;
        this.#best.copyFrom(this.#trial);
        this.#current.copyFrom(this.#trial);
        idle = 0;
        control.report({ phase: "plans", incumbent: best });
      } else if (++idle % RETURN_AFTER === 0) {
        current = best;
        this.#current.copyFrom(this.#best);
      }
    }
    return this.#best;
  }

  /** Two first plans, at openings as they are and as prices would have them; the cheaper stays. */
  #first(): void {
    const { demand } = this.instance;
    const bySize = Array.from(this.#order).sort((a, b) => demand[b] - demand[a] || a - b);
    this.#best.copyFrom(this.#current);
    for (const trust of [0.9, 0]) {
      this.#trial.copyFrom(this.#current);
      this.options.likely.forEach((share, a) => {
        this.#trial.bias[a] = 1 - trust * Math.min(1, share);
      });
      for (const commodity of bySize) this.#trial.send(commodity);
      this.#trial.bias.fill(1);
      this.#settle(this.#trial);
      if (this.#trial.cost < this.#best.cost) this.#best.copyFrom(this.#trial);
    }
    this.#current.copyFrom(this.#best);
  }

  /** Takes each commodity off and sends it anew, in an order by chance, until none gains. */
  #settle(routes: Routes): void {
    const { k } = this.instance;
    let cost = routes.cost;
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      this.#shuffle();
      const before = cost;
      for (let place = 0; place < k; place++) cost = this.#sendAnew(routes, this.#order[place], cost);
      const gained = cost < before * (1 - GAIN);
      if (!gained || this.#interrupted()) return;
    }
  }

  /** Tries every open arc shut, the ones that cost most for what they carry first. */
  *#closeArcs(routes: Routes): Sliceable<void> {
    const { m, k, openCost } = this.instance;
    const open: number[] = [];
    for (let a = 0; a < m; a++) if (routes.load[a] > 0 && openCost[a] > 0) open.push(a);
    open.sort((a, b) => openCost[b] / routes.load[b] - openCost[a] / routes.load[a] || a - b);
    const saved = this.#saved;
    for (const arc of open) {
      if (routes.load[arc] === 0) continue;
      if (this.#interrupted()) return;
      yield;
      const before = routes.cost;
      saved.copyFrom(routes);
      routes.banned[arc] = 1;
      const moved: number[] = [];
      for (let c = 0; c < k; c++) if (routes.flow[c * m + arc] > 0) moved.push(c);
      const amounts = moved.map((c) => routes.flow[c * m + arc]);
      const order = moved.map((_, i) => i).sort((a, b) => amounts[b] - amounts[a] || a - b);
      for (const i of order) routes.remove(moved[i]);
      for (const i of order) routes.send(moved[i]);
      let cost = routes.cost;
      for (const i of order) cost = this.#sendAnew(routes, moved[i], cost);
      routes.banned[arc] = 0;
      if (cost < before * (1 - GAIN)) this.#settle(routes);
      else routes.copyFrom(saved);
    }
  }

  /** Takes a commodity off and sends it anew, or as before where that is dearer. Gives the cost, given what it was. */
  #sendAnew(routes: Routes, commodity: number, before: number): number {
    routes.hold(commodity);
    routes.remove(commodity);
    routes.send(commodity);
    const after = routes.cost;
    if (after <= before) return after;
    routes.restore(commodity);
    return before;
  }

  #kick(): void {
    const { m, k } = this.instance;
    const routes = this.#trial;
    const random = this.#random;
    const removed = new Set<number>();
    const open: number[] = [];
    for (let a = 0; a < m; a++) if (routes.load[a] > 0) open.push(a);
    const shut = random.next() < 0.6 ? random.integer(1, 4) : 0;
    for (let s = 0; s < shut && open.length > 0; s++) {
      const arc = open[random.integer(0, open.length - 1)];
      routes.banned[arc] = 1;
      for (let c = 0; c < k; c++) if (routes.flow[c * m + arc] > 0) removed.add(c);
    }
    const more = shut === 0 ? Math.max(2, Math.round(k * (0.05 + 0.25 * random.next()))) : random.integer(0, 3);
    for (let s = 0; s < more; s++) removed.add(random.integer(0, k - 1));
    for (let a = 0; a < m; a++) routes.bias[a] = 0.4 + 1.2 * random.next();
    const list = [...removed];
    for (let place = list.length - 1; place > 0; place--) {
      const other = random.integer(0, place);
      [list[place], list[other]] = [list[other], list[place]];
    }
    for (const c of list) routes.remove(c);
    for (const c of list) routes.send(c);
    routes.bias.fill(1);
    routes.banned.fill(0);
    // Whatever found no room while arcs were shut may find some now.
    for (let c = 0; c < k; c++) if (routes.unsent[c] > 0) routes.send(c);
  }

  #shuffle(): void {
    for (let place = this.#order.length - 1; place > 0; place--) {
      const other = this.#random.integer(0, place);
      const kept = this.#order[place];
      this.#order[place] = this.#order[other];
      this.#order[other] = kept;
    }
  }

  #interrupted(): boolean {
    const visits = this.#best.visits + this.#current.visits + this.#trial.visits;
    this.control.spend(visits - this.#booked);
    this.#booked = visits;
    return this.control.interruption() !== undefined;
  }
}
