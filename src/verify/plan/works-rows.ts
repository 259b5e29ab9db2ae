import { ExactSum } from "../../base/exact.ts";
import { goodsBuiltIn } from "../../model/energy.ts";
import type { Continent, Site } from "../../model/types.ts";
import type { Plan, PlanSite, PlanSize } from "../../plan/types.ts";
import { lookUp } from "./freight-prices.ts";
import { finite, ROUNDING } from "./ledger.ts";
import { notNegative } from "./row-checks.ts";
import type { Report, Tallies } from "./tally.ts";

/** Checks which modules are open and what they run, and books what works make, take and use. */
export class Works {
  constructor(
    readonly continent: Continent,
    readonly plan: Plan,
    readonly tally: Tallies,
    readonly report: Report,
  ) {}

  check(): void {
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
    // Where nothing stands and nothing is planned, nothing can be wrong, nor is there anything to book.
    if (planned.length === 0 && site.sizes.every(({ stand }) => stand === 0)) return 0;
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
        notNegative(report, `${path}.${what}`, count);
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

      for (const [good, amount] of Object.entries(goodsBuiltIn(size))) this.tally.take(site.area, good, amount, built);
      const modules = finite(kept + built);
      if (modules > 0) openSizes += 1;
      for (const [resource, amount] of Object.entries(size.needs))
        this.tally.used.add([site.area, resource], amount, modules);
      const share = new ExactSum();
      for (const [recipe, runs] of Object.entries(entry.runs)) {
        const capacity = lookUp(size.capacity, recipe);
        if (!site.recipes.includes(recipe) || capacity === undefined) {
          report("id.unknown", `${path}.runs[${recipe}]`, "The site has no such recipe.", 1);
          continue;
        }
        notNegative(report, `${path}.runs[${recipe}]`, runs);
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
      this.tally.make(site.area, good, amount, runs);
      this.tally.madeBySite.add([id, good], amount, runs);
    }
    for (const [good, amount] of Object.entries(takes)) this.tally.take(site.area, good, amount, runs);
    for (const [resource, amount] of Object.entries(needs)) this.tally.used.add([site.area, resource], amount, runs);
  }
}
