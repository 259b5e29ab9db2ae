import { expectContinent, expectPlan } from "../model/handed-in.ts";
import type { Continent, Group } from "../model/types.ts";
import { type Indexed, indexContinent } from "../network/indexed.ts";
import { mostMade, type SiteGroup } from "../network/option-rules.ts";
import type { GroupPrice, Plan } from "./types.ts";

/** From this share of a limit on, or with a price in the proof, an option binds. */
const FULL = 0.9995;

/** How much of what an option allows a plan uses, or how much of what it asks for a plan holds. */
export interface OptionUse {
  readonly option: "mostSites" | "shareCaps" | "reserve";
  readonly good: string;
  /** Who counts as one, and which of them; absent for `mostSites`. */
  readonly by?: Group;
  readonly group?: string;
  /** The area whose final demand is meant; absent where it is the continent. */
  readonly area?: string;
  /** Open sites; units a year that the group serves or makes; what the others' open modules could make without it. */
  readonly amount: number;
  /** The most of it; of a reserve the least. */
  readonly limit: number;
  /** MJ for one unit more of room, or less of reserve, at the certificate's prices; 0 where it does not bind there. */
  readonly guidePrice: number;
  /** Whether the plan uses all that is allowed, or holds no more than is asked. */
  readonly binds: boolean;
}

/**
 * Every limit that the options of a continent set, beside what a plan makes of it: where one binds, the option takes
 * energy. In the order `mostSites`, `shareCaps`, `reserve`; each by good, group and area.
 *
 * ```ts
 * for (const { option, good, amount, limit } of optionUse(continent, plan)) console.log(option, good, amount, limit);
 * ```
 */
export function optionUse(continent: Continent, plan: Plan): OptionUse[] {
  expectContinent(continent);
  expectPlan(plan);
  const indexed = indexContinent(continent);
  const uses = new PlanUses(indexed, plan);
  return [...uses.mostSites(), ...uses.shares(), ...uses.reserves()];
}

class PlanUses {
  readonly #indexed: Indexed;
  readonly #plan: Plan;
  /** Open modules of a size. */
  readonly #open = new Map<string, number>();
  /** Units a year by site and good. */
  readonly #made = new Map<string, number>();
  /** Units a year by good, area and source. */
  readonly #served = new Map<string, number>();

  constructor(indexed: Indexed, plan: Plan) {
    this.#indexed = indexed;
    this.#plan = plan;
    const add = (totals: Map<string, number>, ids: readonly string[], amount: number): void => {
      const key = JSON.stringify(ids);
      totals.set(key, (totals.get(key) ?? 0) + amount);
    };
    for (const { site, sizes } of plan.sites) {
      for (const { name, kept, built, runs } of sizes) {
        add(this.#open, [site, name], kept + built);
        for (const [recipe, count] of Object.entries(runs)) {
          const { makes } = indexed.continent.recipes[recipe] ?? { makes: {} };
          for (const [good, amount] of Object.entries(makes)) add(this.#made, [site, good], amount * count);
        }
      }
    }
    for (const { good, to, site, from, tonnes, final } of plan.shipments) {
      if (final) add(this.#served, site === undefined ? [good, to, "", from] : [good, to, site], tonnes);
    }
  }

  mostSites(): OptionUse[] {
    const { siteLimits, sites, goods } = this.#indexed;
    return siteLimits.map(({ good, most, sites: makers }) => {
      const open = Array.from(makers).filter((site) => this.#openModules(sites[site]).some((count) => count > 0));
      return {
        option: "mostSites",
        good: goods[good],
        amount: open.length,
        limit: most,
        guidePrice: 0,
        binds: open.length >= most,
      };
    });
  }

  shares(): OptionUse[] {
    const { rules, goods, areas, demand, sites } = this.#indexed;
    const prices = this.#plan.certificate.options?.shareCaps ?? [];
    return rules.shares.flatMap(({ good, by, ofArea, share, groups }) => {
      const priced = prices.filter(
        (one) => one.good === goods[good] && one.by === by && (one.of === "area") === ofArea,
      );
      const use = (group: SiteGroup, amount: number, limit: number, area?: string): OptionUse => {
        const guidePrice = priceIn(priced, group, area);
        const binds = guidePrice > 0 || (amount > 0 && amount >= limit * FULL);
        const where = area === undefined ? {} : { area };
        return {
          option: "shareCaps",
          good: goods[good],
          by,
          group: group.name,
          ...where,
          amount,
          limit,
          guidePrice,
          binds,
        };
      };
      if (ofArea) {
        return groups.flatMap((group) =>
          areas.flatMap((area, a) => {
            const wanted = demand[a * goods.length + good];
            return wanted > 0 ? [use(group, this.#servedBy(group, goods[good], area), share * wanted, area)] : [];
          }),
        );
      }
      const made = (members: Iterable<number>): number =>
        [...members].reduce((sum, site) => sum + this.#madeAt(sites[site], goods[good]), 0);
      const limit = share * made(sites.keys());
      return groups.map((group) => use(group, made(group.sites), limit));
    });
  }

  reserves(): OptionUse[] {
    const { rules, goods, sites, moduleStart } = this.#indexed;
    const prices = this.#plan.certificate.options?.reserve ?? [];
    return rules.reserves.flatMap(({ good, by, amount: limit, groups }) => {
      const most = mostMade(this.#indexed, good);
      const priced = prices.filter((one) => one.good === goods[good] && one.by === by);
      return groups.map((group): OptionUse => {
        const members = new Set(group.sites);
        let amount = 0;
        sites.forEach((id, site) => {
          if (members.has(site)) return;
          this.#openModules(id).forEach((count, s) => {
            amount += count * most[moduleStart[site] + s];
          });
        });
        const guidePrice = priceIn(priced, group);
        const binds = guidePrice > 0 || (limit > 0 && amount * FULL <= limit);
        return { option: "reserve", good: goods[good], by, group: group.name, amount, limit, guidePrice, binds };
      });
    });
  }

  #openModules(site: string): number[] {
    const { sizes } = this.#indexed.continent.sites[site];
    return sizes.map(({ name }) => this.#open.get(JSON.stringify([site, name])) ?? 0);
  }

  #madeAt(site: string, good: string): number {
    return this.#made.get(JSON.stringify([site, good])) ?? 0;
  }

  #servedBy({ sites, area }: SiteGroup, good: string, to: string): number {
    const ids = this.#indexed;
    const own = area < 0 ? 0 : (this.#served.get(JSON.stringify([good, to, "", ids.areas[area]])) ?? 0);
    return sites.reduce((sum, site) => sum + (this.#served.get(JSON.stringify([good, to, ids.sites[site]])) ?? 0), own);
  }
}

function priceIn(
  prices: readonly (GroupPrice & { readonly area?: string })[],
  { name }: SiteGroup,
  area?: string,
): number {
  return prices.find((one) => one.group === name && one.area === area)?.price ?? 0;
}
