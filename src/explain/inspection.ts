/** What `inspectContinent` finds before anything is planned. Amounts t/yr or the good's unit a year; plain data. */
export interface Inspection {
  readonly continent: string;
  readonly size: ProblemSize;
  /** Seconds that planning is likely to take, by route; from measured sizes and times, good to a factor of three. */
  readonly predictedSeconds: { readonly linear: number };
  /** Why many goods cannot be planned by prices and responses at all, and which limits plans are mended to meet. */
  readonly byPrices: { readonly obstacles: readonly string[]; readonly limits: readonly string[] };
  /** Sorted by id. */
  readonly goods: readonly GoodInspection[];
  /** Where something is wanted that cannot be had at all. */
  readonly unreachable: readonly Unreachable[];
  /** Tightest first: what is wanted takes more than four fifths of what there is. */
  readonly bottlenecks: readonly Bottleneck[];
  /** Figures that look as if a unit were mistaken, at most fifty of a kind. */
  readonly suspects: readonly Suspect[];
  /** What is said twice or for nothing: allowed, and hardly meant; at most fifty of a kind. */
  readonly remarks: readonly Remark[];
}

/** How large the linear problem of a continent would be. */
export interface ProblemSize {
  readonly areas: number;
  readonly goods: number;
  readonly recipes: number;
  readonly sites: number;
  readonly links: number;
  /** Of the linear formulation: variables, those that are whole numbers, and rows. */
  readonly columns: number;
  readonly whole: number;
  readonly rows: number;
}

/** One good: what is wanted of it against what can be had, in its unit a year. */
export interface GoodInspection {
  readonly good: string;
  readonly unit: string;
  readonly demand: number;
  /** What areas supply at most. */
  readonly supply: number;
  /** What all works could make, each if it made nothing else. */
  readonly capacity: number;
  /** What is wanted in the end and, at the least that recipes take, by the works that make what is wanted: an estimate. */
  readonly needed: number;
  /** Groups of areas between which it may travel. */
  readonly regions: number;
  /**
   * Which kind of problem it is: `"nothing"` (nobody wants it), `"flow"` (nothing is to be decided about its works
   * but what they run), `"location"` (its works can be placed apart from all others), `"coupled"`.
   */
  readonly route: "nothing" | "flow" | "location" | "coupled";
  /** What couples it. */
  readonly because: readonly string[];
  /**
   * The other goods that it is planned together with, unless a method is asked for by name, which plans all together: works,
   * resources, room on links or terminals, or what links make and take, tie them, or the continent is so large that prices
   * and plans of many goods are searched at once. Sorted by id, none where it is planned by itself.
   */
  readonly together: readonly string[];
}

/** A good that is wanted in areas that none of it can reach. */
export interface Unreachable {
  readonly good: string;
  readonly areas: readonly string[];
  /** Whether it can be had anywhere. */
  readonly elsewhere: boolean;
}

/** Where there is too little for what is wanted. */
export interface Bottleneck {
  /**
   * A good in a region, a resource over all areas that need it, or the links into one area: t/yr that it cannot cover
   * itself of goods that come by these modes only.
   */
  readonly kind: "good" | "resource" | "links";
  /** The good or resource; of links their modes, with commas between. */
  readonly id: string;
  /** Areas of the region; the first three by id. */
  readonly areas: readonly string[];
  readonly areaCount: number;
  readonly wanted: number;
  readonly available: number;
  /** wanted / available; Infinity is written as absent. */
  readonly share?: number;
  /** Certain: final demand alone is more than there can be, so no plan meets it. Else an estimate of what works take is in it. */
  readonly certain: boolean;
}

/** Something that the continent may say, and that was hardly meant. */
export interface Remark {
  /** `"link.alike"`, `"recipe.makes-nothing"`. */
  readonly code: string;
  /** Where: "links[3]". */
  readonly path: string;
  readonly message: string;
}

/** A figure that looks like a slip of units. */
export interface Suspect {
  readonly code: string;
  /** Where: "areas.north.demand.bread". */
  readonly path: string;
  readonly message: string;
  readonly value: number;
  /** What it was held against. */
  readonly typical: number;
}
