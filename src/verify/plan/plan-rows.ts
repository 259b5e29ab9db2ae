import { ExactSum, exactly, multiply } from "../../base/exact.ts";
import { goodsBuiltIn, mayTravel } from "../../model/energy.ts";
import type { Continent, Link, Site } from "../../model/types.ts";
import type { Plan, PlanSite, PlanSize, PlanTerminal, PlanWay } from "../../plan/types.ts";
import { lookUp } from "./freight-prices.ts";
import { amountTolerance, finite, Ledger, OPEN, ROUNDING } from "./ledger.ts";
import { type Report, Tallies, type Tally } from "./tally.ts";

/**
 * Checks the plan's works, flows and areas against every row of the model, and adds up what they come to.
 * Trusts no figure that the plan could have computed: only modules, runs, flows, transfers, and what the
 * balances say is supplied, let go and unmet.
 */
export function checkRows(continent: Continent, plan: Plan, report: Report): Tally {
  return new Rows(continent, plan, report).check();
}

/** A unit that goes in no circle comes into a balance and leaves it once; twice that for what is made and let go there. */
const MOST_TERMS = 4;

class Rows {
  readonly #tally = new Tallies();

  constructor(
    readonly continent: Continent,
    readonly plan: Plan,
    readonly report: Report,
  ) {}

  check(): Tally {
    this.#checkSites();
    this.#checkLinks();
    this.#checkTransfers();
    this.#checkTerminals();
    this.#checkAreas();
    this.#checkResources();
    return { ...this.#tally, ...this.#checkBalances() };
  }

  #checkSites(): void {
    const { continent, report } = this;
    const open: string[] = [];
    const planned = new Map<string, PlanSite>();
    for (const entry of this.plan.sites) {
      const site = lookUp(continent.sites, entry.site);
      const path = `sites[${entry.site}]`;
      if (site === undefined) report("id.unknown", path, "There is no such site.", 1);
      else if (planned.has(entry.site)) report("id.duplicate", path, "The site is listed twice.", 1);
      else planned.set(entry.site, entry);
      if (site && entry.area !== site.area) report("site.area", path, `The site is in ${site.area}.`, 1);
    }
    for (const [id, site] of Object.entries(continent.sites)) {
      const sizes = planned.get(id)?.sizes ?? [];
      const openSizes = this.#checkSizes(id, site, sizes);
      if (openSizes > 0) open.push(id);
      if (site.open !== undefined && site.open !== openSizes > 0)
        report("open", `sites[${id}]`, site.open ? "The site must be open." : "The site must be closed.", 1);
      if (site.oneSize && openSizes > 1)
        report("oneSize", `sites[${id}]`, `${openSizes} sizes are open; at most one may be.`, openSizes - 1);
    }
    for (const [good, most] of Object.entries(continent.options.mostSites)) {
      const makers = open.filter((id) =>
        continent.sites[id].recipes.some((recipe) => (lookUp(continent.recipes[recipe].makes, good) ?? 0) > 0),
      );
      if (makers.length > most)
        report(
          "mostSites",
          `mostSites[${good}]`,
          `${makers.length} sites are open; at most ${most} may be.`,
          makers.length - most,
        );
    }
  }

  /** How many sizes are open. */
  #checkSizes(id: string, site: Site, planned: readonly PlanSize[]): number {
    const { report } = this;
    const seen = new Set<string>();
    for (const { name } of planned) {
      const path = `sites[${id}].sizes[${name}]`;
      if (!site.sizes.some((size) => size.name === name)) report("id.unknown", path, "There is no such size.", 1);
      if (seen.has(name)) report("id.duplicate", path, "The size is listed twice.", 1);
      seen.add(name);
    }
    let openSizes = 0;
    for (const size of site.sizes) {
      const path = `sites[${id}].sizes[${size.name}]`;
      const entry = planned.find(({ name }) => name === size.name) ?? { kept: 0, built: 0, closed: 0, runs: {} };
      const { kept, built, closed } = entry;
      for (const [what, count] of Object.entries({ kept, built, closed })) {
        this.#notNegative(`${path}.${what}`, count);
        if (!Number.isInteger(count))
          report(
            "whole",
            `${path}.${what}`,
            `${count} is not a whole number of modules.`,
            Math.abs(count - Math.round(count)),
          );
      }
      if (kept > size.stand) report("kept", path, `${kept} kept of ${size.stand} that stand.`, kept - size.stand);
      if (kept + closed !== size.stand)
        report(
          "stand",
          path,
          `${kept} kept and ${closed} closed are not the ${size.stand} that stand.`,
          Math.abs(kept + closed - size.stand),
        );
      if (built > size.most - size.stand)
        report(
          "built",
          path,
          `${built} built; at most ${size.most - size.stand} may be.`,
          built - size.most + size.stand,
        );

      for (const [good, amount] of Object.entries(goodsBuiltIn(size))) this.#tally.take(site.area, good, amount, built);
      const modules = finite(kept + built);
      if (modules > 0) openSizes += 1;
      for (const [resource, amount] of Object.entries(size.needs))
        this.#tally.used.add([site.area, resource], amount, modules);
      const share = new ExactSum();
      for (const [recipe, runs] of Object.entries(entry.runs)) {
        const capacity = lookUp(size.capacity, recipe);
        if (!site.recipes.includes(recipe) || capacity === undefined) {
          report("id.unknown", `${path}.runs[${recipe}]`, "The site has no such recipe.", 1);
          continue;
        }
        this.#notNegative(`${path}.runs[${recipe}]`, runs);
        if (capacity > 0) share.add(finite(runs / capacity));
        else if (runs > 0) report("capacity", `${path}.runs[${recipe}]`, "There is no capacity to run this.", runs);
        this.#bookRuns(id, site, recipe, runs);
      }
      const load = finite(share.value);
      if (load > modules * (1 + ROUNDING))
        report("capacity", path, `Runs fill ${load} modules' years; ${modules} are open.`, load - modules);
      if (load < site.minimumLoad * modules * (1 - ROUNDING))
        report(
          "minimumLoad",
          path,
          `Runs fill ${load} of ${modules} modules' years; at least ${site.minimumLoad} of each must be.`,
          site.minimumLoad * modules - load,
        );
    }
    return openSizes;
  }

  #bookRuns(id: string, site: Site, recipe: string, runs: number): void {
    const { makes, takes, needs } = this.continent.recipes[recipe];
    for (const [good, amount] of Object.entries(makes)) {
      this.#tally.make(site.area, good, amount, runs);
      this.#tally.madeBySite.add([id, good], amount, runs);
    }
    for (const [good, amount] of Object.entries(takes)) this.#tally.take(site.area, good, amount, runs);
    for (const [resource, amount] of Object.entries(needs)) this.#tally.used.add([site.area, resource], amount, runs);
  }

  #checkLinks(): void {
    const { continent, report } = this;
    const links = new Map(continent.links.map((link) => [link.id, link]));
    const seen = new Set<string>();
    for (const { link: id, ways, built } of this.plan.links) {
      const path = `links[${id}]`;
      const link = links.get(id);
      if (seen.has(id)) report("id.duplicate", path, "The link is listed twice.", 1);
      seen.add(id);
      if (link === undefined) {
        report("id.unknown", path, "There is no such link.", 1);
        continue;
      }
      const room = this.#checkBuilt(link, "link", path, built);
      const wayCount = link.bothWays ? 2 : 1;
      if (ways.length !== wayCount)
        report(
          "link.ways",
          path,
          `${ways.length} ways are listed; the link has ${wayCount}.`,
          Math.abs(ways.length - wayCount),
        );
      ways.slice(0, wayCount).forEach((way, w) => {
        this.#checkWay(link, w === 0 ? 0 : 1, way, room);
      });
    }
  }

  /** Room that stands and is built, t/yr, of a link each way; undefined where there is no limit. */
  #checkBuilt(
    { capacity, sizes }: Pick<Link, "capacity" | "sizes">,
    what: "link" | "terminal",
    path: string,
    built: Readonly<Record<string, number>>,
  ): number | undefined {
    const { report } = this;
    const room = new ExactSum();
    for (const [name, modules] of Object.entries(built)) {
      const where = `${path}.built[${name}]`;
      const size = sizes.find((one) => one.name === name);
      if (size === undefined) {
        report("id.unknown", where, `The ${what} has no such size.`, 1);
        continue;
      }
      this.#notNegative(where, modules);
      if (!Number.isInteger(modules))
        report("whole", where, `${modules} is not a whole number.`, Math.abs(modules - Math.round(modules)));
      if (modules > size.most)
        report(`${what}.built`, where, `${modules} built; at most ${size.most} may be.`, modules - size.most);
      room.addProduct(size.capacity, Math.max(0, modules));
    }
    return capacity === undefined ? undefined : finite(room.add(capacity).value);
  }

  #checkWay(link: Link, way: 0 | 1, { tonnes }: PlanWay, room: number | undefined): void {
    const { continent, report } = this;
    const path = `links[${link.id}].ways[${way}]`;
    const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
    const carried = new ExactSum();
    for (const [good, amount] of Object.entries(tonnes)) {
      if (!this.#known(`${path}.tonnes[${good}]`, { good })) continue;
      this.#notNegative(`${path}.tonnes[${good}]`, amount);
      this.#checkTravel(`${path}.tonnes[${good}]`, good, link.mode, amount);
      const weight = continent.goods[good].tonnesPerUnit;
      carried.addProduct(weight, amount);
      this.#tally.flow.add([link.id, String(way), good], amount);
      this.#tally.balance.add([tail, good, link.mode], -amount);
      this.#tally.balance.add([head, good, link.mode], amount);
      this.#tally.balance.add([head, good, link.mode], -link.loss, amount);
      for (const [made, each] of Object.entries(link.makes)) {
        this.#tally.make(tail, made, each, weight, amount);
        this.#tally.madeByLinks.addExact([tail, made], [each, weight, amount].map(exactly).reduce(multiply));
      }
      for (const [taken, each] of Object.entries(link.takes)) this.#tally.take(tail, taken, each, weight, amount);
    }
    if (room === undefined) return;
    const over = carried.add(-room).value;
    if (over > Math.max(OPEN, ROUNDING * room))
      report("link.capacity", path, `Carries ${over} t more than its ${room} t/yr.`, over);
  }

  #checkTransfers(): void {
    const seen = new Set<string>();
    this.plan.transfers.forEach(({ area, mode, good, load, unload }) => {
      const path = `transfers[${area}, ${mode}, ${good}]`;
      if (!this.#known(path, { area, mode, good })) return;
      const key = JSON.stringify([area, mode, good]);
      if (seen.has(key)) this.report("id.duplicate", path, "The transfer is listed twice.", 1);
      seen.add(key);
      this.#notNegative(`${path}.load`, load);
      this.#notNegative(`${path}.unload`, unload);
      this.#checkTravel(path, good, mode, Math.max(load, unload));
      for (const amount of [load, unload])
        this.#tally.handled.add([area, mode], this.continent.goods[good].tonnesPerUnit, amount);
      this.#tally.loaded.add([area, good], load);
      this.#tally.unloaded.add([area, good], unload);
      this.#tally.balance.add([area, good], unload);
      this.#tally.balance.add([area, good], -load);
      this.#tally.balance.add([area, good, mode], load);
      this.#tally.balance.add([area, good, mode], -unload);
    });
  }

  /** What is loaded and unloaded, by all transfers together, against what stands and is built. */
  #checkTerminals(): void {
    const { continent, report, plan } = this;
    const listed = new Map<string, PlanTerminal>();
    for (const terminal of plan.terminals) {
      const path = `terminals[${terminal.area}, ${terminal.mode}]`;
      const key = JSON.stringify([terminal.area, terminal.mode]);
      if (!continent.terminals.some(({ area, mode }) => area === terminal.area && mode === terminal.mode))
        report("id.unknown", path, "The continent describes no such terminal.", 1);
      if (listed.has(key)) report("id.duplicate", path, "The terminal is listed twice.", 1);
      listed.set(key, terminal);
    }
    for (const terminal of continent.terminals) {
      const { area, mode } = terminal;
      const path = `terminals[${area}, ${mode}]`;
      const entry = listed.get(JSON.stringify([area, mode]));
      const room = this.#checkBuilt(terminal, "terminal", path, entry?.built ?? {});
      const handled = this.#tally.handled.value(area, mode);
      if (handled > Math.max(OPEN, ROUNDING * handled) && entry === undefined)
        report("terminal.missing", path, `${handled} t are loaded and unloaded; the plan does not list it.`, handled);
      if (room !== undefined && handled - room > Math.max(OPEN, ROUNDING * room))
        report("terminal.capacity", path, `Handles ${handled - room} t more than its ${room} t/yr.`, handled - room);
    }
  }

  /** What the areas themselves bring forth, let go and do without; and their final demand. */
  #checkAreas(): void {
    const { continent, report } = this;
    const seen = new Set<string>();
    for (const { area, good, supplied, surplus, unmet } of this.plan.balances) {
      const path = `balances[${area}, ${good}]`;
      if (!this.#known(path, { area, good })) continue;
      const key = JSON.stringify([area, good]);
      if (seen.has(key)) report("id.duplicate", path, "The balance is listed twice.", 1);
      seen.add(key);
      for (const [what, amount] of Object.entries({ supplied, surplus, unmet }))
        this.#notNegative(`${path}.${what}`, amount);
      const supply = lookUp(continent.areas[area].supply, good) ?? 0;
      if (supplied > supply + amountTolerance(supply))
        report("supply", path, `${supplied} supplied; there is ${supply}.`, supplied - supply);
      const source = this.#tally.made.value(area, good) + supplied;
      if (surplus > source + amountTolerance(source))
        report("surplus", path, `${surplus} let go; ${source} is made and supplied here.`, surplus - source);
      if (surplus > 0 && continent.goods[good].disposal === "forbidden")
        report("surplus.forbidden", path, "The good must not be let go.", surplus);
      const demand = lookUp(continent.areas[area].demand, good) ?? 0;
      if (unmet > demand) report("unmet", path, `${unmet} unmet of a demand of ${demand}.`, unmet - demand);
      if (unmet > 0 && lookUp(continent.shortage, good) === undefined)
        report("unmet.notAllowed", path, "Demand for this good must be met.", unmet);
      for (const amount of [supplied, unmet, -surplus]) this.#tally.balance.add([area, good], amount);
    }
    for (const [area, { demand }] of Object.entries(continent.areas))
      for (const [good, amount] of Object.entries(demand)) this.#tally.balance.add([area, good], -amount);
  }

  #checkResources(): void {
    for (const { ids, value } of this.#tally.used.cells()) {
      const [area, resource] = ids;
      const available = lookUp(this.continent.areas[area].resources, resource);
      if (available !== undefined && value > available * (1 + ROUNDING))
        this.report(
          "resource",
          `resource[${resource}, ${area}]`,
          `${value} used; ${available} is available.`,
          value - available,
        );
    }
  }

  #checkBalances(): Pick<Tally, "open" | "residual"> {
    const open = new Ledger();
    const worth = new ExactSum();
    let amount = 0;
    const passing = this.#passing();
    for (const { ids, value, gross } of this.#tally.balance.cells()) {
      const [area, good] = ids;
      const residual = Math.abs(value);
      const price = lookUp(lookUp(this.plan.certificate.prices, good) ?? {}, area) ?? 0;
      if (residual > amountTolerance(Math.min(gross, MOST_TERMS * passing.value(good))))
        this.report(
          "balance",
          `balance[${[good, area, ...ids.slice(2)].join(", ")}]`,
          `What comes is ${value} more than what goes.`,
          residual,
        );
      amount = Math.max(amount, residual);
      worth.addProduct(residual, Math.abs(price));
      open.add([good], residual);
    }
    return { open, residual: { amount, energy: finite(worth.value) } };
  }

  /** By good: what is made, supplied and wanted in all. What goes round in circles besides must not hide what is lacking. */
  #passing(): Ledger {
    const passing = new Ledger();
    for (const { ids, value } of this.#tally.made.cells()) passing.add([ids[1]], value);
    for (const { good, supplied } of this.plan.balances) passing.add([good], supplied);
    for (const { demand } of Object.values(this.continent.areas))
      for (const [good, wanted] of Object.entries(demand)) passing.add([good], wanted);
    return passing;
  }

  #known(path: string, ids: { readonly area?: string; readonly mode?: string; readonly good?: string }): boolean {
    const { areas, modes, goods } = this.continent;
    const unknown = [
      ids.area !== undefined && !Object.hasOwn(areas, ids.area) ? "area" : "",
      ids.mode !== undefined && !Object.hasOwn(modes, ids.mode) ? "mode" : "",
      ids.good !== undefined && !Object.hasOwn(goods, ids.good) ? "good" : "",
    ].filter((kind) => kind !== "");
    for (const kind of unknown) this.report("id.unknown", path, `There is no such ${kind}.`, 1);
    return unknown.length === 0;
  }

  #notNegative(path: string, amount: number): void {
    if (amount < 0) this.report("negative", path, `${amount} is below zero.`, -amount);
  }

  #checkTravel(path: string, good: string, mode: string, amount: number): void {
    if (amount === 0 || mayTravel(this.continent, good, mode)) return;
    if (this.continent.goods[good].local) this.report("local", path, "The good cannot travel.", amount);
    else this.report("freight", path, `The good's freight class does not go by ${mode}.`, amount);
  }
}
