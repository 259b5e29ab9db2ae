import type { Indexed } from "../network/indexed.ts";

/** Why a continent cannot be searched by prices and responses at all, in sentences; empty where it can. */
export function coupledObstacles(indexed: Indexed): string[] {
  const isMixed = indexed.sites.some((_, i) => mainGood(indexed, i) < 0);
  return isMixed ? ["The recipes of some site have no good in common."] : [];
}

/**
 * What the search by prices and responses leaves out of its plans, in sentences: limits that the bound has prices for,
 * and that plans meet only when all flows are found together, for which a linear problem must be solved.
 */
export function coupledLimits(indexed: Indexed): string[] {
  const { arcCapacity, arcLoss, linkMakes, linkTakes, linkSizeLink, minimumLoad, mustOpen, builtIn } = indexed;
  const { nodeCapacity, terminalSizeNode } = indexed;
  const limits: string[] = [];
  const note = (isThere: boolean, sentence: string): void => {
    if (isThere) limits.push(sentence);
  };
  note(arcCapacity.some(Number.isFinite), "Links fill up: some have a capacity.");
  note(
    arcLoss.some((loss) => loss > 0),
    "Goods are lost on the way.",
  );
  note(linkMakes.index.length + linkTakes.index.length > 0, "Links make or take goods.");
  note(linkSizeLink.length > 0, "Links may be built.");
  note(nodeCapacity.some(Number.isFinite), "Terminals fill up: some have a capacity.");
  note(terminalSizeNode.length > 0, "Terminals may be built.");
  note(
    minimumLoad.some((load) => load > 0),
    "Some works have a minimum load.",
  );
  note(
    mustOpen.some((must) => must === 1),
    "Some sites must be open.",
  );
  note(builtIn.index.length > 0, "Goods are built into new works.");
  note(
    indexed.siteLimits.some(({ most, sites }) => most < sites.length),
    "The number of sites that make a good is limited.",
  );
  const { singleSource, shareCaps, reserve } = indexed.continent.options;
  note(
    singleSource.length + shareCaps.length + reserve.length > 0,
    "Options say who may serve whom, or what is in reserve.",
  );
  note(resourceMayRunShort(indexed), "A resource may run short.");
  note(besideForbidden(indexed), "A by-product must not be let go.");
  note(goodsInLoops(indexed), "Goods are made of each other in a loop.");
  return limits;
}

/** Main goods of all sites, reckoned once for each list of recipes. */
const known = new WeakMap<Indexed, Int32Array>();

/** The good that all recipes of a site make, the one they make most of; -1 where there is none. */
export function mainGood(indexed: Indexed, site: number): number {
  let goods = known.get(indexed);
  if (goods === undefined) {
    const { sites, moduleStart, activityStart, activityRecipe } = indexed;
    const byRecipes = new Map<string, number>();
    goods = Int32Array.from(sites, (_, i) => {
      const first = moduleStart[i];
      const recipes = activityRecipe.subarray(activityStart[first], activityStart[moduleStart[i + 1]]).join();
      if (!byRecipes.has(recipes)) byRecipes.set(recipes, commonGood(indexed, i));
      return byRecipes.get(recipes)!;
    });
    known.set(indexed, goods);
  }
  return goods[site];
}

function commonGood({ moduleStart, activityStart, activityRecipe, makes }: Indexed, site: number): number {
  const amounts = new Map<number, number>();
  const first = activityStart[moduleStart[site]];
  const last = activityStart[moduleStart[site + 1]];
  for (let activity = first; activity < last; activity++) {
    const recipe = activityRecipe[activity];
    const made = new Map<number, number>();
    for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) made.set(makes.index[e], makes.value[e]);
    if (activity === first) for (const [good, amount] of made) amounts.set(good, amount);
    for (const [good, amount] of amounts) {
      const own = made.get(good);
      if (own === undefined) amounts.delete(good);
      else amounts.set(good, Math.min(amount, own));
    }
  }
  let main = -1;
  for (const [good, amount] of [...amounts].sort(([a], [b]) => a - b)) {
    if (main < 0 || amount > amounts.get(main)!) main = good;
  }
  return main;
}

/** Whether all works at full run could need more of a resource than there is. */
function resourceMayRunShort(indexed: Indexed): boolean {
  const { available, resources, needs, moduleNeeds, moduleSite, siteArea, most, activityStart, capacity } = indexed;
  if (!available.some(Number.isFinite)) return false;
  const needed = new Float64Array(available.length);
  for (let k = 0; k < moduleSite.length; k++) {
    const row = siteArea[moduleSite[k]] * resources.length;
    for (let e = moduleNeeds.start[k]; e < moduleNeeds.start[k + 1]; e++)
      needed[row + moduleNeeds.index[e]] += moduleNeeds.value[e] * most[k];
    const hungriest = new Float64Array(resources.length);
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const recipe = indexed.activityRecipe[activity];
      for (let e = needs.start[recipe]; e < needs.start[recipe + 1]; e++) {
        const amount = needs.value[e] * capacity[activity] * most[k];
        hungriest[needs.index[e]] = Math.max(hungriest[needs.index[e]], amount);
      }
    }
    for (let resource = 0; resource < resources.length; resource++) needed[row + resource] += hungriest[resource];
  }
  return needed.some((amount, at) => amount > available[at]);
}

/** Whether some works makes beside its main good what must not be let go. */
export function besideForbidden(indexed: Indexed): boolean {
  const { moduleSite, activityStart, activityRecipe, makes, disposal } = indexed;
  if (disposal.every(Number.isFinite)) return false;
  return moduleSite.some((site, k) => {
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const recipe = activityRecipe[activity];
      for (let e = makes.start[recipe]; e < makes.start[recipe + 1]; e++) {
        if (makes.index[e] !== mainGood(indexed, site) && disposal[makes.index[e]] === Number.POSITIVE_INFINITY)
          return true;
      }
    }
    return false;
  });
}

/** Whether a good is made, by any chain of works, of itself or of what comes beside it. */
function goodsInLoops(indexed: Indexed): boolean {
  const { goods, sites, moduleStart, activityStart, activityRecipe, makes, takes } = indexed;
  const later: Set<number>[] = goods.map(() => new Set());
  sites.forEach((_, i) => {
    const main = mainGood(indexed, i);
    if (main < 0) return;
    for (let activity = activityStart[moduleStart[i]]; activity < activityStart[moduleStart[i + 1]]; activity++) {
      const recipe = activityRecipe[activity];
      for (const { start, index } of [makes, takes]) {
        for (let e = start[recipe]; e < start[recipe + 1]; e++)
          if (index[e] !== main || index === takes.index) later[main].add(index[e]);
      }
    }
  });
  // Goods that nothing is left to wait for are struck off; what stays is in a loop or behind one.
  const left = new Set(goods.keys());
  for (let struck = true; struck; ) {
    struck = false;
    for (const good of left) {
      if ([...later[good]].some((other) => left.has(other))) continue;
      left.delete(good);
      struck = true;
    }
  }
  return left.size > 0;
}
