import { energyPerRun, energyPerTonne, goodsBuiltIn, terminalEnergy } from "../../model/energy.ts";
import { expectContinent, expectPlan } from "../../model/handed-in.ts";
import type { Amounts, Continent } from "../../model/types.ts";
import type { Plan } from "../../plan/types.ts";
import type { BoundTerms } from "./bound-terms.ts";
import { boundTerms } from "./certified-bound.ts";
import { lookUp, priceOfRoom, pricesOfTerminals } from "./freight-prices.ts";

/**
 * One line of the gap book: what a part of the plan takes at the guide prices beyond the least that such a part could. Zero
 * where the plan does there what the prices ask for; not below zero but for rounding.
 *
 * - `sites`: works that answer the prices together, by what they build, run and send, open or not: those of one area that
 *   make the same, or all of a good of which only so many may be open.
 * - `supply`, `unmet`: what nature yields of a good in an area; demand that is met though it is dear, or unmet though not.
 * - `freight`: ways of a good that are not the cheapest, and what goes in circles.
 * - `resource`, `link`, `terminal`: what is priced as full, and is not; and links and terminals built or not.
 * - `options`: rows of options that are priced as reached, and are not.
 */
export interface GapEntry {
  readonly what: "sites" | "supply" | "unmet" | "freight" | "resource" | "link" | "terminal" | "options";
  readonly sites?: readonly string[];
  readonly area?: string;
  readonly good?: string;
  readonly resource?: string;
  readonly link?: string;
  readonly mode?: string;
  /** MJ/yr. */
  readonly energy: number;
}

export interface GapBook {
  /** objective - bound, MJ/yr; the entries and `elsewhere` add up to it. */
  readonly gap: number;
  /** Largest first; those of next to nothing are left out, and are in `elsewhere`. */
  readonly entries: readonly GapEntry[];
  /**
   * MJ/yr at no place in particular: lines left out and rounding; less what cases prove beyond the prices, so that it is
   * below zero where the bound was proved case by case.
   */
  readonly elsewhere: number;
}

/** Lines below this part of the objective are of no interest. */
const LITTLE = 1e-12;

/**
 * Where a plan's gap is: the bound is a sum of parts, each of them the least that a part of any plan takes at the guide
 * prices, so that what the plan takes there beyond that adds up to objective less bound.
 *
 * What is used in an area comes from several sources and goes to several users, whose prices may differ: each source is
 * counted as serving all of them alike.
 *
 * Undefined where the certificate's prices prove nothing.
 *
 * ```ts
 * for (const entry of gapBook(continent, plan)?.entries ?? []) console.log(entry);
 * ```
 */
export function gapBook(continent: Continent, plan: Plan): GapBook | undefined {
  expectContinent(continent);
  expectPlan(plan);
  const terms = boundTerms(continent, plan.certificate);
  if (terms === undefined) return undefined;
  const book = new PlanAtPrices(continent, plan, terms);
  const entries = [
    ...book.sites(),
    ...book.supplies(),
    ...book.unmet(),
    ...book.freight(),
    ...book.resources(),
    ...book.links(),
    ...book.terminals(),
    ...book.options(),
  ].filter(({ energy }) => Math.abs(energy) > LITTLE * plan.objective);
  const gap = plan.objective - plan.certificate.bound;
  const booked = entries.reduce((sum, { energy }) => sum + energy, 0);
  return { gap, entries: entries.sort((a, b) => b.energy - a.energy), elsewhere: gap - booked };
}

/** What the parts of a plan take at the prices of a bound. */
class PlanAtPrices {
  readonly #continent: Continent;
  readonly #plan: Plan;
  readonly #terms: BoundTerms;
  /** By area and good, what those who use it there pay on average. */
  readonly #paid = new Map<string, number>();
  /** By area and good, what all that is used there is worth. */
  readonly #worth = new Map<string, number>();
  /** By site, or area for supplies, and good: what is sent, and what it takes less what it earns. */
  readonly #sent = new Map<string, { amount: number; cost: number }>();

  /** What rows of options charge, MJ/yr; all of it once `sites` has been asked for. */
  #charges = 0;

  constructor(continent: Continent, plan: Plan, terms: BoundTerms) {
    this.#continent = continent;
    this.#plan = plan;
    this.#terms = terms;
    this.#averageUses();
    for (const { good, site, from, to, tonnes, final } of plan.shipments) {
      if (terms.atGate.has(good)) continue;
      const key = keyOf(site ?? "", site === undefined ? from : "", good);
      const sent = this.#sent.get(key) ?? { amount: 0, cost: 0 };
      const price = final ? terms.demandPrice(good, to) : this.#priceAt(to, good);
      sent.amount += tonnes;
      const source = site === undefined ? { area: from } : { site };
      const charge = final ? this.#charged(tonnes * terms.chargeOfService(good, source, to)) : 0;
      sent.cost += tonnes * (terms.freight(good, from, to) - price) + charge;
      this.#sent.set(key, sent);
    }
  }

  sites(): GapEntry[] {
    const planned = new Map(this.#plan.sites.map((site) => [site.site, site]));
    return this.#terms.sites.map(({ sites, least }) => {
      const cost = sites.reduce((sum, id) => sum + this.#costOfSite(id, planned.get(id)), 0);
      const [area, ...others] = new Set(sites.map((id) => this.#continent.sites[id].area));
      return { what: "sites", sites, ...(others.length === 0 ? { area } : {}), energy: cost - least };
    });
  }

  supplies(): GapEntry[] {
    const supplied = new Map(
      this.#plan.balances.map(({ area, good, supplied: amount }) => [keyOf(area, good), amount]),
    );
    return this.#terms.supplies.map(({ area, good, least }) => {
      const sold = this.#sold("", area, good, supplied.get(keyOf(area, good)) ?? 0);
      return { what: "supply", area, good, energy: sold - least };
    });
  }

  unmet(): GapEntry[] {
    return this.#plan.balances.flatMap(({ area, good, used, unmet }): GapEntry[] => {
      const shortage = lookUp(this.#continent.shortage, good);
      if (shortage === undefined || used + unmet <= 0) return [];
      const price = this.#terms.demandPrice(good, area);
      const energy = price <= shortage ? unmet * (shortage - price) : used * (price - shortage);
      return [{ what: "unmet", area, good, energy }];
    });
  }

  freight(): GapEntry[] {
    const { goods, links } = this.#continent;
    const { certificate } = this.#plan;
    const costs = new Map<string, number>();
    const add = (good: string, cost: number): void => void costs.set(good, (costs.get(good) ?? 0) + cost);
    const positions = new Map(links.map(({ id }, position) => [id, position]));
    for (const { link, ways } of this.#plan.links) {
      const position = positions.get(link)!;
      ways.forEach(({ tonnes }, way) => {
        const at = way as 0 | 1;
        const each =
          energyPerTonne(this.#continent, links[position], at) +
          priceOfRoom(this.#continent, certificate, position, at);
        const { from, to, takes, makes } = links[position];
        const tail = at === 0 ? from : to;
        const taken = this.#atPrices(takes, (good) => this.#terms.ownPrice(good, tail));
        const made = this.#atPrices(makes, (good) => this.#worthAtGate(tail, good));
        for (const [good, amount] of Object.entries(tonnes))
          add(good, amount * goods[good].tonnesPerUnit * (each + taken - made));
      });
    }
    // Between gates a good is bought where it is made and sold where it is used.
    for (const { area, good, supplied, made } of this.#plan.balances) {
      if (!this.#terms.atGate.has(good)) continue;
      const used = this.#worth.get(keyOf(area, good)) ?? 0;
      add(good, (supplied + made) * this.#worthAtGate(area, good) - used);
    }
    const rooms = pricesOfTerminals(this.#continent, certificate);
    for (const { area, mode, good, load, unload } of this.#plan.transfers) {
      const each = terminalEnergy(this.#continent, mode) + (rooms.get(JSON.stringify([area, mode])) ?? 0);
      add(good, (load + unload) * goods[good].tonnesPerUnit * each);
    }
    for (const { good, from, to, tonnes } of this.#plan.shipments)
      if (!this.#terms.atGate.has(good)) add(good, -tonnes * this.#terms.freight(good, from, to));
    return [...costs].map(([good, energy]) => ({ what: "freight", good, energy }));
  }

  /** After `sites`. */
  options(): GapEntry[] {
    return [{ what: "options", energy: -this.#terms.optionConstant - this.#charges }];
  }

  resources(): GapEntry[] {
    const entries: GapEntry[] = [];
    const used = new Map(this.#plan.resources.map((use) => [keyOf(use.area, use.resource), use.used]));
    for (const [area, byResource] of Object.entries(this.#plan.certificate.resources)) {
      for (const [resource, price] of Object.entries(byResource)) {
        const available = lookUp(lookUp(this.#continent.areas, area)?.resources ?? {}, resource);
        if (available === undefined || price === 0) continue;
        const left = available - (used.get(keyOf(area, resource)) ?? 0);
        entries.push({ what: "resource", area, resource, energy: price * left });
      }
    }
    return entries;
  }

  links(): GapEntry[] {
    const planned = new Map(this.#plan.links.map((link) => [link.link, link]));
    return this.#continent.links.flatMap((link, position): GapEntry[] => {
      const least = this.#terms.links.get(link.id);
      if (least === undefined) return [];
      const { built, ways } = planned.get(link.id) ?? { built: {}, ways: [] };
      let cost = 0;
      for (const { name, buildPerYear, keep } of link.sizes) cost += (lookUp(built, name) ?? 0) * (buildPerYear + keep);
      ways.forEach(({ tonnes }, way) => {
        const room = priceOfRoom(this.#continent, this.#plan.certificate, position, way as 0 | 1);
        for (const [good, amount] of Object.entries(tonnes))
          cost -= room * amount * this.#continent.goods[good].tonnesPerUnit;
      });
      return [{ what: "link", link: link.id, energy: cost - least }];
    });
  }

  terminals(): GapEntry[] {
    const planned = new Map(this.#plan.terminals.map((terminal) => [keyOf(terminal.area, terminal.mode), terminal]));
    const rooms = pricesOfTerminals(this.#continent, this.#plan.certificate);
    return this.#continent.terminals.flatMap(({ area, mode, sizes }): GapEntry[] => {
      const least = this.#terms.terminals.get(JSON.stringify([area, mode]));
      if (least === undefined) return [];
      const { built, tonnes } = planned.get(keyOf(area, mode)) ?? { built: {}, tonnes: 0 };
      let cost = -(rooms.get(JSON.stringify([area, mode])) ?? 0) * tonnes;
      for (const { name, buildPerYear, keep } of sizes) cost += (lookUp(built, name) ?? 0) * (buildPerYear + keep);
      return [{ what: "terminal", area, mode, energy: cost - least }];
    });
  }

  /** What a site takes against all its modules closed: its modules, runs, inputs and resources, and what it sends. */
  #costOfSite(id: string, planned: Plan["sites"][number] | undefined): number {
    if (planned === undefined) return 0;
    const { recipes } = this.#continent;
    const site = this.#continent.sites[id];
    const sizes = new Map(site.sizes.map((size) => [size.name, size]));
    const made = new Map<string, number>();
    const open = planned.sizes.some(({ kept, built }) => kept + built > 0);
    let cost = open ? site.siteEnergy : 0;
    for (const { name, kept, built, runs } of planned.sizes) {
      const size = sizes.get(name)!;
      const builtIn = this.#atPrices(goodsBuiltIn(size), (good) => this.#terms.ownPrice(good, site.area));
      cost += kept * (size.keep - size.closing) + built * (size.buildPerYear + size.keep + builtIn);
      cost += (kept + built) * this.#atScarcity(site.area, size.needs);
      cost += this.#charged((kept + built) * this.#terms.chargeOfModule(id, size));
      for (const [recipe, count] of Object.entries(runs)) {
        const { takes, makes, needs } = recipes[recipe];
        const inputs = this.#atPrices(takes, (good) => this.#terms.inputPrice(id, name, good));
        cost +=
          count *
          (energyPerRun(this.#continent, site, size, recipes[recipe]) + inputs + this.#atScarcity(site.area, needs));
        for (const [good, amount] of Object.entries(makes)) made.set(good, (made.get(good) ?? 0) + count * amount);
      }
    }
    for (const [good, amount] of made) {
      cost += this.#sold(id, site.area, good, amount);
      cost += this.#charged(amount * this.#terms.chargeOfMaking(id, good));
    }
    return cost;
  }

  /** Notes a charge of an option's row. */
  #charged(amount: number): number {
    this.#charges += amount;
    return amount;
  }

  /** What it takes, less what it earns, to send or let go what a works (or nature, "") has of a good in an area. */
  #sold(site: string, area: string, good: string, amount: number): number {
    if (this.#terms.atGate.has(good)) return -amount * this.#worthAtGate(area, good);
    const sent = this.#sent.get(keyOf(site, site === "" ? area : "", good)) ?? { amount: 0, cost: 0 };
    return sent.cost + this.#scrap(good, Math.max(0, amount - sent.amount));
  }

  /** What a unit of a good that is sold at the gate brings: its price, or what letting it go does. */
  #worthAtGate(area: string, good: string): number {
    const { disposal } = this.#continent.goods[good];
    return Math.max(this.#terms.ownPrice(good, area), disposal === "forbidden" ? Number.NEGATIVE_INFINITY : -disposal);
  }

  /** What letting so much go takes. */
  #scrap(good: string, amount: number): number {
    const { disposal } = this.#continent.goods[good];
    return disposal === "forbidden" ? 0 : amount * disposal;
  }

  #atPrices(amounts: Amounts, priceOf: (good: string) => number): number {
    return Object.entries(amounts).reduce((sum, [good, amount]) => sum + amount * priceOf(good), 0);
  }

  #atScarcity(area: string, needs: Amounts): number {
    return Object.entries(needs).reduce(
      (sum, [resource, amount]) => sum + amount * this.#terms.scarcity(area, resource),
      0,
    );
  }

  #priceAt(area: string, good: string): number {
    return this.#paid.get(keyOf(area, good)) ?? this.#terms.ownPrice(good, area);
  }

  /** Prices of all who use a good in an area, by what each uses. */
  #averageUses(): void {
    const uses = new Map<string, { amount: number; worth: number }>();
    const add = (area: string, good: string, amount: number, price: number): void => {
      if (!(amount > 0)) return;
      const use = uses.get(keyOf(area, good)) ?? { amount: 0, worth: 0 };
      use.amount += amount;
      use.worth += amount * price;
      uses.set(keyOf(area, good), use);
    };
    for (const { area, good, used, surplus } of this.#plan.balances) {
      if (!this.#terms.isServedApart(good)) add(area, good, used, this.#terms.demandPrice(good, area));
      // Shipments bring what is let go as well.
      add(area, good, surplus, -this.#scrap(good, 1));
    }
    const links = new Map(this.#continent.links.map((link) => [link.id, link]));
    for (const { link, ways } of this.#plan.links) {
      const { from, to, takes } = links.get(link)!;
      ways.forEach(({ tonnes }, way) => {
        const tail = way === 0 ? from : to;
        for (const [carried, amount] of Object.entries(tonnes)) {
          const weight = amount * this.#continent.goods[carried].tonnesPerUnit;
          for (const [good, each] of Object.entries(takes))
            add(tail, good, weight * each, this.#terms.ownPrice(good, tail));
        }
      });
    }
    for (const { site: id, area, sizes } of this.#plan.sites) {
      const known = new Map(this.#continent.sites[id].sizes.map((size) => [size.name, size]));
      for (const { name, built, runs } of sizes) {
        for (const [recipe, count] of Object.entries(runs)) {
          for (const [good, amount] of Object.entries(this.#continent.recipes[recipe].takes))
            add(area, good, count * amount, this.#terms.inputPrice(id, name, good));
        }
        for (const [good, amount] of Object.entries(goodsBuiltIn(known.get(name)!)))
          add(area, good, built * amount, this.#terms.ownPrice(good, area));
      }
    }
    for (const [key, { amount, worth }] of uses) {
      this.#paid.set(key, worth / amount);
      this.#worth.set(key, worth);
    }
  }
}

function keyOf(...ids: readonly string[]): string {
  return JSON.stringify(ids);
}
