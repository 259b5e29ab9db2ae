/** So much of what goes through one place goes into another. */
export interface Way {
  readonly from: number;
  readonly into: number;
  readonly amount: number;
}

/** Places that hang on each other in circles. What goes through a place is what leaves it, for elsewhere and by its ways. */
export interface Loop {
  /** n, what is given to each place: energy that comes from elsewhere. */
  readonly given: Float64Array;
  /** n, from 0: what leaves each place for elsewhere. */
  readonly leaves: Float64Array;
  /** Between the places; what goes from a place into itself changes nothing. */
  readonly ways: readonly Way[];
}

/**
 * The average of what is given behind what leaves each place, where whatever goes from one place into another carries the
 * average of where it comes from:
 *
 *     average * (leaves + sum of amounts into others) = given + sum over sources of amount * their average
 *
 * Places are put in terms of those that are left, one after the other, those with few ways through them first: a network of
 * links and of recipes stays sparse, and thousands of places take milliseconds, where a table of all of them took minutes.
 * What goes through a place that is left is never found by taking away, but summed up anew from where it goes: nothing but
 * sums, products and quotients of what is not negative, so that averages are right to the last digits however little leaves.
 *
 * Gives:  n; undefined where there are places that nothing leaves.
 * Source: Grassmann, Taksar and Heyman, Regenerative analysis and steady state distributions for Markov chains, Operations
 *         Research 33 (1985), for the sums; Markowitz, The elimination form of the inverse, Management Science 3 (1957).
 */
export function loopAverages({ given, leaves, ways }: Loop): Float64Array | undefined {
  const places = new Elimination(given.slice(), leaves.slice(), ways);
  const order = new FewestFirst(given.length, (place) => places.waysThrough(place));
  const done: number[] = [];
  for (let place = order.next(); place >= 0; place = order.next()) {
    if (!places.putInTermsOfOthers(place)) return undefined;
    for (const neighbour of places.neighbours(place)) order.changed(neighbour);
    done.push(place);
  }
  return places.goBack(done);
}

class Elimination {
  readonly #given: Float64Array;
  readonly #leaves: Float64Array;
  readonly #through: Float64Array;
  /** By place: what comes from each source, and who takes from it. What is done keeps its sources, which are done later. */
  readonly #sources: Map<number, number>[];
  readonly #users: Set<number>[];

  constructor(given: Float64Array, leaves: Float64Array, ways: readonly Way[]) {
    this.#given = given;
    this.#leaves = leaves;
    this.#through = new Float64Array(given.length);
    this.#sources = Array.from(given, () => new Map<number, number>());
    this.#users = Array.from(given, () => new Set<number>());
    for (const { from, into, amount } of ways) this.#add(from, into, amount);
  }

  #add(from: number, into: number, amount: number): void {
    if (from === into || !(amount > 0)) return;
    const sources = this.#sources[into];
    sources.set(from, (sources.get(from) ?? 0) + amount);
    this.#users[from].add(into);
  }

  /** Ways from a source to a user by this place: how many more there may be when it is gone. */
  waysThrough(place: number): number {
    return this.#sources[place].size * this.#users[place].size;
  }

  /** Those whose ways have changed with a place's. */
  neighbours(place: number): Iterable<number> {
    return new Set([...this.#sources[place].keys(), ...this.#users[place]]);
  }

  /** Whoever takes from a place takes from its sources instead; false where nothing leaves it. */
  putInTermsOfOthers(place: number): boolean {
    const sources = this.#sources[place];
    const users = this.#users[place];
    let through = this.#leaves[place];
    for (const user of users) through += this.#sources[user].get(place)!;
    if (!(through > 0)) return false;
    this.#through[place] = through;
    for (const from of sources.keys()) this.#users[from].delete(place);
    for (const user of users) {
      const share = this.#sources[user].get(place)! / through;
      this.#sources[user].delete(place);
      this.#given[user] += share * this.#given[place];
      for (const [from, amount] of sources) this.#add(from, user, share * amount);
    }
    const leaving = this.#leaves[place] / through;
    for (const [from, amount] of sources) this.#leaves[from] += leaving * amount;
    return true;
  }

  /** The averages, those done last first. */
  goBack(done: readonly number[]): Float64Array {
    const average = new Float64Array(done.length);
    for (let k = done.length - 1; k >= 0; k--) {
      const place = done[k];
      let given = this.#given[place];
      for (const [from, amount] of this.#sources[place]) given += amount * average[from];
      average[place] = given / this.#through[place];
    }
    return average;
  }
}

/** Places by how many ways lead through them, the fewest first; of as many, in a fixed order. */
class FewestFirst {
  readonly #waysThrough: (place: number) => number;
  /** By number of ways: places that had so many when they were last looked at, some of them by now done or changed. */
  readonly #waiting: number[][] = [];
  readonly #placed: Int32Array;
  #fewest = 0;

  constructor(count: number, waysThrough: (place: number) => number) {
    this.#waysThrough = waysThrough;
    this.#placed = new Int32Array(count).fill(-1);
    for (let place = count - 1; place >= 0; place--) this.changed(place);
  }

  /** Sorts a place in by the ways it has now; one that is done already stays so. */
  changed(place: number): void {
    if (this.#placed[place] === DONE) return;
    const ways = Math.min(MANY, this.#waysThrough(place));
    if (this.#placed[place] === ways) return;
    this.#placed[place] = ways;
    this.#waiting[ways] ??= [];
    this.#waiting[ways].push(place);
    this.#fewest = Math.min(this.#fewest, ways);
  }

  /** The next place, which is done then; -1 when all are. */
  next(): number {
    for (; this.#fewest < this.#waiting.length; this.#fewest++) {
      const waiting = this.#waiting[this.#fewest] ?? [];
      for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
        if (this.#placed[place] !== this.#fewest) continue;
        this.#placed[place] = DONE;
        return place;
      }
    }
    return -1;
  }
}

/** As many ways as this are not told apart from more. */
const MANY = 1 << 16;

/** Stands in place of a number of ways for a place that needs no more looking at. */
const DONE = -2;
