import { strongComponents } from "../kernels/components.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { energyOfActivities } from "./activity-energy.ts";
import { keptInflow, type ProductShares, productShares } from "./allocation.ts";
import { builtLinks, builtTerminals } from "./built-links.ts";
import { loopAverages, type Way } from "./loop-averages.ts";
import { DUST } from "./shipments.ts";
import type { Allocation } from "./types.ts";

/** The embodied book: average energy behind one unit of each good in each area. */
export interface EmbodiedBook {
  /** A * G, MJ per unit; NaN-free: 0 where nothing of the good comes by. */
  readonly value: Float64Array;
  /** MJ/yr of works that make nothing and goods of which everything is let go: the continent's common account. */
  readonly common: number;
}

/**
 * Follows energy along the goods: what comes into a place (area, or area and mode) carries the energy it took
 * to make and bring; whatever leaves carries the average. Solves, for every place and good at once,
 *
 *     embodied * (inflow - let go) = sum of arrivals * (embodied at the tail + freight)
 *                                  + sum of runs' shares of (their energy + embodied in what they take and is built in)
 *                                  + let go * disposal
 *
 * component by component, each at once, so that recycling loops are exact. Inside one what goes through a place is what
 * leaves it, by the sum, which is its inflow to rounding. Joint products share by what of them is used, valued at the guide
 * price, or weighed.
 *
 * Gives: sum of embodied * final use + common = energy.total to rounding.
 */
export function embodiedBook(
  indexed: Indexed,
  decision: Decision,
  guidePrice: Float64Array,
  allocation: Allocation = "price",
): EmbodiedBook {
  const system = new EnergyBalances(indexed, decision);
  const runs = system.addRuns(productShares(indexed, decision, guidePrice, allocation));
  const common = runs + system.addDisposal() + system.addTransport();
  const { value, lost } = system.solve();
  return { value: value.subarray(0, indexed.areas.length * indexed.goods.length), common: common + lost };
}

/** What goes from one place and good into another: the energy behind it goes along. */
interface Term {
  readonly into: number;
  readonly from: number;
  readonly factor: number;
}

/** A component keeps its energy to itself when no more than this share of what goes through it leaves. */
const LEAVES = 1e-9;

/** The terms by the place that they lead into: those of a place are start[place] .. start[place + 1] - 1. */
interface Sources {
  readonly start: Int32Array;
  readonly from: Int32Array;
  readonly factor: Float64Array;
}

/** One equation per place and good: inflow * x = own + sum of factor * x[from]. */
class EnergyBalances {
  readonly #indexed: Indexed;
  readonly #decision: Decision;
  readonly #goodCount: number;
  /** Unknowns: areas first, then nodes (area, mode), good-minor. */
  readonly #inflow: Float64Array;
  readonly #own: Float64Array;
  readonly #terms: Term[] = [];
  /** What is used up for nothing that anybody uses, by place and good. */
  readonly #inVain: { from: number; factor: number }[] = [];

  constructor(indexed: Indexed, decision: Decision) {
    this.#indexed = indexed;
    this.#decision = decision;
    this.#goodCount = indexed.goods.length;
    const count = (indexed.areas.length + indexed.nodeArea.length) * this.#goodCount;
    this.#inflow = new Float64Array(count);
    this.#own = new Float64Array(count);
    this.#inflow.set(keptInflow(indexed, decision));
  }

  /** Books every works' energy to what it makes; gives what nothing can be booked to. */
  addRuns(sharesOf: ProductShares): number {
    const { makes, takes } = this.#indexed;
    const energy = energyOfActivities(this.#indexed, this.#decision);
    let common = energy.idle;
    this.#inVain.push(...energy.idleGoods);
    this.#indexed.activityRecipe.forEach((recipe, activity) => {
      const runs = this.#decision.runs[activity];
      if (runs <= 0) return;
      const first = this.#areaOf(activity) * this.#goodCount;
      const shares = sharesOf(activity);
      const used = [...(energy.builtIn.get(activity) ?? [])];
      for (let t = takes.start[recipe]; t < takes.start[recipe + 1]; t++) {
        used.push({ from: first + takes.index[t], factor: takes.value[t] * runs });
      }
      if (shares === undefined) {
        common += energy.ofActivity[activity];
        this.#inVain.push(...used);
        return;
      }
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        const share = shares[e - makes.start[recipe]];
        if (share === 0) continue;
        const into = first + makes.index[e];
        this.#own[into] += share * energy.ofActivity[activity];
        for (const { from, factor } of used) this.#terms.push({ into, from, factor: share * factor });
      }
    });
    return common;
  }

  addDisposal(): number {
    let common = 0;
    this.#decision.surplus.forEach((amount, cell) => {
      if (amount <= 0) return;
      const energy = amount * this.#indexed.disposal[cell % this.#goodCount];
      if (this.#inflow[cell] > DUST) this.#own[cell] += energy;
      else common += energy;
    });
    return common;
  }

  /** Gives the energy of links and terminals that are built and carry or handle nothing. */
  addTransport(): number {
    const { areas, nodeArea, nodeMode, terminal, tonnesPerUnit, arcTail, arcHead, arcEnergy, arcLoss } = this.#indexed;
    const { arcLink, linkTakes } = this.#indexed;
    const { load, unload, flow } = this.#decision;
    const goodCount = this.#goodCount;
    const carry = (into: number, from: number, amount: number, energy: number, arriving: number): void => {
      if (amount <= DUST) return;
      this.#inflow[into] += arriving;
      this.#own[into] += amount * energy;
      this.#terms.push({ into, from, factor: amount });
    };
    nodeArea.forEach((area, node) => {
      for (let g = 0; g < goodCount; g++) {
        const place = (areas.length + node) * goodCount + g;
        const energy = terminal[nodeMode[node]] * tonnesPerUnit[g];
        const loaded = load[node * goodCount + g];
        carry(place, area * goodCount + g, loaded, energy, loaded);
        // What is unloaded is known to the area already.
        carry(area * goodCount + g, place, unload[node * goodCount + g], energy, 0);
      }
    });
    arcTail.forEach((tail, arc) => {
      for (let g = 0; g < goodCount; g++) {
        const into = (areas.length + arcHead[arc]) * goodCount + g;
        const from = (areas.length + tail) * goodCount + g;
        const amount = flow[arc * goodCount + g];
        // What is lost on the way leaves its energy to what arrives.
        carry(into, from, amount, arcEnergy[arc] * tonnesPerUnit[g], amount * (1 - arcLoss[arc]));
        if (amount <= DUST) continue;
        const link = arcLink[arc];
        for (let e = linkTakes.start[link]; e < linkTakes.start[link + 1]; e++) {
          const taken = nodeArea[tail] * goodCount + linkTakes.index[e];
          this.#terms.push({ into, from: taken, factor: linkTakes.value[e] * tonnesPerUnit[g] * amount });
        }
      }
    });
    let idle = 0;
    for (const { construction, standing, carried } of builtLinks(this.#indexed, this.#decision)) {
      if (carried.length === 0) idle += construction + standing;
      for (const { arc, good, share } of carried) {
        this.#own[(areas.length + arcHead[arc]) * goodCount + good] += share * (construction + standing);
      }
    }
    for (const { node, construction, standing, handled } of builtTerminals(this.#indexed, this.#decision)) {
      if (handled.length === 0) idle += construction + standing;
      for (const { unloaded, good, share } of handled) {
        const place = unloaded ? nodeArea[node] : areas.length + node;
        this.#own[place * goodCount + good] += share * (construction + standing);
      }
    }
    return idle;
  }

  /**
   * Component by component, each after what it depends on; `lost` is energy of places that nothing leaves, and behind
   * what is used in vain.
   */
  solve(): { value: Float64Array; lost: number } {
    const count = this.#inflow.length;
    const value = new Float64Array(count);
    const sources = this.#sources();
    const { order, bounds } = strongComponents(sources.start, sources.from);
    const componentOf = new Int32Array(count);
    for (let c = 0; c + 1 < bounds.length; c++)
      for (let k = bounds[c]; k < bounds[c + 1]; k++) componentOf[order[k]] = c;
    const leaves = this.#leaves(componentOf);
    let lost = 0;
    for (let c = 0; c + 1 < bounds.length; c++) {
      const members = order.subarray(bounds[c], bounds[c + 1]);
      lost += this.#isLoop(members, sources)
        ? this.#solveLoop(members, sources, leaves, value)
        : this.#solveOne(members[0], sources, value);
    }
    for (const { from, factor } of this.#inVain) lost += factor * value[from];
    return { value, lost };
  }

  /** The terms by the place that they lead into. */
  #sources(): Sources {
    const start = new Int32Array(this.#inflow.length + 1);
    for (const { into } of this.#terms) start[into + 1]++;
    for (let place = 1; place < start.length; place++) start[place] += start[place - 1];
    const next = Int32Array.from(start);
    const from = new Int32Array(this.#terms.length);
    const factor = new Float64Array(this.#terms.length);
    for (const term of this.#terms) {
      from[next[term.into]] = term.from;
      factor[next[term.into]++] = term.factor;
    }
    return { start, from, factor };
  }

  /** What leaves each place for final use, in vain, or for places that are in no circle with it or in which nothing is kept. */
  #leaves(componentOf: Int32Array): Float64Array {
    const leaves = new Float64Array(this.#inflow.length);
    const { demand } = this.#indexed;
    for (let cell = 0; cell < demand.length; cell++) leaves[cell] = demand[cell] - this.#decision.unmet[cell];
    for (const { from, factor } of this.#inVain) leaves[from] += factor;
    for (const { into, from, factor } of this.#terms)
      if (componentOf[into] !== componentOf[from] || this.#isEmpty(into)) leaves[from] += factor;
    return leaves;
  }

  #isEmpty(place: number): boolean {
    return this.#inflow[place] <= DUST;
  }

  #isLoop(members: Int32Array, { start, from }: Sources): boolean {
    return members.length > 1 || from.subarray(start[members[0]], start[members[0] + 1]).includes(members[0]);
  }

  /** Nearly every place and good: nothing goes round. Gives what is lost. */
  #solveOne(place: number, { start, from, factor }: Sources, value: Float64Array): number {
    let given = this.#own[place];
    for (let e = start[place]; e < start[place + 1]; e++) given += factor[e] * value[from[e]];
    if (this.#isEmpty(place)) return given;
    value[place] = given / this.#inflow[place];
    return 0;
  }

  /** Gives what is lost: all of it where a loop keeps its energy to itself, which brings nothing to anybody either. */
  #solveLoop(members: Int32Array, sources: Sources, leaves: Float64Array, value: Float64Array): number {
    const kept = members.filter((place) => !this.#isEmpty(place));
    const position = new Map<number, number>();
    for (const [k, place] of kept.entries()) position.set(place, k);
    const inside = new Set(members);
    const given = new Float64Array(kept.length);
    const ways: Way[] = [];
    let lost = 0;
    for (const place of members) {
      const into = position.get(place);
      let energy = this.#own[place];
      for (let e = sources.start[place]; e < sources.start[place + 1]; e++) {
        const source = sources.from[e];
        const from = position.get(source);
        if (!inside.has(source)) energy += sources.factor[e] * value[source];
        else if (into !== undefined && from !== undefined) ways.push({ from, into, amount: sources.factor[e] });
      }
      if (into === undefined) lost += energy;
      else given[into] = energy;
    }
    const through = kept.reduce((sum, place) => sum + this.#inflow[place], 0);
    const leaving = kept.reduce((sum, place) => sum + leaves[place], 0);
    const loop = { given, leaves: Float64Array.from(kept, (place) => leaves[place]), ways };
    const averages = leaving > LEAVES * through ? loopAverages(loop) : undefined;
    if (averages === undefined) return given.reduce((sum, energy) => sum + energy, lost);
    for (const [k, place] of kept.entries()) value[place] = averages[k];
    for (const place of members) {
      if (position.has(place)) continue;
      for (let e = sources.start[place]; e < sources.start[place + 1]; e++)
        if (position.has(sources.from[e])) lost += sources.factor[e] * value[sources.from[e]];
    }
    return lost;
  }

  #areaOf(activity: number): number {
    return this.#indexed.siteArea[this.#indexed.moduleSite[this.#indexed.activityModule[activity]]];
  }
}
