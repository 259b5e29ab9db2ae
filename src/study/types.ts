/** A difference of two least energies, MJ/yr, that lies between these. */
export interface Interval {
  readonly atLeast: number;
  /** Absent: nothing is known above. */
  readonly atMost?: number;
}

/** What is built and what it saves: a link, or the terminal of a mode in an area. */
export type BuildingSaving = (
  | { readonly link: string }
  | { readonly terminal: { readonly area: string; readonly mode: string } }
) & {
  /** Modules built, by size name. */
  readonly built: Readonly<Record<string, number>>;
  /** MJ/yr that building and keeping it takes; the saving is what remains beyond that. */
  readonly takes: number;
  /**
   * How much more the least energy would be if none of it could be built, all else being free to change; `"needed"`:
   * needs could not be met then.
   */
  readonly saving: Interval | "needed";
};
