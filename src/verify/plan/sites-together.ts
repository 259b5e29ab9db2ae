import { add, type Exact, exactly, maximum, minimum, nearest, ZERO } from "../../base/exact.ts";
import type { Continent, Site } from "../../model/types.ts";
import { lookUp } from "./freight-prices.ts";
import { bestGates, leastAtGates, leastOfLines, type Outlet, type Part, ROUNDED } from "./gate-prices.ts";
import type { FinePricesInSteps } from "./intake.ts";
import type { Outlets } from "./outlets.ts";
import { type Ranges, rangeOfSize, type SizeRange } from "./ranges.ts";
import type { Situation } from "./situation.ts";
import {
  costAtGates,
  costsOfSize,
  goodsMade,
  inSteps,
  leastOfMany,
  mostMade,
  type OpenSize,
  partsOf,
  type SizeCosts,
} from "./size-costs.ts";

/** Modules whose every number is looked at, in a group of sites; a group of more is looked at size by size. */
const MOST_TOGETHER = 5;
/** Sizes of one site that are looked at together when their modules are more. */
const MOST_SIZES = 4;

/** What opening saves against all modules closed, or above zero costs where the case or the site asks for it. */
export interface GainOfOpening {
  /** Undefined where the case allows nothing. */
  readonly gain: Exact | undefined;
  readonly mustOpen: boolean;
}

/**
 * Sites by groups that answer the prices together: those of one area that make the same goods, while they have few
 * modules; none of whose goods has options that ask which site is which.
 */
export function groupsOfSites({ continent, ranges, options }: Situation, limited: (site: Site) => boolean): string[][] {
  const groups = new Map<string, string[]>();
  // Many sites have the same recipes.
  const madeBy = new Map<string, { readonly goods: string; readonly isFollowed: boolean }>();
  const make = (recipes: readonly string[]): { readonly goods: string; readonly isFollowed: boolean } => {
    const made = goodsMade(recipes.map((recipe) => continent.recipes[recipe].makes));
    return { goods: JSON.stringify(made), isFollowed: made.some((good) => options.follows(good)) };
  };
  for (const [id, site] of Object.entries(continent.sites)) {
    const recipes = JSON.stringify(site.recipes);
    const made = madeBy.get(recipes) ?? make(site.recipes);
    madeBy.set(recipes, made);
    const isApart = limited(site) || site.open === true || made.isFollowed;
    // No goods are written as an id is.
    const key = isApart ? JSON.stringify(id) : JSON.stringify(site.area) + made.goods;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [id]);
    else group.push(id);
  }
  return [...groups.values()].flatMap((ids) =>
    modulesOf(continent, ranges, ids) <= MOST_TOGETHER ? [ids] : ids.map((id) => [id]),
  );
}

/** Whether a group is small enough that its sizes are looked at together. */
export function answersTogether({ continent, ranges }: Situation, ids: readonly string[]): boolean {
  if (modulesOf(continent, ranges, ids) <= MOST_TOGETHER) return true;
  return ids.length === 1 && continent.sites[ids[0]].sizes.length <= MOST_SIZES;
}

function modulesOf(continent: Continent, ranges: Ranges, ids: readonly string[]): number {
  let modules = 0;
  for (const id of ids) {
    for (const size of continent.sites[id].sizes) {
      const { kept, built } = rangeOfSize(ranges, id, continent.sites[id], size);
      modules += kept.most + built.most;
    }
  }
  return modules;
}

/**
 * What a group of sites could save together. Their modules stand in one area and make the same goods, so what any of
 * them ships to a destination counts against the same intake.
 *
 * Why: whatever a plan has open of them is one of the openings that are tried, and each is given its least cost by
 * gate prices of its own, as a size is (certified-bound.ts); with one good, the best gate price is where the cheapest
 * of what is open meets the dearest destinations, and the value is exact. Where sizes have too many modules for every number of
 * them to be tried, one gate price for several sizes may leave parts of modules out. But no such opening costs less than its
 * sizes do each alone, as if the others left it all that destinations can take, and there modules count whole.
 */
export function gainTogether(
  situation: Situation,
  prices: Float64Array,
  fine: FinePricesInSteps,
  outlets: Outlets,
  ids: readonly string[],
): GainOfOpening {
  const { continent, market, ranges } = situation;
  const sites = ids.map((id) => continent.sites[id]);
  const areaAt = market.areaAt.get(sites[0].area)!;
  const sizes = sites.flatMap((site, i) =>
    site.sizes.map((size) => ({
      site: i,
      costs: costsOfSize(situation, prices, fine, ids[i], site, size),
      range: rangeOfSize(ranges, ids[i], site, size),
    })),
  );
  const made = goodsMade(sizes.flatMap(({ costs }) => costs.makes));
  const atLeast = made.length === 1 ? leastUnitCost(sizes, made[0], market.scale) : Number.NEGATIVE_INFINITY;
  const ways = made.map((good) => {
    const most = sizes.reduce((sum, size) => sum + mostMade(size, good), 0);
    return outlets.of(areaAt, market.goodAt.get(good)!, { site: ids[0] }, { atLeast, most });
  });
  if (noneCanPay(sites, sizes, made, ways, market.scale)) return { gain: ZERO, mustOpen: false };
  const isExact = modulesOf(continent, ranges, ids) <= MOST_TOGETHER;
  let best: Exact | undefined;
  let mayClose = false;
  const candidates: Candidate[] = [];
  const known = new Map<SizeOfGroup, Part>();
  const partOf = (size: SizeOfGroup): Part => {
    const part = known.get(size) ?? partsOf([size], made, market.scale)[0];
    known.set(size, part);
    return part;
  };
  const costs = new Map<SizeOfGroup, Exact>();
  const alone = (size: SizeOfGroup): Exact => {
    const gates = (): readonly number[] => bestGates([partOf(size)], ways);
    const cost = costs.get(size) ?? leastOfMany(situation, outlets, size, made, ways, gates());
    costs.set(size, cost);
    return cost;
  };
  for (const opening of openings(sizes, isExact)) {
    if (!isAllowed(sites, opening)) continue;
    const open = opening.filter(({ range }) => range.kept.most + range.built.most > 0);
    if (open.length === 0) {
      // Always the first to be tried.
      mayClose = true;
      best = ZERO;
      continue;
    }
    const at = new Set(open.map(({ site }) => site));
    const standing = [...at].reduce((sum, i) => add(sum, exactly(sites[i].siteEnergy)), ZERO);
    const parts = [...open.map(partOf), new StandingPart(standing, market.scale)];
    const easy = [ways.map(({ gate }) => gate), ways.map(({ lowest }) => lowest)].some(
      (gates) => mayClose && gates.every(Number.isFinite) && leastAtGates(parts, ways, gates) >= 0,
    );
    // What costs no less than another opening is of no account, and at these prices most cost more than none.
    if (easy) continue;
    const gates = bestGates(parts, ways);
    const least = leastAtGates(parts, ways, gates);
    if (!mayClose || least < 0) candidates.push({ open, standing, gates, least });
  }
  candidates.sort((one, other) => one.least - other.least);
  for (const { open, standing, gates, least } of candidates) {
    if (best !== undefined && least >= atMost(best, market.scale)) continue;
    const isWhole = open.length === 1 && !isExact;
    const together = isWhole ? undefined : costAtGates(market.exponent, outlets, open, made, ways, gates);
    const apart = isExact ? undefined : open.map(alone).reduce(add);
    const cost = together === undefined || apart === undefined ? (together ?? apart)! : maximum(together, apart);
    best = best === undefined ? add(standing, cost) : minimum(best, add(standing, cost));
  }
  return { gain: best, mustOpen: !mayClose };
}

/**
 * Whether no opening of a group can cost less than none, as doubles know it: at prices of its gates what its modules take
 * is more than what destinations then count against them. True of nearly all groups, and known without trying openings.
 */
function noneCanPay(
  sites: readonly Site[],
  sizes: readonly SizeOfGroup[],
  made: readonly string[],
  ways: readonly Outlet[],
  scale: number,
): boolean {
  if (sites.some(({ open, siteEnergy }) => open === true || !(siteEnergy >= 0))) return false;
  if (sizes.some(({ range }) => range.kept.least + range.built.least > 0)) return false;
  const parts = partsOf(sizes, made, scale);
  return [ways.map(({ gate }) => gate), ways.map(({ lowest }) => lowest)].some(
    (gates) => gates.every(Number.isFinite) && leastAtGates(leastOpening(parts, gates), ways, gates) >= 0,
  );
}

/** Parts of which each counts as much as in the opening that costs least at these gate prices. */
function leastOpening(parts: readonly Part[], gates: readonly number[]): Part[] {
  const values = parts.map((part) => part.value(leastOfLines(part.lines, gates)));
  const isPaying = values.some((value) => value < 0);
  const cheapest = values.indexOf(Math.min(...values));
  return parts.map((part, i) => {
    const counts = isPaying ? values[i] < 0 : i === cheapest;
    const { lines, fixed, modules, levels } = part;
    return counts ? part : { lines, fixed, modules, levels, value: nothing };
  });
}

function nothing(): number {
  return 0;
}

/** An opening that may cost less than all others: at its best gate prices `least` steps at least, as doubles know it. */
interface Candidate {
  readonly open: readonly SizeOfGroup[];
  readonly standing: Exact;
  readonly gates: readonly number[];
  readonly least: number;
}

/** What sites take for being open, whatever goes through the gates. */
class StandingPart implements Part {
  readonly lines = [];
  readonly levels = [];
  readonly modules = 1;
  readonly fixed: number;
  readonly #steps: number;

  constructor(standing: Exact, scale: number) {
    const { steps, magnitude } = inSteps(standing, scale);
    this.fixed = magnitude;
    this.#steps = steps;
  }

  value(): number {
    return this.#steps;
  }
}

/** A double that is not below an energy in steps. */
function atMost(energy: Exact, scale: number): number {
  const { steps, magnitude } = inSteps(energy, scale);
  return steps + magnitude * ROUNDED;
}

interface SizeOfGroup extends OpenSize {
  readonly site: number;
}

/**
 * Steps below which no gate price of a good need fall: what the cheapest run takes for a unit. There no module earns
 * by making more, and what destinations pay above a lower price would only count against it.
 */
function leastUnitCost(sizes: readonly { readonly costs: SizeCosts }[], good: string, scale: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { costs } of sizes) {
    if (costs.minimumLoad > 0) return Number.NEGATIVE_INFINITY;
    costs.makes.forEach((makes, r) => {
      least = Math.min(least, Math.floor((nearest(costs.runs[r]) * scale) / (lookUp(makes, good) ?? 0)));
    });
  }
  return Number.isSafeInteger(least) ? least : Number.NEGATIVE_INFINITY;
}

/**
 * Every number of modules of each size together with every number of the others; or none of a size or some. What is chosen
 * of a size is the same object in all of them.
 */
function openings(sizes: readonly SizeOfGroup[], isExact: boolean): SizeOfGroup[][] {
  let all: SizeOfGroup[][] = [[]];
  for (const size of sizes) {
    const choices = choicesOf(size.range, isExact).map((range) => ({ ...size, range }));
    all = all.flatMap((opening) => choices.map((choice) => [...opening, choice]));
  }
  return all;
}

function choicesOf({ kept, built }: SizeRange, isExact: boolean): SizeRange[] {
  const none = { least: 0, most: 0 };
  if (!isExact) {
    const isForced = kept.least + built.least > 0;
    const isPossible = kept.most + built.most > 0;
    return [...(isForced ? [] : [{ kept: none, built: none }]), ...(isPossible ? [{ kept, built }] : [])];
  }
  const choices: SizeRange[] = [];
  for (let k = kept.least; k <= kept.most; k++) {
    for (let b = built.least; b <= built.most; b++)
      choices.push({ kept: { least: k, most: k }, built: { least: b, most: b } });
  }
  return choices;
}

/** One size where a site may have one; a module where a site must have one open. */
function isAllowed(sites: readonly Site[], opening: readonly SizeOfGroup[]): boolean {
  return sites.every((site, i) => {
    const open = opening.filter(({ site: at, range }) => at === i && range.kept.most + range.built.most > 0);
    return (!site.oneSize || open.length <= 1) && (site.open !== true || open.length > 0);
  });
}
