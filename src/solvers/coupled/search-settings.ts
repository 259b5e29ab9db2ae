import type { WorkerPool } from "../../base/workers.ts";
import type { NearPlaces } from "../../kernels/coupled/near-places.ts";
import type { CoupledCertificate } from "../../problems/coupled-result.ts";

/** What a search is told. */
export interface SearchSettings {
  readonly gap: number;
  readonly seed: number;
  /** Cells. */
  readonly price?: ArrayLike<number>;
  /** Whether prices by label may prove the bound; true by default. */
  readonly labels?: boolean;
  readonly from?: FormerPlan;
  /** By freight table, what is known already of which places are near which; filled in where it is not. */
  readonly near?: (NearPlaces | undefined)[];
  /** Threads that help to answer prices. */
  readonly workers?: WorkerPool;
}

/** Where a search may start: modules by size that are tried first, and fine prices, both of a problem that differs little. */
export interface FormerPlan {
  readonly kept: ArrayLike<number>;
  readonly opened: ArrayLike<number>;
  readonly certificate?: CoupledCertificate;
}

/** A plan that the search has not got, which whoever runs it has: what it costs, and the gap at which it is good enough. */
export interface KnownPlan {
  readonly cost: number;
  readonly gap: number;
}
