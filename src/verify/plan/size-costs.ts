import {
  add,
  type Exact,
  ExactSum,
  exactly,
  minimum,
  multiply,
  nearest,
  sign,
  subtract,
  ZERO,
} from "../../base/exact.ts";
import { energyPerRun, goodsBuiltIn } from "../../model/energy.ts";
import type { Amounts, Site, Size } from "../../model/types.ts";
import { lookUp } from "./freight-prices.ts";
import { above, bestGates, type Line, type Outlet, type Part } from "./gate-prices.ts";
import type { FinePricesInSteps } from "./intake.ts";
import { leastOfModules, type ModuleCosts, manyOf } from "./least-modules.ts";
import { inEnergy, type Outlets } from "./outlets.ts";
import type { SizeRange } from "./ranges.ts";
import type { Situation } from "./situation.ts";

/** What a size costs at the prices, before what it earns with what it makes. */
export interface SizeCosts {
  readonly minimumLoad: number;
  /** MJ/yr of a module. */
  readonly modules: ModuleCosts;
  /** By recipe: MJ of a run with its inputs, runs of a module in a year, and what a run makes. */
  readonly runs: readonly Exact[];
  readonly capacities: readonly number[];
  readonly makes: readonly Amounts[];
}

/** Modules of a size that are open, one at least. */
export interface OpenSize {
  readonly costs: SizeCosts;
  readonly range: SizeRange;
}

/** rho, MJ per unit of a resource; 0 where the area does not name it and so has no limit of it. */
export function scarcityOf({ continent, certificate }: Situation, area: string, resource: string): number {
  if (!Object.hasOwn(continent.areas[area].resources, resource)) return 0;
  return lookUp(lookUp(certificate.resources, area) ?? {}, resource) ?? 0;
}

export function costsOfSize(
  situation: Situation,
  prices: Float64Array,
  fine: FinePricesInSteps,
  id: string,
  site: Site,
  size: Size,
): SizeCosts {
  const { continent, options } = situation;
  const own = ownPrices(situation, prices, site);
  const recipes = site.recipes.map((recipe) => continent.recipes[recipe]);
  const needs = add(atScarcity(situation, site, size.needs), options.perModule(id, size));
  const builtIn = atPrices(situation, goodsBuiltIn(size), own);
  return {
    minimumLoad: site.minimumLoad,
    modules: {
      kept: add(subtract(exactly(size.keep), exactly(size.closing)), needs),
      built: [exactly(size.keep), builtIn, needs].reduce(add, exactly(size.buildPerYear)),
    },
    runs: recipes.map((recipe) =>
      [
        atPrices(situation, recipe.takes, (good) => fine.input(id, size.name, good) ?? own(good)),
        atScarcity(situation, site, recipe.needs),
        charged(situation, id, recipe.makes),
      ].reduce(add, exactly(energyPerRun(continent, site, size, recipe))),
    ),
    capacities: site.recipes.map((recipe) => size.capacity[recipe]),
    makes: recipes.map(({ makes }) => makes),
  };
}

/** The prices of goods where a site is, steps a unit. */
function ownPrices({ market }: Situation, prices: Float64Array, site: Site): (good: string) => number {
  const first = market.areaAt.get(site.area)! * market.goods.length;
  return (good) => prices[first + market.goodAt.get(good)!];
}

/** MJ for amounts at prices in steps. */
function atPrices({ market }: Situation, amounts: Amounts, price: (good: string) => number): Exact {
  const sum = new ExactSum();
  for (const [good, amount] of Object.entries(amounts)) sum.addProduct(amount, price(good));
  const { mantissa, exponent } = sum.exact;
  return { mantissa, exponent: exponent - market.exponent };
}

function atScarcity(situation: Situation, { area }: Site, needs: Amounts): Exact {
  const sum = new ExactSum();
  for (const [resource, amount] of Object.entries(needs)) sum.addProduct(amount, scarcityOf(situation, area, resource));
  return sum.exact;
}

/** What options charge a site for what a run makes. */
function charged({ options }: Situation, id: string, makes: Amounts): Exact {
  if (!options.hasCharges) return ZERO;
  const sum = new ExactSum();
  for (const [good, amount] of Object.entries(makes))
    sum.addExact(multiply(exactly(amount), options.perUnit(id, good)));
  return sum.exact;
}

/** The goods that recipes make, in order. */
export function goodsMade(makes: readonly Amounts[]): string[] {
  return [...new Set(makes.flatMap((amounts) => Object.keys(amounts)))].sort();
}

/** What goes through the gates of sizes that are open, as the search for gate prices sees it. */
export function partsOf(sizes: readonly OpenSize[], made: readonly string[], scale: number): Part[] {
  return sizes.map((size) => partOf(size, made, scale));
}

/** The most of a good that modules of a size could make, as many as there may be, nearly. */
export function mostMade({ costs, range }: OpenSize, good: string): number {
  let most = 0;
  costs.makes.forEach((makes, r) => {
    most = Math.max(most, costs.capacities[r] * (lookUp(makes, good) ?? 0));
  });
  return most * (range.kept.most + range.built.most);
}

/**
 * The least cost, less that of closing all, of one or more open modules of each of these sizes of one area, which share
 * what their destinations can take; by the best gate prices found.
 *
 * @param made goods, with the outlet of each.
 */
export function leastOfOpen(
  { market, strong }: Situation,
  outlets: Outlets,
  sizes: readonly OpenSize[],
  made: readonly string[],
  ways: readonly Outlet[],
): Exact {
  const gates = strong ? bestGates(partsOf(sizes, made, market.scale), ways) : ways.map(({ gate }) => gate);
  return costAtGates(market.exponent, outlets, sizes, made, ways, gates);
}

/**
 * The same of one size, however many modules it may have. Gate prices that suit a part of a module would leave that part
 * out of what it must cost, so modules are looked at in two cases, up to the whole number below where the best price lies
 * and from the next; each further module earns less than the one before it, so that in either case its end is the best.
 *
 * @param gates the best found for the size as it is, at which some modules pay.
 */
export function leastOfMany(
  situation: Situation,
  outlets: Outlets,
  size: OpenSize,
  made: readonly string[],
  ways: readonly Outlet[],
  gates: readonly number[],
): Exact {
  const { kept, built } = size.range;
  const asItIs = (): Exact => costAtGates(situation.market.exponent, outlets, [size], made, ways, gates);
  if (made.length !== 1) return asItIs();
  const capacity = mostMade(size, made[0]) / (kept.most + built.most);
  const modules = Math.floor(ways[0].roomNearly[above(ways[0].margin, gates[0])] / capacity);
  const isKept = modules < kept.most;
  const whole = isKept ? kept : built;
  const at = isKept ? modules : modules - kept.most;
  if (!(at >= whole.least && at < whole.most)) return asItIs();
  const cases = [
    { least: whole.least, most: at },
    { least: at + 1, most: whole.most },
  ].map((range) => (isKept ? { kept: range, built } : { kept, built: range }));
  return cases
    .filter((range) => range.kept.most + range.built.most > 0)
    .map((range) => leastOfOpen(situation, outlets, [{ costs: size.costs, range }], made, ways))
    .reduce(minimum);
}

/** What open sizes cost at gate prices. */
export function costAtGates(
  exponent: number,
  outlets: Outlets,
  sizes: readonly OpenSize[],
  made: readonly string[],
  ways: readonly Outlet[],
  gates: readonly number[],
): Exact {
  const total = sizes.reduce((sum, size) => add(sum, atGates(size, made, gates, exponent)), ZERO);
  return ways.reduce((sum, way, k) => add(sum, outlets.shipped(way, gates[k])), total);
}

/** The least cost of a size's modules when goods are handed over at the gates. */
function atGates(
  { costs, range }: OpenSize,
  made: readonly string[],
  gates: readonly number[],
  exponent: number,
): Exact {
  let h: Exact | undefined;
  costs.makes.forEach((makes, r) => {
    let perRun = costs.runs[r];
    made.forEach((good, k) => {
      perRun = subtract(perRun, multiply(exactly(lookUp(makes, good) ?? 0), inEnergy(gates[k], exponent)));
    });
    const full = multiply(exactly(costs.capacities[r]), perRun);
    h = h === undefined ? full : minimum(h, full);
  });
  const share = h ?? ZERO;
  const load = sign(share) < 0 ? share : multiply(exactly(costs.minimumLoad), share);
  return leastOfModules(range, { kept: add(costs.modules.kept, load), built: add(costs.modules.built, load) });
}

/** Steps that all which doubles lose of a cost next to nothing is less than. */
const NEXT_TO_NOTHING = 2 ** -800;

/** An energy in steps, in doubles; and its magnitude, more than what doubles lose of it, 0 only where there is none. */
export function inSteps(energy: Exact, scale: number): { readonly steps: number; readonly magnitude: number } {
  const steps = nearest(energy) * scale;
  return { steps, magnitude: sign(energy) === 0 ? 0 : Math.abs(steps) + NEXT_TO_NOTHING };
}

/** What a module costs at the least load that pays most; without a least load a dear run is not made. */
function atLoad(h: number, minimumLoad: number): number {
  return h < 0 ? h : minimumLoad === 0 ? 0 : minimumLoad * h;
}

/** The h at which a module costs so much. */
function forShare(m: number, minimumLoad: number): number {
  return m < 0 ? m : m / minimumLoad;
}

/** The same in doubles, for the search. */
function partOf({ costs, range }: OpenSize, made: readonly string[], scale: number): Part {
  const { modules, capacities, makes } = costs;
  const { steps: kept, magnitude: aboutKept } = inSteps(modules.kept, scale);
  const { steps: built, magnitude: aboutBuilt } = inSteps(modules.built, scale);
  let fixed = aboutKept + aboutBuilt;
  const lines = makes.map((amounts, r) => {
    const { steps, magnitude } = inSteps(costs.runs[r], scale);
    fixed += Math.min(magnitude, NEXT_TO_NOTHING);
    return {
      cost: capacities[r] * steps,
      amounts: made.map((good) => capacities[r] * (lookUp(amounts, good) ?? 0)),
    };
  });
  return new SizePart(lines, range, costs.minimumLoad, kept, built, fixed);
}

class SizePart implements Part {
  readonly lines: readonly Line[];
  readonly levels: readonly number[];
  readonly fixed: number;
  readonly modules: number;
  readonly #range: SizeRange;
  readonly #minimumLoad: number;
  readonly #kept: number;
  readonly #built: number;
  readonly #mustOpen: boolean;

  /** @param kept what a module of either kind costs, in steps, before what goes through the gates. */
  constructor(
    lines: readonly Line[],
    range: SizeRange,
    minimumLoad: number,
    kept: number,
    built: number,
    fixed: number,
  ) {
    this.lines = lines;
    this.fixed = fixed;
    this.modules = range.kept.most + range.built.most;
    this.levels = [0, forShare(-kept, minimumLoad), forShare(-built, minimumLoad)];
    this.#range = range;
    this.#minimumLoad = minimumLoad;
    this.#kept = kept;
    this.#built = built;
    this.#mustOpen = range.kept.least + range.built.least > 0;
  }

  value(h: number): number {
    const { kept, built } = this.#range;
    const load = atLoad(h, this.#minimumLoad);
    const [keeps, builds] = [this.#kept + load, this.#built + load];
    const many = manyOf(kept, keeps) + manyOf(built, builds);
    if (many < 0 || this.#mustOpen) return many;
    return Math.min(kept.most > 0 ? keeps : builds, built.most > 0 ? builds : keeps);
  }
}
