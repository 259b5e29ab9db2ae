import {
  add,
  compare,
  type Exact,
  ExactSum,
  exactly,
  minimum,
  multiply,
  nearest,
  roundDown,
  sign,
  ZERO,
} from "../../base/exact.ts";
import type { Continent, Site, Size } from "../../model/types.ts";
import type { Certificate } from "../../plan/types.ts";
import type { BoundTerms } from "./bound-terms.ts";
import { closedPrices, type FreightPrices, freightPrices, lookUp } from "./freight-prices.ts";
import { GateClosure } from "./gate-closure.ts";
import { bestGates } from "./gate-prices.ts";
import { decideNothing, type FinePricesInSteps, finePricesIn, intakeOf } from "./intake.ts";
import { linkTerms, terminalTerms } from "./link-terms.ts";
import { OptionTerms } from "./option-prices.ts";
import { inEnergy, Outlets } from "./outlets.ts";
import { EVERYTHING, type Ranges, rangeOfSize, type SizeRange } from "./ranges.ts";
import { answersTogether, type GainOfOpening, gainTogether, groupsOfSites } from "./sites-together.ts";
import type { Situation } from "./situation.ts";
import { costsOfSize, goodsMade, leastOfOpen, mostMade, scarcityOf } from "./size-costs.ts";

/**
 * The bound that a certificate's prices prove: no plan of the continent costs less. Any prices prove some bound.
 *
 * Why. Take any plan. A good's flow loses nothing on the way, so it falls apart into shipments along paths from
 * areas to areas (and cycles, which cost nothing less than nothing and are dropped). What is let go at an area is
 * at most what is made and supplied there, so we may say that each unit let go was made where it is let go, and
 * join the other shipments end to end until each runs from where a unit is made or supplied, a, to where it is
 * used, b. Its freight is at least freight[a, b], the cheapest path's. Add to the plan's cost the price of each
 * resource and of the room of each link and terminal times what is used less what there is (never positive, as those prices are not
 * negative), and p[b, g] times what is used of g at b less what arrives there (zero). The sum is not above the
 * plan's cost, and falls apart into
 *
 *     demand      sum p demand + sum demand min(0, shortage - p), the second where demand may go unmet
 *     scarcity    - sum rho available - sum r capacity, of links and terminals
 *     supply      each supply sends or lets go or leaves in the ground what pays best
 *     sites       each site is closed, or has the modules, runs and shipments that pay best
 *
 * each of which is replaced by its own least value. That is the bound; it is evaluated without rounding (energies
 * and amounts as the doubles they are, prices and freight in whole steps, see freight-prices.ts) and rounded down.
 *
 * What a supply or a module may do with a unit of g it makes at a: let it go for `disposal`; or, strong form, ship
 * it to b for freight[a, b] - p[b], at most intake[b, g] of it, the most that b can use: final demand and what all
 * its sites could take. Or, weak form, hand it over at the gate for p'[a], where p' is closed over freight: as
 * freight[a, b] - p'[b] >= -p'[a], that is no dearer than any shipment. The weak form is what the page calls L.
 * Closed or not, prices are valid in the strong form, so there the better of the two counts, where that makes a difference.
 *
 * A size of a site. Let pi[g] be any gate price with pi[g] >= -disposal[g] (any at all where letting go is
 * forbidden). If n >= 1 modules run x[r], sum_r x[r] / K[r] = share, n minimumLoad <= share <= n, and ship t, then
 *
 *     sum_r x[r] run[r] + sum t (freight - p) + disposal w
 *       >= sum_r x[r] (run[r] - sum_g makes[r,g] pi[g]) + sum_g sum_b t[b,g] (pi[g] + freight[a,b] - p[b,g])
 *       >= n least(h, minimumLoad h) + sum_g sum_b intake[b,g] min(0, pi[g] + freight[a,b] - p[b,g])
 *
 * where run[r] is the energy of a run, its inputs at p and its resources at rho, and h the least over recipes of
 * K[r] (run[r] - sum_g makes pi). The last sum is the size's, however many modules share it, so it counts once;
 * it does not count where no module is open. Which pi is best is searched for in doubles (`bestGates`), and the
 * value of the pi that was found is what is computed exactly: nothing rests on the search.
 *
 * Fine form: the strong one, and final demand, and what a size of a site takes of a good, may have prices of their own:
 * each is a destination with its own intake, since what arrives in an area is used by one or the other. And
 * the sizes of one area that make the same goods answer together (sites-together.ts), so that what each destination can
 * take counts once for all of them.
 *
 * Goods at the gate (gate-closure.ts) have no freight of their own, because some is lost on the way or links make or
 * take goods: their balances at nodes (area, mode) are relaxed as well, at prices for which loading, unloading and
 * carrying gain nothing at any amount. They are sold where they are made, at the price there, in both forms. Room on
 * links that are built is worth its price, both ways; goods that are built in, and taken by links, are used like others.
 *
 * Options. `oneSize`: an open site has its best size alone. `mostSites`: of the sites that could make a limited
 * good, only that many of those with most to gain by opening count (a site that could make several limited goods
 * is held to one of them). What is left out of the relaxation leaves the bound valid.
 *
 * The other options have prices of their own, and goods whose options ask who serves whom have final demand apart:
 * see `OptionTerms`.
 *
 * Cases. `ranges` holds whole numbers of modules to less than the continent allows; the bound is then of the plans
 * in that case. A site that must have a module open pays for it whether that pays or not.
 *
 * Gives:  MJ/yr; -Infinity where the prices prove nothing: a price of room or of a resource is negative, or
 *         freight somewhere costs less than nothing; Infinity where no plan can be in the case: more sites must be
 *         open than may be, or two sizes where one may.
 * Source: Geoffrion, Lagrangean relaxation for integer programming (1974); the strong form is the disaggregated
 *         one of facility location, Krarup and Pruzan (1983).
 */
export function certifiedBound(continent: Continent, certificate: Certificate, ranges = EVERYTHING): number {
  const found = bestRelaxation(continent, certificate, ranges);
  if (found === undefined) return Number.NEGATIVE_INFINITY;
  if (found.value === undefined) return Number.POSITIVE_INFINITY;
  return Number.isFinite(nearest(found.value)) ? roundDown(found.value) : Number.NEGATIVE_INFINITY;
}

/** The parts that `certifiedBound` adds up, without cases. Undefined where the prices prove nothing. */
export function boundTerms(continent: Continent, certificate: Certificate): BoundTerms | undefined {
  return bestRelaxation(continent, certificate, EVERYTHING)?.relaxation.terms();
}

/** The prices as they are or closed, whichever prove more; undefined where they prove nothing. */
function bestRelaxation(
  continent: Continent,
  certificate: Certificate,
  ranges: Ranges,
): { readonly relaxation: Relaxation; readonly value: Exact | undefined } | undefined {
  const isNegative = (price: number): boolean => price < 0;
  if (Object.values(certificate.links).some((prices) => prices.some(isNegative))) return undefined;
  const tables = [certificate.resources, certificate.terminals ?? {}].flatMap((table) => Object.values(table));
  if (tables.some((prices) => Object.values(prices).some(isNegative))) return undefined;
  const { shareCaps, reserve } = certificate.options ?? { shareCaps: [], reserve: [] };
  if ([...shareCaps, ...reserve].some(({ price }) => isNegative(price))) return undefined;
  const market = freightPrices(continent, certificate);
  if (market === undefined) return undefined;
  const gates = new GateClosure(continent, certificate, market);
  const closed = gates.close(closedPrices(market, gates.atGate));
  if (closed === undefined) return undefined;
  const strong = certificate.form !== "weak";
  const options = new OptionTerms(continent, certificate, ranges, market);
  const situation = { continent, certificate, ranges, market, options, atGate: gates.atGate, strong };
  const given = strong ? gates.close(market.prices) : undefined;
  const fine = finePricesIn(continent, certificate, market, gates.atGate);
  const intake = strong ? intakeOf(continent, market, ranges, fine) : [];
  if (given !== undefined && decideNothing(situation, closed, given, intake)) {
    const relaxation = new Relaxation(situation, given, fine, intake);
    return { relaxation, value: relaxation.value() };
  }
  const first = new Relaxation(situation, closed, fine, intake);
  const value = first.value();
  if (value !== undefined && given !== undefined) {
    const asGiven = new Relaxation(situation, given, fine, intake);
    const other = asGiven.value()!;
    if (compare(other, value) > 0) return { relaxation: asGiven, value: other };
  }
  return { relaxation: first, value };
}

/** What sites gain that may count or not. */
interface Part {
  readonly part: { readonly sites: string[]; readonly limited: string | undefined; least: Exact };
  readonly gain: Exact;
}

class Relaxation {
  readonly situation: Situation;
  readonly prices: Float64Array;
  readonly continent: Continent;
  readonly market: FreightPrices;
  readonly #fine: FinePricesInSteps;
  readonly #outlets: Outlets;
  /** What `value` adds up, part by part. */
  readonly #sites: Part["part"][] = [];
  readonly #supplies: { readonly area: string; readonly good: string; readonly least: Exact }[] = [];

  constructor(situation: Situation, prices: Float64Array, fine: FinePricesInSteps, intake: readonly Exact[]) {
    const { continent, market } = situation;
    this.situation = situation;
    this.prices = prices;
    this.continent = continent;
    this.market = market;
    this.#fine = fine;
    this.#outlets = new Outlets(situation, prices, fine, intake);
  }

  /** Undefined where no plan can be in the case. */
  value(): Exact | undefined {
    const { continent, market, prices } = this;
    const { options } = this.situation;
    const total = new ExactSum().addExact(options.constant);
    total.addExact(linkTerms(this.situation).sum);
    total.addExact(terminalTerms(this.situation).sum);
    market.areas.forEach((id, a) => {
      const area = continent.areas[id];
      for (const [resource, available] of Object.entries(area.resources))
        total.addProduct(-scarcityOf(this.situation, id, resource), available);
      market.goods.forEach((good, g) => {
        const own = prices[a * market.goods.length + g];
        const price = this.#steps(this.#demandPrice(good, id, own));
        const demand = exactly(lookUp(area.demand, good) ?? 0);
        const shortage = lookUp(continent.shortage, good);
        total.addExact(multiply(demand, shortage === undefined ? price : minimum(price, exactly(shortage))));
        const supply = lookUp(area.supply, good) ?? 0;
        if (supply === 0) return;
        const least = this.#supplyValue(a, g, supply);
        this.#supplies.push({ area: id, good, least });
        total.addExact(least);
      });
    });
    for (const { stand, closing } of Object.values(continent.sites).flatMap(({ sizes }) => sizes))
      total.addProduct(stand, closing);
    const sites = this.#gainOfSites();
    return sites && add(total.exact, sites);
  }

  /** The parts, once `value` has been asked for. */
  terms(): BoundTerms {
    const { continent, market, prices, situation } = this;
    const { areaAt, goodAt, scale, areas, goods } = market;
    const { options } = situation;
    const own = (good: string, area: string): number => prices[areaAt.get(area)! * goods.length + goodAt.get(good)!];
    return {
      sites: this.#sites.map(({ sites, least }) => ({ sites, least: nearest(least) })),
      supplies: this.#supplies.map((supply) => ({ ...supply, least: nearest(supply.least) })),
      links: linkTerms(situation).parts,
      terminals: terminalTerms(situation).parts,
      ownPrice: (good, area) => own(good, area) / scale,
      demandPrice: (good, area) => this.#demandPrice(good, area, own(good, area)) / scale,
      inputPrice: (site, size, good) =>
        (this.#fine.input(site, size, good) ?? own(good, continent.sites[site].area)) / scale,
      freight: (good, from, to) =>
        market.freight[goodAt.get(good)!][areaAt.get(from)! * areas.length + areaAt.get(to)!] / scale,
      scarcity: (area, resource) => scarcityOf(situation, area, resource),
      atGate: situation.atGate,
      isServedApart: (good) => options.follows(good),
      optionConstant: nearest(options.constant),
      chargeOfMaking: (site, good) => nearest(options.perUnit(site, good)),
      chargeOfModule: (site, size) => nearest(options.perModule(site, size)),
      chargeOfService: (good, source, area) => options.chargeOfService(good, source, area) / scale,
    };
  }

  /** Steps a unit of what serves final demand. */
  #demandPrice(good: string, area: string, own: number): number {
    const { options } = this.situation;
    return options.follows(good) ? options.servedPrice(good, area, own) : (this.#fine.demand(good, area) ?? own);
  }

  /** What the sites could save together against all their modules closed; undefined where the case allows none. */
  #gainOfSites(): Exact | undefined {
    const { continent } = this;
    const total = new ExactSum();
    const count = (part: Part["part"], gain: Exact): void => {
      part.least = add(part.least, gain);
      total.addExact(gain);
    };
    const gains = new Map<string, Part[]>();
    const forced = new Map<string, number>();
    for (const ids of this.#groups()) {
      const { gain, mustOpen } = this.#gainOfOpening(ids);
      if (gain === undefined) return undefined;
      const limits = ids.length === 1 ? this.#limitedGoods(continent.sites[ids[0]]) : [];
      if (mustOpen) for (const good of limits) forced.set(good, (forced.get(good) ?? 0) + 1);
      const part = this.#partOf(ids, limits[0]);
      if (mustOpen || (sign(gain) < 0 && limits.length === 0)) count(part, gain);
      else if (sign(gain) < 0) gains.set(limits[0], [...(gains.get(limits[0]) ?? []), { part, gain }]);
    }
    for (const [good, most] of Object.entries(continent.options.mostSites)) {
      const left = Math.max(0, most) - (forced.get(good) ?? 0);
      if (left < 0) return undefined;
      const ranked = (gains.get(good) ?? []).sort((one, other) => compare(one.gain, other.gain));
      for (const { part, gain } of ranked.slice(0, left)) count(part, gain);
    }
    return total.exact;
  }

  /** The part that sites belong to; those of a limited good share one, since the limit decides among them. */
  #partOf(ids: readonly string[], limited: string | undefined): Part["part"] {
    const known = limited === undefined ? undefined : this.#sites.find((part) => part.limited === limited);
    if (known !== undefined) {
      known.sites.push(...ids);
      return known;
    }
    const part = { sites: [...ids], least: ZERO, limited };
    this.#sites.push(part);
    return part;
  }

  #steps(count: number): Exact {
    return inEnergy(count, this.market.exponent);
  }

  /** Sites that answer together: in the weak and the strong form each is alone. */
  #groups(): string[][] {
    if (this.situation.certificate.form !== "fine") return Object.keys(this.continent.sites).map((id) => [id]);
    return groupsOfSites(this.situation, (site) => this.#limitedGoods(site).length > 0);
  }

  /** The goods of `mostSites` that a site could make, the tightest first: to that one it is held. */
  #limitedGoods(site: Site): string[] {
    const { mostSites } = this.continent.options;
    const makes = (good: string): boolean =>
      site.recipes.some((recipe) => (lookUp(this.continent.recipes[recipe].makes, good) ?? 0) > 0);
    return Object.keys(mostSites)
      .filter(makes)
      .sort((a, b) => mostSites[a] - mostSites[b] || (a < b ? -1 : 1));
  }

  /** Least of y (0 - pi) + shipments over 0 <= y <= supply: a supply is a recipe that takes and spends nothing. */
  #supplyValue(a: number, g: number, supply: number): Exact {
    const outlet = this.#outlets.of(a, g, { area: this.market.areas[a] }, { most: supply });
    const line = { cost: 0, amounts: [supply] };
    const part = { lines: [line], value: (h: number) => Math.min(0, h), levels: [0], fixed: 0, modules: 1 };
    const [gate] = this.situation.strong ? bestGates([part], [outlet]) : [outlet.gate];
    const sold = multiply(exactly(supply), this.#steps(-gate));
    return add(minimum(ZERO, sold), this.#outlets.shipped(outlet, gate));
  }

  /**
   * What opening a site could save against all its modules closed: not above 0 means it pays. Where it must open,
   * that is what it saves or, above 0, costs; undefined where it must have two sizes open and may have one, or must
   * be open and cannot.
   */
  #gainOfOpening(ids: readonly string[]): GainOfOpening {
    if (this.situation.certificate.form === "fine" && answersTogether(this.situation, ids))
      return gainTogether(this.situation, this.prices, this.#fine, this.#outlets, ids);
    const [id] = ids;
    const site = this.continent.sites[id];
    const perSize = site.sizes.map((size) => {
      const range = rangeOfSize(this.situation.ranges, id, site, size);
      const must = range.kept.least + range.built.least > 0;
      const open = this.#costOfSize(id, site, size, range);
      return { must, open, gain: must ? (open ?? ZERO) : minimum(ZERO, open ?? ZERO) };
    });
    const forced = perSize.filter(({ must }) => must);
    const standing = exactly(site.siteEnergy);
    const mustOpen = forced.length > 0 || site.open === true;
    if (site.oneSize && forced.length > 1) return { gain: undefined, mustOpen };
    if (mustOpen && forced.length === 0 && perSize.every(({ gain }) => sign(gain) === 0)) {
      // Nothing pays, so what costs least is open.
      const [first, ...rest] = perSize.flatMap(({ open }) => (open === undefined ? [] : [open]));
      return { gain: first && add(standing, rest.reduce(minimum, first)), mustOpen };
    }
    if (!site.oneSize) return { gain: perSize.reduce((sum, { gain }) => add(sum, gain), standing), mustOpen };
    const best = forced[0]?.gain ?? perSize.reduce((least, { gain }) => minimum(least, gain), ZERO);
    return { gain: add(standing, best), mustOpen };
  }

  /**
   * The least, over one or more open modules of a size that the case allows, of their cost less that of closing all;
   * undefined where it allows none.
   */
  #costOfSize(id: string, site: Site, size: Size, range: SizeRange): Exact | undefined {
    if (range.kept.most + range.built.most <= 0) return undefined;
    const { situation, market, prices } = this;
    const a = market.areaAt.get(site.area)!;
    const open = { costs: costsOfSize(situation, prices, this.#fine, id, site, size), range };
    const made = goodsMade(open.costs.makes);
    const ways = made.map((good) =>
      this.#outlets.of(a, market.goodAt.get(good)!, { site: id }, { most: mostMade(open, good) }),
    );
    return leastOfOpen(situation, this.#outlets, [open], made, ways);
  }
}
