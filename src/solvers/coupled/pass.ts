/** What a pass starts from. */
export interface PassGuide {
  /** The goods to place, each before what it is made of. */
  readonly order: Int32Array;
  /** Cells: what an input is taken to cost where it is used; and gates: what a by-product is worth. */
  readonly price: Float64Array;
  readonly gatePrice: Float64Array;
  /** Goods: the part of a scarce one that is not counted on. */
  readonly sparing: Float64Array;
  /** Works: modules open on average at the best prices, and what one module gains there, as a part of its fixed cost. */
  readonly averageOpen: Float64Array;
  readonly gain: Float64Array;
  /** Works: modules open in the plan to start from; absent: start from the averages. */
  readonly open?: Float64Array;
  /** Works that may not be opened in this pass. */
  readonly barred?: ReadonlySet<number>;
  /** Cells, where not all goods are placed: what is wanted besides, and what comes as a by-product; else demand and nothing. */
  readonly need?: Float64Array;
  readonly beside?: Float64Array;
  /** Only serve anew from what is open. */
  readonly flowOnly?: boolean;
  /** Whether the run is to end: then what is in hand is served, and no more works are tried. */
  readonly isHurried: () => boolean;
  readonly mayGiveUp: boolean;
  /** Trials that may be made for each good; and arc visits for all of them, of which each good has its share. */
  readonly trials: number;
  readonly mostVisits: number;
}

/** A plan in the network's rounded amounts. */
export interface PassResult {
  /** Works: modules open, and units made. */
  readonly open: Float64Array;
  readonly made: Float64Array;
  /** Activities: units of the main good made. */
  readonly byActivity: Float64Array;
  /** Goods that were placed: who sends how much to whom; what comes from supply and by-products, by place; what is gone without. */
  readonly flows: readonly GoodFlows[];
  /** Cells: what one unit more would cost there; the guide's price where nothing is wanted. */
  readonly marginal: Float64Array;
}

export interface GoodFlows {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly amount: Float64Array;
  readonly supplied: Float64Array;
  readonly lacking: Float64Array;
}
