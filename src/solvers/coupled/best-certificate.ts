import type { CoupledCertificate } from "../../problems/coupled-result.ts";
import type { BranchSearch } from "./branch-search.ts";
import type { CaseSearch } from "./case-search.ts";
import type { LabelSearch } from "./label-search.ts";
import { certificateOf, type Prices } from "./price-search.ts";

/** The prices of the better bound, and whatever else of labels and cases proves more than they do. */
export function bestCertificate(
  coarse: Prices,
  fine: Prices,
  labels: LabelSearch | undefined,
  cases: CaseSearch | undefined,
  branches: BranchSearch | undefined,
): CoupledCertificate {
  const search = fine.bound >= coarse.bound ? fine : coarse;
  const split = branches?.certificate((price) => certificateOf(fine.nodes, price));
  const known = Math.max(search.bound, labels?.bound ?? Number.NEGATIVE_INFINITY);
  return {
    ...certificateOf(search.nodes, search.boundPrice),
    ...(split === undefined ? {} : { cases: split }),
    ...(labels && { labels: labels.certificate() }),
    ...(cases !== undefined && cases.bound > known ? { chains: cases.proofs() } : {}),
  };
}
