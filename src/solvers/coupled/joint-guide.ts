/** Works of each good that may be opened, besides those that were open in a plan before. */
const CANDIDATES = 25;

/** What a joint search is told. */
export interface JointGuide {
  /** Works: those that rank first may be opened. */
  readonly rank: Float64Array;
  /** Those that may be, ascending, in place of those that rank first. */
  readonly works?: Int32Array;
  /** Cells: what one unit more is said to cost where none can arrive. */
  readonly price: Float64Array;
  /** Exchanges that may be tried. */
  readonly trials: number;
  /** Whether the run is to end. */
  readonly isHurried: () => boolean;
}

/** Of the works that are asked for those of each good that rank first; of equals those listed first. */
export function rankedFirst(
  rank: Float64Array,
  isAsked: (works: number) => boolean,
  goodOf: (works: number) => number,
): number[] {
  const count = new Map<number, number>();
  const ranked = Array.from(rank.keys())
    .filter(isAsked)
    .sort((a, b) => rank[b] - rank[a] || a - b);
  return ranked.filter((i) => {
    const before = count.get(goodOf(i)) ?? 0;
    count.set(goodOf(i), before + 1);
    return before < CANDIDATES;
  });
}
