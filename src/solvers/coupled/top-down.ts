import type { Sliceable } from "../../base/control.ts";
import {
  buildNetwork,
  candidateFlow,
  type GoodBasis,
  type GoodTask,
  readBasis,
} from "../../kernels/coupled/good-network.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { startImproving, startPlacing, stepPlacing } from "../../kernels/coupled/place-works.ts";
import { readSimplex } from "../../kernels/network-simplex.ts";

/** What a pass starts from. */
export interface PassGuide {
  /** Cells: what an input is taken to cost where it is used; and gates: what a by-product is worth. */
  readonly price: Float64Array;
  readonly gatePrice: Float64Array;
  /** Works: modules open on average at the best prices, and what one module gains there, as a part of its fixed cost. */
  readonly averageOpen: Float64Array;
  readonly gain: Float64Array;
  /** Works: modules open in the plan to start from; absent: start from the averages. */
  readonly open?: Float64Array;
  /** Only serve anew from what is open. */
  readonly flowOnly?: boolean;
  /** Whether the run is to end: then what is in hand is served, and no more works are tried. */
  readonly isHurried: () => boolean;
  /** Trials that may be made for each good. */
  readonly trials: number;
}

/** A plan in the network's rounded amounts. */
export interface PassResult {
  /** Works: modules open, and units made. */
  readonly open: Float64Array;
  readonly made: Float64Array;
  /** Sizes: the activity that its modules run. */
  readonly activity: Int32Array;
  /** Goods: who sends how much to whom; what comes from supply and by-products, by place; what is gone without. */
  readonly flows: readonly GoodFlows[];
  /** Cells: what one unit more would cost there; the guide's price where nothing is wanted. */
  readonly marginal: Float64Array;
}

export interface GoodFlows {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly amount: Float64Array;
  readonly supplied: Float64Array;
  readonly lacking: Float64Array;
}

/** Works that were open more than this are candidates, as are those that nearly pay. */
const OPEN_AT_ALL = 0.003;
const NEARLY_PAYS = -0.15;
/** Candidates can make so much more than is wanted, and are so many at least. */
const AMPLE = 1.6;
const CANDIDATES = 60;
const CANDIDATE_SHARE = 0.15;
/** At the start works are open that were so in more than so many answers, and then until capacity suffices. */
const MOSTLY_OPEN = 0.35;
const ENOUGH = 1.02;
/** By-products are counted on for all but this part, since works may make a hair less in the end. */
const RESERVED = 1e-7;
/** Modules of a works beyond those that are open, that may be opened in one pass. */
const FURTHER_MODULES = 2;
/** Trials between two points at which a pass may be interrupted. */
const TRIALS_A_SLICE = 16;

/** Passes over all goods, those that others are made of last. Keeps each good's basis from pass to pass. */
export class TopDown {
  readonly #instance: CoupledInstance;
  /** Goods, each before what it is made of. */
  readonly #order: Int32Array;
  readonly #bases: (GoodBasis | undefined)[];
  visits = 0;
  trials = 0;

  constructor(instance: CoupledInstance, order: Int32Array) {
    this.#instance = instance;
    this.#order = order;
    this.#bases = new Array(instance.goodCount);
  }

  *pass(guide: PassGuide): Sliceable<PassResult> {
    const { goodCount: g, placeCount: p, worksSize, demand, sizeCount } = this.#instance;
    const need = demand.slice();
    const beside = new Float64Array(g * p);
    const result: PassResult & { flows: GoodFlows[] } = {
      open: new Float64Array(worksSize.length),
      made: new Float64Array(worksSize.length),
      activity: new Int32Array(sizeCount).fill(-1),
      flows: new Array(g),
      marginal: guide.price.slice(),
    };
    const unitCost = this.#unitCosts(guide, result.activity);
    for (const good of this.#order) {
      result.flows[good] = yield* this.#place(good, guide, unitCost, need, beside, result);
      this.#bookInputs(good, result, need, beside);
    }
    return result;
  }

  /** Cost of a unit from each size at the guide's prices, by its cheapest activity. */
  #unitCosts({ price, gatePrice }: PassGuide, activityOf: Int32Array): Float64Array {
    const { sizeCount, sizeCell, placeCount: p, activityStart, activityCost, inputGood } = this.#instance;
    const { takeStart, takeInput, takeAmount, besideStart, besideGate, besideAmount } = this.#instance;
    const unitCost = new Float64Array(sizeCount).fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < sizeCount; k++) {
      const place = sizeCell[k] % p;
      for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
        let cost = activityCost[activity];
        for (let e = takeStart[activity]; e < takeStart[activity + 1]; e++)
          cost += takeAmount[e] * price[inputGood[takeInput[e]] * p + place];
        for (let e = besideStart[activity]; e < besideStart[activity + 1]; e++)
          cost -= besideAmount[e] * gatePrice[besideGate[e]];
        if (cost >= unitCost[k]) continue;
        unitCost[k] = cost;
        activityOf[k] = activity;
      }
    }
    return unitCost;
  }

  *#place(
    good: number,
    guide: PassGuide,
    unitCost: Float64Array,
    need: Float64Array,
    beside: Float64Array,
    result: PassResult,
  ): Sliceable<GoodFlows> {
    const { placeCount: p, demand, supply, disposal, worksSize, sizeCell } = this.#instance;
    const wanted = need.slice(good * p, (good + 1) * p);
    let total = 0;
    for (let b = 0; b < p; b++) total += wanted[b];
    const nothing = new Int32Array(0);
    const supplied = new Float64Array(p);
    const lacking = new Float64Array(p);
    if (!(total > 0)) return { from: nothing, to: nothing, amount: new Float64Array(0), supplied, lacking };
    const { works, open } = this.#candidates(good, guide, total, result);
    const supplyPlace: number[] = [];
    const supplyMost: number[] = [];
    const supplyCost: number[] = [];
    for (let a = 0; a < p; a++) {
      const cell = good * p + a;
      if (supply[cell] > 0) {
        supplyPlace.push(a);
        supplyMost.push(supply[cell]);
        supplyCost.push(0);
      }
      if (beside[cell] > 0) {
        supplyPlace.push(a);
        supplyMost.push(beside[cell] * (1 - RESERVED));
        supplyCost.push(-Math.min(disposal[good], 10 * Math.max(1, Math.abs(guide.price[cell]))));
      }
    }
    const task: GoodTask = {
      good,
      need: wanted,
      soft: demand.slice(good * p, (good + 1) * p),
      works: Int32Array.from(works),
      unitCost: Float64Array.from(works, (i) => unitCost[worksSize[i]]),
      capacity: Float64Array.from(works, (i) => this.#capacity(i, result)),
      supplyPlace: Int32Array.from(supplyPlace),
      supplyMost: Float64Array.from(supplyMost),
      supplyCost: Float64Array.from(supplyCost),
    };
    const likely = new Int8Array(p);
    works.forEach((i, q) => {
      if (open[q] === 1) likely[sizeCell[worksSize[i]] % p] = 1;
    });
    for (const a of supplyPlace) likely[a] = 1;
    const net = buildNetwork(this.#instance, task, likely, this.#bases[good]);
    const placing = startPlacing(net, open);
    yield;
    if (!guide.flowOnly) {
      startImproving(placing);
      let pause = TRIALS_A_SLICE;
      while (placing.trials < guide.trials && !guide.isHurried() && stepPlacing(placing)) {
        if (placing.trials < pause) continue;
        pause = placing.trials + TRIALS_A_SLICE;
        yield;
      }
    }
    this.trials += placing.trials;
    this.visits += net.tree.visits + net.network.arcCount;
    this.#bases[good] = readBasis(net);
    candidateFlow(net, placing.flow);
    works.forEach((i, q) => {
      result.open[i] += placing.open[q];
      result.made[i] += placing.flow[q] / net.amountScale;
    });
    const { flow, potential } = readSimplex(net.tree, net.network.arcCount);
    for (let s = 0; s < supplyPlace.length; s++) {
      supplied[supplyPlace[s]] += flow[net.candidateCount + s] / net.amountScale;
    }
    const from: number[] = [];
    const to: number[] = [];
    const amount: number[] = [];
    for (let a = 0; a < net.from.length; a++) {
      for (let e = net.pairs.start[a]; e < net.pairs.start[a + 1]; e++) {
        const sent = flow[net.pairArc + e];
        if (!(sent > 0)) continue;
        from.push(net.from[a]);
        to.push(net.to[net.pairs.to[e]]);
        amount.push(sent / net.amountScale);
      }
    }
    for (let b = 0; b < net.to.length; b++) {
      const place = net.to[b];
      result.marginal[good * p + place] = (potential[1 + net.from.length + b] - potential[0]) / net.costScale;
    }
    for (let e = net.lackArc; e < net.network.arcCount; e++) {
      lacking[net.to[net.network.head[e] - 1 - net.from.length]] += flow[e] / net.amountScale;
    }
    return {
      from: Int32Array.from(from),
      to: Int32Array.from(to),
      amount: Float64Array.from(amount),
      supplied,
      lacking,
    };
  }

  /** What a module of a works makes in a year by the activity chosen for it. */
  #capacity(works: number, { activity }: PassResult): number {
    return this.#instance.activityCapacity[activity[this.#instance.worksSize[works]]];
  }

  /** Which works may be opened, most promising first, and which are at the start. */
  #candidates(good: number, guide: PassGuide, total: number, result: PassResult): { works: number[]; open: Int8Array } {
    const { cellWorks, placeCount: p, worksCopies } = this.#instance;
    const { averageOpen, gain, open: given, flowOnly } = guide;
    const first = cellWorks[good * p];
    const last = cellWorks[(good + 1) * p];
    const score = (i: number): number =>
      averageOpen[i] + (given === undefined ? 0 : given[i]) + 1e-3 * Math.min(0, gain[i]);
    const ranked = Int32Array.from({ length: last - first }, (_, k) => first + k).sort(
      (a, b) => score(b) - score(a) || a - b,
    );
    const works: number[] = [];
    const starts: number[] = [];
    const most = Math.max(CANDIDATES, Math.ceil(CANDIDATE_SHARE * (last - first)));
    let capacity = 0;
    let standing = 0;
    for (const i of ranked) {
      const already = given?.[i] ?? 0;
      if (flowOnly === true && already === 0) continue;
      const isWanted = averageOpen[i] > OPEN_AT_ALL || already > 0 || capacity < AMPLE * total || works.length < most;
      if (flowOnly !== true && !isWanted && gain[i] < NEARLY_PAYS) break;
      const own = this.#capacity(i, result);
      const useful = Math.ceil((AMPLE * total) / own);
      const usual = Math.max(already, Math.round(averageOpen[i])) + FURTHER_MODULES;
      const modules = flowOnly === true ? already : Math.min(worksCopies[i], usual, Math.max(useful, already));
      for (let c = 0; c < modules; c++) {
        const opens = given === undefined ? averageOpen[i] > MOSTLY_OPEN + c : c < already;
        works.push(i);
        starts.push(opens ? 1 : 0);
        capacity += own;
        if (opens) standing += own;
      }
    }
    for (let q = 0; q < works.length && standing < ENOUGH * total; q++) {
      if (starts[q] === 1) continue;
      starts[q] = 1;
      standing += this.#capacity(works[q], result);
    }
    return { works, open: Int8Array.from(starts) };
  }

  /** What the good's works take is wanted at their places; what they make beside comes there. */
  #bookInputs(good: number, { made, activity }: PassResult, need: Float64Array, beside: Float64Array): void {
    const { cellWorks, placeCount: p, worksSize, sizeCell, inputGood, gateCell } = this.#instance;
    const { takeStart, takeInput, takeAmount, besideStart, besideGate, besideAmount } = this.#instance;
    for (let i = cellWorks[good * p]; i < cellWorks[(good + 1) * p]; i++) {
      if (!(made[i] > 0)) continue;
      const size = worksSize[i];
      const place = sizeCell[size] % p;
      const run = activity[size];
      for (let e = takeStart[run]; e < takeStart[run + 1]; e++)
        need[inputGood[takeInput[e]] * p + place] += takeAmount[e] * made[i];
      for (let e = besideStart[run]; e < besideStart[run + 1]; e++)
        beside[gateCell[besideGate[e]]] += besideAmount[e] * made[i];
    }
  }
}
