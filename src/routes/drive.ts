import { type Control, nextTurn, type Report, SLICE_MS } from "../base/control.ts";
import { InvalidOptionError } from "../base/errors.ts";
import type { LinearRequest, Route } from "../formulations/request.ts";
import { backendMissing } from "../plan/options.ts";
import type { LinearBackend, LinearLimits, LinearSolution } from "../problems/linear.ts";

/**
 * Runs a route to its end, blocking.
 *
 * @param backend absent where the route asks for nothing.
 */
export function drive<Result>(route: Route<Result>, backend: LinearBackend | undefined, control: Control): Result {
  let solution: LinearSolution | undefined;
  for (;;) {
    const { done, value } = route.next(solution);
    if (done) return value;
    solution =
      value &&
      present(backend).solve(
        value.problem,
        limitsOf(value, control),
        reporter(value, control),
        stopping(value, control),
      );
  }
}

/** Runs a route to its end; foreign solvers work off the main thread where they can. */
export async function driveAsync<Result>(
  route: Route<Result>,
  backend: LinearBackend | undefined,
  control: Control,
): Promise<Result> {
  let solution: LinearSolution | undefined;
  let sliceEnds = control.elapsedMs + SLICE_MS;
  for (;;) {
    const { done, value } = route.next(solution);
    if (done) return value;
    solution = undefined;
    if (value !== undefined) {
      const onProgress = reporter(value, control);
      solution =
        present(backend).solveAsync === undefined
          ? present(backend).solve(value.problem, limitsOf(value, control), onProgress, stopping(value, control))
          : await present(backend).solveAsync!(value.problem, limitsOf(value, control), {
              onProgress,
              ...(control.signal === undefined || value.essential ? {} : { signal: control.signal }),
            });
    }
    if (control.elapsedMs >= sliceEnds) {
      await nextTurn();
      sliceEnds = control.elapsedMs + SLICE_MS;
    }
  }
}

function present(backend: LinearBackend | undefined): LinearBackend {
  if (backend === undefined)
    throw new InvalidOptionError([backendMissing("a linear solver is needed and none was given")]);
  return backend;
}

/** What the request allows itself, and never more than is left of the run; what is essential may take its time. */
function limitsOf({ limits, essential }: LinearRequest, { remainingMs }: Control): LinearLimits {
  const timeLimitMs = Math.min(limits.timeLimitMs ?? Number.POSITIVE_INFINITY, remainingMs);
  return essential || !Number.isFinite(timeLimitMs) ? limits : { ...limits, timeLimitMs };
}

/** A foreign solver's work is not counted, so that only the clock and whoever cancels end it, blocking or not. */
function stopping({ essential }: LinearRequest, control: Control): () => boolean {
  return () => !essential && (control.remainingMs === 0 || control.signal?.aborted === true);
}

function reporter({ phase, energyOf, proved = Number.NEGATIVE_INFINITY, tell }: LinearRequest, control: Control) {
  const report = tell ?? ((what: Report): void => control.report(what));
  return (progress: { readonly incumbent?: number; readonly bound?: number; readonly gap?: number }): void => {
    if (energyOf === undefined) return;
    const { incumbent, bound } = progress;
    const inHand = incumbent === undefined ? undefined : energyOf(incumbent);
    const proven = bound === undefined ? undefined : Math.max(proved, energyOf(bound));
    report({
      phase,
      ...(inHand === undefined ? {} : { incumbent: inHand }),
      ...(proven === undefined ? {} : { bound: proven }),
      ...(inHand === undefined || proven === undefined || inHand === 0 ? {} : { gap: (inHand - proven) / inHand }),
    });
  };
}
