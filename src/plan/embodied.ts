import { strongComponents } from "../kernels/components.ts";
import { solveDense } from "../kernels/dense-solve.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { keptInflow, type ProductShares, productShares } from "./allocation.ts";
import { builtLinks, builtTerminals } from "./built-links.ts";
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
 * component by component, dense inside one, so that recycling loops are exact. Joint products share by what
 * of them is used, valued at the guide price, or weighed.
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
    const start = new Int32Array(count + 1);
    for (const { into } of this.#terms) start[into + 1]++;
    for (let v = 0; v < count; v++) start[v + 1] += start[v];
    const next = Int32Array.from(start);
    const head = new Int32Array(this.#terms.length);
    const factor = new Float64Array(this.#terms.length);
    for (const term of this.#terms) {
      head[next[term.into]] = term.from;
      factor[next[term.into]++] = term.factor;
    }
    const value = new Float64Array(count);
    let lost = 0;
    const { order, bounds } = strongComponents(start, head);
    for (let c = 0; c + 1 < bounds.length; c++) {
      const only = order[bounds[c]];
      if (bounds[c + 1] === bounds[c] + 1 && !leadsToItself(start, head, only)) {
        // Nearly every place and good: nothing goes round.
        let own = this.#own[only];
        for (let e = start[only]; e < start[only + 1]; e++) own += factor[e] * value[head[e]];
        if (this.#inflow[only] <= DUST) lost += own;
        else value[only] = own / this.#inflow[only];
        continue;
      }
      const members = order.subarray(bounds[c], bounds[c + 1]);
      const position = new Map<number, number>();
      members.forEach((member, i) => {
        position.set(member, i);
      });
      const size = members.length;
      const matrix = new Float64Array(size * size);
      const right = new Float64Array(size);
      let through = 0;
      let leaving = 0;
      members.forEach((member, i) => {
        let own = this.#own[member];
        const empty = this.#inflow[member] <= DUST;
        matrix[i * size + i] = empty ? 1 : this.#inflow[member];
        if (!empty) {
          through += this.#inflow[member];
          leaving += this.#inflow[member];
        }
        for (let e = start[member]; e < start[member + 1]; e++) {
          const j = position.get(head[e]);
          if (j === undefined) own += factor[e] * value[head[e]];
          else if (!empty && this.#inflow[head[e]] > DUST) {
            matrix[i * size + j] -= factor[e];
            leaving -= factor[e];
          }
        }
        if (empty) lost += own;
        else right[i] = own;
      });
      const sum = right.reduce((total, own) => total + own, 0);
      // A loop that keeps all its energy to itself has no average; it brings nothing to anybody either.
      if (leaving <= LEAVES * through || !solveDense(matrix, right)) {
        right.fill(0);
        lost += sum;
      }
      members.forEach((member, i) => {
        value[member] = right[i];
      });
      for (const member of members) {
        if (this.#inflow[member] > DUST) continue;
        for (let e = start[member]; e < start[member + 1]; e++)
          if (position.has(head[e])) lost += factor[e] * value[head[e]];
      }
    }
    for (const { from, factor } of this.#inVain) lost += factor * value[from];
    return { value, lost };
  }

  #areaOf(activity: number): number {
    return this.#indexed.siteArea[this.#indexed.moduleSite[this.#indexed.activityModule[activity]]];
  }
}

function leadsToItself(start: Int32Array, head: Int32Array, of: number): boolean {
  for (let e = start[of]; e < start[of + 1]; e++) if (head[e] === of) return true;
  return false;
}

/** Places and goods, as in `EnergyBalances`, of which so much is used. */
type Uses = { readonly from: number; readonly factor: number }[];

interface ActivityEnergy {
  /** MJ/yr: its runs', and its share of its module's and its site's overhead by use of the year. */
  readonly ofActivity: Float64Array;
  /** By activity, where there are any: goods built into its module, its share of them. */
  readonly builtIn: ReadonlyMap<number, Uses>;
  /** Overhead, and goods built in, of sites that run nothing. */
  readonly idle: number;
  readonly idleGoods: Uses;
}

function energyOfActivities(indexed: Indexed, decision: Decision): ActivityEnergy {
  const ofActivity = indexed.runEnergy.map((energy, activity) => energy * decision.runs[activity]);
  const used = decision.runs.map((runs, activity) => runs / indexed.capacity[activity]);
  const builtIn = new Map<number, Uses>();
  const idleGoods: Uses = [];
  let idle = 0;
  /** Books overhead to activities first .. last - 1, by their use of the year. */
  const spread = (overhead: number, first: number, last: number): boolean => {
    let total = 0;
    for (let activity = first; activity < last; activity++) total += used[activity];
    if (total <= 0) return false;
    for (let activity = first; activity < last; activity++) ofActivity[activity] += (overhead * used[activity]) / total;
    return true;
  };
  const bookGoods = (module: number, site: number): void => {
    const { start, index, value } = indexed.builtIn;
    for (let e = start[module]; e < start[module + 1] && decision.built[module] > 0; e++) {
      const from = indexed.siteArea[site] * indexed.goods.length + index[e];
      const amount = value[e] * decision.built[module];
      const uses = [
        [indexed.activityStart[module], indexed.activityStart[module + 1]],
        [indexed.activityStart[indexed.moduleStart[site]], indexed.activityStart[indexed.moduleStart[site + 1]]],
      ].find(([first, last]) => used.subarray(first, last).some((part) => part > 0));
      if (uses === undefined) {
        idleGoods.push({ from, factor: amount });
        continue;
      }
      const total = used.subarray(uses[0], uses[1]).reduce((sum, part) => sum + part, 0);
      for (let activity = uses[0]; activity < uses[1]; activity++) {
        if (!(used[activity] > 0)) continue;
        const known = builtIn.get(activity) ?? [];
        known.push({ from, factor: (amount * used[activity]) / total });
        builtIn.set(activity, known);
      }
    }
  };
  for (let site = 0; site < indexed.sites.length; site++) {
    let overhead = 0;
    let open = false;
    for (let module = indexed.moduleStart[site]; module < indexed.moduleStart[site + 1]; module++) {
      const { kept, built } = { kept: decision.kept[module], built: decision.built[module] };
      open ||= kept + built > 0;
      bookGoods(module, site);
      overhead += indexed.closing[module] * (indexed.standing[module] - kept);
      const own = indexed.build[module] * built + indexed.keep[module] * (kept + built);
      if (!spread(own, indexed.activityStart[module], indexed.activityStart[module + 1])) overhead += own;
    }
    if (open) overhead += indexed.siteEnergy[site];
    const first = indexed.activityStart[indexed.moduleStart[site]];
    const last = indexed.activityStart[indexed.moduleStart[site + 1]];
    if (!spread(overhead, first, last)) idle += overhead;
  }
  return { ofActivity, builtIn, idle, idleGoods };
}
