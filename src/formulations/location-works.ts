import type { Indexed } from "../network/indexed.ts";

/** One way for works, a supply or a shortage to serve: a site of the location problem. */
export interface Facility {
  /** Area it serves from; -1 for demand that goes unmet, which needs no freight. */
  readonly area: number;
  /** Module of the continent, -1 for a supply or a shortage. */
  readonly module: number;
  /** Modules that one copy of it stands for. */
  readonly modules: number;
  /** MJ/yr for one copy to be open, against all its modules closed. */
  readonly openEnergy: number;
  /** Units a year that one copy can serve. */
  readonly capacity: number;
  /** MJ per unit before freight. */
  readonly unitEnergy: number;
  readonly copies: number;
  /** Facilities of one group exclude each other; -1: none. */
  readonly group: number;
  readonly mustOpen: boolean;
}

/**
 * The ways in which a site may be open, for a good that `isLocation` allows.
 *
 * A size whose modules all cost the same is one facility of several copies. Where standing modules cost something else
 * than new ones, or the first one brings the site's own energy with it, each number of modules is a facility of its
 * own, in one group; numbers that cost no less than a larger number are left out.
 */
export function facilitiesOfSite(indexed: Indexed, site: number, nextGroup: () => number): Facility[] {
  const { moduleStart, most, oneSize, siteEnergy } = indexed;
  const sizes: number[] = [];
  for (let k = moduleStart[site]; k < moduleStart[site + 1]; k++) if (most[k] > 0) sizes.push(k);
  const excludes = sizes.length > 1 && oneSize[site] === 1;
  const shared = excludes ? nextGroup() : -1;
  const found: Facility[] = [];
  for (const k of sizes) {
    const each = facilityOf(indexed, k);
    const steps = energyByNumber(indexed, k);
    const first = steps[0] + siteEnergy[site];
    const isAlike = siteEnergy[site] === 0 || steps.length === 1;
    if (isAlike && steps.every((energy) => energy === steps[0])) {
      found.push({ ...each, openEnergy: first, copies: steps.length, group: shared });
      continue;
    }
    const group = shared >= 0 ? shared : nextGroup();
    let total = siteEnergy[site];
    const totals = steps.map((energy) => (total += energy));
    for (let n = totals.length, least = Number.POSITIVE_INFINITY; n >= 1; n--) {
      if (totals[n - 1] >= least) continue;
      least = totals[n - 1];
      found.push({ ...each, modules: n, capacity: each.capacity * n, openEnergy: least, copies: 1, group });
    }
  }
  // `isLocation` has seen to it that a site that must be open is a single facility.
  return indexed.mustOpen[site] === 1 ? found.map((facility) => ({ ...facility, mustOpen: true })) : found;
}

function facilityOf(indexed: Indexed, module: number): Omit<Facility, "openEnergy" | "copies" | "group"> {
  const { activityStart, activityRecipe, makes, capacity, runEnergy, siteArea, moduleSite } = indexed;
  const activity = activityStart[module];
  const perRun = makes.value[makes.start[activityRecipe[activity]]];
  return {
    area: siteArea[moduleSite[module]],
    module,
    modules: 1,
    capacity: capacity[activity] * perRun,
    unitEnergy: runEnergy[activity] / perRun,
    mustOpen: false,
  };
}

/** What the first, the second ... open module of a size costs, MJ/yr, the cheapest first. */
function energyByNumber(indexed: Indexed, k: number): number[] {
  const { kept, built } = moduleEnergies(indexed, k);
  const steps = [
    ...Array.from({ length: indexed.keptMost[k] }, () => kept),
    ...Array.from({ length: indexed.builtMost[k] }, () => built),
  ];
  return steps.sort((a, b) => a - b);
}

/** MJ/yr of a standing module that is kept, against closing it, and of a new one. */
export function moduleEnergies({ keep, closing, build }: Indexed, k: number): { kept: number; built: number } {
  return { kept: keep[k] - closing[k], built: build[k] + keep[k] };
}
