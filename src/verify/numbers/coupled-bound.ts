/**
 * What the prices of a certificate prove about a coupled problem, by a naive loop over every works and every destination.
 *
 * Every figure that can only lower the bound by being larger is rounded up, and the reverse: the margins below are those
 * of a running error analysis (each operation on doubles is off by at most one part in 2^53), taken twice as wide. Demand
 * is summed exactly. So what comes out is a bound in real arithmetic.
 *
 * Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), chapters 3 and 4.
 */
import { ExactSum } from "../../base/exact.ts";
import type { CoupledProblem } from "../../problems/coupled.ts";
import { type CoupledCertificate, MOST_TOGETHER } from "../../problems/coupled-result.ts";
import { aloneGain, bestSetGain, modulesOf, supplyGain } from "./coupled-gains.ts";
import { labelBound } from "./coupled-labels.ts";
import { E, PriceReader, provedValue, readInputs } from "./coupled-offers.ts";

/**
 * The proven bound, rounded down; a sentence instead where the certificate does not fit the problem.
 *
 * @param problem has passed `checkCoupled`.
 */
export function provenBound(problem: CoupledProblem, certificate: CoupledCertificate): number | string {
  const fine = fineBound(problem, certificate);
  if (certificate.labels === undefined || typeof fine === "string") return fine;
  const byLabel = labelBound(problem, certificate.labels);
  return typeof byLabel === "string" ? byLabel : Math.max(fine, byLabel);
}

function fineBound(problem: CoupledProblem, { demandPrice, inputPrice }: CoupledCertificate): number | string {
  const { placeCount: p, goodCount: g } = problem;
  const sizeCount = problem.sizeStart[problem.sitePlace.length];
  if (demandPrice?.length !== p * g) return `the certificate has ${demandPrice?.length} demand prices, wanted ${p * g}`;
  const inputs = readInputs(problem);
  const wanted = inputs.goods.length;
  if (inputPrice?.length !== wanted) return `the certificate has ${inputPrice?.length} input prices, wanted ${wanted}`;
  for (const prices of [demandPrice, inputPrice]) if (!prices.every(Number.isFinite)) return "a price is not finite";

  const reader = new PriceReader(problem, demandPrice, inputPrice, inputs);
  const bound = new ExactSum();
  for (let cell = 0; cell < p * g; cell++) {
    const ceiling = problem.shortageCost?.[Math.floor(cell / p)] ?? Number.POSITIVE_INFINITY;
    bound.addProduct(Math.min(demandPrice[cell], ceiling), problem.demand[cell]);
  }
  for (let k = 0; k < sizeCount; k++) bound.addProduct(problem.standing?.[k] ?? 0, problem.closingCost?.[k] ?? 0);
  const sizesOf: number[][] = Array.from({ length: p * g }, () => []);
  for (let i = 0; i < problem.sitePlace.length; i++) {
    for (let k = problem.sizeStart[i]; k < problem.sizeStart[i + 1]; k++) {
      sizesOf[problem.siteGood[i] * p + problem.sitePlace[i]].push(k);
    }
  }
  const gains: number[] = [];
  for (let cell = 0; cell < p * g; cell++) {
    const supply = problem.supply?.[cell] ?? 0;
    if (supply > 0) gains.push(supplyGain(reader.offers(cell, 0), supply));
    for (const group of groupsOf(problem, sizesOf[cell], inputs.site)) {
      gains.push(groupGain(problem, reader, cell, group, inputs.site));
    }
  }
  return provedValue(bound, gains);
}

/** Modules that answer together: all of a cell, else of a site, else one size's standing or new ones. */
function groupsOf(problem: CoupledProblem, sizes: readonly number[], site: Int32Array): number[][] {
  const modules = (of: readonly number[]): number => of.reduce((sum, k) => sum + (problem.most?.[k] ?? 1), 0);
  if (modules(sizes) <= MOST_TOGETHER) return sizes.length === 0 ? [] : [[...sizes]];
  const sites = [...new Set(sizes.map((k) => site[k]))];
  return sites.map((i) => sizes.filter((k) => site[k] === i));
}

/** What a group of sizes gains at most, rounded up. */
function groupGain(
  problem: CoupledProblem,
  reader: PriceReader,
  cell: number,
  sizes: readonly number[],
  site: Int32Array,
): number {
  const modules = sizes.flatMap((k) => modulesOf(problem, k, reader.size(cell, k))).sort((a, b) => a.cost - b.cost);
  if (modules.length === 0) return 0;
  const least = modules[0].cost;
  const offers = reader.offers(cell, least);
  const disposal = problem.disposalCost?.[Math.floor(cell / problem.placeCount)] ?? 0;
  if (-disposal > least) {
    offers.push({ worth: -disposal, most: Number.POSITIVE_INFINITY });
    offers.sort((a, b) => b.worth - a.worth);
  }
  const count = modules.reduce((sum, { copies }) => sum + copies, 0);
  if (count <= MOST_TOGETHER) return bestSetGain(problem, offers, modules, site);
  const shared = modules.length === 1 ? (problem.siteCost?.[site[modules[0].size]] ?? 0) : 0;
  let sum = 0;
  for (const module of modules) sum += aloneGain(offers, module, shared);
  return sum * (1 + modules.length * E);
}
