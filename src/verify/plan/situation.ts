import type { Continent } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import type { FreightPrices } from "./freight-prices.ts";
import type { OptionTerms } from "./option-prices.ts";
import type { Ranges } from "./ranges.ts";

/** What is relaxed, and by which prices. */
export interface Situation {
  readonly continent: Continent;
  readonly certificate: Certificate;
  readonly ranges: Ranges;
  readonly market: FreightPrices;
  readonly options: OptionTerms;
  /** Goods that are only sold at the gate; their prices are closed. */
  readonly atGate: ReadonlySet<string>;
  /** Whether goods are shipped to destinations, in the strong and the fine form; else all are sold at the gate. */
  readonly strong: boolean;
}
