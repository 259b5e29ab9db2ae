/** One rule that a plan breaks. */
export interface Violation {
  /** The row's name in the model: `"balance"`, `"capacity"`, `"energy.transport"`... */
  readonly rule: string;
  /** Where: `"balance[steel, north]"`. */
  readonly path: string;
  readonly message: string;
  /** By how much, in the row's own unit. */
  readonly amount: number;
}

/** What a check of a plan found; recomputed with no solver. */
export interface Verdict {
  /** No violations, and the certificate supports the stated bound. */
  readonly valid: boolean;
  readonly violations: readonly Violation[];
  /** The plan's objective, recomputed from its works, flows and surplus on the data; Infinity where it cannot be read. */
  readonly objective: number;
  /** The bound that the certificate's prices prove, recomputed; -Infinity where they prove none. */
  readonly certifiedBound: number;
  /** Largest residual of a balance, in the good's unit, and what all of them could be worth at the guide prices, MJ/yr. */
  readonly residual: { readonly amount: number; readonly energy: number };
}
