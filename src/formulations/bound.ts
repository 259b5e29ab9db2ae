import { freightClasses, freightOf, perUnitTables } from "../network/freight.ts";
import { FreightSearch, type FreightTrees } from "../network/freight-search.ts";
import type { Indexed } from "../network/indexed.ts";
import { LinkClosure } from "../network/link-closure.ts";
import { allowedPrices, type Prices, type Room } from "../network/prices.ts";
import { buildingTerms, terminalBuildingTerms } from "./bound-links.ts";
import { OptionTerms } from "./bound-options.ts";
import { Outlets } from "./bound-outlets.ts";
import { type Responses, Sizes } from "./bound-sizes.ts";
import { weakValue } from "./bound-weak.ts";
import { closePrices } from "./close-prices.ts";
import { largestIntake } from "./intake.ts";
import { leastOfSite, mustBeOpen, sizeMustOpen } from "./module-range.ts";
import { usefulHandling, usefulRoom } from "./useful-room.ts";

/** Takes more off the bound, relative to the sum of its terms' sizes, than rounding can have added. */
const ROUNDED_DOWN = 2 ** -40;

/** What prices prove, and the prices to certify it with. */
export interface BoundValue {
  /** MJ/yr; no plan takes less. */
  readonly bound: number;
  /** The prices that prove it: closed over freight where that is better (always, in the weak form). */
  readonly closed: Prices;
}

/**
 * The lower bound that prices prove, in doubles and fast; docs/mathematics.md says why it holds. The weak form sells
 * at the gate; the strong form sends to destinations, each taking at most what it can use, and takes the better of
 * the prices as they are and closed.
 *
 * Time: O(A^2 log A) for each freight class, O(A^2) for each good, O(modules * recipes * destinations reached).
 */
export function evaluateBound(indexed: Indexed, prices: Prices, form: "weak" | "strong"): BoundValue {
  const machine = new BoundMachine(indexed);
  const given = allowedPrices(indexed, prices);
  machine.travel(given);
  const closed = closePrices(indexed, given, machine.perUnit, machine.closure);
  if (form === "weak") return { bound: machine.weak(closed), closed };
  const bound = machine.strong(closed);
  machine.closure.close(given.good, given);
  const asGiven = machine.strong(given);
  return asGiven > bound ? { bound: asGiven, closed: given } : { bound, closed };
}

/**
 * Evaluates bounds of one continent again and again: all memory is taken once, destinations stay nearly sorted from
 * one evaluation to the next, and freight is found anew only where the price of room has changed.
 *
 * Call `travel` first, then `weak` or `strong`; after `strong`, `respond` gathers the slope.
 */
export class BoundMachine {
  readonly intake: Float64Array;
  /** Freight by good, MJ per unit, A * A, room included. */
  perUnit: readonly Float64Array[] = [];
  readonly outlets: Outlets;
  readonly options: OptionTerms;
  /** Closes goods that are only sold at the gate: `weak` and `strong` ask for that. */
  readonly closure: LinkClosure;
  /** Per arc, t/yr: the most that it could usefully carry. */
  readonly useful: Float64Array;
  /** Per node, t/yr: the most that could usefully be loaded and unloaded there. */
  readonly usefulAtTerminals: Float64Array;
  readonly #indexed: Indexed;
  readonly #search: FreightSearch;
  readonly #classOf: Int32Array;
  readonly #example: readonly number[];
  /** Tables at prices of room, which are written anew when these change; none before. */
  #tables: readonly Float64Array[] = [];
  readonly #sizes: Sizes;
  readonly #limitOf: Int32Array;
  /** Per site, MJ/yr: what opening it could save; and whether the last evaluation opened it. */
  readonly #gain: Float64Array;
  readonly #open: Int8Array;
  #room: Room | undefined;

  constructor(indexed: Indexed) {
    this.#indexed = indexed;
    this.#search = new FreightSearch(indexed);
    const { classOf, example } = freightClasses(indexed);
    this.#classOf = classOf;
    this.#example = example;
    this.perUnit = freightOf(indexed).perUnit;
    this.intake = largestIntake(indexed);
    this.closure = new LinkClosure(indexed);
    this.useful = usefulRoom(indexed);
    this.usefulAtTerminals = usefulHandling(indexed);
    this.options = new OptionTerms(indexed);
    this.outlets = new Outlets(indexed, this.intake, this.perUnit, this.options);
    this.#sizes = new Sizes(indexed, this.outlets, this.options);
    this.#limitOf = siteLimitOf(indexed);
    this.#gain = new Float64Array(indexed.sites.length);
    this.#open = new Int8Array(indexed.sites.length);
  }

  /** Arc visits of one evaluation, for the account of work. */
  get visits(): number {
    const { areas, arcTail, activityModule } = this.#indexed;
    const searches = this.#room === undefined ? 0 : this.#example.length * areas.length * arcTail.length;
    return this.outlets.to.length + activityModule.length + searches;
  }

  /** Finds the cheapest freight at these prices of room. Gives the trees, by class, where `trees` are handed in. */
  travel(room: Room, trees?: readonly FreightTrees[]): void {
    const areaCount = this.#indexed.areas.length;
    const { link, terminal } = room;
    if (trees === undefined && isAsBefore(this.#room?.link, link) && isAsBefore(this.#room?.terminal, terminal)) return;
    this.#room = { link: link.slice(), terminal: terminal.slice() };
    if (this.#tables.length === 0) this.#tables = this.#example.map(() => new Float64Array(areaCount * areaCount));
    this.#example.forEach((good, c) => {
      const table = this.#tables[c];
      if (trees === undefined) {
        this.#search.table(good, room, table);
        return;
      }
      const { energy } = this.#search.trees(good, room, trees[c]);
      const stateCount = energy.length / areaCount;
      for (let from = 0; from < areaCount; from++) {
        table.set(energy.subarray(from * stateCount, from * stateCount + areaCount), from * areaCount);
      }
    });
    this.perUnit = perUnitTables(this.#indexed, this.#classOf, this.#tables);
  }

  emptyTrees(): FreightTrees[] {
    return this.#example.map(() => this.#search.emptyTrees());
  }

  /** The weak bound of closed prices. */
  weak(prices: Prices): number {
    const { supply, disposal, goods, moduleSite } = this.#indexed;
    const total = this.#shared(prices);
    for (let cell = 0; cell < supply.length; cell++) {
      if (supply[cell] === 0) continue;
      const served = this.options.dearestOfSupply(cell);
      total.add(-supply[cell] * Math.max(0, prices.good[cell], -disposal[cell % goods.length], served));
    }
    const open = Float64Array.from(moduleSite, (_, k) => weakValue(this.#indexed, prices, this.options, k));
    this.#addSites(
      open.map((value, k) => (sizeMustOpen(this.#indexed, k) ? value : Math.min(0, value))),
      open,
      total,
    );
    return total.lowered;
  }

  /** The strong bound of prices, closed or not but for goods that are only sold at the gate. */
  strong(prices: Prices): number {
    const { supply } = this.#indexed;
    const total = this.#shared(prices);
    this.outlets.refresh(prices.good, this.perUnit);
    for (let cell = 0; cell < supply.length; cell++) {
      if (supply[cell] > 0) total.add(-this.#yield(this.outlets.at[cell], supply[cell], undefined));
    }
    this.#sizes.evaluate(prices);
    this.#addSites(this.#sizes.gain, this.#sizes.open, total);
    return total.lowered;
  }

  /** What supplies and opened works do at the prices of the last strong evaluation. */
  respond(prices: Prices, into: Responses): void {
    const { supply, moduleStart, oneSize, sites } = this.#indexed;
    for (let cell = 0; cell < supply.length; cell++) {
      if (supply[cell] > 0) this.#yield(this.outlets.at[cell], supply[cell], into);
    }
    const { gain, open } = this.#sizes;
    for (let i = 0; i < sites.length; i++) {
      if (!this.#open[i]) continue;
      const best = bestOf(gain, moduleStart[i], moduleStart[i + 1]);
      // What must be open and gains nowhere opens where that costs least.
      const forced = gain[best] < 0 ? -1 : bestOf(open, moduleStart[i], moduleStart[i + 1]);
      for (let k = moduleStart[i]; k < moduleStart[i + 1]; k++) {
        const pays = gain[k] < 0 && (!oneSize[i] || k === best);
        if (pays || sizeMustOpen(this.#indexed, k) || k === forced) this.#sizes.respond(k, prices, into);
      }
    }
  }

  /** Demand, and what is priced because it is scarce. */
  #shared(prices: Prices): Total {
    const { demand, shortage, goods, available, arcCapacity, nodeCapacity } = this.#indexed;
    const total = new Total();
    this.options.price(prices);
    total.add(this.options.constant);
    for (let cell = 0; cell < demand.length; cell++) {
      if (demand[cell] === 0) continue;
      const price = this.options.servedPrice(cell) ?? prices.good[cell];
      total.add(demand[cell] * Math.min(price, shortage[cell % goods.length]));
    }
    for (let cell = 0; cell < available.length; cell++) {
      if (prices.resource[cell] > 0) total.add(-prices.resource[cell] * available[cell]);
    }
    for (let arc = 0; arc < arcCapacity.length; arc++) {
      if (prices.link[arc] > 0) total.add(-prices.link[arc] * arcCapacity[arc]);
    }
    buildingTerms(this.#indexed, prices.link, this.useful, (_, energy) => total.add(energy));
    for (let node = 0; node < nodeCapacity.length; node++) {
      if (prices.terminal[node] > 0) total.add(-prices.terminal[node] * nodeCapacity[node]);
    }
    terminalBuildingTerms(this.#indexed, prices.terminal, this.usefulAtTerminals, (_, energy) => total.add(energy));
    return total;
  }

  /** What a supply is worth: sent where it pays, let go where that pays, or left in the ground. */
  #yield(outlet: number, supply: number, into: Responses | undefined): number {
    const { start, margin, lowest, good } = this.outlets;
    const rest = Math.max(0, lowest[outlet]);
    let left = supply;
    let worth = 0;
    for (let d = start[outlet]; d < start[outlet + 1] && left > 0 && margin[d] > rest; d++) {
      const amount = Math.min(left, this.outlets.roomOf(d, good[outlet]));
      worth += amount * margin[d];
      left -= amount;
    }
    if (into !== undefined && (left < supply || rest > 0)) into.sold(outlet, rest > 0 ? supply : supply - left);
    return worth + left * rest;
  }

  /** Closed, or open with the sizes that pay; of sites of a limited good only those that gain most. */
  #addSites(gain: Float64Array, open: Float64Array, total: Total): void {
    const { standing, closing, siteLimits, sites } = this.#indexed;
    for (let k = 0; k < standing.length; k++) if (standing[k] > 0) total.add(standing[k] * closing[k]);
    const limited: number[][] = siteLimits.map(() => []);
    const left = siteLimits.map(({ most }) => most);
    for (let i = 0; i < sites.length; i++) {
      this.#gain[i] = leastOfSite(this.#indexed, i, gain, open);
      const must = mustBeOpen(this.#indexed, i);
      const limit = this.#limitOf[i];
      this.#open[i] = must || (this.#gain[i] < 0 && limit < 0) ? 1 : 0;
      if (this.#open[i]) total.add(this.#gain[i]);
      else if (this.#gain[i] < 0) limited[limit].push(i);
      if (must && limit >= 0) left[limit]--;
    }
    limited.forEach((ofLimit, limit) => {
      ofLimit.sort((one, other) => this.#gain[one] - this.#gain[other] || one - other);
      for (const i of ofLimit.slice(0, Math.max(0, left[limit]))) {
        this.#open[i] = 1;
        total.add(this.#gain[i]);
      }
    });
  }
}

/** Whether prices are what they were; before anything was known, none. */
function isAsBefore(known: Float64Array | undefined, now: Float64Array): boolean {
  return now.every((price, at) => price === (known === undefined ? 0 : known[at]));
}

/** A sum that knows how large its terms were. */
class Total {
  #sum = 0;
  #size = 0;

  add(term: number): void {
    this.#sum += term;
    this.#size += Math.abs(term);
  }

  /** The sum, less what rounding could have added. */
  get lowered(): number {
    return this.#sum - this.#size * ROUNDED_DOWN;
  }
}

/** Per site the limit on open sites that holds it, -1 without: of several the tightest, the others are left out. */
function siteLimitOf(indexed: Indexed): Int32Array {
  const limitOf = new Int32Array(indexed.sites.length).fill(-1);
  indexed.siteLimits.forEach(({ most, sites }, limit) => {
    for (const site of sites) {
      if (limitOf[site] < 0 || most < indexed.siteLimits[limitOf[site]].most) limitOf[site] = limit;
    }
  });
  return limitOf;
}

function bestOf(gain: Float64Array, first: number, last: number): number {
  let best = first;
  for (let k = first + 1; k < last; k++) if (gain[k] < gain[best]) best = k;
  return best;
}
