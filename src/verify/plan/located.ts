import { compare, type Exact, ExactSum, exactly, multiply, roundDown } from "../../base/exact.ts";
import { energyPerRun } from "../../model/energy.ts";
import type { Continent, Site, Size } from "../../model/types.ts";
import type { Certificate, LocatedProof } from "../../plan/types.ts";
import type { LocationProblem } from "../../problems/location.ts";
import {
  type CertificateNode,
  type Evidence,
  type LocationCertificate,
  resultWithoutPlan,
} from "../../problems/location-result.ts";
import { verifyLocation } from "../numbers/location.ts";
import { freightPrices, lookUp, wholeBelow } from "./freight-prices.ts";

/**
 * An amount this close to a whole number of steps, relative, is that number: figures such as 541.496 are not whole in binary,
 * and capacities are products of a few such. No wider, since the scale of steps is the certificate's to choose.
 */
const NEARLY = 2 ** -50;

/** What steps of amounts are off by for being reckoned in doubles, relative. */
const PRODUCT = 2 ** -51;

/** Numbers of modules that a location problem may have copies of a site. */
const MOST_COPIES = 1e6;

/** Four roundings of doubles change a cost by less than this part. */
const ROUNDED = 2 ** -49;

/** One way for works, a supply or a shortage to serve, as in the location problem of a good. */
interface Way {
  /** Where it serves from; absent for demand that goes unmet, which needs no freight. */
  readonly area?: string;
  /** MJ/yr for one copy to be open, against all its modules closed. */
  readonly open: ExactSum;
  readonly capacity: number;
  readonly unitEnergy: number;
  readonly copies: number;
  readonly group: number;
  readonly mustOpen: boolean;
  readonly isSite: boolean;
}

/**
 * The bound that a facility location proof gives for the one good of a part of a continent.
 *
 * Why. Every plan of the part is a plan of the facility location problem that is written down here, and costs no less
 * there but for what all closed modules cost: areas with demand are customers, sizes of works (or numbers of their modules,
 * where these cost differently), supplies and shortage are sites, and a unit's freight is at least the cheapest way's.
 * Minimum loads, room, resources and options but `mostSites` and `singleSource` are left out, costs and demands are
 * rounded down, and capacities up unless customers are whole and modules single, so all that is forbidden or dear here is so in the
 * continent. What no plan of that problem can cost less than, `verifyLocation` finds in whole numbers.
 *
 * Gives: MJ/yr; -Infinity where the proof does not hold, or the good is no such problem.
 */
export function boundOfLocated(continent: Continent, goods: readonly string[], located: LocatedProof): number {
  const [good] = goods;
  if (goods.length !== 1 || !isAlone(continent, good)) return Number.NEGATIVE_INFINITY;
  const problem = problemOf(continent, good, located);
  if (problem === undefined) return Number.NEGATIVE_INFINITY;
  const { certifiedBound } = verifyLocation(problem, resultWithoutPlan(problem.siteCount, certificateIn(located)));
  if (!Number.isFinite(certifiedBound)) return certifiedBound;
  const inEnergy = certifiedBound / located.costScale;
  const total = new ExactSum().add(inEnergy - Math.abs(inEnergy) * ROUNDED);
  for (const { stand, closing } of Object.values(continent.sites).flatMap(({ sizes }) => sizes))
    total.addProduct(stand, closing);
  return roundDown(total.exact);
}

/** Whether the good's plans are those of a location problem, or fewer, and cost no less. */
function isAlone({ goods, recipes, sites, links, options, shortage }: Continent, good: string): boolean {
  if (Object.keys(goods).length !== 1 || !Object.hasOwn(goods, good)) return false;
  const { disposal } = goods[good];
  if (disposal !== "forbidden" && disposal < 0) return false;
  const isSingle = options.singleSource.includes(good);
  if (isSingle && lookUp(shortage, good) !== undefined) return false;
  if (links.some(({ loss, makes, takes }) => loss > 0 || Object.keys({ ...makes, ...takes }).length > 0)) return false;
  const isLimited = lookUp(options.mostSites, good) !== undefined;
  return Object.values(sites).every(({ recipes: run, sizes, oneSize, siteEnergy }) => {
    const { makes, takes } = recipes[run[0]];
    const isPlain = run.length === 1 && (lookUp(makes, good) ?? 0) > 0 && Object.keys(takes).length === 0;
    // Sizes that may be open together would each pay for the site, and count, and serve, as a site of their own.
    const isMixed = sizes.length > 1 && !oneSize && (siteEnergy !== 0 || isLimited || isSingle);
    return isPlain && !isMixed && sizes.every(({ buildGoods }) => Object.keys(buildGoods).length === 0);
  });
}

/** The problem in whole steps of cost and amount; undefined where the scales make no such of it. */
function problemOf(
  continent: Continent,
  good: string,
  { costScale, amountScale }: LocatedProof,
): LocationProblem | undefined {
  if (!(costScale > 0 && amountScale > 0 && Number.isFinite(costScale) && Number.isFinite(amountScale)))
    return undefined;
  const free: Certificate = { version: 1, form: "weak", bound: 0, prices: {}, resources: {}, links: {} };
  const market = freightPrices(continent, free);
  if (market === undefined) return undefined;
  const { areas, areaAt, freight, scale } = market;
  const demandOf = (area: string): number => lookUp(continent.areas[area].demand, good) ?? 0;
  const customers = areas.filter((area) => demandOf(area) > 0);
  const ways = waysOf(continent, good, areas);
  const [m, n] = [ways.length, customers.length];
  const isSingle = continent.options.singleSource.includes(good);
  const makers = Object.keys(continent.sites).length;
  const most = lookUp(continent.options.mostSites, good);
  const isLimited = most !== undefined && most < makers;
  const cost = new Float64Array(m * n);
  const isWay: boolean[] = [];
  ways.forEach(({ area, unitEnergy }, i) => {
    customers.forEach((to, j) => {
      const way = area === undefined ? 0 : freight[0][areaAt.get(area)! * areas.length + areaAt.get(to)!] / scale;
      isWay.push(Number.isFinite(way));
      cost[i * n + j] = Math.floor((unitEnergy + way) * demandOf(to) * costScale * (1 - ROUNDED));
    });
  });
  // Whole demands that fit into whole capacities do so still where all that is rounded to the wrong side is less than one step.
  let astray = 0;
  const stepsOf = (amount: number, round: (x: number) => number, copies = 1): number => {
    const steps = amount * amountScale;
    const near = Math.round(steps);
    if (!(Math.abs(steps - near) <= steps * NEARLY)) return round(steps);
    astray += copies * (Math.abs(steps - near) + steps * PRODUCT);
    return near;
  };
  // Customers that are whole fill whole steps of a works; of several copies together, though, as many as in all their room.
  const roundRoom = (copies: number) => (isSingle && copies === 1 ? Math.floor : Math.ceil);
  const problem = {
    siteCount: m,
    customerCount: n,
    openCost: ways.map(({ open }) => Number(wholeBelow(multiply(open.exact, exactly(costScale)), 0))),
    capacity: ways.map(({ capacity, copies }) => stepsOf(capacity, roundRoom(copies), copies)),
    demand: customers.map((area) => stepsOf(demandOf(area), Math.floor)),
    cost,
    copies: ways.map(({ copies }) => copies),
    group: ways.map(({ group }) => group),
    state: ways.map(({ mustOpen, isSite }) => (mustOpen || (isLimited && !isSite) ? 1 : 0)),
    ...(isLimited ? { mostOpen: most + ways.filter(({ isSite }) => !isSite).length } : {}),
    ...(isSingle ? { singleSource: true } : {}),
  };
  // Only a way that does not exist, and room without limit, are beyond all numbers: what overflows is no such thing.
  const isUnlimited = (x: number): boolean => x === Number.POSITIVE_INFINITY;
  const isReadable =
    [...problem.openCost, ...problem.demand].every(Number.isSafeInteger) &&
    problem.capacity.every((steps) => Number.isSafeInteger(steps) || isUnlimited(steps)) &&
    cost.every((steps, pair) => Number.isSafeInteger(steps) || (isUnlimited(steps) && !isWay[pair])) &&
    problem.copies.every((copies) => copies <= MOST_COPIES);
  return m > 0 && n > 0 && isReadable && astray <= 0.5 && problem.demand.every((amount) => amount > 0)
    ? problem
    : undefined;
}

/** Works by site and size, then supplies by area, then shortage. */
function waysOf(continent: Continent, good: string, areas: readonly string[]): Way[] {
  let groups = 0;
  const ids = Object.keys(continent.sites).sort();
  const ways = ids.flatMap((id) => waysOfSite(continent, good, continent.sites[id], () => groups++));
  const plain = { open: new ExactSum(), copies: 1, group: -1, mustOpen: false, isSite: false };
  for (const area of areas) {
    const capacity = lookUp(continent.areas[area].supply, good) ?? 0;
    if (capacity > 0) ways.push({ ...plain, area, capacity, unitEnergy: 0 });
  }
  const shortage = lookUp(continent.shortage, good);
  if (shortage !== undefined) ways.push({ ...plain, capacity: Number.POSITIVE_INFINITY, unitEnergy: shortage });
  return ways;
}

/**
 * How one site may be open. A size whose modules cost the same is one way in several copies; else each number of modules is
 * one, all but one of a group shut, and a number that costs no less than a larger one is of no use.
 */
function waysOfSite(continent: Continent, good: string, site: Site, nextGroup: () => number): Way[] {
  const sizes = site.open === false ? [] : site.sizes.filter(({ most }) => most > 0);
  const shared = sizes.length > 1 && site.oneSize ? nextGroup() : -1;
  const [recipe] = site.recipes;
  const perRun = continent.recipes[recipe].makes[good];
  const found: Way[] = [];
  for (const size of sizes) {
    const each = {
      area: site.area,
      unitEnergy: energyPerRun(continent, site, size, continent.recipes[recipe]) / perRun,
      mustOpen: false,
      isSite: true,
    };
    const capacity = size.capacity[recipe] * perRun;
    const steps = energies(size);
    const isAlike = (site.siteEnergy === 0 || steps.length === 1) && steps.every((energy) => energy === steps[0]);
    if (isAlike) {
      const open = new ExactSum().add(steps[0]).add(site.siteEnergy);
      found.push({ ...each, open, capacity, copies: steps.length, group: shared });
      continue;
    }
    const group = shared >= 0 ? shared : nextGroup();
    let least: Exact | undefined;
    for (let number = steps.length; number >= 1; number--) {
      const open = new ExactSum().add(site.siteEnergy);
      for (let k = 0; k < number; k++) open.add(steps[k]);
      if (least !== undefined && compare(open.exact, least) >= 0) continue;
      least = open.exact;
      found.push({ ...each, open, capacity: capacity * number, copies: 1, group });
    }
  }
  // What must be open in one of several ways is not told of any one.
  return site.open === true && found.length === 1 ? found.map((way) => ({ ...way, mustOpen: true })) : found;
}

/** What the first, the second ... open module of a size costs more than a closed one, the cheapest first. */
function energies({ keep, closing, buildPerYear, stand, most }: Size): number[] {
  const kept = Array.from({ length: stand }, () => keep - closing);
  const built = Array.from({ length: most - stand }, () => buildPerYear + keep);
  return [...kept, ...built].sort((a, b) => a - b);
}

/** The proof with its numbers in arrays of their kinds, as checkers of raw problems read it. */
function certificateIn({ nodes, ...rest }: LocatedProof): LocationCertificate {
  return {
    costScale: 1,
    demandScale: 1,
    stepsPerUnit: rest.stepsPerUnit,
    threshold: rest.threshold,
    ...(rest.copiesApart ? { copiesApart: true } : {}),
    nodes: nodes.map(
      ({ evidence, split, blocked }): CertificateNode => ({
        evidence: evidence.map(
          ({
            prices,
            capacityPrices,
            secondPrices,
            pricedSites,
            clusters,
            wholeSites,
            setPrices,
            ...marks
          }): Evidence => {
            const numbers = (list: readonly number[] | undefined) => list && Float64Array.from(list);
            return {
              ...marks,
              prices: Float64Array.from(prices),
              ...(capacityPrices ? { capacityPrices: numbers(capacityPrices)! } : {}),
              ...(secondPrices ? { secondPrices: numbers(secondPrices)! } : {}),
              ...(pricedSites ? { pricedSites: Int32Array.from(pricedSites) } : {}),
              ...(clusters
                ? {
                    clusters: clusters.map(({ sites, sets, prices: own }) => ({
                      sites: Int32Array.from(sites),
                      sets: Int32Array.from(sets),
                      prices: Float64Array.from(own),
                    })),
                  }
                : {}),
              ...(wholeSites ? { wholeSites: Int8Array.from(wholeSites) } : {}),
              ...(setPrices ? { setPrices: numbers(setPrices)! } : {}),
            };
          },
        ),
        ...(split ? { split } : {}),
        ...(blocked ? { blocked: Int32Array.from(blocked) } : {}),
      }),
    ),
  };
}
