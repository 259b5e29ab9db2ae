import { type Answers, answer } from "../../kernels/location/answers.ts";
import {
  addPlane,
  type Bundle,
  moveCenter,
  multiply,
  readOpen,
  startBundle,
  weighPlanes,
} from "../../kernels/location/bundle.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import { measureOpen } from "../../kernels/location/slack.ts";
import { stepPrices } from "../../kernels/location/step-prices.ts";

/** So many planes are kept. */
const PLANES = 8;
/** A step along which the bound rises to the end, or by half of what was promised, was short. */
const LENGTHEN = 3;
/** One that ends where planes lie so many times further above the bound than what was promised was long. */
const FAR = 4;
const SHORTEN = 0.5;
/**
 * Where many answers follow, a step in vain is long, too, if what planes lie above the bound is so many times what they
 * rise along it: at its end the model knows little.
 */
const LIFTED = 8;
const SHORTEN_LIFTED = 0.7;

/** Prices that climb along what answers at them, and at trials nearby, say of the bound. */
export interface Ascent {
  /** Begins anew, for many answers; the first is taken up next. */
  begin(): void;
  /**
   * Begins with averages of answers before a decision, after what it changes in them: as if their plane met the bound,
   * from which the decision takes mostly more than they lay above it.
   */
  beginWith(direction: Float64Array, open: Float64Array): void;
  /** Takes up an answer at the present prices. */
  take(answers: Answers): void;
  /** The first step is so long that what was taken up first rises by this part of `way` along it. */
  aim(part: number, way: number): void;
  /**
   * Asks for the answer at the next trial, and takes that over into `prices` where it is better than `bound`, which has
   * `way` to go. Gives its value; undefined where nothing is seen to rise any more.
   */
  advance(answers: Answers, prices: Float64Array, bound: number, way: number): number | undefined;
  /** How much the bound would have risen in the last trial if the answers before had said all. */
  readonly promised: number;
  /** Where prices go, and how open each site is, on average over the answers. */
  read(direction: Float64Array, open: Float64Array): void;
}

/** Climbs by a bundle of planes: in as few answers as the exact bound, which is concave, can be learned from. */
export class BundleAscent implements Ascent {
  readonly #bundle: Bundle;
  readonly #trial: Float64Array;
  readonly #open: Float64Array;
  readonly #weight: Float64Array;
  #step = 0;
  #isLong = true;
  promised = 0;

  constructor({ siteCount, customerCount, arrays }: LocationInstance, weight: Float64Array) {
    this.#bundle = startBundle(PLANES, siteCount, weight, arrays);
    this.#trial = arrays.floats(customerCount);
    this.#open = arrays.floats(siteCount);
    this.#weight = weight;
  }

  beginWith(direction: Float64Array, open: Float64Array): void {
    this.begin();
    this.#isLong = false;
    multiply(this.#bundle, direction);
    addPlane(this.#bundle, direction, open, 0);
  }

  begin(): void {
    this.#isLong = true;
    this.#bundle.count = 0;
  }

  take(answers: Answers): void {
    multiply(this.#bundle, answers.slack);
    this.#take(answers, 0);
  }

  /** Takes up the plane whose slack was multiplied last, which lies so far above the bound at the present prices. */
  #take(answers: Answers, error: number): void {
    measureOpen(answers, this.#open);
    addPlane(this.#bundle, answers.slack, this.#open, error);
  }

  aim(part: number, way: number): void {
    this.#step = (part * way) / Math.max(this.#bundle.product[0], LEAST_LENGTH);
  }

  advance(answers: Answers, prices: Float64Array, bound: number): number | undefined {
    const bundle = this.#bundle;
    const trial = this.#trial;
    const weight = this.#weight;
    const step = this.#step;
    weighPlanes(bundle, step);
    const { direction, length, lift } = bundle;
    if (length < FLAT) return undefined;
    stepPrices(trial, prices, step, direction, weight);
    const value = answer(answers, trial, true);
    const along = multiply(bundle, answers.slack);
    const gained = value - bound;
    const promised = step * length + lift;
    this.promised = promised;
    if (gained > 0) {
      moveCenter(bundle, gained);
      prices.set(trial);
      this.#take(answers, 0);
      if (along >= 0 || gained > promised / 2) this.#step = step * LENGTHEN;
    } else {
      const error = gained - step * along;
      this.#take(answers, error);
      if (error > FAR * promised) this.#step = step * SHORTEN;
      else if (this.#isLong && lift > LIFTED * step * length) this.#step = step * SHORTEN_LIFTED;
    }
    return value;
  }

  read(direction: Float64Array, open: Float64Array): void {
    direction.set(this.#bundle.direction);
    readOpen(this.#bundle, open);
  }
}

/** A first plane that hardly rises, its slope squared less than this, does not say how far to go. */
const LEAST_LENGTH = 1e-3;
/** A direction whose squared length is less goes nowhere. */
const FLAT = 1e-14;
