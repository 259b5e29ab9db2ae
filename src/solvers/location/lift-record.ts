/** The decision that made a node: up to so many copies of a site (way 0), or more (way 1). */
export interface Decision {
  readonly site: number;
  readonly way: 0 | 1;
  /** How far the site's average lay from what was decided, as a part of a copy. */
  readonly distance: number;
}

/** Averages nearer to a whole number than this say little about which way they lean. */
const LEAST_DISTANCE = 0.01;
/** A lift is put down to at least this distance, or a rare lift across a short one would count for too much. */
const LEAST_LEARNED = 0.05;

/**
 * How much deciding each site has lifted the bound so far, each way, per copy that its average was off.
 * Ranks the sites that could be split on: best is one whose both sides promise much.
 *
 * Shapes: m sites, site-major pairs of ways. Units: steps a copy.
 * Source: Benichou et al., Experiments in mixed-integer linear programming (1971), for pseudo-costs; Achterberg, Koch,
 *         Martin, Branching rules revisited (2005), for their product. A site begins with one lift of the usual size.
 */
export class LiftRecord {
  readonly #sum: Float64Array;
  readonly #count: Int32Array;
  readonly #total = new Float64Array(2);
  readonly #learned = new Int32Array(2);

  constructor(siteCount: number) {
    this.#sum = new Float64Array(2 * siteCount);
    this.#count = new Int32Array(2 * siteCount);
  }

  learn({ site, way, distance }: Decision, lift: number): void {
    const rate = Math.max(0, lift) / Math.max(distance, LEAST_LEARNED);
    this.#sum[2 * site + way] += rate;
    this.#count[2 * site + way]++;
    this.#total[way] += rate;
    this.#learned[way]++;
  }

  /** Whether both ways of the site have been seen so often. */
  isReliable(site: number, least: number): boolean {
    return this.#count[2 * site] >= least && this.#count[2 * site + 1] >= least;
  }

  #rate(site: number, way: 0 | 1): number {
    const usual = this.#learned[way] > 0 ? this.#total[way] / this.#learned[way] : 1;
    return (this.#sum[2 * site + way] + usual) / (this.#count[2 * site + way] + 1);
  }

  /** What splitting on the site promises, for `part` of a copy above a whole number on average. */
  promise(site: number, part: number): number {
    const off = Math.min(1 - LEAST_DISTANCE, Math.max(LEAST_DISTANCE, part));
    const below = this.#rate(site, 0) * off;
    const above = this.#rate(site, 1) * (1 - off);
    // A way that has never lifted anything leaves the other to decide.
    return Math.max(below, Number.EPSILON) * Math.max(above, Number.EPSILON);
  }
}
