import type { TaskKind } from "../base/workers.ts";
import { answersOf, type CommonAnswers } from "../kernels/coupled/answer-state.ts";
import { answerGood } from "../kernels/coupled/answers.ts";

/** Does one item of a task. */
export type Perform = (item: number) => void;

/** What is common to all who answer, the prices they answer, and the goods by item. */
export interface AnswersTask extends CommonAnswers {
  readonly price: Float64Array;
  readonly goodOf: Int32Array;
}

/** What a thread makes of a task that it is told. */
export const performers: Readonly<Record<TaskKind, (task: never) => Perform>> = {
  answers: (task: AnswersTask) => {
    const answers = answersOf(task);
    const { price, goodOf } = task;
    return (item) => answerGood(answers, price, goodOf[item], false);
  },
};
