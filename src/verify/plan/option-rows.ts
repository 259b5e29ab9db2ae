import { exactly, multiply } from "../../base/exact.ts";
import type { Continent, Group, Size } from "../../model/types.ts";
import type { Plan } from "../../plan/types.ts";
import { lookUp } from "./freight-prices.ts";
import { amountTolerance, finite, Ledger, OPEN, ROUNDING } from "./ledger.ts";
import type { Report, Tally } from "./tally.ts";

/** Those that count as one, by name: their sites, and the area whose own supply counts with them. */
export interface Members {
  readonly sites: readonly string[];
  readonly area?: string;
}

/**
 * The groups of the sites that can make a good: each site, each area, or each set of recipes that some site can make
 * it by. `supplied`: areas that yield the good themselves count as well, for what they serve.
 */
export function groupsOf(continent: Continent, good: string, by: Group, supplied = false): Map<string, Members> {
  const groups = new Map<string, { sites: string[]; area?: string }>();
  for (const [id, { area, recipes }] of Object.entries(continent.sites)) {
    const makers = recipes.filter((recipe) => (lookUp(continent.recipes[recipe].makes, good) ?? 0) > 0);
    if (makers.length === 0) continue;
    const name = by === "site" ? id : by === "area" ? area : [...makers].sort().join(" + ");
    const group = groups.get(name) ?? (by === "area" ? { sites: [], area } : { sites: [] });
    group.sites.push(id);
    groups.set(name, group);
  }
  if (by === "area" && supplied) {
    for (const [area, { supply }] of Object.entries(continent.areas))
      if ((lookUp(supply, good) ?? 0) > 0 && !groups.has(area)) groups.set(area, { sites: [], area });
  }
  return groups;
}

/** Goods whose options ask who serves whom. */
export function followedGoods({ options }: Continent): ReadonlySet<string> {
  const ofAreas = options.shareCaps.filter(({ of }) => of === "area").map(({ good }) => good);
  return new Set([...options.singleSource, ...ofAreas]);
}

/** Units of a good that one open module of a size could make in a year, by its recipe that makes most of it. */
export function mostMadeBy(continent: Continent, { capacity }: Size, good: string): number {
  const amounts = Object.entries(capacity).map(
    ([recipe, runs]) => runs * (lookUp(continent.recipes[recipe].makes, good) ?? 0),
  );
  return Math.max(0, ...amounts);
}

/** Checks a plan against the options that say who may serve whom, how much one may have, and what others must hold. */
export function checkOptions(continent: Continent, plan: Plan, tally: Tally, report: Report): void {
  const served = checkFinalUse(continent, plan, tally, report);
  checkSingleSource(continent, served, report);
  for (const cap of continent.options.shareCaps) {
    const { good, by, of, share } = cap;
    const groups = groupsOf(continent, good, by, of === "area");
    const tooMuch = (path: string, amount: number, most: number): void => {
      if (amount > most + Math.max(OPEN, ROUNDING * most))
        report("shareCaps", path, `${amount} is more than the ${most} that the share allows.`, amount - most);
    };
    if (of === "continent") {
      const made = (sites: readonly string[]): number =>
        sites.reduce((sum, site) => sum + tally.madeBySite.value(site, good), 0);
      const all = made(Object.keys(continent.sites));
      for (const [name, { sites }] of groups) tooMuch(`shareCaps[${good}, ${by} ${name}]`, made(sites), share * all);
      continue;
    }
    for (const [area, { demand }] of Object.entries(continent.areas)) {
      const most = share * (lookUp(demand, good) ?? 0);
      for (const [name, { sites, area: own }] of groups) {
        const bySites = sites.reduce((sum, site) => sum + served.value(good, area, site), 0);
        const amount = bySites + (own === undefined ? 0 : served.value(good, area, "", own));
        tooMuch(`shareCaps[${good}, ${by} ${name}, ${area}]`, amount, most);
      }
    }
  }
  checkReserves(continent, plan, report);
}

/**
 * The shipments that serve final demand, by good, area and source (a site, or "" and the area that supplies). Of goods
 * whose options ask they must come to what is used in the end; of others none may be marked.
 */
function checkFinalUse(continent: Continent, plan: Plan, tally: Tally, report: Report): Ledger {
  const followed = followedGoods(continent);
  const served = new Ledger();
  const balance = new Ledger();
  const natural = new Ledger();
  for (const [position, { good, site, from, to, tonnes, final }] of plan.shipments.entries()) {
    if (!final) continue;
    if (followed.has(good)) {
      served.add(site === undefined ? [good, to, "", from] : [good, to, site], tonnes);
      balance.add([good, to], tonnes);
      if (site === undefined) natural.add([good, from], tonnes);
    } else report("shipment.final", `shipments[${position}]`, "No option asks who serves whom of this good.", tonnes);
  }
  for (const [area, { demand }] of Object.entries(continent.areas))
    for (const good of followed) balance.add([good, area], -(lookUp(demand, good) ?? 0));
  for (const { area, good, unmet, supplied } of plan.balances) {
    if (!followed.has(good)) continue;
    balance.add([good, area], unmet);
    natural.add([good, area], -supplied);
  }
  for (const { ids, value, gross } of natural.cells())
    if (value > amountTolerance(gross))
      report(
        "shipment.final",
        `shipments[${ids.join(", ")}]`,
        `Nature yields ${value} less here than serves final use; what links make does not.`,
        value,
      );
  for (const { ids, value, gross } of balance.cells()) {
    const [good, area] = ids;
    const allowed = amountTolerance(gross) + tally.open.value(good);
    if (Math.abs(value) > allowed)
      report(
        "shipment.final",
        `shipments[${good}, ${area}]`,
        `Shipments for final use are ${value} more than what is used in the end.`,
        Math.abs(value),
      );
  }
  return served;
}

/** What comes to an area besides its one source may be a kilogram in all. */
function checkSingleSource(continent: Continent, served: Ledger, report: Report): void {
  const largest = new Map<string, number>();
  const all = new Ledger();
  for (const { ids, value } of served.cells()) {
    const [good, area] = ids;
    if (!continent.options.singleSource.includes(good)) continue;
    const key = JSON.stringify([good, area]);
    largest.set(key, Math.max(largest.get(key) ?? 0, value));
    all.add([good, area], Math.max(0, value));
  }
  for (const { ids, value } of all.cells()) {
    const besides = value - (largest.get(JSON.stringify(ids)) ?? 0);
    if (besides > amountTolerance(value))
      report("singleSource", `singleSource[${ids.join(", ")}]`, `${besides} comes from a second source.`, besides);
  }
}

/** Whoever stands still, the others' open modules could make the share. */
function checkReserves(continent: Continent, plan: Plan, report: Report): void {
  const modules = new Map<string, number>();
  for (const { site, sizes } of plan.sites)
    for (const { name, kept, built } of sizes) modules.set(JSON.stringify([site, name]), finite(kept + built));
  for (const { good, by, share } of continent.options.reserve) {
    const ledger = new Ledger();
    for (const { demand } of Object.values(continent.areas)) ledger.add([], lookUp(demand, good) ?? 0, share);
    const wanted = ledger.value();
    for (const [name, { sites }] of groupsOf(continent, good, by)) {
      const others = new Ledger();
      for (const [id, site] of Object.entries(continent.sites)) {
        if (sites.includes(id)) continue;
        for (const size of site.sizes) {
          const open = modules.get(JSON.stringify([id, size.name])) ?? 0;
          others.addExact([], multiply(exactly(open), exactly(mostMadeBy(continent, size, good))));
        }
      }
      const short = wanted - others.value();
      if (short > Math.max(OPEN, ROUNDING * wanted))
        report(
          "reserve",
          `reserve[${good}, ${by} ${name}]`,
          `Without it the others could make ${short} too little.`,
          short,
        );
    }
  }
}
