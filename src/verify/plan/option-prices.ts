import { add, type Exact, ExactSum, exactly, multiply, negate, subtract, ZERO } from "../../base/exact.ts";
import type { Continent, Size } from "../../model/types.ts";
import type { Certificate, Source } from "../../plan/types.ts";
import { type FreightPrices, lookUp } from "./freight-prices.ts";
import { followedGoods, groupsOf, type Members, mostMadeBy } from "./option-rows.ts";
import { keyOf, type Ranges } from "./ranges.ts";

/**
 * What a certificate's prices of options add to the bound.
 *
 * Why. Of a good whose options ask who serves whom, final demand is served by shipments of its own, so it may have a
 * price of its own, q[b, g]. A share cap of areas allows the shipments of a group to b no more than share * demand:
 * add its price kappa times what they are less that, never positive. A share cap of the continent allows what a
 * group makes no more than share times what all make: likewise. A reserve asks that open modules outside a group
 * could make an amount: add its price times the amount less what they could, never positive. All are sums over
 * shipments, runs and modules, so each joins the cost of those:
 *
 *     a shipment of source i to final use at b   freight - q[b] + sum of kappa of the groups of i,   at most its share
 *     a run of site i                            makes * (kappa of its group - share * sum of all kappa)
 *     an open module of site i                   - what it could make * sum of the reserve prices of other groups
 *     once                                       sum of reserve prices * amounts - sum of kappa * share * demand
 *
 * A source that a case does not let serve an area serves nothing there; that one source alone may serve an area is
 * otherwise left out of the relaxation, and leaves the bound valid.
 */
export class OptionTerms {
  /** MJ/yr, whatever is decided. */
  readonly constant: Exact;
  readonly #followed: ReadonlySet<string>;
  /** Prices by rule and group (and area), as the certificate states them. */
  readonly #price: ReadonlyMap<string, number>;
  /** Charges on what a site makes of a good, MJ per unit: by site and good. */
  readonly #perUnit = new Map<string, Exact>();
  readonly #caps: readonly { readonly good: string; readonly share: number; readonly names: GroupNames }[];

  constructor(
    readonly continent: Continent,
    readonly certificate: Certificate,
    readonly ranges: Ranges,
    readonly market: FreightPrices,
  ) {
    const { shareCaps, reserve } = continent.options;
    const { options } = certificate;
    this.#followed = followedGoods(continent);
    this.#price = new Map([
      ...(options?.shareCaps ?? []).map(
        ({ good, by, of, group, area, price }) => [keyOfRow(good, by, of, group, area), price] as const,
      ),
      ...(options?.reserve ?? []).map(
        ({ good, by, group, price }) => [keyOfRow(good, by, "reserve", group), price] as const,
      ),
    ]);
    const constant = new ExactSum();
    const caps: { good: string; share: number; names: GroupNames }[] = [];
    for (const { good, by, of, share } of shareCaps) {
      const groups = groupsOf(continent, good, by, of === "area");
      if (of === "area") {
        const charge = (group: string, area: string): number => this.#steps(keyOfRow(good, by, of, group, area));
        caps.push({ good, share, names: namesOf(groups, charge) });
        for (const [area, { demand }] of Object.entries(continent.areas)) {
          const most = multiply(exactly(share), exactly(lookUp(demand, good) ?? 0));
          for (const group of groups.keys())
            constant.addExact(negate(multiply(most, this.#inEnergy(charge(group, area)))));
        }
        continue;
      }
      let all = ZERO;
      for (const group of groups.keys()) all = add(all, exactly(this.#stated(keyOfRow(good, by, of, group))));
      const premium = multiply(exactly(share), all);
      for (const [group, { sites }] of groups) {
        const charge = subtract(exactly(this.#stated(keyOfRow(good, by, of, group))), premium);
        for (const site of sites) this.#charge(site, good, charge);
      }
    }
    for (const { good, by, share } of reserve) {
      const wanted = new ExactSum();
      for (const { demand } of Object.values(continent.areas)) wanted.addProduct(share, lookUp(demand, good) ?? 0);
      for (const group of groupsOf(continent, good, by).keys()) {
        const price = exactly(this.#stated(keyOfRow(good, by, "reserve", group)));
        constant.addExact(multiply(price, wanted.exact));
      }
    }
    this.#caps = caps;
    this.constant = constant.exact;
  }

  /** Whether final demand of a good is served by shipments of its own. */
  follows(good: string): boolean {
    return this.#followed.has(good);
  }

  /** The price of serving final demand, steps per unit; the good's own where the certificate names none. */
  servedPrice(good: string, area: string, own: number): number {
    const stated = lookUp(lookUp(this.certificate.options?.served ?? {}, good) ?? {}, area);
    return stated === undefined ? own : Math.round(stated * this.market.scale);
  }

  /** Whether any site is charged for what it makes. */
  get hasCharges(): boolean {
    return this.#perUnit.size > 0;
  }

  /** MJ per unit that a site makes. */
  perUnit(site: string, good: string): Exact {
    return this.#perUnit.get(JSON.stringify([site, good])) ?? ZERO;
  }

  /** MJ/yr for each open module of a size. */
  perModule(id: string, size: Size): Exact {
    let sum = ZERO;
    for (const { good, by } of this.continent.options.reserve) {
      const most = exactly(mostMadeBy(this.continent, size, good));
      for (const [group, { sites }] of groupsOf(this.continent, good, by)) {
        if (sites.includes(id)) continue;
        const price = exactly(this.#stated(keyOfRow(good, by, "reserve", group)));
        sum = subtract(sum, multiply(most, price));
      }
    }
    return sum;
  }

  /** The final demands that a source may serve, each with its margin in steps per unit and the most of it. */
  destinations(good: string, source: Source, prices: Float64Array): { margin: number; intake: Exact }[] {
    const { areas, goods, freight } = this.market;
    const g = goods.indexOf(good);
    const from = areas.indexOf("site" in source ? this.continent.sites[source.site].area : source.area);
    return areas.flatMap((area, b) => {
      const demand = lookUp(this.continent.areas[area].demand, good) ?? 0;
      if (demand === 0 || !this.#mayServe(good, area, source)) return [];
      let intake = exactly(demand);
      let margin = this.servedPrice(good, area, prices[b * goods.length + g]) - freight[g][from * areas.length + b];
      let least = 1;
      for (const { charge, share } of this.#chargesOf(good, source, area)) {
        margin -= charge;
        least = Math.min(least, share);
      }
      if (least < 1) intake = multiply(intake, exactly(least));
      return Number.isFinite(margin) ? [{ margin, intake }] : [];
    });
  }

  /** What caps of areas charge a source for serving an area, steps per unit. */
  chargeOfService(good: string, source: Source, area: string): number {
    return this.#chargesOf(good, source, area).reduce((sum, { charge }) => sum + charge, 0);
  }

  #chargesOf(good: string, source: Source, area: string): { readonly charge: number; readonly share: number }[] {
    return this.#caps.flatMap((cap) => {
      const charge = cap.good === good ? cap.names(source, area) : undefined;
      return charge === undefined ? [] : [{ charge, share: cap.share }];
    });
  }

  /** Whether the case lets a source serve an area: it is not held to none, and no other is held to one. */
  #mayServe(good: string, to: string, source: Source): boolean {
    if (this.ranges.size === 0 || !this.continent.options.singleSource.includes(good)) return true;
    if (this.ranges.get(keyOf({ good, to, source }))?.most === 0) return false;
    const own = keyOf({ good, to, source });
    return !sourcesOf(this.continent, good).some((other) => {
      const key = keyOf({ good, to, source: other });
      return key !== own && (this.ranges.get(key)?.least ?? 0) > 0;
    });
  }

  #charge(site: string, good: string, by: Exact): void {
    const key = JSON.stringify([site, good]);
    this.#perUnit.set(key, add(this.#perUnit.get(key) ?? ZERO, by));
  }

  #stated(key: string): number {
    return this.#price.get(key) ?? 0;
  }

  /** A price in whole steps, which shipments are charged in. */
  #steps(key: string): number {
    return Math.round(this.#stated(key) * this.market.scale);
  }

  #inEnergy(steps: number): Exact {
    return { mantissa: BigInt(steps), exponent: -this.market.exponent };
  }
}

/** The charge, in steps, on a source's shipments to an area; undefined where it is in no group. */
type GroupNames = (source: Source, area: string) => number | undefined;

function namesOf(groups: ReadonlyMap<string, Members>, charge: (group: string, area: string) => number): GroupNames {
  const bySite = new Map<string, string>();
  const byArea = new Map<string, string>();
  for (const [name, { sites, area }] of groups) {
    for (const site of sites) bySite.set(site, name);
    if (area !== undefined) byArea.set(area, name);
  }
  return (source, area) => {
    const name = "site" in source ? bySite.get(source.site) : byArea.get(source.area);
    return name === undefined ? undefined : charge(name, area);
  };
}

/** Every works that can make a good, and every area where nature yields it. */
export function sourcesOf(continent: Continent, good: string): Source[] {
  const sites = [...groupsOf(continent, good, "site").keys()].map((site) => ({ site }));
  const areas = Object.keys(continent.areas).filter((id) => (lookUp(continent.areas[id].supply, good) ?? 0) > 0);
  return [...sites, ...areas.map((area) => ({ area }))];
}

function keyOfRow(good: string, by: string, of: string, group: string, area = ""): string {
  return JSON.stringify([good, by, of, group, area]);
}
