import { energyPerRun, energyPerTonne, terminalEnergy } from "../../model/energy.ts";
import type { Amounts, Continent, Site } from "../../model/types.ts";
import type { Plan, PlanSite } from "../../plan/types.ts";
import { NOTHING } from "./averages.ts";
import { lookUp } from "./freight-prices.ts";
import type { KeptGoods } from "./kept-goods.ts";
import { compareCells, finite, Ledger, ROUNDING } from "./ledger.ts";
import type { Report } from "./tally.ts";

/** What is spent for no good. */
const NO_GOOD = "";

/**
 * Checks for which goods the spent book says that energy is spent. Where and for what purpose it is spent is checked without
 * any sharing; who bears what of that may be off by rounding of all that is spent there.
 */
export function checkSpentGoods(continent: Continent, plan: Plan, kept: KeptGoods, report: Report): void {
  const found = new SpentGoods(continent, plan, kept);
  found.book();
  const stated = new Ledger();
  const places = new Ledger();
  for (const { purpose, area, site, link, terminal, good = NO_GOOD, energy } of plan.spent) {
    const place = [purpose, area, site ?? "", link ?? "", terminal ?? ""];
    stated.add([...place, good], energy);
    places.add(place, Math.abs(energy));
  }
  compareCells(
    found.ledger,
    stated,
    (ids, gross) => ROUNDING * Math.max(gross, places.value(...ids.slice(0, -1))),
    (ids, off) => {
      const [purpose, area, ...others] = ids.filter((id) => id !== "");
      const figures = `${stated.value(...ids)} MJ; it comes to ${found.ledger.value(...ids)} MJ`;
      report("spent.good", `spent[${[purpose, area, ...others].join(", ")}]`, `The book says ${figures}.`, off);
    },
  );
}

/** Energy by purpose, area, site, link, terminal and good. */
class SpentGoods {
  readonly ledger = new Ledger();

  constructor(
    readonly continent: Continent,
    readonly plan: Plan,
    readonly kept: KeptGoods,
  ) {}

  book(): void {
    for (const entry of this.plan.sites) {
      const site = lookUp(this.continent.sites, entry.site);
      if (site !== undefined) this.#bookSite(site, entry);
    }
    this.#bookLinks();
    this.#bookTransfers();
    for (const { area, good, surplus } of this.plan.balances) {
      const disposal = lookUp(this.continent.goods, good)?.disposal ?? "forbidden";
      if (disposal !== "forbidden") this.ledger.add(["surplus", area, "", "", "", good], surplus, disposal);
    }
  }

  /** Building and standing are for what the works make, by the part of its year that each good has. */
  #bookSite(site: Site, entry: PlanSite): void {
    const year: Record<string, number> = {};
    let construction = 0;
    let standing = entry.sizes.some(({ kept, built }) => kept + built > 0) ? site.siteEnergy : 0;
    const place = [site.area, entry.site, "", ""];
    for (const { name, kept, built, closed, runs } of entry.sizes) {
      const size = site.sizes.find((one) => one.name === name);
      if (size === undefined) continue;
      construction += size.buildPerYear * built;
      standing += size.keep * (kept + built) + size.closing * closed;
      for (const [id, count] of Object.entries(runs)) {
        const capacity = lookUp(size.capacity, id);
        if (!site.recipes.includes(id) || capacity === undefined || !(capacity > 0)) continue;
        const recipe = this.continent.recipes[id];
        const shares = this.kept.shares(site.area, recipe.makes) ?? [];
        const energy = energyPerRun(this.continent, site, size, recipe) * count;
        this.#split("production", place, energy, Object.fromEntries(shares));
        for (const [good, part] of shares) year[good] = (year[good] ?? 0) + (part * count) / capacity;
      }
    }
    this.#split("construction", place, construction, year);
    this.#split("standing", place, standing, year);
  }

  #bookLinks(): void {
    const links = new Map(this.continent.links.map((link) => [link.id, link]));
    for (const { link: id, ways, built } of this.plan.links) {
      const link = links.get(id);
      if (link === undefined) continue;
      const carried = new Handled();
      ways.slice(0, link.bothWays ? 2 : 1).forEach(({ tonnes }, w) => {
        const way = w === 0 ? 0 : 1;
        for (const [good, amount] of Object.entries(tonnes)) {
          const weight = lookUp(this.continent.goods, good)?.tonnesPerUnit;
          if (weight === undefined) continue;
          const place = ["transport", way === 0 ? link.from : link.to, "", id, "", good];
          this.ledger.add(place, energyPerTonne(this.continent, link, way) * weight, amount);
          carried.add(good, amount, weight);
        }
      });
      this.#build([link.from, "", id, ""], link.sizes, built, carried);
    }
  }

  #bookTransfers(): void {
    const { continent, plan } = this;
    const handled = new Map<string, Handled>();
    for (const { area, mode, good, load, unload } of plan.transfers) {
      if (!Object.hasOwn(continent.modes, mode) || !Object.hasOwn(continent.goods, good)) continue;
      const { tonnesPerUnit } = continent.goods[good];
      const key = JSON.stringify([area, mode]);
      const there = handled.get(key) ?? new Handled();
      handled.set(key, there);
      for (const amount of [load, unload]) {
        const each = terminalEnergy(continent, mode) * tonnesPerUnit;
        this.ledger.add(["transport", area, "", "", "", good], each, amount);
        there.add(good, amount, tonnesPerUnit);
      }
    }
    for (const { area, mode, built } of plan.terminals) {
      const terminal = continent.terminals.find((one) => one.area === area && one.mode === mode);
      const there = handled.get(JSON.stringify([area, mode])) ?? new Handled();
      this.#build([area, "", "", mode], terminal?.sizes ?? [], built, there);
    }
  }

  /** What is built is for what it carries or handles. */
  #build(
    place: readonly string[],
    sizes: readonly { readonly name: string; readonly buildPerYear: number; readonly keep: number }[],
    built: Readonly<Record<string, number>>,
    carried: Handled,
  ): void {
    for (const { name, buildPerYear, keep } of sizes) {
      const modules = lookUp(built, name) ?? 0;
      this.#split("construction", place, buildPerYear * modules, carried.weights);
      this.#split("standing", place, keep * modules, carried.weights);
    }
  }

  /** Books energy to goods by their weights, to none where there are none. A hostile plan's sums may leave the doubles. */
  #split(purpose: string, place: readonly string[], energy: number, weights: Amounts): void {
    const all = Object.entries(weights);
    const total = all.reduce((sum, [, weight]) => finite(sum + weight), 0);
    const whole = finite(energy) || 0;
    if (!(total > 0)) this.ledger.add([purpose, ...place, NO_GOOD], whole);
    else
      for (const [good, weight] of all) this.ledger.add([purpose, ...place, good], whole, finite(weight / total) || 0);
  }
}

/** What a link carries or a terminal handles. */
class Handled {
  readonly #tonnes: Record<string, number> = {};
  readonly #amounts: Record<string, number> = {};

  add(good: string, amount: number, tonnesPerUnit: number): void {
    if (!(amount > NOTHING)) return;
    this.#amounts[good] = (this.#amounts[good] ?? 0) + amount;
    this.#tonnes[good] = (this.#tonnes[good] ?? 0) + amount * tonnesPerUnit;
  }

  /** By the tonne; by number where nothing weighs anything. */
  get weights(): Amounts {
    return Object.values(this.#tonnes).some((tonnes) => tonnes > 0) ? this.#tonnes : this.#amounts;
  }
}
