import { energyPerRun, energyPerTonne, terminalEnergy } from "../../model/energy.ts";
import type { Continent } from "../../model/types.ts";
import type { Plan } from "../../plan/types.ts";
import { lookUp } from "./freight-prices.ts";
import { type Factors, Ledger, Total } from "./ledger.ts";

/** What a terminal is called beside sites and links in the spent book; no id of those has a line end in it. */
export function terminalKey(mode: string): string {
  return `terminal\n${mode}`;
}

/**
 * What a plan's works, links, terminals and balances spend: every product of an amount and an energy, summed exactly, by part
 * (production, construction, ...) and by place. Ids that the continent has not spend nothing; rows tell of them.
 */
export class Spending {
  /** MJ/yr by part, area and site, link or terminal. */
  readonly places = new Ledger();
  readonly #parts = new Map<string, Total>();
  readonly #continent: Continent;

  constructor(continent: Continent, plan: Plan) {
    this.#continent = continent;
    this.#spendOnSites(plan);
    this.#spendOnLinks(plan);
    this.#spendOnTerminals(plan);
    this.#spendOnTransfers(plan);
    this.#spendOnBalances(plan);
    for (const [part, sum] of [...this.#parts]) {
      this.total("objective").addAll(sum);
      if (part !== "shortagePenalty") this.total("total").addAll(sum);
    }
  }

  /** A part's sum; "total" is all but the penalty for shortage, "objective" is all. */
  total(part: string): Total {
    const known = this.#parts.get(part) ?? new Total();
    this.#parts.set(part, known);
    return known;
  }

  #spend(part: string, area: string, where: string, ...factors: Factors): void {
    if (factors.includes(0)) return;
    this.total(part).addProduct(factors);
    if (part !== "shortagePenalty") this.places.addProduct([part, area, where], factors);
  }

  #spendOnSites({ sites }: Plan): void {
    const continent = this.#continent;
    for (const entry of sites) {
      const site = lookUp(continent.sites, entry.site);
      if (site === undefined) continue;
      let open = false;
      for (const { name, kept, built, closed, runs } of entry.sizes) {
        const size = site.sizes.find((one) => one.name === name);
        if (size === undefined) continue;
        open ||= kept > 0 || built > 0;
        this.#spend("construction", site.area, entry.site, size.buildPerYear, built);
        for (const modules of [kept, built]) this.#spend("standing", site.area, entry.site, size.keep, modules);
        this.#spend("standing", site.area, entry.site, size.closing, closed);
        for (const [recipe, count] of Object.entries(runs)) {
          if (!site.recipes.includes(recipe)) continue;
          const energy = energyPerRun(continent, site, size, continent.recipes[recipe]);
          this.#spend("production", site.area, entry.site, energy, count);
        }
      }
      if (open) this.#spend("standing", site.area, entry.site, site.siteEnergy);
    }
  }

  #spendOnLinks({ links }: Plan): void {
    const continent = this.#continent;
    const known = new Map(continent.links.map((link) => [link.id, link]));
    for (const { link: id, ways, built } of links) {
      const link = known.get(id);
      if (link === undefined) continue;
      for (const { name, buildPerYear, keep } of link.sizes) {
        this.#spend("construction", link.from, id, buildPerYear, lookUp(built, name) ?? 0);
        this.#spend("standing", link.from, id, keep, lookUp(built, name) ?? 0);
      }
      for (const [w, { tonnes }] of ways.slice(0, link.bothWays ? 2 : 1).entries()) {
        const way = w === 0 ? 0 : 1;
        const tail = way === 0 ? link.from : link.to;
        for (const [good, amount] of Object.entries(tonnes)) {
          const weight = lookUp(continent.goods, good)?.tonnesPerUnit ?? 0;
          this.#spend("transport", tail, id, energyPerTonne(continent, link, way), weight, amount);
        }
      }
    }
  }

  #spendOnTerminals({ terminals }: Plan): void {
    for (const { area, mode, built } of terminals) {
      const terminal = this.#continent.terminals.find((one) => one.area === area && one.mode === mode);
      for (const { name, buildPerYear, keep } of terminal?.sizes ?? []) {
        this.#spend("construction", area, terminalKey(mode), buildPerYear, lookUp(built, name) ?? 0);
        this.#spend("standing", area, terminalKey(mode), keep, lookUp(built, name) ?? 0);
      }
    }
  }

  #spendOnTransfers({ transfers }: Plan): void {
    const continent = this.#continent;
    for (const { area, mode, good, load, unload } of transfers) {
      if (!Object.hasOwn(continent.modes, mode) || !Object.hasOwn(continent.goods, good)) continue;
      const { tonnesPerUnit } = continent.goods[good];
      for (const amount of [load, unload])
        this.#spend("transport", area, "", terminalEnergy(continent, mode), tonnesPerUnit, amount);
    }
  }

  #spendOnBalances({ balances }: Plan): void {
    const { goods, shortage } = this.#continent;
    for (const { area, good, surplus, unmet } of balances) {
      const disposal = lookUp(goods, good)?.disposal ?? 0;
      if (disposal !== "forbidden") this.#spend("surplus", area, "", disposal, surplus);
      this.#spend("shortagePenalty", area, "", lookUp(shortage, good) ?? 0, unmet);
    }
  }
}
