import { mayUse } from "./gate-goods.ts";
import type { Indexed } from "./indexed.ts";

/** Why a good is not a location problem of its own, in a few words. Each is one clause of `isLocation`. */
const WORDS = {
  inputs: "its recipes take other goods",
  "by-products": "its works make other goods, too",
  used: "other works, or links, take it",
  resources: "its works need what may run short where they are",
  losses: "links lose some of it",
  room: "links that carry it, or their terminals, have a capacity",
  building: "links that carry it, or their terminals, can be built",
  "on the way": "links make or take goods on the way",
  "minimum load": "its works have a minimum load",
  "build goods": "goods are built into its works",
  surplus: "letting it go gains energy",
  "shared site": "sizes of one site may be mixed, and share an energy or count as one site",
  "must be open": "a site must be open in one of several ways",
  options: "options on who serves whom, on shares or on a reserve",
  "one source, short": "an area with one source may go without a part of it",
  "one source, mixed": "sizes of one site may be mixed, and are one source of an area",
  "no demand": "none of it is final demand",
} as const;

export type LocationObstacle = keyof typeof WORDS;

/**
 * Whether a good can be planned by itself as one capacitated facility location problem: nothing that is decided about
 * it touches another good, and its freight is the cheapest way between two areas.
 */
export function isLocation(indexed: Indexed, good: number): boolean {
  return locationObstacle(indexed, good) === undefined;
}

/** The first clause that fails; undefined where the good is a location problem. */
export function locationObstacle(indexed: Indexed, good: number): LocationObstacle | undefined {
  return failing(indexed, good)[0];
}

/** What is in the way, in words, the first of each kind: recipes, links, sites, options. */
export function locationObstacles(indexed: Indexed, good: number): string[] {
  return failing(indexed, good).map((obstacle) => WORDS[obstacle]);
}

function failing(indexed: Indexed, good: number): LocationObstacle[] {
  const isUnlimited = (arc: number): boolean => !Number.isFinite(indexed.arcCapacity[arc]);
  const kinds: readonly (LocationObstacle | undefined)[] = [
    obstacleOfRecipes(indexed, good),
    obstacleOfLinks(indexed, good, isUnlimited),
    obstacleOfSites(indexed, good),
    obstacleOfService(indexed, good),
  ];
  return kinds.flatMap((obstacle) => obstacle ?? []);
}

/** The sites that can make a good, rising. */
export function makersOf(indexed: Indexed, good: number): number[] {
  const { sites, moduleStart, activityStart, activityRecipe, makes } = indexed;
  return Array.from(sites.keys()).filter((i) => {
    for (let a = activityStart[moduleStart[i]]; a < activityStart[moduleStart[i + 1]]; a++) {
      const recipe = activityRecipe[a];
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) if (makes.index[e] === good) return true;
    }
    return false;
  });
}

/** What its recipes have to do with other goods. */
export function obstacleOfRecipes(indexed: Indexed, good: number): "inputs" | "by-products" | "used" | undefined {
  const { recipes, makes, takes, builtIn, moduleSite } = indexed;
  for (let recipe = 0; recipe < recipes.length; recipe++) {
    for (let e = takes.start[recipe]; e < takes.start[recipe + 1]; e++) if (takes.index[e] === good) return "used";
    const made = makes.index.subarray(makes.start[recipe], makes.start[recipe + 1]);
    if (!made.includes(good)) continue;
    if (made.length > 1) return "by-products";
    if (takes.start[recipe] < takes.start[recipe + 1]) return "inputs";
  }
  for (let e = builtIn.start[0]; e < builtIn.start[moduleSite.length]; e++)
    if (builtIn.index[e] === good) return "used";
  return undefined;
}

/** What is in the way of its travelling; `hasRoom` says whether what an arc may carry is no obstacle. Terminals must have no limit. */
export function obstacleOfLinks(
  indexed: Indexed,
  good: number,
  hasRoom: (arc: number) => boolean,
): "used" | "losses" | "building" | "room" | "on the way" | undefined {
  const { arcTail, arcLink, arcLoss, linkSizeStart, linkMakes, linkTakes } = indexed;
  for (let arc = 0; arc < arcTail.length; arc++) {
    const link = arcLink[arc];
    for (const rows of [linkMakes, linkTakes]) {
      for (let e = rows.start[link]; e < rows.start[link + 1]; e++) if (rows.index[e] === good) return "used";
    }
    if (!mayUse(indexed, good, arc)) continue;
    if (arcLoss[arc] > 0) return "losses";
    if (linkSizeStart[link] < linkSizeStart[link + 1]) return "building";
    if (!hasRoom(arc)) return "room";
    if (linkMakes.start[link] < linkMakes.start[link + 1] || linkTakes.start[link] < linkTakes.start[link + 1])
      return "on the way";
  }
  return obstacleOfTerminals(indexed, good);
}

/** Terminals are shared by all goods that travel there, as by loading and unloading. */
function obstacleOfTerminals(indexed: Indexed, good: number): "building" | "room" | undefined {
  const { modes, travels, nodeMode, nodeCapacity, terminalSizeStart } = indexed;
  for (let node = 0; node < nodeMode.length; node++) {
    if (!travels[good * modes.length + nodeMode[node]]) continue;
    if (terminalSizeStart[node] < terminalSizeStart[node + 1]) return "building";
    if (Number.isFinite(nodeCapacity[node])) return "room";
  }
  return undefined;
}

function obstacleOfSites(indexed: Indexed, good: number): LocationObstacle | undefined {
  const { goods, demand, most, minimumLoad, builtIn, moduleStart, activityStart, mustOpen, siteEnergy, oneSize } =
    indexed;
  const makers = makersOf(indexed, good);
  const isAsked = indexed.areas.some((_, a) => demand[a * goods.length + good] > 0);
  if (!isAsked && makers.length > 0) return "no demand";
  const limit = indexed.siteLimits.find((one) => one.good === good);
  const isScarce = scarceNeeds(indexed);
  const isLimited = limit !== undefined && limit.most < makers.length;
  for (const i of makers) {
    let sizes = 0;
    for (let k = moduleStart[i]; k < moduleStart[i + 1]; k++) {
      // One recipe runs there, or its year is divided.
      if (activityStart[k + 1] - activityStart[k] !== 1) return "by-products";
      if (indexed.keptLeast[k] > 0 || indexed.builtLeast[k] > 0) return "must be open";
      if (most[k] === 0) continue;
      sizes++;
      if (builtIn.start[k] < builtIn.start[k + 1]) return "build goods";
    }
    if (minimumLoad[i] > 0 && sizes > 0) return "minimum load";
    if (sizes > 1 && oneSize[i] === 0 && (siteEnergy[i] > 0 || isLimited)) return "shared site";
    if (mustOpen[i] === 1 && (sizes !== 1 || !opensAlike(indexed, i))) return "must be open";
    if (isScarce(i)) return "resources";
  }
  return undefined;
}

/** Whether every open module of a site of one size costs the same, the first one too. */
function opensAlike(indexed: Indexed, i: number): boolean {
  const { moduleStart, most, keptMost, builtMost, keep, build, closing, siteEnergy } = indexed;
  for (let k = moduleStart[i]; k < moduleStart[i + 1]; k++) {
    if (most[k] <= 1) continue;
    const isMixed = keptMost[k] > 0 && builtMost[k] > 0 && keep[k] - closing[k] !== build[k] + keep[k];
    if (isMixed || siteEnergy[i] > 0) return false;
  }
  return true;
}

/** Tells whether a site uses a resource of which all works of its area together could want more than there is. */
export function scarceNeeds(indexed: Indexed): (site: number) => boolean {
  const { resources, siteArea } = indexed;
  const isScarce = scarceCells(indexed);
  return (site) =>
    resources.some(
      (_, resource) =>
        isScarce[siteArea[site] * resources.length + resource] === 1 && mostUsed(indexed, site, resource) > 0,
    );
}

/** A * K, 1 where all works of an area together could want more of a resource than there is. */
export function scarceCells(indexed: Indexed): Int8Array {
  const { resources, siteArea, available } = indexed;
  const wanted = new Float64Array(available.length);
  siteArea.forEach((area, site) => {
    resources.forEach((_, resource) => {
      wanted[area * resources.length + resource] += mostUsed(indexed, site, resource);
    });
  });
  return Int8Array.from(wanted, (amount, cell) => (amount > available[cell] ? 1 : 0));
}

/** The most of a resource that a site could use in a year, all modules open and full. */
export function mostUsed(indexed: Indexed, site: number, resource: number): number {
  const { moduleStart, activityStart, activityRecipe, capacity, needs, moduleNeeds, most } = indexed;
  let used = 0;
  for (let k = moduleStart[site]; k < moduleStart[site + 1]; k++) {
    let running = 0;
    for (let a = activityStart[k]; a < activityStart[k + 1]; a++) {
      const recipe = activityRecipe[a];
      for (let e = needs.start[recipe]; e < needs.start[recipe + 1]; e++)
        if (needs.index[e] === resource) running = Math.max(running, needs.value[e] * capacity[a]);
    }
    for (let e = moduleNeeds.start[k]; e < moduleNeeds.start[k + 1]; e++)
      if (moduleNeeds.index[e] === resource) running += moduleNeeds.value[e];
    used += running * most[k];
  }
  return used;
}

/** The same, where areas with one source each may serve as customers that are served whole. */
function obstacleOfService(indexed: Indexed, good: number): LocationObstacle | undefined {
  const { rules, shortage, moduleStart, most, oneSize } = indexed;
  const obstacle = obstacleOfRules(indexed, good);
  const t = rules.taggedAt[good];
  const isOther = rules.shares.some((rule) => rule.good === good) || rules.reserves.some((rule) => rule.good === good);
  if (obstacle !== "options" || t < 0 || rules.single[t] === 0 || isOther) return obstacle;
  if (Number.isFinite(shortage[good])) return "one source, short";
  for (const i of makersOf(indexed, good)) {
    let sizes = 0;
    for (let k = moduleStart[i]; k < moduleStart[i + 1]; k++) if (most[k] > 0) sizes++;
    if (sizes > 1 && oneSize[i] === 0) return "one source, mixed";
  }
  return undefined;
}

/** Options that say who serves whom, and energy won by letting the good go. */
export function obstacleOfRules({ rules, disposal }: Indexed, good: number): "surplus" | "options" | undefined {
  if (disposal[good] < 0) return "surplus";
  if (rules.taggedAt[good] >= 0) return "options";
  if (rules.shares.some((rule) => rule.good === good)) return "options";
  return rules.reserves.some((rule) => rule.good === good) ? "options" : undefined;
}
