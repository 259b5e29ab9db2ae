import { ByIds } from "./by-ids.ts";

/**
 * Averages that hang on each other, solved anew for the checker: what comes into a place carries so much, whatever
 * leaves carries the average, and some of what comes in has come from other places,
 *
 *     average * inflow = own + sum of factor * average of the place it comes from
 *
 * Loops are closed one place after the other, those with few neighbours first, which keeps networks sparse.
 */
export class Averages {
  readonly #places = new ByIds<number>();
  readonly #inflow: number[] = [];
  readonly #own: number[] = [];
  readonly #sources: Map<number, number>[] = [];
  #steps = 0;

  /** The number of a place; `start` says what comes in where it is a new one. */
  place(ids: readonly string[], start: () => number): number {
    const found = this.#places.at(ids);
    if (found.value !== undefined) return found.value;
    found.value = this.#own.length;
    this.#own.push(0);
    this.#sources.push(new Map());
    this.#inflow.push(start());
    return found.value;
  }

  comeIn(place: number, amount: number): void {
    this.#inflow[place] += amount;
  }

  give(place: number, own: number): void {
    this.#own[place] += own;
  }

  bring(place: number, from: number, factor: number): void {
    const sources = this.#sources[place];
    sources.set(from, (sources.get(from) ?? 0) + factor);
  }

  inflow(place: number): number {
    return this.#inflow[place];
  }

  /**
   * Gives the averages, 0 where nothing comes in; `lost` is what is given or brought to such places, and to loops that keep
   * everything to themselves. Undefined where loops are so many and so tangled that no plan of this world has them.
   */
  solve(): { readonly average: Float64Array; readonly lost: number } | undefined {
    const average = new Float64Array(this.#own.length);
    let lost = 0;
    for (const loop of loopsInOrder(this.#sources)) {
      lost += loop.length > 1 ? this.#solveLoop(loop, average) : this.#solveOne(loop[0], average);
      if (this.#steps > MOST_STEPS) return undefined;
    }
    return { average, lost };
  }

  /** Gives what is lost. */
  #solveOne(place: number, average: Float64Array): number {
    let given = this.#own[place];
    let kept = 0;
    for (const [from, factor] of this.#sources[place]) {
      if (from === place) kept += factor;
      else given += factor * average[from];
    }
    const comes = this.#inflow[place] - kept;
    if (this.#inflow[place] <= NOTHING || !(comes > LEAVES * this.#inflow[place])) return given;
    average[place] = given / comes;
    return 0;
  }

  /** Gives what is lost. */
  #solveLoop(loop: readonly number[], average: Float64Array): number {
    const members = new Set(loop);
    const system: Loop = { own: new Map(), sources: new Map(), users: new Map() };
    for (const place of loop) system.users.set(place, new Set());
    let lost = 0;
    let through = 0;
    let leaving = 0;
    /** What places in which nothing is kept are brought from within the loop. */
    const inVain: { readonly from: number; readonly factor: number }[] = [];
    for (const place of loop) {
      const isEmpty = this.#inflow[place] <= NOTHING;
      const inside = new Map<number, number>();
      let given = this.#own[place];
      let kept = 0;
      for (const [from, factor] of this.#sources[place]) {
        if (!members.has(from)) given += factor * average[from];
        else if (isEmpty) inVain.push({ from, factor });
        else if (this.#inflow[from] > NOTHING) {
          inside.set(from, factor);
          kept += factor;
        }
      }
      if (isEmpty) {
        lost += given;
        given = 0;
      } else {
        through += this.#inflow[place];
        leaving += this.#inflow[place] - kept;
      }
      for (const from of inside.keys()) system.users.get(from)!.add(place);
      system.own.set(place, given);
      system.sources.set(place, inside);
    }
    const given = [...system.own.values()].reduce((sum, own) => sum + own, 0);
    if (!(leaving > LEAVES * through && this.#close(loop, system, average))) return lost + given;
    return inVain.reduce((sum, { from, factor }) => sum + factor * average[from], lost);
  }

  /** What comes into a place; where that is nothing its average is nothing, whatever it is divided by. */
  #comes(place: number): number {
    return this.#inflow[place] <= NOTHING ? 1 : this.#inflow[place];
  }

  /** Puts each place of a loop in terms of those that are left, then goes back; false where the loop has no average. */
  #close(loop: readonly number[], system: Loop, average: Float64Array): boolean {
    const done: { readonly place: number; readonly comes: number }[] = [];
    let left = loop;
    while (left.length > 0) {
      const ways = new Map(left.map((place) => [place, waysThrough(place, system)]));
      const order = left.toSorted((one, other) => ways.get(one)! - ways.get(other)!);
      const most = Math.max(1, 2 * ways.get(order[0])!);
      this.#steps += left.length;
      left = order.filter((place) => {
        if (this.#steps > MOST_STEPS || waysThrough(place, system) > most) return true;
        const comes = this.#comes(place) - (system.sources.get(place)!.get(place) ?? 0);
        done.push({ place, comes });
        if (comes > 0) this.#steps += putInTermsOfOthers(place, comes, system);
        return false;
      });
      if (this.#steps > MOST_STEPS || !done.every(({ comes }) => comes > 0)) return false;
    }
    for (let k = done.length - 1; k >= 0; k--) {
      const { place, comes } = done[k];
      let sum = system.own.get(place)!;
      for (const [from, factor] of system.sources.get(place)!) sum += factor * average[from];
      average[place] = sum / comes;
    }
    return true;
  }
}

/** What the places of a loop are given, what comes to them from each other, and who takes from each. */
interface Loop {
  readonly own: Map<number, number>;
  readonly sources: Map<number, Map<number, number>>;
  readonly users: Map<number, Set<number>>;
}

/** How many ways lead through a place from one to another: putting it in terms of others adds no more than these. */
function waysThrough(place: number, { sources, users }: Loop): number {
  return sources.get(place)!.size * users.get(place)!.size;
}

/** Whoever takes from a place takes from its sources instead; gives the number of ways that this made. */
function putInTermsOfOthers(place: number, comes: number, { own, sources, users }: Loop): number {
  const theirs = sources.get(place)!;
  theirs.delete(place);
  users.get(place)!.delete(place);
  for (const from of theirs.keys()) users.get(from)!.delete(place);
  for (const user of users.get(place)!) {
    const of = sources.get(user)!;
    const part = of.get(place)! / comes;
    of.delete(place);
    own.set(user, own.get(user)! + part * own.get(place)!);
    for (const [from, factor] of theirs) {
      of.set(from, (of.get(from) ?? 0) + part * factor);
      users.get(from)!.add(user);
    }
  }
  return theirs.size * users.get(place)!.size;
}

/** What comes in is nothing where it is no more than this, as the books have it. */
export const NOTHING = 1e-7;

/** A loop keeps everything to itself where no more than this share of what goes through it leaves. */
const LEAVES = 1e-9;

/** Loops of a continent's plan take some steps a place; only who means harm comes here, and it takes seconds. */
const MOST_STEPS = 3e7;

/** Places that hang on each other in circles, each lot after those that it takes from. Source: Tarjan (1972). */
function loopsInOrder(sources: readonly ReadonlyMap<number, number>[]): number[][] {
  const loops: number[][] = [];
  const seen = new Int32Array(sources.length).fill(-1);
  const low = new Int32Array(sources.length);
  const isWaiting = new Int8Array(sources.length);
  const waiting: number[] = [];
  let count = 0;
  const path: { readonly place: number; readonly next: Iterator<number> }[] = [];
  const enter = (place: number): void => {
    seen[place] = low[place] = count++;
    waiting.push(place);
    isWaiting[place] = 1;
    path.push({ place, next: sources[place].keys() });
  };
  for (let first = 0; first < sources.length; first++) {
    if (seen[first] < 0) enter(first);
    while (path.length > 0) {
      const { place, next } = path[path.length - 1];
      const { done, value: from } = next.next();
      if (!done) {
        if (seen[from] < 0) enter(from);
        else if (isWaiting[from]) low[place] = Math.min(low[place], seen[from]);
        continue;
      }
      path.pop();
      if (path.length > 0) {
        const above = path[path.length - 1].place;
        low[above] = Math.min(low[above], low[place]);
      }
      if (low[place] !== seen[place]) continue;
      const loop = waiting.splice(waiting.lastIndexOf(place));
      for (const member of loop) isWaiting[member] = 0;
      loops.push(loop);
    }
  }
  return loops;
}
