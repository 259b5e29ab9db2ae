import {
  answerUncapacitated,
  decideByValue,
  listPairs,
  startUncapacitated,
  type UncapacitatedAnswers,
} from "../../kernels/location/uncapacitated-answers.ts";
import { inSinglePrecision } from "./proof.ts";
import type { SearchState } from "./search-state.ts";
import { UncapacitatedAscent } from "./uncapacitated-ascent.ts";
import type { Bounded, Inherited, OpenNode, Prices, Way } from "./uncapacitated-nodes.ts";

/** The node of an uncapacitated tree that is worked at. */
export class PresentNode {
  readonly answers: UncapacitatedAnswers;
  readonly #ascent: UncapacitatedAscent;
  readonly #grain: number;

  /** Begins with the root, as the state has it. */
  constructor(state: SearchState) {
    this.#grain = grainOf(state);
    this.answers = startUncapacitated(state.instance);
    this.#ascent = new UncapacitatedAscent(this.answers, this.#grain);
    const { prices, direction, average } = this.#ascent;
    const { lower, upper } = state.answers;
    for (let i = 0; i < lower.length; i++) this.answers.state[i] = lower[i] > 0 ? 1 : upper[i] === 0 ? -1 : 0;
    prices.set(state.prices);
    direction.set(state.direction);
    average.set(state.average);
  }

  /** How open each site is on average over the last answers. */
  get average(): Float64Array {
    return this.#ascent.average;
  }

  enter(node: OpenNode): void {
    this.#take(node, node);
    this.answers.state.set(node.states);
    this.#decide(node);
  }

  #take({ prices }: Bounded, { direction, average }: Inherited): void {
    this.#ascent.prices.set(prices);
    this.#ascent.direction.set(direction);
    this.#ascent.average.set(average);
  }

  /** Closes a site or opens it: its customers lose what it served of them on average, or gain what it still lacks. */
  #decide({ site, way, off }: Way): void {
    const { instance, state } = this.answers;
    const { matrix, customerCount: n } = instance;
    const { prices, direction, average } = this.#ascent;
    const part = way === 0 ? off : off - 1;
    const row = site * n;
    for (let j = 0; j < n; j++) if (prices[j] > matrix[row + j]) direction[j] += part;
    average[site] = way;
    state[site] = way === 0 ? -1 : 1;
  }

  /**
   * Raises the bound by so many answers, and `more` where the cut is near then; undefined where some customer cannot be served
   * any more.
   */
  bound(cut: number, iterations: number, more: number): Bounded | undefined {
    if (!this.#list()) return undefined;
    return this.#climb(cut, iterations, more);
  }

  #climb(cut: number, iterations: number, more: number): Bounded {
    const bound = this.#ascent.climb(cut, iterations, more);
    const proving = copyOf(this.#ascent.swept);
    return { bound, proving, prices: bound >= cut ? proving : copyOf(this.#ascent.prices) };
  }

  /** Lists the pairs of what the states allow; prices move to whole grains and into their limits. */
  #list(): boolean {
    const { prices } = this.#ascent;
    const grain = this.#grain;
    for (let j = 0; j < prices.length; j++) prices[j] = Math.floor(prices[j] / grain) * grain;
    if (!listPairs(this.answers, prices)) return false;
    const { limit } = this.answers;
    for (let j = 0; j < prices.length; j++) if (prices[j] > limit[j]) prices[j] = limit[j];
    return true;
  }

  /** Decides the sites that the prices of the bound decide; gives them. */
  narrow({ bound }: Bounded, cut: number): Int32Array {
    answerUncapacitated(this.answers, this.#ascent.swept);
    return decideByValue(this.answers, cut - bound);
  }

  leave(): Inherited {
    const { direction, average } = this.#ascent;
    return {
      direction: Float32Array.from(direction),
      average: Float32Array.from(average),
      states: this.answers.state.slice(),
    };
  }

  /** Tries one way of a site of the node that was bounded and left so, and takes it back. */
  probe(from: Bounded, left: Inherited, way: Way, cut: number, iterations: number): Bounded {
    this.#take(from, left);
    this.#decide(way);
    const found = this.#climb(cut, iterations, 0);
    this.answers.state[way.site] = 0;
    // Where the node's own prices prove more, these only lead on.
    return found.bound > from.bound ? found : { ...from, prices: found.prices };
  }

  /** Where all sites are decided: what the plan costs, by the prices that each customer's cheapest open site asks. */
  settle(): Bounded | undefined {
    if (!this.#list()) return undefined;
    const { prices } = this.#ascent;
    const { start, cost } = this.answers;
    for (let j = 0; j < prices.length; j++) prices[j] = cost[start[j]];
    const proving = copyOf(prices);
    return { bound: answerUncapacitated(this.answers, prices), proving, prices: proving };
  }
}

/**
 * Prices are multiples of so many steps that single precision mostly holds them, which halves the certificate; costs are
 * multiples, too, so that a decided plan's prices are.
 */
function grainOf({ instance, prices }: SearchState): number {
  let highest = 1;
  for (let j = 0; j < prices.length; j++) highest = Math.max(highest, Math.abs(prices[j]));
  let grain = 1;
  while (grain < instance.stepsPerUnit && 2 * highest > grain * 2 ** 24) grain *= 2;
  return grain;
}

/** The same prices, in single precision where that holds them exactly. */
function copyOf(prices: Float64Array): Prices {
  const copy = inSinglePrecision(prices);
  return copy === prices ? prices.slice() : copy;
}
