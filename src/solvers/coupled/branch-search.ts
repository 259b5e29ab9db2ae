import type { Control, Sliceable } from "../../base/control.ts";
import { setArcs } from "../../kernels/coupled/answer-state.ts";
import { answer } from "../../kernels/coupled/answers.ts";
import { addArcs } from "../../kernels/coupled/arcs.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import { buildLots, type Lots, roomSearches } from "../../kernels/coupled/lots.ts";
import { SLOWLY } from "../../kernels/coupled/raise-prices.ts";
import { readRoomTree } from "../../kernels/coupled/room-tree.ts";
import type { CoupledCases, CoupledPrices, RoomTree } from "../../problems/coupled-result.ts";
import { moreRounds, type PriceSearch, ROUNDING } from "./price-search.ts";

/** Rounds over the prices of a case, in parts; a case is left when it proves enough, or when the parts bring little. */
const ROUNDS = [80, 80, 80, 80];
/** Rounds over those of the whole, whose prices do not know yet that lots must have room together, and how often at most. */
const FIRST_ROUNDS = [100];
const MOST_FIRST = 10;
/** They are left when, after some parts, one raises the bound by less than this part of it. */
const LEAST_FIRST = 3;
const SMALL_RISE = 3e-5;
/** Nodes that a search for room may take in a round, and for a proof. */
const NODES = 60;
const NODES_OF_PROOF = 1000;
/** Parts begin with steps so long. */
const FIRST_STEP = 0.03;
/** And with averages that take in more of the newest answers. */
const LARGEST_WEIGHT = 0.1;
const LITTLE = 1e-4;
/** A family is split by number while the average number is so far from a whole one. */
const CLEARLY_BROKEN = 0.08;
/** A lot's average that is nearer to a whole number says nothing. */
const BARELY_BROKEN = 1e-3;
/** A certificate holds so many cases at most. */
const MOST_CASES = 1000;

/** A case, and what is known of plans in it. */
interface Case {
  readonly state: Int8Array;
  readonly least: Int32Array;
  readonly most: Int32Array;
  bound: number;
  price: Float64Array;
  /** What was short, and works open, averaged over the answers. */
  average: Float64Array;
  averageOpen: Float64Array;
  /** What shows, family by family, which lots may be open together at these prices; not where it was never asked. */
  room: readonly RoomTree[];
  /** How much of the newest answer the averages take in. */
  weight: number;
  fork: 0 | 1 | 2;
  subject: number;
  number: number;
  /** Where the answer is no, or at most so many; and the other. */
  parts: readonly [Case, Case] | undefined;
}

/**
 * Splits cases on how many lots of a family are open, and on which, and raises the prices of each: the case that proves
 * least first. Which lots are open on average in the answers says where to split.
 *
 * Source: Barahona and Chudak, Near-optimal solutions to large-scale facility location problems (2005), for volume's
 *         averages; Beasley, Lagrangean heuristics for location problems (1993).
 */
export class BranchSearch {
  readonly #instance: CoupledInstance;
  readonly #search: PriceSearch;
  readonly #control: Control;
  readonly #lots: Lots;
  readonly #root: Case;
  /** How often the prices of the whole may be raised before it is split. */
  #firstParts = MOST_FIRST;
  #leaves: Case[];
  /** Works open on average in the case looked at last. */
  averageOpen: Float64Array;
  /** Lots: 1 open in the last answer that proved anything, which have room together. */
  readonly answer: Int8Array;

  constructor(instance: CoupledInstance, search: PriceSearch, control: Control) {
    this.#instance = instance;
    this.#search = search;
    this.#control = control;
    const { answers, raising } = search;
    raising.pace = SLOWLY;
    answers.lots ??= buildLots(instance);
    this.#lots = answers.lots;
    this.#lots.room = roomSearches(instance, this.#lots, NODES_OF_PROOF);
    const { state, least, most, isOpen } = this.#lots;
    this.answer = isOpen.slice();
    this.averageOpen = raising.averageOpen.slice();
    this.#root = {
      ...{ state: state.slice(), least: least.slice(), most: most.slice() },
      ...{ bound: search.bound, price: search.boundPrice.slice(), averageOpen: this.averageOpen },
      average: raising.average.slice(),
      ...{ room: [], weight: LARGEST_WEIGHT },
      ...{ fork: 0, subject: 0, number: 0, parts: undefined },
    };
    this.#leaves = [this.#root];
  }

  /** No plan costs less than the case that proves least. */
  get bound(): number {
    return this.#leaves.reduce((least, { bound }) => Math.min(least, bound), Number.POSITIVE_INFINITY);
  }

  /**
   * Splits the case that proves least and raises the prices of both parts; at first only raises those of the whole. Whether
   * there was anything to do.
   *
   * @param enough what a case has to prove, no more.
   */
  *split(incumbent: number, enough: number): Sliceable<boolean> {
    let at = -1;
    for (let k = 0; k < this.#leaves.length; k++) if (at < 0 || this.#leaves[k].bound < this.#leaves[at].bound) at = k;
    const own = this.#leaves[at];
    if (own === undefined || own.bound >= enough || this.#leaves.length >= MOST_CASES) return false;
    const before = own.bound;
    if (this.#firstParts > 0) {
      yield* this.#raise(own, incumbent, enough, FIRST_ROUNDS);
      const isSlow = MOST_FIRST - this.#firstParts >= LEAST_FIRST && own.bound - before < SMALL_RISE * Math.abs(before);
      this.#firstParts = isSlow ? 0 : this.#firstParts - 1;
      this.averageOpen = own.averageOpen;
      return true;
    }
    const parts = this.#parts(own);
    if (parts === undefined) return false;
    for (const part of parts) yield* this.#raise(part, incumbent, enough, ROUNDS);
    own.parts = parts;
    own.room = [];
    own.price = new Float64Array(0);
    own.averageOpen = own.price;
    own.average = own.price;
    this.#leaves = [...this.#leaves.slice(0, at), ...parts, ...this.#leaves.slice(at + 1)];
    this.averageOpen = (parts[0].bound <= parts[1].bound ? parts[0] : parts[1]).averageOpen;
    return true;
  }

  certificate(pricesOf: (price: Float64Array) => CoupledPrices): CoupledCases {
    const fork: number[] = [];
    const subject: number[] = [];
    const number: number[] = [];
    const prices: CoupledPrices[] = [];
    const room: (readonly RoomTree[])[] = [];
    const numberOf = new Map<Float64Array, number>();
    const open = [this.#root];
    for (let own = open.pop(); own !== undefined; own = open.pop()) {
      fork.push(own.fork);
      number.push(own.number);
      if (own.parts !== undefined) {
        subject.push(own.subject);
        open.push(own.parts[1], own.parts[0]);
        continue;
      }
      if (!numberOf.has(own.price)) numberOf.set(own.price, prices.push(pricesOf(own.price)) - 1);
      subject.push(numberOf.get(own.price)!);
      room.push(own.room);
    }
    const tree = { fork: Int8Array.from(fork), subject: Int32Array.from(subject), number: Int32Array.from(number) };
    return { ...tree, prices, room };
  }

  /** The two parts of a case, split where its answers are least whole; undefined where all are. */
  #parts(own: Case): readonly [Case, Case] | undefined {
    const { lotCount, groupStart, group, cost, family, name } = this.#lots;
    const { groupStart: firstWorks, setStart, setFixed, goodCount } = this.#instance;
    const average = new Float64Array(lotCount);
    const fixed = new Float64Array(lotCount);
    const sum = new Float64Array(goodCount);
    const weight = new Float64Array(goodCount);
    for (let lot = 0; lot < lotCount; lot++) {
      if (family[lot] < 0) continue;
      fixed[lot] = cost[lot];
      for (let k = groupStart[lot]; k < groupStart[lot + 1]; k++) {
        fixed[lot] += setFixed[setStart[group[k]]];
        for (let i = firstWorks[group[k]]; i < firstWorks[group[k] + 1]; i++)
          average[lot] = Math.max(average[lot], Math.min(1, own.averageOpen[i]));
      }
      if (own.state[lot] !== 0) average[lot] = own.state[lot] > 0 ? 1 : 0;
      sum[family[lot]] += average[lot];
      weight[family[lot]] += average[lot] * Math.abs(fixed[lot]);
    }
    let best = 0;
    let split: { fork: 1 | 2; subject: number; number: number; lot: number } | undefined;
    for (let of = 0; of < goodCount; of++) {
      const broken = brokenness(sum[of]);
      if (broken < CLEARLY_BROKEN || own.least[of] >= own.most[of] || broken * (weight[of] / sum[of]) <= best) continue;
      best = broken * (weight[of] / sum[of]);
      // Averages lag behind, and may lie where no plan of the case is.
      const number = Math.max(own.least[of], Math.min(own.most[of] - 1, Math.floor(sum[of])));
      split = { fork: 2, subject: of, number, lot: -1 };
    }
    for (let lot = 0; lot < lotCount && split?.fork !== 2; lot++) {
      const broken = brokenness(average[lot]);
      if (family[lot] < 0 || own.state[lot] !== 0 || broken < BARELY_BROKEN || broken * Math.abs(fixed[lot]) <= best)
        continue;
      best = broken * Math.abs(fixed[lot]);
      split = { fork: 1, subject: name[lot], number: 0, lot };
    }
    if (split === undefined) return undefined;
    const { fork, subject, number, lot } = split;
    own.fork = fork;
    own.subject = subject;
    own.number = number;
    const part = (isSecond: boolean): Case => {
      const state = own.state.slice();
      const least = own.least.slice();
      const most = own.most.slice();
      if (fork === 1) state[lot] = isSecond ? 1 : -1;
      else if (isSecond) least[subject] = Math.max(least[subject], number + 1);
      else most[subject] = Math.min(most[subject], number);
      return { ...own, state, least, most, fork: 0, subject: 0, number: 0, weight: LARGEST_WEIGHT, parts: undefined };
    };
    return [part(false), part(true)];
  }

  /** Raises the prices of a case from those of the one it is a part of. */
  *#raise(own: Case, incumbent: number, enough: number, rounds: readonly number[]): Sliceable<void> {
    const { answers, raising } = this.#search;
    this.#lots.state.set(own.state);
    this.#lots.least.set(own.least);
    this.#lots.most.set(own.most);
    raising.centre.set(own.price);
    raising.averageOpen.set(own.averageOpen);
    raising.average.set(own.average);
    raising.largestWeight = own.weight;
    const spend = (): void => {
      this.#control.spend(answers.visits + raising.centre.length);
      answers.visits = 0;
    };
    const first = own.bound;
    for (let part = 0; part < rounds.length; part++) {
      this.#lots.roomNodes = NODES;
      raising.value = answer(answers, raising.centre, false);
      raising.checkedValue = raising.value;
      if (raising.value === Number.POSITIVE_INFINITY) {
        own.bound = raising.value;
        return;
      }
      raising.stepFactor = FIRST_STEP;
      raising.failures = 0;
      yield* moreRounds(raising, rounds[part], incumbent, this.#control, spend);
      this.#lots.roomNodes = NODES_OF_PROOF;
      const value = answer(answers, raising.centre, true);
      const { missingCell, missingTo, missingCount } = answers;
      if (missingCount > 0)
        setArcs(answers, addArcs(this.#instance, answers.arcs, missingCell, missingTo, missingCount));
      this.answer.set(this.#lots.isOpen);
      spend();
      const bound = value - ROUNDING * Math.abs(value);
      const rise = bound - own.bound;
      if (rise > 0) {
        own.bound = bound;
        own.price = raising.centre.slice();
        own.room = this.#lots.room.map((search) => readRoomTree(search, this.#lots.name));
      }
      yield;
      const isSlow = part > 0 && own.bound - first < LITTLE * part * Math.abs(first);
      if (bound >= enough || isSlow || this.#control.interruption() !== undefined) break;
    }
    own.averageOpen = raising.averageOpen.slice();
    own.average = raising.average.slice();
    own.weight = raising.largestWeight;
  }
}

/** How far a number is from a whole one. */
function brokenness(value: number): number {
  return Math.abs(value - Math.round(value));
}
