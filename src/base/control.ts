/**
 * Limits, progress, cancelling and slicing. The only reader of the clock.
 *
 * A solver is a generator that yields wherever it may be interrupted. `run` drains it in one go;
 * `runSliced` drains it for about ten milliseconds, lets the event loop turn, and goes on. Since both
 * drain the same generator, slicing never changes the answer.
 */

/** Why a run ended before it had nothing more to try. */
export type Interruption = "time" | "work" | "cancelled";

/** How far a run has come. Fields that are not known yet are absent. */
export interface Progress {
  /** What is being done, in words: `"start prices"`. */
  readonly phase: string;
  /** The goods that are being planned, where a continent is planned in parts; the figures are of the whole. */
  readonly goods?: readonly string[];
  /** Which of how many parts that is, from 1. There is a plan of the whole when each part has one. */
  readonly part?: { readonly number: number; readonly of: number };
  /** Objective of the best plan so far (MJ/yr, or the raw problem's unit). */
  readonly incumbent?: number;
  /** Proven (or, from a foreign solver, claimed) lower bound, same unit. */
  readonly bound?: number;
  /** (incumbent - bound) / incumbent. */
  readonly gap?: number;
  readonly elapsedMs: number;
  /** Work units spent, see `VISITS_PER_WORK_UNIT`. */
  readonly work: number;
}

/**
 * How long a run may take, in milliseconds or in units of work (a million arc visits each), what stops it, and whom it
 * tells how far it is. Without a limit it runs to its end.
 */
export interface ControlOptions {
  /** Milliseconds after which the best answer so far is given; default none. */
  readonly timeLimitMs?: number;
  /** Units of work, a million arc visits each, after which it is given: the same everywhere. Default none. */
  readonly workLimit?: number;
  /** Cancels the run; what blocks the thread sees it only before it begins. */
  readonly signal?: AbortSignal;
  /** Called now and then with how far the run has come. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What a solver may say about its progress; the control adds clock and work. */
export type Report = Omit<Progress, "elapsedMs" | "work">;

/**
 * One unit of work is this many arc visits: how often an arc, a pair or an entry of a list is looked at by our own algorithms;
 * the same everywhere for the same problem. A unit takes some 40 ms, so there are 25 a second, on the machine of the
 * benchmarks: prices of many goods 40 to 45 ms, prices by label 39, locations 33 to 41. Less where arcs are looked at in
 * WebAssembly, in long rows: plans of many goods 42 at 50 areas, 16 at 200 and 9 at 600, cheapest flows 13. Proofs over all
 * pairs of areas take 90 to 200. What foreign solvers do, the first prices and the plan's last proof are not counted.
 */
export const VISITS_PER_WORK_UNIT = 1e6;

/** Milliseconds a sliced run keeps the thread before it lets the event loop turn. */
export const SLICE_MS = 10;

/** Carries the limits of one run through all its phases. */
export class Control {
  readonly #startedMs = performance.now();
  readonly #options: ControlOptions;
  #visits = 0;
  #heldBackMs = 0;

  constructor(options: ControlOptions = {}) {
    this.#options = options;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  /** Milliseconds left, or Infinity without a time limit; never negative, and none of what is held back. */
  get remainingMs(): number {
    const limit = this.#options.timeLimitMs;
    return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit - this.#heldBackMs - this.elapsedMs);
  }

  /**
   * Ends what follows so many milliseconds before the time limit, at most half of it, for what must still be done after.
   * 0 gives them back.
   */
  holdBack(ms: number): void {
    this.#heldBackMs = Math.min(ms, (this.#options.timeLimitMs ?? 0) / 2);
  }

  get work(): number {
    return this.#visits / VISITS_PER_WORK_UNIT;
  }

  /** Work units left, or Infinity without a work limit; never negative. */
  get remainingWork(): number {
    const limit = this.#options.workLimit;
    return limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit - this.work);
  }

  /** Which part of what is left of the limits now has been spent when it is asked; nothing of what has no end. */
  spentFromNow(): () => number {
    const { remainingWork, remainingMs } = this;
    const spent = (before: number, left: number): number =>
      before > 0 && Number.isFinite(before) ? 1 - left / before : 0;
    return () => Math.max(spent(remainingWork, this.remainingWork), spent(remainingMs, this.remainingMs));
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal;
  }

  /** Limits for a part of the run: what is left of it, and no more work than this. Its work is to be booked here. */
  part(mostWork: number): Control {
    const { remainingMs, remainingWork } = this;
    const time = Number.isFinite(remainingMs) ? { timeLimitMs: remainingMs } : {};
    return new Control({ ...this.#options, ...time, workLimit: Math.min(mostWork, remainingWork) });
  }

  /**
   * Limits for one of several parts of the run: a share of what is left of it, or all work that is left but no more than
   * `mostWork`. What the part reports is passed on as `tell` makes it. Its work is to be booked here when it has ended.
   */
  share(ofRest: number, tell: (report: Report) => Report, mostWork?: number): Control {
    const { remainingMs, remainingWork, signal } = this;
    const workLimit = mostWork === undefined ? remainingWork * ofRest : Math.min(remainingWork, mostWork);
    return new Control({
      ...(Number.isFinite(remainingMs) ? { timeLimitMs: remainingMs * ofRest } : {}),
      ...(Number.isFinite(workLimit) ? { workLimit } : {}),
      ...(signal ? { signal } : {}),
      onProgress: ({ elapsedMs: _, work, ...report }) =>
        this.#options.onProgress?.({ ...tell(report), elapsedMs: this.elapsedMs, work: this.work + work }),
    });
  }

  /** Books work already done, in arc visits. */
  spend(visits: number): void {
    this.#visits += visits;
  }

  /**
   * Whether the run must end now, and why; work first, so that a work limit alone is deterministic.
   * @param unbooked arc visits done that are booked later.
   */
  interruption(unbooked = 0): Interruption | undefined {
    const { workLimit, timeLimitMs, signal } = this.#options;
    if (workLimit !== undefined && this.work + unbooked / VISITS_PER_WORK_UNIT >= workLimit) return "work";
    if (signal?.aborted) return "cancelled";
    if (timeLimitMs !== undefined && this.remainingMs === 0) return "time";
    return undefined;
  }

  report(report: Report): void {
    this.#options.onProgress?.({ ...report, elapsedMs: this.elapsedMs, work: this.work });
  }
}

/** A solver that can be interrupted: yields at safe points, returns its result. */
export type Sliceable<Result> = Generator<void, Result, void>;

/** Drains a sliceable run without pause. */
export function run<Result>(task: Sliceable<Result>): Result {
  for (;;) {
    const { done, value } = task.next();
    if (done) return value;
  }
}

/** Drains a sliceable run, letting the event loop turn about every ten milliseconds. */
export async function runSliced<Result>(task: Sliceable<Result>): Promise<Result> {
  let sliceEnds = performance.now() + SLICE_MS;
  for (;;) {
    const { done, value } = task.next();
    if (done) return value;
    if (performance.now() >= sliceEnds) {
      await nextTurn();
      sliceEnds = performance.now() + SLICE_MS;
    }
  }
}

/** Resolves in a later turn of the event loop, so that timers, input and abort signals get their chance. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Milliseconds that a piece of code took. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => performance.now() - started;
}
