import type { Report } from "../base/control.ts";
import type { LinearLimits, LinearProblem, LinearSolution } from "../problems/linear.ts";

/** Asks whoever drives a route to have a linear problem solved. */
export interface LinearRequest {
  readonly phase: string;
  readonly problem: LinearProblem;
  readonly limits: LinearLimits;
  /** Small, and needed for any answer at all: not to be cut short once it has begun. */
  readonly essential?: boolean;
  /** From the problem's objective to MJ/yr, for progress; absent: not worth reporting. */
  readonly energyOf?: (objective: number) => number;
  /** A bound that is proved already, MJ/yr: progress never shows a lower one. */
  readonly proved?: number;
  /** Who is told of progress; absent: whoever listens to the run. */
  readonly tell?: (report: Report) => void;
}

/**
 * A route is a generator: it yields a request where a foreign solver is needed and nothing where it may be
 * interrupted. One route thus serves the blocking and the asynchronous form, with the same answer.
 */
export type Route<Result> = Generator<LinearRequest | undefined, Result, LinearSolution | undefined>;

/** Yields one request and gives the solution back: `const solution = yield* ask({ ... })`. */
export function* ask(request: LinearRequest): Route<LinearSolution> {
  const solution = yield request;
  if (solution === undefined) throw new TypeError("a route's request was answered with nothing");
  return solution;
}

/**
 * The same route, with its requests under another name, none of their figures reported as progress, and none so
 * needed that it may outlast the limits.
 */
export function* quietly<Result>(phase: string, route: Route<Result>): Route<Result> {
  let solution: LinearSolution | undefined;
  for (;;) {
    const { done, value } = route.next(solution);
    if (done) return value;
    if (value === undefined) {
      yield undefined;
      solution = undefined;
    } else {
      const { problem, limits } = value;
      solution = yield { phase, problem, limits };
    }
  }
}

/** The same route, whose requests' progress is told to someone else. */
export function* toldTo<Result>(tell: (report: Report) => void, route: Route<Result>): Route<Result> {
  let solution: LinearSolution | undefined;
  for (;;) {
    const { done, value } = route.next(solution);
    if (done) return value;
    solution = yield value && { ...value, tell };
  }
}
