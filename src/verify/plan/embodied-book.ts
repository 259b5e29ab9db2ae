import { energyPerRun, energyPerTonne, goodsBuiltIn, terminalEnergy } from "../../model/energy.ts";
import type { Amounts, Continent, Site } from "../../model/types.ts";
import type { Plan, PlanSite } from "../../plan/types.ts";
import { Averages, NOTHING } from "./averages.ts";
import { ByIds } from "./by-ids.ts";
import { lookUp } from "./freight-prices.ts";
import type { KeptGoods } from "./kept-goods.ts";

/** The embodied book, worked out from what a plan's works, flows and balances are. */
export interface EmbodiedBook {
  /** By area and good: MJ for a unit, and how many units come in and are kept. */
  readonly figures: readonly Figure[];
  /** MJ/yr that no good embodies. */
  readonly common: number;
}

interface Figure {
  readonly area: string;
  readonly good: string;
  readonly value: number;
  readonly inflow: number;
}

/** So much of a good of an area that goes into something. */
interface Use {
  readonly from: number;
  readonly amount: number;
}

/** A recipe that runs: which part of a module's year it takes, MJ/yr, and what goes into it. */
interface Run {
  readonly recipe: string;
  readonly count: number;
  readonly year: number;
  energy: number;
  readonly uses: Use[];
}

/**
 * Follows energy along the goods as the mathematics say of the embodied book: every works' energy and what it takes to
 * what it makes and is kept, freight to what arrives, links and terminals that are built to what they carry.
 *
 * Gives: undefined where its loops are beyond reckoning. Ids that the continent has not are passed over: rows tell.
 */
export function embodiedBook(continent: Continent, plan: Plan, kept: KeptGoods): EmbodiedBook | undefined {
  return new Book(continent, plan, kept).read();
}

class Book {
  readonly #averages = new Averages();
  readonly #areas: { readonly area: string; readonly good: string; readonly place: number }[] = [];
  readonly #inVain: Use[] = [];
  #common = 0;

  constructor(
    readonly continent: Continent,
    readonly plan: Plan,
    readonly kept: KeptGoods,
  ) {}

  read(): EmbodiedBook | undefined {
    for (const entry of this.plan.sites) {
      const site = lookUp(this.continent.sites, entry.site);
      if (site !== undefined) this.#bookSite(site, entry);
    }
    this.#bookSurplus();
    this.#bookFinalUse();
    this.#bookTransfers();
    this.#bookLinks();
    for (const { from, amount } of this.#inVain) this.#averages.leave(from, amount);
    const solved = this.#averages.solve();
    if (solved === undefined) return undefined;
    const { average, lost } = solved;
    const figures = this.#areas.map(({ area, good, place }) => {
      return { area, good, value: average[place], inflow: this.#averages.inflow(place) };
    });
    const inVain = this.#inVain.reduce((sum, { from, amount }) => sum + amount * average[from], 0);
    return { figures, common: this.#common + lost + inVain };
  }

  /** A good in an area; what comes in there is what is made, supplied and unloaded less what is let go. */
  #atArea(area: string, good: string): number {
    let isNew = false;
    const place = this.#averages.place([area, good], () => {
      isNew = true;
      return this.kept.left(area, good);
    });
    if (isNew) this.#areas.push({ area, good, place });
    return place;
  }

  /** A good on a mode in an area. */
  #atNode(area: string, mode: string, good: string): number {
    return this.#averages.place([area, mode, good], () => 0);
  }

  #bookSite(site: Site, entry: PlanSite): void {
    const open = entry.sizes.some(({ kept, built }) => kept + built > 0);
    let overhead = open ? site.siteEnergy : 0;
    const idle: Use[] = [];
    const all: Run[] = [];
    for (const { name, kept, built, closed, runs } of entry.sizes) {
      const size = site.sizes.find((one) => one.name === name);
      if (size === undefined) continue;
      const own = Object.entries(runs).flatMap(([recipe, count]): Run[] => {
        const capacity = lookUp(size.capacity, recipe);
        if (!site.recipes.includes(recipe) || capacity === undefined || !(capacity > 0) || !(count > 0)) return [];
        const energy = energyPerRun(this.continent, site, size, this.continent.recipes[recipe]) * count;
        return [{ recipe, count, year: count / capacity, energy, uses: [] }];
      });
      const ofModules = size.buildPerYear * built + size.keep * (kept + built);
      const builtIn = built > 0 ? this.#usesOf(site.area, goodsBuiltIn(size), built) : [];
      if (own.length > 0) share(own, ofModules, builtIn);
      else {
        overhead += ofModules;
        idle.push(...builtIn);
      }
      overhead += size.closing * closed;
      all.push(...own);
    }
    if (all.length > 0) share(all, overhead, idle);
    else {
      this.#common += overhead;
      this.#inVain.push(...idle);
    }
    for (const run of all) this.#bookRun(site.area, run);
  }

  #bookRun(area: string, { recipe, count, energy, uses }: Run): void {
    const { makes, takes } = this.continent.recipes[recipe];
    const all = [...uses, ...this.#usesOf(area, takes, count)];
    const shares = this.kept.shares(area, makes);
    if (shares === undefined) {
      this.#common += energy;
      this.#inVain.push(...all);
      return;
    }
    for (const [good, part] of shares) {
      if (part === 0) continue;
      const into = this.#atArea(area, good);
      this.#averages.give(into, part * energy);
      for (const { from, amount } of all) this.#averages.bring(into, from, part * amount);
    }
  }

  #usesOf(area: string, amounts: Amounts, count: number): Use[] {
    return Object.entries(amounts).map(([good, amount]) => ({
      from: this.#atArea(area, good),
      amount: amount * count,
    }));
  }

  #bookSurplus(): void {
    for (const { area, good, surplus } of this.plan.balances) {
      const disposal = lookUp(this.continent.goods, good)?.disposal ?? "forbidden";
      if (disposal === "forbidden" || !(surplus > 0) || !Object.hasOwn(this.continent.areas, area)) continue;
      if (this.kept.left(area, good) > 0) this.#averages.give(this.#atArea(area, good), surplus * disposal);
      else this.#common += surplus * disposal;
    }
  }

  /** What is used in the end leaves for good; where nothing comes, nothing leaves. */
  #bookFinalUse(): void {
    const { areas, goods } = this.continent;
    for (const { area, good, used } of this.plan.balances)
      if (used > 0 && Object.hasOwn(areas, area) && Object.hasOwn(goods, good))
        this.#averages.leave(this.#atArea(area, good), used);
  }

  /** What arrives at a place brings the energy of where it comes from, and that of its way. */
  #carry(into: number, from: number, amount: number, energy: number): void {
    this.#averages.give(into, amount * energy);
    this.#averages.bring(into, from, amount);
  }

  #bookTransfers(): void {
    const { continent, plan } = this;
    const handled = new ByIds<Part[]>();
    for (const { area, mode, good, load, unload } of plan.transfers) {
      if (!Object.hasOwn(continent.modes, mode) || !Object.hasOwn(continent.goods, good)) continue;
      const { tonnesPerUnit } = continent.goods[good];
      const energy = terminalEnergy(continent, mode) * tonnesPerUnit;
      const [ground, node] = [this.#atArea(area, good), this.#atNode(area, mode, good)];
      const there = handled.at([area, mode]);
      there.value ??= [];
      const parts = there.value;
      if (load > NOTHING) {
        this.#averages.comeIn(node, load);
        this.#carry(node, ground, load, energy);
        parts.push({ place: node, amount: load, tonnes: load * tonnesPerUnit });
      }
      if (unload > NOTHING) {
        this.#carry(ground, node, unload, energy);
        parts.push({ place: ground, amount: unload, tonnes: unload * tonnesPerUnit });
      }
    }
    for (const { area, mode, built } of plan.terminals) {
      const terminal = continent.terminals.find((one) => one.area === area && one.mode === mode);
      this.#spread(energyToBuild(terminal?.sizes ?? [], built), handled.get([area, mode]) ?? []);
    }
  }

  #bookLinks(): void {
    const { continent } = this;
    const links = new Map(continent.links.map((link) => [link.id, link]));
    for (const { link: id, ways, built } of this.plan.links) {
      const link = links.get(id);
      if (link === undefined) continue;
      const carried: Part[] = [];
      ways.slice(0, link.bothWays ? 2 : 1).forEach(({ tonnes }, w) => {
        const way = w === 0 ? 0 : 1;
        const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
        for (const [good, amount] of Object.entries(tonnes)) {
          const weight = lookUp(continent.goods, good)?.tonnesPerUnit;
          if (weight === undefined || !(amount > NOTHING)) continue;
          const into = this.#atNode(head, link.mode, good);
          this.#averages.comeIn(into, amount * (1 - link.loss));
          this.#carry(into, this.#atNode(tail, link.mode, good), amount, energyPerTonne(continent, link, way) * weight);
          for (const { from, amount: taken } of this.#usesOf(tail, link.takes, weight * amount))
            this.#averages.bring(into, from, taken);
          carried.push({ place: into, amount, tonnes: amount * weight });
        }
      });
      this.#spread(energyToBuild(link.sizes, built), carried);
    }
  }

  /** Energy of a link or a terminal that is built is for what it carries, by the tonne, or by number where nothing weighs. */
  #spread(energy: number, parts: readonly Part[]): void {
    if (energy === 0) return;
    const tonnes = parts.reduce((sum, part) => sum + part.tonnes, 0);
    const amount = parts.reduce((sum, part) => sum + part.amount, 0);
    if (parts.length === 0) this.#common += energy;
    for (const part of parts)
      this.#averages.give(part.place, energy * (tonnes > 0 ? part.tonnes / tonnes : part.amount / amount));
  }
}

/** Some of what a link carries or a terminal handles, and where its energy goes. */
interface Part {
  readonly place: number;
  readonly amount: number;
  readonly tonnes: number;
}

/** Shares what modules take, and what is built into them, among their runs by the part of the year that each has. */
function share(runs: readonly Run[], energy: number, builtIn: readonly Use[]): void {
  const total = runs.reduce((sum, { year }) => sum + year, 0);
  for (const run of runs) {
    run.energy += (energy * run.year) / total;
    for (const { from, amount } of builtIn) run.uses.push({ from, amount: (amount * run.year) / total });
  }
}

function energyToBuild(
  sizes: readonly { readonly name: string; readonly buildPerYear: number; readonly keep: number }[],
  built: Readonly<Record<string, number>>,
): number {
  return sizes.reduce(
    (sum, { name, buildPerYear, keep }) => sum + (buildPerYear + keep) * (lookUp(built, name) ?? 0),
    0,
  );
}
