/**
 * What the prices of a certificate prove about a coupled problem, by a naive loop over every works and every destination.
 *
 * Every figure that can only lower the bound by being larger is rounded up, and the reverse: the margins below are those
 * of a running error analysis (each operation on doubles is off by at most one part in 2^53), taken twice as wide. That
 * holds while nothing underflows, so numbers next to nothing are prices of 0, or refused in a problem. Demand is summed
 * exactly. So what comes out is a bound in real arithmetic.
 *
 * Source: Higham, Accuracy and Stability of Numerical Algorithms (2002), chapters 3 and 4.
 */
import { ExactSum } from "../../base/exact.ts";
import { type CoupledProblem, freightMatrix } from "../../problems/coupled.ts";
import { type CoupledCertificate, type CoupledPrices, MOST_TOGETHER } from "../../problems/coupled-result.ts";
import { casesBound } from "./coupled-cases.ts";
import { chainsBound } from "./coupled-chains.ts";
import { aloneGain, bestSetGain, type Module, modulesOf, supplyGain } from "./coupled-gains.ts";
import { labelBound } from "./coupled-labels.ts";
import {
  BEYOND_DOUBLES,
  E,
  isReckonable,
  PriceReader,
  provedValue,
  readInputs,
  readPriceList,
} from "./coupled-offers.ts";

/**
 * The proven bound, rounded down; a sentence instead where the certificate does not fit the problem.
 *
 * @param problem has passed `checkCoupled`.
 */
export function provenBound(problem: CoupledProblem, certificate: CoupledCertificate): number | string {
  const { labels, cases, chains } = certificate;
  if (!isReckonable(problem)) return "the problem has numbers too large or too small to reckon with";
  const proofs = [
    () => fineBound(problem, certificate),
    () => (labels === undefined ? Number.NEGATIVE_INFINITY : labelBound(problem, labels)),
    () => (cases === undefined ? Number.NEGATIVE_INFINITY : casesBound(problem, cases)),
    () => (chains === undefined ? Number.NEGATIVE_INFINITY : chainsBound(problem, chains)),
  ];
  let best = Number.NEGATIVE_INFINITY;
  for (const prove of proofs) {
    const proven = prove();
    if (typeof proven === "string") return proven;
    best = Math.max(best, proven);
  }
  return best;
}

function fineBound(problem: CoupledProblem, prices: CoupledPrices): number | string {
  const read = readPrices(problem, prices);
  if (typeof read === "string") return read;
  return provedValue(read.worth, [...read.supplied, ...read.lots.map(({ gain }) => Math.max(0, gain))]);
}

/** What is decided as one: see `CoupledCases`. */
export interface Lot {
  /** A roof, or the number of roofs and the first size. */
  readonly name: number;
  /** The lowest good of its family; -1 for works with too many modules to be counted. */
  readonly family: number;
  /** What it gains at most by being open, rounded up. */
  readonly gain: number;
  /** Goods and how much of each it can make at most, rounded up. */
  readonly room: ReadonlyMap<number, number>;
}

/** A lot whose works answer: by size, and what they gain at most with one of the size open, or with others only; no sizes under a roof. */
export interface PricedLot extends Lot {
  readonly sizes: readonly number[];
  gainWhere(size: number, isOpen: boolean): number;
}

/** What prices say: what demand is worth, what supplies earn, and the lots with their gains. */
export interface PriceReading {
  readonly worth: ExactSum;
  readonly supplied: readonly number[];
  readonly lots: readonly PricedLot[];
}

/** Reads prices; gives a sentence where they do not fit the problem. */
export function readPrices(
  problem: CoupledProblem,
  given: CoupledPrices,
  matrices = problem.freight.map((freight) => freightMatrix(freight, problem.placeCount)),
): PriceReading | string {
  const { placeCount: p, goodCount: g } = problem;
  const sizeCount = problem.sizeStart[problem.sitePlace.length];
  const priceCount = given?.demandPrice?.length;
  if (priceCount !== p * g) return `the certificate has ${priceCount} demand prices, wanted ${p * g}`;
  const inputs = readInputs(problem);
  const wanted = inputs.goods.length;
  const inputCount = given.inputPrice?.length;
  if (inputCount !== wanted) return `the certificate has ${inputCount} input prices, wanted ${wanted}`;
  const demandPrice = readPriceList(given.demandPrice);
  if (typeof demandPrice === "string") return demandPrice;
  const inputPrice = readPriceList(given.inputPrice);
  if (typeof inputPrice === "string") return inputPrice;

  const reader = new PriceReader(problem, { demandPrice, inputPrice }, inputs, matrices);
  const worth = new ExactSum();
  for (let cell = 0; cell < p * g; cell++) {
    if (problem.demand[cell] === 0) continue;
    const ceiling = problem.shortageCost?.[Math.floor(cell / p)] ?? Number.POSITIVE_INFINITY;
    worth.addProduct(Math.min(demandPrice[cell], ceiling), problem.demand[cell]);
  }
  for (let k = 0; k < sizeCount && problem.standing !== undefined; k++)
    if (problem.standing[k] !== 0) worth.addProduct(problem.standing[k], problem.closingCost?.[k] ?? 0);
  const sizesOf: (number[] | undefined)[] = Array.from({ length: p * g });
  for (let i = 0; i < problem.sitePlace.length; i++) {
    const cell = problem.siteGood[i] * p + problem.sitePlace[i];
    for (let k = problem.sizeStart[i]; k < problem.sizeStart[i + 1]; k++) {
      sizesOf[cell] ??= [];
      sizesOf[cell].push(k);
    }
  }
  const roofCount = problem.roofCost?.length ?? 0;
  const family = familiesOf(problem);
  const roofGains: number[][] = Array.from({ length: roofCount }, () => []);
  const roofRoom = Array.from({ length: roofCount }, () => new Map<number, number>());
  const roofGood = new Int32Array(roofCount).fill(-1);
  const lots: PricedLot[] = [];
  const supplied: number[] = [];
  for (let cell = 0; cell < p * g; cell++) {
    const supply = problem.supply?.[cell] ?? 0;
    if (supply > 0) supplied.push(supplyGain(reader.offers(cell, 0, supply), supply));
    const sizes = sizesOf[cell];
    if (sizes === undefined) continue;
    for (const group of groupsOf(problem, sizes, inputs.site)) {
      if (modulesIn(problem, group) === 0) continue;
      const gain = groupGain(problem, reader, cell, group, inputs.site);
      const good = Math.floor(cell / p);
      const roof = roofOf(problem, inputs.site[group[0]]);
      let capacity = 0;
      for (const k of group) capacity += (problem.most?.[k] ?? 1) * reader.size(cell, k).capacity;
      capacity *= 1 + 2 * (group.length + 1) * E;
      if (roof >= 0) {
        roofRoom[roof].set(good, ((roofRoom[roof].get(good) ?? 0) + capacity) * (1 + 2 * E));
        roofGains[roof].push(Math.max(0, gain));
        roofGood[roof] = good;
      } else {
        const isCounted = modulesIn(problem, group) <= MOST_TOGETHER;
        lots.push({
          name: roofCount + group[0],
          family: isCounted ? family[good] : -1,
          gain,
          sizes: group,
          gainWhere: (size, isOpen) => groupGain(problem, reader, cell, group, inputs.site, { size, isOpen }),
          room: new Map([[good, capacity]]),
        });
      }
    }
  }
  roofGains.forEach((gains, roof) => {
    const sum = gains.reduce((all, gain) => all + gain, 0) * (1 + gains.length * E);
    const cost = problem.roofCost?.[roof] ?? 0;
    const gain = sum - cost + 4 * E * (sum + cost);
    lots.push({
      name: roof,
      family: gains.length > 0 ? family[roofGood[roof]] : -1,
      gain,
      sizes: [],
      gainWhere: () => gain,
      room: roofRoom[roof],
    });
  });
  // What is no number could not be ranked with the others.
  if (!lots.every(({ gain }) => Number.isFinite(gain))) return BEYOND_DOUBLES;
  return { worth, supplied, lots };
}

function roofOf(problem: CoupledProblem, site: number): number {
  return problem.siteRoof?.[site] ?? -1;
}

function modulesIn({ most }: CoupledProblem, sizes: readonly number[]): number {
  let sum = 0;
  for (const k of sizes) sum += most?.[k] ?? 1;
  return sum;
}

/** Goods: the lowest good that roofs link it with. */
function familiesOf(problem: CoupledProblem): Int32Array {
  const { goodCount, siteGood } = problem;
  const family = Int32Array.from({ length: goodCount }, (_, good) => good);
  for (let changes = true; changes; ) {
    changes = false;
    const lowest = new Map<number, number>();
    for (let i = 0; i < siteGood.length; i++) {
      const roof = roofOf(problem, i);
      if (roof >= 0) lowest.set(roof, Math.min(lowest.get(roof) ?? goodCount, family[siteGood[i]]));
    }
    for (let i = 0; i < siteGood.length; i++) {
      const least = lowest.get(roofOf(problem, i)) ?? goodCount;
      if (family[siteGood[i]] <= least) continue;
      family[siteGood[i]] = least;
      changes = true;
    }
  }
  return family;
}

/** Modules that answer together: all of a cell that has some, else of a site, else one size's standing or new ones. */
function groupsOf(problem: CoupledProblem, sizes: readonly number[], site: Int32Array): number[][] {
  const isApart = problem.siteRoof !== undefined && sizes.some((k) => roofOf(problem, site[k]) >= 0);
  if (modulesIn(problem, sizes) <= MOST_TOGETHER && !isApart) return [[...sizes]];
  const sites = [...new Set(sizes.map((k) => site[k]))];
  return sites.map((i) => sizes.filter((k) => site[k] === i));
}

/**
 * What a group of sizes gains at most, rounded up; where they are few, when one module at least is open. With `rule` what it
 * gains when the size, of one module, is open, or is not.
 */
function groupGain(
  problem: CoupledProblem,
  reader: PriceReader,
  cell: number,
  sizes: readonly number[],
  site: Int32Array,
  rule?: { readonly size: number; readonly isOpen: boolean },
): number {
  const modules: Module[] = [];
  for (const k of sizes) modules.push(...modulesOf(problem, k, reader.size(cell, k)));
  if (modules.length === 0) return 0;
  if (modules.length > 1) modules.sort((a, b) => a.cost - b.cost);
  const least = modules[0].cost;
  let count = 0;
  let wanted = 0;
  for (const { copies, capacity } of modules) {
    count += copies;
    wanted += copies * capacity;
  }
  const offers = reader.offers(cell, least, wanted);
  const disposal = problem.disposalCost?.[Math.floor(cell / problem.placeCount)] ?? 0;
  if (-disposal > least) {
    offers.push({ worth: -disposal, most: Number.POSITIVE_INFINITY });
    offers.sort((a, b) => b.worth - a.worth);
  }
  if (count <= MOST_TOGETHER) return bestSetGain(problem, offers, modules, site, rule);
  const shared = modules.length === 1 ? (problem.siteCost?.[site[modules[0].size]] ?? 0) : 0;
  let sum = 0;
  let magnitude = 0;
  for (const module of modules) {
    const isRuled = module.size === rule?.size;
    if (isRuled && !rule!.isOpen) continue;
    const gain = aloneGain(offers, module, shared, isRuled);
    sum += gain;
    magnitude += Math.abs(gain);
  }
  return sum + modules.length * E * magnitude;
}
