/**
 * What the prices of a certificate prove about a coupled problem, by a naive loop over every works and every destination.
 *
 * Every figure that can only lower the bound by being larger is rounded up, and the reverse: the margins below are those
 * of a running error analysis (each operation on doubles is off by at most one part in 2^53), taken twice as wide. Demand
 * is summed exactly. So what comes out is a bound in real arithmetic.
 *
 * Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), chapters 3 and 4.
 */
import { ExactSum, roundDown } from "../../base/exact.ts";
import type { CoupledProblem } from "../../problems/coupled.ts";
import { type CoupledCertificate, MOST_TOGETHER } from "../../problems/coupled-result.ts";
import { E, type Offer, PriceReader, readInputs } from "./coupled-offers.ts";

/** Equal modules that may open alone or with others. */
interface Module {
  readonly size: number;
  readonly kept: boolean;
  readonly copies: number;
  readonly fixed: number;
  /** Cost of a unit, rounded down; units a year, rounded up. */
  readonly cost: number;
  readonly capacity: number;
}

/**
 * The proven bound, rounded down; a sentence instead where the certificate does not fit the problem.
 *
 * @param problem has passed `checkCoupled`.
 */
export function provenBound(problem: CoupledProblem, { demandPrice, inputPrice }: CoupledCertificate): number | string {
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
  for (let cell = 0; cell < p * g; cell++) {
    const supply = problem.supply?.[cell] ?? 0;
    if (supply > 0) bound.add(-supplyGain(reader.offers(cell, 0), supply));
    for (const group of groupsOf(problem, sizesOf[cell], inputs.site)) {
      bound.add(-groupGain(problem, reader, cell, group, inputs.site));
    }
  }
  return roundDown(bound.exact);
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
  const modules = sizes.flatMap((k) => modulesOf(problem, reader, cell, k)).sort((a, b) => a.cost - b.cost);
  if (modules.length === 0) return 0;
  const least = modules[0].cost;
  const offers = reader.offers(cell, least);
  const disposal = problem.disposalCost?.[Math.floor(cell / problem.placeCount)] ?? 0;
  if (-disposal > least) {
    offers.push({ worth: -disposal, most: Number.POSITIVE_INFINITY });
    offers.sort((a, b) => b.worth - a.worth);
  }
  const siteCost = (k: number): number => problem.siteCost?.[site[k]] ?? 0;
  const count = modules.reduce((sum, { copies }) => sum + copies, 0);
  if (count > MOST_TOGETHER) {
    const shared = modules.length === 1 ? siteCost(modules[0].size) : 0;
    let sum = 0;
    for (const module of modules) sum += aloneGain(offers, module, shared);
    return sum * (1 + modules.length * E);
  }
  const single = modules.flatMap((module) => Array.from({ length: module.copies }, () => module));
  let best = 0;
  for (let mask = 1; mask < 1 << single.length; mask++) {
    const open = single.filter((_, z) => ((mask >> z) & 1) === 1);
    if (breaksOneSize(problem, open, site)) continue;
    const sites = new Set(open.map(({ size }) => site[size]));
    let fixed = 0;
    let magnitude = 0;
    for (const module of open) {
      fixed += module.fixed;
      magnitude += Math.abs(module.fixed);
    }
    for (const i of sites) {
      fixed += problem.siteCost?.[i] ?? 0;
      magnitude += problem.siteCost?.[i] ?? 0;
    }
    best = Math.max(best, earned(offers, open) - fixed + 2 * (open.length + sites.size) * E * magnitude);
  }
  return best;
}

function breaksOneSize({ oneSize }: CoupledProblem, open: readonly Module[], site: Int32Array): boolean {
  return open.some(({ size }) => {
    return (
      (oneSize?.[site[size]] ?? 0) > 0 && open.some((other) => other.size !== size && site[other.size] === site[size])
    );
  });
}

function modulesOf(problem: CoupledProblem, reader: PriceReader, cell: number, k: number): Module[] {
  const standing = problem.standing?.[k] ?? 0;
  const fresh = (problem.most?.[k] ?? 1) - standing;
  const { cost, capacity } = reader.size(cell, k);
  const modules: Module[] = [];
  const kept = problem.keptCost?.[k] ?? 0;
  const closing = problem.closingCost?.[k] ?? 0;
  const keptFixed = kept - closing - 2 * E * (Math.abs(kept) + Math.abs(closing));
  if (standing > 0) modules.push({ size: k, kept: true, copies: standing, fixed: keptFixed, cost, capacity });
  if (fresh > 0) modules.push({ size: k, kept: false, copies: fresh, fixed: problem.newCost[k], cost, capacity });
  return modules;
}

/** What open modules earn from the dearest offers, cheapest modules first, rounded up. */
function earned(offers: readonly Offer[], open: readonly Module[]): number {
  let sum = 0;
  let room = 0;
  let steps = 4;
  let at = 0;
  let used = 0;
  let highest = 0;
  let capacity = 0;
  for (const module of open) {
    room = module.capacity;
    capacity += module.capacity;
    while (at < offers.length && room > 0) {
      const gain = offers[at].worth - module.cost;
      if (!(gain > 0)) break;
      highest = Math.max(highest, gain);
      const left = offers[at].most - used;
      const sent = Math.min(left, room);
      sum += gain * sent;
      steps += 4;
      room -= sent;
      if (left <= sent) {
        at++;
        used = 0;
      } else used += sent;
    }
  }
  return sum * (1 + steps * E) + steps * E * capacity * highest;
}

/** What equal modules gain at most, each further one earning less, rounded up. */
function aloneGain(offers: readonly Offer[], module: Module, siteCost: number): number {
  let best = 0;
  let sum = 0;
  let steps = 4;
  let at = 0;
  let used = 0;
  const highest = offers.length > 0 ? Math.max(0, offers[0].worth - module.cost) : 0;
  for (let n = 1; n <= module.copies; n++) {
    let room = module.capacity;
    while (at < offers.length && room > 0) {
      const gain = offers[at].worth - module.cost;
      if (!(gain > 0)) break;
      const left = offers[at].most - used;
      const sent = Math.min(left, room);
      sum += gain * sent;
      steps += 4;
      room -= sent;
      if (left <= sent) {
        at++;
        used = 0;
      } else used += sent;
    }
    const fixed = n * module.fixed + siteCost;
    const margin = 4 * E * (n * Math.abs(module.fixed) + siteCost);
    const up = sum * (1 + steps * E) + steps * E * n * module.capacity * highest;
    best = Math.max(best, up - fixed + margin);
    if (room === module.capacity && module.fixed >= 0) break;
  }
  return best;
}

/** What a supply earns at most, rounded up. */
function supplyGain(offers: readonly Offer[], supply: number): number {
  let sum = 0;
  let room = supply;
  for (const { worth, most } of offers) {
    if (!(worth > 0) || room <= 0) break;
    const sent = Math.min(most, room);
    sum += worth * sent;
    room -= sent;
  }
  const steps = 4 * offers.length + 4;
  return sum * (1 + steps * E) + steps * E * supply * (offers[0]?.worth ?? 0);
}
