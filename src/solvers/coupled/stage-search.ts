import type { Control, Sliceable } from "../../base/control.ts";
import type { Random } from "../../base/random.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { buildLots, type Lots } from "../../kernels/coupled/lots.ts";
import {
  buildStages,
  type StageNetwork,
  serveStages,
  setWorks,
  stageCost,
} from "../../kernels/coupled/stage-network.ts";
import { countWanted, rentOf, type StageWorth, startWorth, worthIfOpen } from "../../kernels/coupled/stage-worth.ts";
import { copyTree, restoreTree, saveTree, type TreeCopy } from "../../kernels/coupled/tree-copy.ts";
import { COARSE, FINE, type Grain } from "../../kernels/coupled/whole-scale.ts";
import type { CoupledPlan } from "../../problems/coupled-result.ts";
import { type SettledPlan, settle } from "./settle.ts";
import { missingIn, readStages, serveFinely, wantedByGood } from "./stage-flow.ts";

/** A change must save more than this part of the cost, or rounding could lead in circles. */
const LEAST_SAVING = 1e-9;
/** Lots that may be opened can make so much more than is wanted of each good. */
const AMPLE = 2.5;
/** And are so many at least. */
const FEW = 160;
/** Of changes of several lots only those of so many of the most promising are looked at. */
const PROMISING = 10;

/** Lots that close and lots that open together, and what that could save at most. */
interface Change {
  readonly closes: readonly number[];
  readonly opens: readonly number[];
  readonly most: number;
}

function both(a: Change, b: Change): Change {
  return { closes: [...a.closes, ...b.closes], opens: [...a.opens, ...b.opens], most: a.most + b.most };
}

/**
 * Plans where every good is made of at most one other: which lots are open is searched, and what flows between them is the
 * cheapest flow through all goods at once, found anew after every change from the last one's tree.
 *
 * Order:  changes by what they could save at most at the present prices, best first; those that cannot save anything are
 *         not tried. When none helps, some open lots are changed by chance, and the search goes on from there.
 * Source: Kuehn and Hamburger (1963); Lourenco, Martin and Stuetzle, Iterated local search (2003).
 */
export class StageSearch {
  incumbent: SettledPlan | undefined;
  readonly #instance: CoupledInstance;
  readonly #order: Int32Array;
  readonly #factor: Float64Array;
  readonly #control: Control;
  readonly #random: Random;
  readonly #lots: Lots;
  readonly #fixed: Float64Array;
  #net: StageNetwork | undefined;
  #grain: Grain = COARSE;
  #worth: StageWorth | undefined;
  #copy: TreeCopy | undefined;
  /** Lots: 1 open, 0 closed, -1 not in the network. */
  readonly #isOpen: Int8Array;
  /** Goods: what the open lots can make, and what is wanted at least, units. */
  readonly #room: Float64Array;
  readonly #wanted: Float64Array;
  #cost = Number.POSITIVE_INFINITY;
  #missing = Number.POSITIVE_INFINITY;
  #fixedCost = 0;
  #best: Int8Array | undefined;
  #bestCost = Number.POSITIVE_INFINITY;
  #visits = 0;

  constructor(instance: CoupledInstance, order: Int32Array, factor: Float64Array, random: Random, control: Control) {
    this.#instance = instance;
    this.#order = order;
    this.#factor = factor;
    this.#random = random;
    this.#control = control;
    this.#lots = buildLots(instance);
    const { lotCount, groupStart, group, cost } = this.#lots;
    this.#fixed = cost.slice();
    for (let lot = 0; lot < lotCount; lot++)
      for (let k = groupStart[lot]; k < groupStart[lot + 1]; k++)
        this.#fixed[lot] += instance.setFixed[instance.setStart[group[k]]];
    this.#isOpen = new Int8Array(lotCount);
    this.#room = new Float64Array(instance.goodCount);
    this.#wanted = wantedByGood(instance, order, false);
  }

  get cost(): number {
    return this.incumbent?.cost ?? Number.POSITIVE_INFINITY;
  }

  /** A plan from the lots that are open on average (works), improved by so many trials. Whether it is the best so far. */
  *from(averageOpen: Float64Array, trials: number, anew = false): Sliceable<boolean> {
    if (anew) this.#net = undefined;
    const average = this.#lotAverage(averageOpen);
    const ranked = Array.from(average.keys()).sort((a, b) => average[b] - average[a] || a - b);
    const net = this.#network(ranked);
    const open = new Int8Array(average.length);
    this.#room.fill(0);
    for (const lot of ranked) {
      if (this.#isOpen[lot] < 0) continue;
      const lacks = this.#works(lot).some((i) => this.#isShort(this.#goodOf(i)));
      if (average[lot] < 0.5 && !lacks) continue;
      open[lot] = 1;
      this.#addRoom(lot, 1);
    }
    this.#moveTo(net, open);
    yield* this.#descend(net, trials);
    // What rounding alone makes too little may be enough at the fine grain.
    if (
      this.#best === undefined &&
      this.#missing > 0 &&
      this.#missing <= net.network.arcCount &&
      this.#grain !== FINE
    ) {
      this.#grain = FINE;
      return yield* this.from(averageOpen, trials, true);
    }
    return this.#keep();
  }

  /** From the lots that a plan has open, by size, improved. Whether it is the best so far. */
  *given({ kept, opened }: CoupledPlan, trials: number): Sliceable<boolean> {
    const net = this.#net;
    if (net === undefined) return false;
    const { worksSize } = this.#instance;
    this.#moveTo(
      net,
      Int8Array.from(this.#isOpen.keys(), (lot) =>
        this.#works(lot).some((i) => kept[worksSize[i]] + opened[worksSize[i]] > 0) ? 1 : 0,
      ),
    );
    yield* this.#descend(net, trials);
    return this.#keep();
  }

  /** From lots that are open in a case's answer, improved. Whether it is the best so far. */
  *answered(open: Int8Array, trials: number): Sliceable<boolean> {
    if (this.#net === undefined) return false;
    this.#moveTo(this.#net, open);
    yield* this.#descend(this.#net, trials);
    return this.#keep();
  }

  /** From the best plan with some lots changed by chance, improved. Whether it is the best so far. */
  *again(averageOpen: Float64Array, trials: number): Sliceable<boolean> {
    const best = this.#best;
    const net = this.#net;
    if (best === undefined || net === undefined) return yield* this.from(averageOpen, trials);
    const average = this.#lotAverage(averageOpen);
    const random = this.#random;
    const open = best.slice();
    const ins = Array.from(open.keys()).filter((lot) => open[lot] === 1);
    const outs = Array.from(open.keys()).filter((lot) => open[lot] === 0);
    const count = random.integer(1, 3);
    for (let k = 0; k < count; k++) {
      open[ins[random.integer(0, ins.length - 1)]] = 0;
      // Of a few by chance the one that was open most.
      let pick = -1;
      for (let draw = 0; draw < 4 && outs.length > 0; draw++) {
        const lot = outs[random.integer(0, outs.length - 1)];
        if (pick < 0 || average[lot] > average[pick]) pick = lot;
      }
      if (pick >= 0) open[pick] = 1;
    }
    this.#moveTo(net, open);
    yield* this.#descend(net, trials);
    return this.#keep();
  }

  /** Makes changes that save until none does or the trials are used up. */
  *#descend(net: StageNetwork, trials: number): Sliceable<void> {
    let left = trials;
    for (let improved = true; improved && left > 0; ) {
      improved = false;
      for (const change of this.#changes(net)) {
        if (left-- <= 0 || this.#control.interruption() !== undefined) return;
        improved = this.#try(net, change);
        yield;
        if (improved) break;
      }
    }
  }

  /** Changes that could save something, most promising first. */
  #changes(net: StageNetwork): Change[] {
    const worth = this.#worth!;
    const perUnit = net.amountScale * net.costScale;
    countWanted(worth, net, this.#lots, this.#isOpen);
    const [closes, opens]: [Change[], Change[]] = [[], []];
    for (let lot = 0; lot < this.#isOpen.length; lot++) {
      if (this.#isOpen[lot] < 0) continue;
      let earned = 0;
      const isOpen = this.#isOpen[lot] === 1;
      for (const i of this.#works(lot)) earned += isOpen ? rentOf(net, i) : worthIfOpen(worth, net, i);
      const saved = this.#fixed[lot] - earned / perUnit;
      if (isOpen) closes.push({ closes: [lot], opens: [], most: saved });
      else opens.push({ closes: [], opens: [lot], most: -saved });
    }
    const byMost = (a: Change, b: Change): number => b.most - a.most;
    closes.sort(byMost);
    opens.sort(byMost);
    const pairsOf = (list: readonly Change[]): Change[] => {
      const first = list.slice(0, PROMISING);
      return first.flatMap((a, k) => first.slice(k + 1).map((b) => both(a, b)));
    };
    const all = [...closes, ...opens];
    for (const close of closes) for (const open of opens) all.push(both(close, open));
    const [twoClose, twoOpen] = [pairsOf(closes), pairsOf(opens)];
    for (const two of twoClose) for (const open of opens.slice(0, PROMISING)) all.push(both(two, open));
    for (const two of twoOpen) for (const close of closes.slice(0, PROMISING)) all.push(both(close, two));
    for (const a of twoClose) for (const b of twoOpen) all.push(both(a, b));
    this.#visits += all.length;
    return all.filter((change) => change.most > 0 && (this.#missing > 0 || this.#suffices(change))).sort(byMost);
  }

  /** Whether what stays open after a change can make what is wanted. */
  #suffices({ closes, opens }: Change): boolean {
    for (const lot of opens) this.#addRoom(lot, 1);
    for (const lot of closes) this.#addRoom(lot, -1);
    const enough = closes.every((lot) => this.#works(lot).every((i) => !this.#isShort(this.#goodOf(i))));
    for (const lot of opens) this.#addRoom(lot, -1);
    for (const lot of closes) this.#addRoom(lot, 1);
    return enough;
  }

  #try(net: StageNetwork, { closes, opens }: Change): boolean {
    const [cost, missing, fixedCost] = [this.#cost, this.#missing, this.#fixedCost];
    for (const lot of closes) this.#set(net, lot, 0);
    for (const lot of opens) this.#set(net, lot, 1);
    this.#serve(net);
    const saves = this.#cost < cost - LEAST_SAVING * Math.abs(cost);
    if (this.#missing < missing || (this.#missing === missing && saves)) {
      saveTree(net.tree, this.#copy!);
      return true;
    }
    for (const lot of closes) this.#set(net, lot, 1);
    for (const lot of opens) this.#set(net, lot, 0);
    restoreTree(net.tree, this.#copy!);
    [this.#cost, this.#missing, this.#fixedCost] = [cost, missing, fixedCost];
    return false;
  }

  /** Opens and closes what differs, and serves. */
  #moveTo(net: StageNetwork, open: Int8Array): void {
    for (let lot = 0; lot < open.length; lot++) if (this.#isOpen[lot] >= 0) this.#set(net, lot, open[lot]);
    let sum = 0;
    this.#room.fill(0);
    for (let lot = 0; lot < open.length; lot++) {
      if (this.#isOpen[lot] !== 1) continue;
      sum += this.#fixed[lot];
      this.#addRoom(lot, 1);
    }
    this.#fixedCost = sum;
    this.#serve(net);
    saveTree(net.tree, this.#copy!);
  }

  #set(net: StageNetwork, lot: number, isOpen: number): void {
    if (this.#isOpen[lot] === isOpen) return;
    this.#isOpen[lot] = isOpen;
    const sign = isOpen === 1 ? 1 : -1;
    this.#fixedCost += sign * this.#fixed[lot];
    this.#addRoom(lot, sign);
    for (const i of this.#works(lot)) setWorks(net, i, isOpen === 1);
  }

  #serve(net: StageNetwork): void {
    const before = net.tree.visits;
    serveStages(net);
    this.#cost = this.#fixedCost + stageCost(net) / (net.amountScale * net.costScale);
    this.#missing = missingIn(net);
    // A tree set aside is copied arc by arc.
    this.#control.spend(net.tree.visits - before + this.#visits + net.network.arcCount);
    this.#visits = 0;
  }

  /** Keeps what is in hand when it is the best so far, its flow found anew at fine costs. */
  #keep(): boolean {
    if (this.#missing > 0 || !(this.#cost < this.#bestCost * (1 - LEAST_SAVING))) return false;
    const { worksSize } = this.#instance;
    const isIn = new Int8Array(worksSize.length);
    for (let lot = 0; lot < this.#isOpen.length; lot++)
      if (this.#isOpen[lot] === 1) for (const i of this.#works(lot)) isIn[i] = 1;
    const fine = serveFinely(this.#instance, this.#factor, isIn, undefined, this.#grain);
    this.#control.spend(fine.tree.visits);
    const settled = settle(this.#instance, this.#order, readStages(fine, isIn));
    this.#best = this.#isOpen.slice();
    this.#bestCost = this.#cost;
    if (settled === undefined || !(settled.cost < this.cost)) return false;
    this.incumbent = settled;
    return true;
  }

  /** The network of the lots that are most likely to be open; built once. */
  #network(ranked: readonly number[]): StageNetwork {
    if (this.#net !== undefined) return this.#net;
    const isIn = new Int8Array(this.#instance.worksSize.length);
    this.#isOpen.fill(-1);
    this.#room.fill(0);
    const most = wantedByGood(this.#instance, this.#order, true);
    const few = this.#lots.roofCount > 0 ? FEW / 4 : FEW;
    let count = 0;
    for (const lot of ranked) {
      const works = this.#works(lot);
      if (
        this.#best?.[lot] !== 1 &&
        count++ >= few &&
        !works.some((i) => this.#room[this.#goodOf(i)] < AMPLE * most[this.#goodOf(i)])
      )
        continue;
      this.#isOpen[lot] = 0;
      this.#addRoom(lot, 1);
      for (const i of works) isIn[i] = 1;
    }
    this.#room.fill(0);
    this.#net = buildStages(this.#instance, this.#factor, isIn, false, undefined, this.#grain);
    this.#worth = startWorth(this.#net);
    this.#copy = copyTree(this.#net.tree);
    return this.#net;
  }

  #works(lot: number): number[] {
    const { groupStart, group } = this.#lots;
    return Array.from(group.subarray(groupStart[lot], groupStart[lot + 1]), (q) => this.#instance.groupStart[q]);
  }

  #goodOf(i: number): number {
    return Math.floor(this.#instance.sizeCell[this.#instance.worksSize[i]] / this.#instance.placeCount);
  }

  #addRoom(lot: number, sign: number): void {
    for (const i of this.#works(lot))
      this.#room[this.#goodOf(i)] += sign * this.#instance.sizeCapacity[this.#instance.worksSize[i]];
  }

  #isShort(good: number): boolean {
    return this.#room[good] < this.#wanted[good] * (1 - LEAST_SAVING);
  }

  /** Lots: the most that any works of it is open on average. */
  #lotAverage(averageOpen: Float64Array): Float64Array {
    return Float64Array.from({ length: this.#lots.lotCount }, (_, lot) =>
      this.#works(lot).reduce((most, i) => Math.max(most, averageOpen[i]), 0),
    );
  }
}
