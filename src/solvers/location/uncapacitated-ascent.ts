import {
  addPlane,
  type Bundle,
  moveCenter,
  multiply,
  readOpen,
  startBundle,
  weighPlanes,
} from "../../kernels/location/bundle.ts";
import { answerUncapacitated, type UncapacitatedAnswers } from "../../kernels/location/uncapacitated-answers.ts";
import { sweepPrices } from "../../kernels/location/uncapacitated-sweep.ts";

/** So many planes are kept: with eight, trees have some 4 % more nodes, for as much work. */
const PLANES = 12;
/** The very first step is so long that what was taken up first rises by this part of the way to the cut along it. */
const FIRST_STRIDE = 0.04;
/**
 * A step along which the bound rises makes the next longer, one in vain shorter, so that two in five succeed: with that many
 * bounds at 150, 250 and 500 sites rise about as fast as with the best of fixed lengths, some four times apart.
 */
const LENGTHEN = 1.4;
const SHORTEN = 0.8;
/** What the last step's length counts for in that of the next node's first. */
const REACH_SHARE = 0.1;
/** A first plane that hardly rises, its slope squared less than this, does not say how far to go. */
const LEAST_LENGTH = 1e-3;
/** A direction whose squared length is less goes nowhere. */
const FLAT = 1e-14;
/** Added and taken away again, this many grains leave a price rounded to whole grains. */
const ROUNDER = 1.5 * 2 ** 52;
/** Where a sweep may reach the cut, one is tried after so many answers. */
const SWEEP_EVERY = 3;
/** The cut is near where it is no further than this part of the bound's rise so far, and what a sweep gains. */
const NEAR = 0.1;
/** What the last sweep gained counts for so much in the average. */
const SWEEP_SHARE = 0.05;

/**
 * Raises the prices of a node of an uncapacitated tree: a bundle of answers leads them, and at last a sweep takes each
 * as far as it goes by itself. What the sweep gains takes the bundle hundreds of answers to find, but from there it would
 * not find on, so that it never sees it. Prices are whole multiples of `grain`.
 *
 * Source: Kiwiel, Proximity control in bundle methods for convex nondifferentiable minimization (1990); Erlenkotter, A
 *         dual-based procedure for uncapacitated facility location (1978), for the sweep.
 */
export class UncapacitatedAscent {
  /** Where the bundle begins, and the best that it found. */
  readonly prices: Float64Array;
  /** The prices of the bound, after the sweep. */
  readonly swept: Float64Array;
  /** Where prices go, and how open each site is, on average over the answers: before, and after. */
  readonly direction: Float64Array;
  readonly average: Float64Array;
  readonly #answers: UncapacitatedAnswers;
  readonly #bundle: Bundle;
  readonly #trial: Float64Array;
  readonly #open: Float64Array;
  readonly #grain: number;
  #gain = 0;
  /** By how much what was taken up first rises along first steps; 0 before there was any. */
  #reach = 0;

  constructor(answers: UncapacitatedAnswers, grain: number) {
    const { siteCount, customerCount } = answers.instance;
    this.#answers = answers;
    this.#grain = grain;
    this.prices = new Float64Array(customerCount);
    this.swept = new Float64Array(customerCount);
    this.direction = new Float64Array(customerCount);
    this.average = new Float64Array(siteCount);
    this.#bundle = startBundle(PLANES, siteCount, new Float64Array(customerCount).fill(1));
    this.#trial = new Float64Array(customerCount);
    this.#open = new Float64Array(siteCount);
  }

  /** Climbs for so many answers, `more` of them where the cut is near then, or until the bound reaches it; gives the bound. */
  climb(cut: number, iterations: number, more: number): number {
    const { prices, direction, average } = this;
    const answers = this.#answers;
    const bundle = this.#bundle;
    let bound = answerUncapacitated(answers, prices);
    if (bound >= cut) {
      this.swept.set(prices);
      return bound;
    }
    bundle.count = 0;
    multiply(bundle, direction);
    addPlane(bundle, direction, average, 0);
    multiply(bundle, answers.slack);
    this.#take(0);
    if (this.#reach === 0) this.#reach = FIRST_STRIDE * (cut - bound);
    const across = Math.max(bundle.product[0], LEAST_LENGTH);
    let step = this.#reach / across;
    const begun = bound;
    let sweptAt = 0;
    let last = iterations;
    for (let iteration = 1; iteration <= last; iteration++) {
      weighPlanes(bundle, step);
      const { length } = bundle;
      if (length < FLAT) break;
      this.#stepPrices(step);
      const value = answerUncapacitated(answers, this.#trial);
      const along = multiply(bundle, answers.slack);
      const gained = value - bound;
      if (gained > 0) {
        bound = value;
        prices.set(this.#trial);
        moveCenter(bundle, gained);
        this.#take(0);
        step *= LENGTHEN;
        if (bound >= cut || (cut - bound <= this.#gain && iteration - sweptAt >= SWEEP_EVERY)) {
          sweptAt = iteration;
          const swept = this.#sweep();
          if (swept >= cut) return swept;
        }
      } else {
        this.#take(gained - step * along);
        step *= SHORTEN;
      }
      if (iteration === iterations && cut - bound - this.#gain <= NEAR * (bound - begun)) last += more;
    }
    this.#reach += REACH_SHARE * (step * across - this.#reach);
    direction.set(bundle.direction);
    readOpen(bundle, average);
    return this.#sweep();
  }

  /** Sweeps on from the bundle's best prices; gives the bound. */
  #sweep(): number {
    const answers = this.#answers;
    const { swept } = this;
    swept.set(this.prices);
    const bound = answerUncapacitated(answers, swept);
    const gained = sweepPrices(answers, swept);
    this.#gain += SWEEP_SHARE * (gained - this.#gain);
    return bound + gained;
  }

  #take(error: number): void {
    const { active, activeCount, taken, slack } = this.#answers;
    const open = this.#open;
    open.fill(0);
    for (let a = 0; a < activeCount; a++) open[active[a]] = taken[active[a]];
    addPlane(this.#bundle, slack, open, error);
  }

  #stepPrices(step: number): void {
    const { prices } = this;
    const trial = this.#trial;
    const { direction } = this.#bundle;
    const { limit } = this.#answers;
    const rounder = ROUNDER * this.#grain;
    for (let j = 0; j < trial.length; j++) {
      const price = prices[j] + step * direction[j] + rounder - rounder;
      trial[j] = Math.min(price, limit[j]);
    }
  }
}
