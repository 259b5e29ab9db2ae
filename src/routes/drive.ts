import { type Control, nextTurn } from "../base/control.ts";
import type { LinearRequest, Route } from "../formulations/request.ts";
import type { LinearBackend, LinearSolution } from "../problems/linear.ts";

/** Milliseconds an asynchronous run keeps the thread before it lets the event loop turn. */
const SLICE_MS = 10;

/** Runs a route to its end, blocking. */
export function drive<Result>(route: Route<Result>, backend: LinearBackend, control: Control): Result {
  let solution: LinearSolution | undefined;
  for (;;) {
    const { done, value } = route.next(solution);
    if (done) return value;
    solution = value && backend.solve(value.problem, value.limits, reporter(value, control), stopping(value, control));
  }
}

/** Runs a route to its end; foreign solvers work off the main thread where they can. */
export async function driveAsync<Result>(
  route: Route<Result>,
  backend: LinearBackend,
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
        backend.solveAsync === undefined
          ? backend.solve(value.problem, value.limits, onProgress, stopping(value, control))
          : await backend.solveAsync(value.problem, value.limits, {
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

function stopping({ essential }: LinearRequest, control: Control): () => boolean {
  return () => !essential && control.interruption() !== undefined;
}

function reporter({ phase, energyOf, proved = Number.NEGATIVE_INFINITY }: LinearRequest, control: Control) {
  return (progress: { readonly incumbent?: number; readonly bound?: number; readonly gap?: number }): void => {
    if (energyOf === undefined) return;
    const { incumbent, bound } = progress;
    const inHand = incumbent === undefined ? undefined : energyOf(incumbent);
    const proven = bound === undefined ? undefined : Math.max(proved, energyOf(bound));
    control.report({
      phase,
      ...(inHand === undefined ? {} : { incumbent: inHand }),
      ...(proven === undefined ? {} : { bound: proven }),
      ...(inHand === undefined || proven === undefined || inHand === 0 ? {} : { gap: (inHand - proven) / inHand }),
    });
  };
}
