import { optionPricesIn } from "../formulations/certificate.ts";
import { type Decision, emptyDecision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { hasOptionRules } from "../network/option-rules.ts";
import type { Prices } from "../network/prices.ts";
import { tagsOf } from "../network/tags.ts";
import type { Certificate, Plan } from "../plan/types.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";

/**
 * The modules of a plan, perhaps of another continent, as far as this continent has them. More than may
 * stand here is cut down to what may; undefined when the plan names no works that exist here.
 */
export function modulesOf(indexed: Indexed, plan: Plan): Decision | undefined {
  const decision = emptyDecision(indexed);
  let known = false;
  const siteAt = positionsOf(indexed.sites);
  for (const { site, sizes } of plan.sites) {
    const position = siteAt.get(site);
    if (position === undefined) continue;
    const names = indexed.continent.sites[site].sizes.map(({ name }) => name);
    for (const { name, kept, built } of sizes) {
      if (!names.includes(name)) continue;
      const module = indexed.moduleStart[position] + names.indexOf(name);
      const open = Math.min(Math.round(kept + built), indexed.most[module]);
      if (!(open >= 0)) continue;
      decision.kept[module] = Math.min(open, indexed.keptMost[module]);
      decision.built[module] = Math.min(open - decision.kept[module], indexed.builtMost[module]);
      known = true;
    }
  }
  const { continent } = indexed;
  const { links } = continent;
  const linkAt = positionsOf(links.map(({ id }) => id));
  for (const { link, built } of plan.links) {
    const position = linkAt.get(link);
    if (position === undefined) continue;
    links[position].sizes.forEach(({ name }, s) => {
      const size = indexed.linkSizeStart[position] + s;
      const modules = Math.round(Object.hasOwn(built, name) ? built[name] : 0);
      if (modules > 0) decision.linkBuilt[size] = Math.min(modules, indexed.linkSizeMost[size]);
    });
  }
  for (const { area, mode, built } of plan.terminals) {
    const node = nodeAt(indexed, area, mode);
    const sizes = continent.terminals[indexed.nodeTerminal[node]]?.sizes ?? [];
    sizes.forEach(({ name }, s) => {
      const size = indexed.terminalSizeStart[node] + s;
      const modules = Math.round(Object.hasOwn(built, name) ? built[name] : 0);
      if (modules > 0) decision.terminalBuilt[size] = Math.min(modules, indexed.terminalSizeMost[size]);
    });
  }
  return known ? decision : undefined;
}

/**
 * The same plan in the order of the continent's coupled problem, as far as it has its recipes, areas and goods: with these
 * modules, what the plan's works ran, and what was sent, supplied, let go and gone without. Whether it still fits is not asked.
 */
export function coupledPlanOf(indexed: Indexed, plan: Plan, { kept, built }: Decision): CoupledPlan {
  const { areas, goods, recipes, sites, continent, moduleStart, activityStart, activityRecipe } = indexed;
  const runs = new Float64Array(activityRecipe.length);
  const siteAt = positionsOf(sites);
  for (const { site, sizes } of plan.sites) {
    const position = siteAt.get(site);
    if (position === undefined) continue;
    const names = continent.sites[site].sizes.map(({ name }) => name);
    for (const size of sizes) {
      const at = names.indexOf(size.name);
      if (at < 0) continue;
      const module = moduleStart[position] + at;
      for (let activity = activityStart[module]; activity < activityStart[module + 1]; activity++) {
        const recipe = recipes[activityRecipe[activity]];
        runs[activity] = amount(Object.hasOwn(size.runs, recipe) ? size.runs[recipe] : 0);
      }
    }
  }
  const areaAt = positionsOf(areas);
  const goodAt = positionsOf(goods);
  const supplied = new Float64Array(goods.length * areas.length);
  const letGo = supplied.slice();
  const unmet = supplied.slice();
  for (const balance of plan.balances) {
    const [a, g] = [areaAt.get(balance.area), goodAt.get(balance.good)];
    if (a === undefined || g === undefined) continue;
    // Sums of doubles may be more than there is by their last digit; what is truly more than there is now is lacking then.
    supplied[g * areas.length + a] = Math.min(amount(balance.supplied), indexed.supply[a * goods.length + g]);
    letGo[g * areas.length + a] = amount(balance.surplus);
    unmet[g * areas.length + a] = Math.min(amount(balance.unmet), indexed.demand[a * goods.length + g]);
  }
  const sent = plan.shipments.flatMap(({ good, from, to, tonnes }) => {
    const [g, a, b] = [goodAt.get(good), areaAt.get(from), areaAt.get(to)];
    return g === undefined || a === undefined || b === undefined || !(tonnes > 0) ? [] : [{ g, a, b, tonnes }];
  });
  return {
    kept: Int32Array.from(kept),
    opened: Int32Array.from(built),
    runs,
    shipments: {
      good: Int32Array.from(sent, ({ g }) => g),
      from: Int32Array.from(sent, ({ a }) => a),
      to: Int32Array.from(sent, ({ b }) => b),
      amount: Float64Array.from(sent, ({ tonnes }) => tonnes),
    },
    supplied,
    letGo,
    unmet,
  };
}

/**
 * Goods: 1 for what works made that this continent does not have any more, or not with as many modules.
 *
 * @param siteGood by site, what it makes mainly.
 * @param modules the plan's, as far as this continent has them.
 */
export function goodsOfLostWorks(
  { sites, recipes, goods, makes, moduleStart }: Indexed,
  siteGood: ArrayLike<number>,
  plan: Plan,
  { kept, built }: Pick<Decision, "kept" | "built">,
): Int8Array {
  const lost = new Int8Array(goods.length);
  const siteAt = positionsOf(sites);
  const recipeAt = positionsOf(recipes);
  for (const { site, sizes } of plan.sites) {
    const planned = sizes.reduce((sum, size) => sum + size.kept + size.built, 0);
    const at = siteAt.get(site);
    if (at !== undefined) {
      let left = 0;
      for (let module = moduleStart[at]; module < moduleStart[at + 1]; module++) left += kept[module] + built[module];
      if (left < planned) lost[siteGood[at]] = 1;
      continue;
    }
    for (const recipe of sizes.flatMap(({ runs }) => Object.keys(runs))) {
      const known = recipeAt.get(recipe);
      if (known !== undefined && makes.start[known + 1] > makes.start[known]) lost[makes.index[makes.start[known]]] = 1;
    }
  }
  return lost;
}

function positionsOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, position) => [id, position]));
}

/** A number from a plan that may have been changed by hand. */
function amount(value: number): number {
  return Number.isFinite(value) ? Math.max(0, value) : 0;
}

/** The node of an area and a mode, -1 where there is none. */
function nodeAt({ areas, modes, nodeOf }: Indexed, area: string, mode: string): number {
  const [a, m] = [areas.indexOf(area), modes.indexOf(mode)];
  return a < 0 || m < 0 ? -1 : nodeOf[a * modes.length + m];
}

/**
 * Who serves whom in a plan, perhaps of another continent, as far as this continent knows the goods, places and works;
 * undefined where the plan does not say it of every place and good that must have one source.
 */
export function sourcesOf(indexed: Indexed, plan: Plan): Decision | undefined {
  const decision = emptyDecision(indexed);
  const tags = tagsOf(indexed);
  const { areas, goods, sites, rules } = indexed;
  const key = (good: string, to: string, from: string, site: string | undefined): string =>
    JSON.stringify([good, to, from, site ?? ""]);
  const shipped = new Map<string, number>();
  for (const { good, site, from, to, tonnes, final } of plan.shipments) {
    if (final) shipped.set(key(good, to, from, site), tonnes);
  }
  const unnamed = new Set<number>();
  const named = new Set<number>();
  for (let tag = 0; tag < tags.count; tag++) {
    const place = tags.to[tag] * goods.length + tags.good[tag];
    const site = tags.site[tag] < 0 ? undefined : sites[tags.site[tag]];
    decision.served[tag] =
      shipped.get(key(goods[tags.good[tag]], areas[tags.to[tag]], areas[tags.from[tag]], site)) ?? 0;
    if (rules.single[rules.taggedAt[tags.good[tag]]]) (decision.served[tag] > 0 ? named : unnamed).add(place);
  }
  return [...unnamed].every((place) => named.has(place)) ? decision : undefined;
}

/** A certificate's prices by index; ids that this continent does not have are passed over, the rest is 0. */
export function certificatePrices(indexed: Indexed, certificate: Certificate): Prices {
  const { areas, goods, modes, resources, continent, available, arcCapacity, nodeCapacity } = indexed;
  // What is without limit now may have been scarce: its price would count as if it were still.
  const scarce = (limit: number, price: number | undefined): number =>
    Number.isFinite(limit) ? Math.max(0, finite(price)) : 0;
  const prices = {
    good: Float64Array.from({ length: areas.length * goods.length }, (_, cell) =>
      finite(certificate.prices[goods[cell % goods.length]]?.[areas[Math.floor(cell / goods.length)]]),
    ),
    resource: Float64Array.from({ length: areas.length * resources.length }, (_, cell) =>
      scarce(
        available[cell],
        certificate.resources[areas[Math.floor(cell / resources.length)]]?.[resources[cell % resources.length]],
      ),
    ),
    link: Float64Array.from(indexed.arcLink, (link, arc) =>
      scarce(arcCapacity[arc], certificate.links[continent.links[link].id]?.[indexed.arcWay[arc]]),
    ),
    terminal: Float64Array.from(indexed.nodeArea, (area, node) =>
      scarce(nodeCapacity[node], certificate.terminals?.[areas[area]]?.[modes[indexed.nodeMode[node]]]),
    ),
  };
  const { options } = certificate;
  return options === undefined || !hasOptionRules(indexed)
    ? prices
    : { ...prices, option: optionPricesIn(indexed, prices.good, options) };
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
