/** More steps than this, and the trial is given up: no honest proof needs it. */
const MOST_STEPS = 8_000_000;

/** A customer that a site may serve: what that earns at given prices, and its demand. */
interface Item {
  readonly key: number;
  readonly earns: number;
  readonly weight: number;
}

interface Site {
  readonly mustOpen: boolean;
  readonly sets: Int32Array;
}

/**
 * All plans that serve each customer whole from one of a few sets of customers a site, tried one by one.
 *
 * Units: whole numbers whose sums stay exact. A set costs openCost less what it earns.
 * Order: at each step the site with the fewest sets is given each of them in turn, or stays closed where it may.
 */
export class PlanTrial {
  readonly #words: number;
  readonly #customerCount: number;
  readonly #sites: Site[] = [];
  readonly #cost: number[] = [];
  /** The members of set c, 32 to a word, from word c * words on. */
  readonly #members: number[] = [];
  #steps = 0;
  #best = 0;

  constructor(customerCount: number) {
    this.#customerCount = customerCount;
    this.#words = (customerCount + 31) >> 5;
  }

  /** Lists the sets that fit and earn more than `least`, the cheapest first. */
  addSite(items: Item[], capacity: number, least: number, openCost: number, mustOpen: boolean): void {
    const first = this.#cost.length;
    // Those that earn come first, by earnings per weight; after them those that cost least.
    const earning = items.filter(({ earns }) => earns > 0);
    earning.sort((a, b) => b.earns / b.weight - a.earns / a.weight || a.key - b.key);
    const others = items.filter(({ earns }) => earns <= 0).sort((a, b) => b.earns - a.earns || a.key - b.key);
    const ordered = [...earning, ...others];
    const weightBefore = [0];
    const earnedBefore = [0];
    for (const { weight, earns } of earning) {
      weightBefore.push(weightBefore[weightBefore.length - 1] + weight);
      earnedBefore.push(earnedBefore[earnedBefore.length - 1] + earns);
    }
    const members = new Int32Array(this.#words);
    const extend = (at: number, room: number, earned: number): void => {
      if (earned > least) {
        this.#cost.push(openCost - earned);
        for (const word of members) this.#members.push(word);
      }
      for (let q = at; q < ordered.length && this.#steps++ <= MOST_STEPS; q++) {
        const { key, earns, weight } = ordered[q];
        const gains = q < earning.length ? partly(earning, weightBefore, earnedBefore, q, room) : earns;
        if (earned + gains <= least - 0.5) return;
        if (weight > room) continue;
        members[key >> 5] |= 1 << (key & 31);
        extend(q + 1, room - weight, earned + earns);
        members[key >> 5] &= ~(1 << (key & 31));
      }
    };
    extend(0, capacity, 0);
    const sets = Int32Array.from({ length: this.#cost.length - first }, (_, k) => first + k);
    sets.sort((a, b) => this.#cost[a] - this.#cost[b] || a - b);
    this.#sites.push({ mustOpen, sets });
  }

  /** The least cost of the sets of a plan, or `limit` where none costs less; undefined where that takes too long. */
  least(limit: number): number | undefined {
    this.#best = limit;
    const everyone = new Int32Array(this.#words);
    for (let j = 0; j < this.#customerCount; j++) everyone[j >> 5] |= 1 << (j & 31);
    this.#try(this.#sites, everyone, 0);
    return this.#steps > MOST_STEPS ? undefined : this.#best;
  }

  /** With the customers `left` to be served from these sites, and so much spent. */
  #try(sites: readonly Site[], left: Int32Array, spent: number): void {
    if (this.#steps > MOST_STEPS) return;
    let bound = spent;
    for (const site of sites) bound += this.#share(site);
    if (!(bound < this.#best)) return;
    const affordable = sites.map((site) => this.#affordable(site, this.#best - bound + this.#share(site)));
    const kept = this.#needed(affordable, left);
    if (kept === undefined) return;
    if (left.every((word) => word === 0)) {
      // What is left to choose are empty sets.
      this.#best = bound;
      return;
    }
    // A site that may stay closed has one choice more.
    const choices = kept.map(({ sets, mustOpen }) => sets.length + (mustOpen ? 0 : 1));
    let fewest = -1;
    for (let s = 0; s < kept.length; s++)
      if (kept[s].sets.length > 0 && (fewest < 0 || choices[s] < choices[fewest])) fewest = s;
    if (fewest < 0) return;
    const others = kept.filter((_, s) => s !== fewest);
    const { sets, mustOpen } = kept[fewest];
    let elsewhere = spent;
    for (const site of others) elsewhere += this.#share(site);
    for (const set of sets) {
      const room = this.#best - elsewhere - this.#cost[set];
      if (room <= 0) break;
      const rest = left.map((mask, w) => mask & ~this.#members[set * this.#words + w]);
      const apart = others.map((other) => this.#apart(other, set, room + this.#share(other)));
      this.#try(apart, rest, spent + this.#cost[set]);
    }
    if (!mustOpen) this.#try(others, left, spent);
  }

  /** The sites, those that alone reach a customer with only the sets that have it; undefined where nobody does. */
  #needed(sites: readonly Site[], left: Int32Array): Site[] | undefined {
    const words = this.#words;
    const members = this.#members;
    const any = new Int32Array(words);
    const several = new Int32Array(words);
    const reaches = sites.map(({ sets }) => {
      const reach = new Int32Array(words);
      this.#steps += sets.length;
      for (let q = 0; q < sets.length; q++) for (let w = 0; w < words; w++) reach[w] |= members[sets[q] * words + w];
      for (let w = 0; w < words; w++) {
        several[w] |= any[w] & reach[w];
        any[w] |= reach[w];
      }
      return reach;
    });
    if (left.some((mask, w) => (mask & ~any[w]) !== 0)) return undefined;
    return sites.map((site, s) => {
      const alone = reaches[s].map((mask, w) => mask & ~several[w]);
      if (alone.every((mask) => mask === 0)) return site;
      const kept = new Int32Array(site.sets.length);
      let count = 0;
      for (let q = 0; q < kept.length; q++) {
        const first = site.sets[q] * words;
        let w = 0;
        while (w < words && (alone[w] & ~members[first + w]) === 0) w++;
        if (w === words) kept[count++] = site.sets[q];
      }
      return { mustOpen: true, sets: kept.subarray(0, count) };
    });
  }

  #share({ sets, mustOpen }: Site): number {
    const cheapest = sets.length > 0 ? this.#cost[sets[0]] : Number.POSITIVE_INFINITY;
    return mustOpen ? cheapest : Math.min(0, cheapest);
  }

  #affordable(site: Site, limit: number): Site {
    let end = site.sets.length;
    while (end > 0 && this.#cost[site.sets[end - 1]] >= limit) end--;
    return end === site.sets.length ? site : { ...site, sets: site.sets.subarray(0, end) };
  }

  /** The site with those of its sets that cost less than `limit` and have nobody of `set`. */
  #apart({ mustOpen, sets }: Site, set: number, limit: number): Site {
    const words = this.#words;
    const members = this.#members;
    const cost = this.#cost;
    const apart = new Int32Array(sets.length);
    let count = 0;
    let q = 0;
    for (; q < sets.length && cost[sets[q]] < limit; q++) {
      const first = sets[q] * words;
      let w = 0;
      while (w < words && (members[first + w] & members[set * words + w]) === 0) w++;
      if (w === words) apart[count++] = sets[q];
    }
    this.#steps += q;
    return { mustOpen, sets: apart.subarray(0, count) };
  }
}

/** What items from `at` on would earn if one that does not fit could be cut. */
function partly(
  items: readonly Item[],
  weightBefore: readonly number[],
  earnedBefore: readonly number[],
  at: number,
  room: number,
): number {
  const end = room + weightBefore[at];
  let low = at;
  let high = items.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (weightBefore[middle] <= end) low = middle;
    else high = middle - 1;
  }
  const sum = earnedBefore[low] - earnedBefore[at];
  return low === items.length ? sum : sum + ((end - weightBefore[low]) / items[low].weight) * items[low].earns;
}
