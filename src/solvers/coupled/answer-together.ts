import type { SharedTask, WorkerPool } from "../../base/workers.ts";
import {
  type Answers,
  type AnswersTogether,
  answersOf,
  type CommonAnswers,
  startCommon,
} from "../../kernels/coupled/answer-state.ts";
import { answerGood } from "../../kernels/coupled/answers.ts";
import type { Arcs } from "../../kernels/coupled/arcs.ts";
import type { CoupledInstance } from "../../kernels/coupled/instance.ts";
import type { PriceNodes } from "../../kernels/coupled/price-nodes.ts";

/** Where the last answer took fewer visits, a quarter of a millisecond, waking threads would take longer than they save. */
const LEAST_VISITS = 20_000;

/** What threads are told: what is common to all who answer, the prices they answer, and the goods by item. */
type AnswersTask = CommonAnswers & { readonly price: Float64Array; readonly goodOf: Int32Array };

/**
 * Answers to prices by several threads: goods do not touch each other, so each good is answered by whoever is free, and
 * the sums are made in the order of goods afterwards. The answers are those of one thread, to the last bit.
 */
export class SharedAnswers implements AnswersTogether {
  readonly answers: Answers;
  readonly #shared: SharedTask<AnswersTask>;
  readonly #price: Float64Array;
  readonly #goodOf: Int32Array;

  constructor(common: CommonAnswers, shared: SharedTask<AnswersTask>) {
    const { price, goodOf, ...written } = shared.task;
    // Here the problem stays where it is; what threads see of it is a copy.
    const { instance, nodes } = common;
    this.#price = price;
    this.#goodOf = goodOf;
    this.#shared = shared;
    this.answers = answersOf({ ...written, instance, nodes });
    this.answers.together = this;
  }

  answerGoods(price: Float64Array): void {
    const { visitsOf } = this.answers;
    if (visitsOf.reduce((sum, visits) => sum + visits, 0) < LEAST_VISITS) {
      for (let good = 0; good < visitsOf.length; good++) answerGood(this.answers, price, good, false);
      return;
    }
    this.#price.set(price);
    this.#shared.run(this.#goodOf.length, (item) => answerGood(this.answers, price, this.#goodOf[item], false));
  }

  /** Hands on the arcs that `setArcs` has set. */
  renew(): void {
    const { arcs, ranked } = this.#shared.renew({ ...this.#shared.task, ...pick(this.answers) });
    this.answers.arcs = arcs;
    this.answers.ranked = ranked;
  }

  rest(): void {
    this.#shared.rest();
  }
}

function pick({ arcs, ranked }: Answers): Pick<Answers, "arcs" | "ranked"> {
  return { arcs, ranked };
}

/** Answers by this thread and those of the pool; undefined where it has none, or works of different goods are decided together. */
export function shareAnswers(
  instance: CoupledInstance,
  nodes: PriceNodes,
  arcs: Arcs,
  price: Float64Array,
  pool: WorkerPool,
): SharedAnswers | undefined {
  if (instance.problem.siteRoof !== undefined || pool.threads === 0) return undefined;
  const common = startCommon(instance, nodes, arcs, price);
  const task = { ...common, price: price.slice(), goodOf: largestFirst(common) };
  const shared = pool.share("answers", task);
  return shared && new SharedAnswers(common, shared);
}

/** Goods by how much there is to look at, most first, so that nobody is left with a large one at the end. */
function largestFirst({ ranked, goodGroup, instance: { placeCount: p, goodCount: g } }: CommonAnswers): Int32Array {
  const size = Float64Array.from({ length: g }, (_, good) => {
    const nodes = ranked.start[(good + 1) * p] - ranked.start[good * p];
    return nodes + goodGroup[good + 1] - goodGroup[good];
  });
  return Int32Array.from({ length: g }, (_, good) => good).sort((a, b) => size[b] - size[a] || a - b);
}
