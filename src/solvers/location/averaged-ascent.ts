import { type Answers, answer } from "../../kernels/location/answers.ts";
import type { LocationInstance } from "../../kernels/location/instance.ts";
import { measureOpen } from "../../kernels/location/slack.ts";
import { stepPrices } from "../../kernels/location/step-prices.ts";
import type { Ascent } from "./ascent.ts";

/** How soon strides adapt. */
interface Pace {
  /** The share of a new answer in the average, at most; small keeps the average steady. */
  readonly share: number;
  /** A stride that fails this often in a row is too long ... */
  readonly failures: number;
  /** ... and is shortened by SHORTEN; one that succeeds with the average behind it is lengthened so. */
  readonly lengthen: number;
}

/** Many iterations from prices that know nothing of each other. */
const STEADY: Pace = { share: 0.1, failures: 10, lengthen: 1.1 };
/** A few iterations from prices that were nearly best a moment ago. */
const QUICK: Pace = { share: 0.15, failures: 4, lengthen: 1.5 };

const SHORTEN = 0.66;
const LONGEST = 2;
/** No step is longer than the last one by more than this, as averages that soon grow short would make it. */
const LONGER = 1.3;
/** A trial so many times further below the bound than the way from it up shows a stride much too long. */
const FAR_BELOW = 1;
const FAR_FAILURES = 5;
/** A direction whose squared length is less goes nowhere. */
const FLAT = 1e-14;

/**
 * Climbs along the average of answers, many of which come from close by. Where sites answer in clusters, and where there
 * are very many prices, it is faster than a bundle of few planes: with clusters 1,000 x 1,000 at ten times the demand (seed 4)
 * was 13 units below the best plan in place of 21 after as long. It needs to be told how far there is to go: steps that
 * shrink with what was gained since the start end long before the best where the start is poor.
 *
 * Source: Barahona and Anbil, The volume algorithm (2000); Barahona and Chudak, Near-optimal solutions to large-scale
 *         facility location problems (2005).
 */
export class AveragedAscent implements Ascent {
  readonly #weight: Float64Array;
  readonly #trial: Float64Array;
  readonly #direction: Float64Array;
  readonly #open: Float64Array;
  readonly #now: Float64Array;
  #pace = STEADY;
  #isEmpty = true;
  #length = 0;
  #stride = 0;
  #lastStep = Number.POSITIVE_INFINITY;
  #failures = 0;
  /** An average says nothing of it. */
  readonly promised = Number.POSITIVE_INFINITY;

  constructor({ siteCount, customerCount }: LocationInstance, weight: Float64Array) {
    this.#weight = weight;
    this.#trial = new Float64Array(customerCount);
    this.#direction = new Float64Array(customerCount);
    this.#open = new Float64Array(siteCount);
    this.#now = new Float64Array(siteCount);
  }

  begin(): void {
    this.#isEmpty = true;
    this.#pace = STEADY;
    this.#lastStep = Number.POSITIVE_INFINITY;
    this.#failures = 0;
  }

  beginWith(direction: Float64Array, open: Float64Array): void {
    this.begin();
    this.#isEmpty = false;
    this.#pace = QUICK;
    this.#direction.set(direction);
    this.#open.set(open);
    this.#measure();
  }

  take(answers: Answers): void {
    if (!this.#isEmpty) return;
    this.#isEmpty = false;
    this.#direction.set(answers.slack);
    measureOpen(answers, this.#open);
    this.#measure();
  }

  #measure(): void {
    const direction = this.#direction;
    this.#length = 0;
    for (let j = 0; j < direction.length; j++) this.#length += direction[j] * direction[j] * this.#weight[j];
  }

  aim(part: number): void {
    this.#stride = part;
  }

  advance(answers: Answers, prices: Float64Array, bound: number, way: number): number | undefined {
    const direction = this.#direction;
    const trial = this.#trial;
    const weight = this.#weight;
    const length = this.#length;
    if (length < FLAT) return undefined;
    const step = Math.min((this.#stride * way) / length, LONGER * this.#lastStep);
    this.#lastStep = step;
    stepPrices(trial, prices, step, direction, weight);
    const value = answer(answers, trial, true);
    const along = this.#average(answers);
    if (value > bound) {
      prices.set(trial);
      if (along >= 0) {
        this.#stride = Math.min(this.#stride * this.#pace.lengthen, LONGEST);
        this.#failures = 0;
      }
      return value;
    }
    this.#failures += value < bound - FAR_BELOW * way ? FAR_FAILURES : 1;
    if (this.#failures >= this.#pace.failures) {
      this.#stride *= SHORTEN;
      this.#failures = 0;
    }
    return value;
  }

  /** Moves the averages towards the answer, at most as far as makes them shortest; gives how it rises along them. */
  #average(answers: Answers): number {
    const { slack } = answers;
    const now = this.#now;
    const direction = this.#direction;
    const open = this.#open;
    const weight = this.#weight;
    const length = this.#length;
    const { share } = this.#pace;
    let along = 0;
    let own = 0;
    for (let j = 0; j < slack.length; j++) {
      along += slack[j] * direction[j] * weight[j];
      own += slack[j] * slack[j] * weight[j];
    }
    measureOpen(answers, now);
    const spread = own - 2 * along + length;
    const part = spread > FLAT ? Math.min(share, Math.max(share / 10, (length - along) / spread)) : share;
    for (let j = 0; j < slack.length; j++) direction[j] += part * (slack[j] - direction[j]);
    for (let i = 0; i < open.length; i++) open[i] += part * (now[i] - open[i]);
    this.#measure();
    return along;
  }

  read(direction: Float64Array, open: Float64Array): void {
    direction.set(this.#direction);
    open.set(this.#open);
  }
}
