import { ByIds } from "./by-ids.ts";

/**
 * Averages that hang on each other, solved anew for the checker: what comes into a place carries so much, whatever
 * leaves carries the average, and some of what comes in has come from other places,
 *
 *     average * inflow = own + sum of factor * average of the place it comes from
 *
 * Loops are closed one place after the other, those with few neighbours first, which keeps networks sparse. In a loop what
 * comes into a place is what goes from it, as rows of the plan say, and is added up from there: what is left of it when a
 * place is closed would be the difference of large amounts where little leaves the loop.
 */
export class Averages {
  readonly #places = new ByIds<number>();
  readonly #inflow: number[] = [];
  readonly #own: number[] = [];
  readonly #leaving: number[] = [];
  readonly #sources: Map<number, number>[] = [];
  #steps = 0;

  /** The number of a place; `start` says what comes in where it is a new one. */
  place(ids: readonly string[], start: () => number): number {
    const found = this.#places.at(ids);
    if (found.value !== undefined) return found.value;
    found.value = this.#own.length;
    this.#own.push(0);
    this.#leaving.push(0);
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

  /** So much leaves for good: nobody's average hangs on it. */
  leave(place: number, amount: number): void {
    if (amount > 0) this.#leaving[place] += amount;
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
    const loops = loopsInOrder(this.#sources);
    const leaving = this.#leavingLoops(loops);
    let lost = 0;
    for (const loop of loops) {
      const [place] = loop;
      const goesRound = loop.length > 1 || this.#sources[place].has(place);
      lost += goesRound ? this.#solveLoop(loop, leaving, average) : this.#solveOne(place, average);
      if (this.#steps > MOST_STEPS) return undefined;
    }
    return { average, lost };
  }

  /** What leaves the loop that each place is in: for good, for other loops, or for places in which nothing is kept. */
  #leavingLoops(loops: readonly (readonly number[])[]): Float64Array {
    const loopOf = new Int32Array(this.#own.length);
    for (const [l, loop] of loops.entries()) for (const place of loop) loopOf[place] = l;
    const leaving = Float64Array.from(this.#leaving);
    for (const [place, sources] of this.#sources.entries()) {
      const isEmpty = this.#inflow[place] <= NOTHING;
      for (const [from, factor] of sources) if (isEmpty || loopOf[place] !== loopOf[from]) leaving[from] += factor;
    }
    return leaving;
  }

  /** Gives what is lost. */
  #solveOne(place: number, average: Float64Array): number {
    let given = this.#own[place];
    for (const [from, factor] of this.#sources[place]) given += factor * average[from];
    if (this.#inflow[place] <= NOTHING) return given;
    average[place] = given / this.#inflow[place];
    return 0;
  }

  /** Gives what is lost. */
  #solveLoop(loop: readonly number[], leaving: Float64Array, average: Float64Array): number {
    const kept = loop.filter((place) => this.#inflow[place] > NOTHING);
    const isKept = new Set(kept);
    const members = new Set(loop);
    const system: Loop = { own: new Map(), leaving: new Map(), sources: new Map(), users: new Map() };
    for (const place of kept) system.users.set(place, new Set());
    let lost = 0;
    let through = 0;
    let leaves = 0;
    /** What places in which nothing is kept are brought from within the loop. */
    const inVain: { readonly from: number; readonly factor: number }[] = [];
    for (const place of loop) {
      const inside = new Map<number, number>();
      let given = this.#own[place];
      for (const [from, factor] of this.#sources[place]) {
        if (!members.has(from)) given += factor * average[from];
        else if (!isKept.has(place)) inVain.push({ from, factor });
        else if (isKept.has(from) && from !== place) inside.set(from, factor);
      }
      if (!isKept.has(place)) {
        lost += given;
        continue;
      }
      through += this.#inflow[place];
      leaves += leaving[place];
      for (const from of inside.keys()) system.users.get(from)!.add(place);
      system.own.set(place, given);
      system.leaving.set(place, leaving[place]);
      system.sources.set(place, inside);
    }
    const given = [...system.own.values()].reduce((sum, own) => sum + own, 0);
    if (!(leaves > LEAVES * through && this.#close(kept, system, average))) return lost + given;
    return inVain.reduce((sum, { from, factor }) => sum + factor * average[from], lost);
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
        const comes = goesFrom(place, system);
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

/** What the places of a loop are given, what leaves it from them, what comes to them from each other, and who takes from each. */
interface Loop {
  readonly own: Map<number, number>;
  readonly leaving: Map<number, number>;
  readonly sources: Map<number, Map<number, number>>;
  readonly users: Map<number, Set<number>>;
}

/** How many ways lead through a place from one to another: putting it in terms of others adds no more than these. */
function waysThrough(place: number, { sources, users }: Loop): number {
  return sources.get(place)!.size * users.get(place)!.size;
}

/** What goes from a place: all that leaves the loop, and what others take. */
function goesFrom(place: number, { leaving, sources, users }: Loop): number {
  let goes = leaving.get(place)!;
  for (const user of users.get(place)!) goes += sources.get(user)!.get(place)!;
  return goes;
}

/** Whoever takes from a place takes from its sources instead, and they leave as it does; gives the number of ways that this made. */
function putInTermsOfOthers(place: number, comes: number, { own, leaving, sources, users }: Loop): number {
  const theirs = sources.get(place)!;
  for (const [from, factor] of theirs) {
    users.get(from)!.delete(place);
    leaving.set(from, leaving.get(from)! + factor * (leaving.get(place)! / comes));
  }
  for (const user of users.get(place)!) {
    const of = sources.get(user)!;
    const part = of.get(place)! / comes;
    of.delete(place);
    own.set(user, own.get(user)! + part * own.get(place)!);
    for (const [from, factor] of theirs) {
      if (from === user) continue;
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
