import type { Sliceable } from "../../base/control.ts";
import {
  buildNetwork,
  type GoodBasis,
  isRoundedAway,
  leftOver,
  readBasis,
} from "../../kernels/coupled/build-network.ts";
import { candidateFlow, type GoodNetwork, type GoodTask, lacks, missing } from "../../kernels/coupled/good-network.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { startImproving, startPlacing, stepPlacing } from "../../kernels/coupled/place-works.ts";
import type { Placing } from "../../kernels/coupled/placing-state.ts";
import { COARSE, FINE } from "../../kernels/coupled/whole-scale.ts";
import { readSimplex } from "../../kernels/network-simplex.ts";
import type { GoodFlows, PassGuide, PassResult } from "./pass.ts";
import { findWays, type Ways, type WaysRoom, waysRoom } from "./ways.ts";

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
/** Modules of a works beyond those that are open, that may be opened in one pass. */
const FURTHER_MODULES = 2;
/** Trials over all pairs of places, where the nearest were not enough. */
const LAST_TRIALS = 100;
/** Trials between two points at which a pass may be interrupted. */
const TRIALS_A_SLICE = 16;

/** Passes over goods, those that others are made of last. Keeps each good's basis from pass to pass. */
export class TopDown {
  readonly #instance: CoupledInstance;
  readonly #bases: (GoodBasis | undefined)[];
  /** Goods: whether amounts are fine, since coarse ones are just too few. */
  readonly #isFine: Int8Array;
  readonly #waysRoom: WaysRoom;
  /** Arc visits, booked as they happen. */
  visits = 0;
  /** Arc visits that are left to the pass, and goods that have yet to be placed in it. */
  #left = 0;
  #goodsLeft = 0;

  constructor(instance: CoupledInstance) {
    this.#instance = instance;
    this.#bases = new Array(instance.goodCount);
    this.#isFine = new Int8Array(instance.goodCount);
    this.#waysRoom = waysRoom(instance);
  }

  /** Undefined where the run is to end and a plan is in hand already. */
  *pass(guide: PassGuide): Sliceable<PassResult | undefined> {
    const { goodCount: g, placeCount: p, worksSize, demand, activityCost } = this.#instance;
    const need = (guide.need ?? demand).slice();
    const beside = guide.beside?.slice() ?? new Float64Array(g * p);
    const result: PassResult & { flows: GoodFlows[] } = {
      open: new Float64Array(worksSize.length),
      made: new Float64Array(worksSize.length),
      byActivity: new Float64Array(activityCost.length),
      flows: new Array(g),
      marginal: guide.price.slice(),
    };
    this.#left = guide.mostVisits;
    this.#goodsLeft = guide.order.length;
    for (const good of guide.order) {
      if (guide.mayGiveUp && guide.isHurried()) return undefined;
      result.flows[good] = yield* this.#place(good, guide, need, beside, result);
      this.#bookInputs(good, result, need, beside);
      this.#goodsLeft--;
    }
    return result;
  }

  *#place(
    good: number,
    guide: PassGuide,
    need: Float64Array,
    beside: Float64Array,
    result: PassResult,
  ): Sliceable<GoodFlows> {
    const { placeCount: p, demand, supply, disposal, worksSize, worksFixed, sizeCell } = this.#instance;
    const wanted = need.slice(good * p, (good + 1) * p);
    let total = 0;
    for (let b = 0; b < p; b++) total += wanted[b];
    const nothing = new Int32Array(0);
    const supplied = new Float64Array(p);
    const lacking = new Float64Array(p);
    if (!(total > 0)) return { from: nothing, to: nothing, amount: new Float64Array(0), supplied, lacking };
    const grain = this.#isFine[good] === 1 ? FINE : COARSE;
    const ways = findWays(
      this.#instance,
      good,
      guide.price,
      guide.gatePrice,
      total,
      need,
      beside,
      guide.sparing,
      grain,
      this.#waysRoom,
    );
    const { works, open } = this.#candidates(good, guide, total, ways);
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
        supplyMost.push(beside[cell] * (1 - leftOver(p, grain)));
        supplyCost.push(-Math.min(disposal[good], 10 * Math.max(1, Math.abs(guide.price[cell]))));
      }
    }
    const task: GoodTask = {
      good,
      need: wanted,
      soft: demand.slice(good * p, (good + 1) * p),
      works: Int32Array.from(works),
      unitCost: Float64Array.from(works, (i) => ways.freeCost[worksSize[i]]),
      fixed: Float64Array.from(works, (i) => worksFixed[i] + this.#roofCost(i, result.open)),
      rationedCost: Float64Array.from(works, (i) => ways.rationedCost[worksSize[i]]),
      ration: ways.ration,
      capacity: Float64Array.from(works, (i) => this.#capacity(i, ways)),
      supplyPlace: Int32Array.from(supplyPlace),
      supplyMost: Float64Array.from(supplyMost),
      supplyCost: Float64Array.from(supplyCost),
    };
    const likely = new Int8Array(p);
    works.forEach((i, q) => {
      if (open[q] === 1) likely[sizeCell[worksSize[i]] % p] = 1;
    });
    for (const a of supplyPlace) likely[a] = 1;
    const precise = guide.flowOnly === true;
    let net = buildNetwork(this.#instance, task, likely, this.#bases[good], false, grain, precise);
    let placing = startPlacing(net, open);
    yield* this.#improve(placing, guide);
    if (lacks(net)) {
      // The nearest pairs can strand what is far from everybody; with all pairs only what is truly short is lacking.
      net = buildNetwork(this.#instance, task, likely, readBasis(net), true, grain, precise);
      placing = startPlacing(net, placing.open);
      yield* this.#improve(placing, { ...guide, trials: Math.min(guide.trials, LAST_TRIALS) });
      // What rounding alone makes too little may be enough at the fine grain, in a pass that has it from the first good on.
      if (!guide.mayGiveUp && lacks(net) && isRoundedAway(missing(net) / net.amountScale, total, p))
        for (const other of guide.order) this.#isFine[other] = 1;
    }
    this.#bases[good] = readBasis(net);
    candidateFlow(net, placing.flow);
    works.forEach((i, q) => {
      result.open[i] += placing.open[q];
      result.made[i] += placing.flow[q] / net.amountScale;
    });
    const { flow, potential } = readSimplex(net.tree, net.network.arcCount);
    this.#bookActivities(net, ways, flow, placing.flow, result);
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
    for (let e = net.lackArc; e < net.rationArc; e++) {
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

  *#improve(placing: Placing, guide: PassGuide): Sliceable<void> {
    yield;
    const { tree, network } = placing.net;
    const most = this.#left / this.#goodsLeft;
    let booked = this.#book(network.arcCount + tree.visits);
    if (guide.flowOnly) return;
    startImproving(placing);
    let pause = TRIALS_A_SLICE;
    const first = tree.visits;
    while (placing.trials < guide.trials && tree.visits - first < most && !guide.isHurried()) {
      const goesOn = stepPlacing(placing);
      booked += this.#book(network.arcCount + tree.visits - booked);
      if (!goesOn) break;
      if (placing.trials < pause) continue;
      pause = placing.trials + TRIALS_A_SLICE;
      yield;
    }
    this.#left -= tree.visits - first;
  }

  #book(visits: number): number {
    this.visits += visits;
    return visits;
  }

  /** What the roof over a works costs, unless works of goods placed before are under it already. */
  #roofCost(works: number, open: Float64Array): number {
    const { problem, worksSize, sizeSite } = this.#instance;
    const roofOf = (i: number): number => problem.siteRoof?.[sizeSite[worksSize[i]]] ?? -1;
    const roof = roofOf(works);
    if (roof < 0) return 0;
    for (let i = 0; i < open.length; i++) if (open[i] > 0 && roofOf(i) === roof) return 0;
    return problem.roofCost?.[roof] ?? 0;
  }

  /** What a module of a works makes in a year, whichever way it makes it. */
  #capacity(works: number, { freeActivity, rationedActivity }: Ways): number {
    const { activityCapacity, worksSize } = this.#instance;
    const size = worksSize[works];
    let capacity = Number.POSITIVE_INFINITY;
    for (const activity of [freeActivity[size], rationedActivity[size]])
      if (activity >= 0) capacity = Math.min(capacity, activityCapacity[activity]);
    return capacity;
  }

  /** Which works may be opened, most promising first, and which are at the start. */
  #candidates(good: number, guide: PassGuide, total: number, ways: Ways): { works: number[]; open: Int8Array } {
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
    // What works can make that only know the rationed way is capped together.
    const room = [0, 0];
    const opened = [0, 0];
    const isFree = (i: number): boolean => ways.freeActivity[this.#instance.worksSize[i]] >= 0;
    const sum = ([free, rationed]: readonly number[]): number => free + Math.min(rationed, ways.ration);
    const list = (i: number, opens: boolean): void => {
      works.push(i);
      starts.push(opens ? 1 : 0);
      room[isFree(i) ? 0 : 1] += this.#capacity(i, ways);
      if (opens) opened[isFree(i) ? 0 : 1] += this.#capacity(i, ways);
    };
    const listed = new Map<number, number>();
    for (const i of ranked) {
      if (guide.barred?.has(i)) continue;
      const already = given?.[i] ?? 0;
      if (flowOnly === true && already === 0) continue;
      const isWanted = averageOpen[i] > OPEN_AT_ALL || already > 0 || sum(room) < AMPLE * total || works.length < most;
      if (flowOnly !== true && !isWanted && gain[i] < NEARLY_PAYS) break;
      const useful = Math.ceil((AMPLE * total) / this.#capacity(i, ways));
      const usual = Math.max(already, Math.round(averageOpen[i])) + FURTHER_MODULES;
      const modules = flowOnly === true ? already : Math.min(worksCopies[i], usual, Math.max(useful, already));
      for (let c = 0; c < modules; c++) list(i, given === undefined ? averageOpen[i] > MOSTLY_OPEN + c : c < already);
      listed.set(i, modules);
    }
    if (flowOnly === true) return { works, open: Int8Array.from(starts) };
    // Where works have many modules, one more of each, until there is enough to choose from.
    for (let further = true; further && sum(room) < AMPLE * total; ) {
      further = false;
      for (const [i, modules] of listed) {
        if (modules >= worksCopies[i] || sum(room) >= AMPLE * total) continue;
        list(i, false);
        listed.set(i, modules + 1);
        further = true;
      }
    }
    for (let q = 0; q < works.length && sum(opened) < ENOUGH * total; q++) {
      const kind = isFree(works[q]) ? 0 : 1;
      if (starts[q] === 1 || (kind === 1 && opened[1] >= ways.ration)) continue;
      starts[q] = 1;
      opened[kind] += this.#capacity(works[q], ways);
    }
    return { works, open: Int8Array.from(starts) };
  }

  /** Who made how much by which activity. */
  #bookActivities(
    net: GoodNetwork,
    { freeActivity, rationedActivity }: Ways,
    flow: Float64Array,
    made: Float64Array,
    { byActivity }: PassResult,
  ): void {
    const { worksSize } = this.#instance;
    const rationed = made.slice();
    for (let q = 0; q < made.length; q++) {
      if (freeActivity[worksSize[net.task.works[q]]] >= 0) rationed[q] = 0;
    }
    for (let k = 0; k < net.either.length; k++) rationed[net.either[k]] = flow[net.rationArc + 2 + 2 * k];
    for (let q = 0; q < made.length; q++) {
      const size = worksSize[net.task.works[q]];
      if (rationed[q] > 0) byActivity[rationedActivity[size]] += rationed[q] / net.amountScale;
      if (made[q] > rationed[q]) byActivity[freeActivity[size]] += (made[q] - rationed[q]) / net.amountScale;
    }
  }

  /** What the good's works take is wanted at their places; what they make beside comes there. */
  #bookInputs(good: number, { byActivity }: PassResult, need: Float64Array, beside: Float64Array): void {
    const { goodStart, goodSizes, placeCount: p, sizeCell, inputGood, gateCell, activityStart } = this.#instance;
    const { takeStart, takeInput, takeAmount, besideStart, besideGate, besideAmount } = this.#instance;
    for (let at = goodStart[good]; at < goodStart[good + 1]; at++) {
      const size = goodSizes[at];
      const place = sizeCell[size] % p;
      for (let run = activityStart[size]; run < activityStart[size + 1]; run++) {
        const made = byActivity[run];
        if (!(made > 0)) continue;
        for (let e = takeStart[run]; e < takeStart[run + 1]; e++)
          need[inputGood[takeInput[e]] * p + place] += takeAmount[e] * made;
        for (let e = besideStart[run]; e < besideStart[run + 1]; e++)
          beside[gateCell[besideGate[e]]] += besideAmount[e] * made;
      }
    }
  }
}
