import type { Indexed } from "./indexed.ts";

/**
 * Why placing the works of a good is not a facility location problem of its own; nothing where it is one: works that
 * take no other good and share nothing, and freight that collapses to cheapest ways. Each reason in a few words.
 */
export function locationObstacles(indexed: Indexed, good: number): string[] {
  const { makes, takes, goods, recipes, continent } = indexed;
  const obstacles: string[] = [];
  const makers = recipes.map((_, recipe) => recipe).filter((recipe) => entriesOf(makes, recipe).includes(good));
  const add = (is: boolean, words: string): void => {
    if (is) obstacles.push(words);
  };
  add(
    makers.some((recipe) => entriesOf(takes, recipe).length > 0),
    "its recipes take other goods",
  );
  add(
    makers.some((recipe) => entriesOf(makes, recipe).length > 1),
    "its recipes make other goods as well",
  );
  add(
    recipes.some((_, recipe) => entriesOf(takes, recipe).includes(good)) || indexed.builtIn.index.includes(good),
    "other works take it",
  );
  addOfWorks(indexed, good, makers, add);
  addOfLinks(indexed, good, add);
  const { singleSource, shareCaps, reserve } = continent.options;
  const named = (rule: { readonly good: string }): boolean => rule.good === goods[good];
  add(
    shareCaps.some((cap) => named(cap) && cap.of === "continent"),
    "a cap on shares of all that is made",
  );
  add(
    shareCaps.some((cap) => named(cap) && cap.of === "area"),
    "a cap on shares of what areas use",
  );
  add(singleSource.includes(goods[good]), "one source for each area");
  add(reserve.some(named), "capacity in reserve");
  return obstacles;
}

function addOfWorks(
  indexed: Indexed,
  good: number,
  makers: readonly number[],
  add: (is: boolean, words: string) => void,
): void {
  const { activityRecipe, activityModule, moduleSite, siteArea, resources, available, needs, moduleNeeds } = indexed;
  let shared = false;
  let limited = false;
  let loaded = false;
  let built = false;
  const isMaker = new Set(makers);
  const isScarce = (site: number, resource: number): boolean =>
    Number.isFinite(available[siteArea[site] * resources.length + resource]);
  const ours = new Set<number>();
  activityRecipe.forEach((recipe, activity) => {
    if (!isMaker.has(recipe)) return;
    const module = activityModule[activity];
    const site = moduleSite[module];
    ours.add(site);
    limited ||= entriesOf(needs, recipe).some((resource) => isScarce(site, resource));
    limited ||= entriesOf(moduleNeeds, module).some((resource) => isScarce(site, resource));
    loaded ||= indexed.minimumLoad[site] > 0;
    built ||= entriesOf(indexed.builtIn, module).length > 0;
  });
  activityRecipe.forEach((recipe, activity) => {
    shared ||= ours.has(moduleSite[activityModule[activity]]) && !isMaker.has(recipe);
  });
  add(shared, "its works make other goods, too");
  add(limited, "its works need what areas have only so much of");
  add(loaded, "its works have a minimum load");
  add(built, "goods are built into its works");
  add(good < 0 || makers.length === 0, "no recipe makes it");
}

function addOfLinks(indexed: Indexed, good: number, add: (is: boolean, words: string) => void): void {
  const { arcTail, arcLink, arcCapacity, arcLoss, nodeMode, modes, travels, linkMakes, linkTakes } = indexed;
  let bounded = false;
  let lossy = false;
  let busy = false;
  arcTail.forEach((tail, arc) => {
    if (!travels[good * modes.length + nodeMode[tail]]) return;
    const link = arcLink[arc];
    const sizes = indexed.linkSizeStart[link + 1] - indexed.linkSizeStart[link];
    // A link that is shut is as good as none.
    if (arcCapacity[arc] === 0 && sizes === 0) return;
    bounded ||= Number.isFinite(arcCapacity[arc]) || sizes > 0;
    lossy ||= arcLoss[arc] > 0;
    busy ||= entriesOf(linkMakes, link).length + entriesOf(linkTakes, link).length > 0;
  });
  add(bounded, "links that carry it have a capacity");
  add(lossy, "links lose some of it");
  add(busy, "links make or take goods on the way");
}

function entriesOf(rows: Indexed["makes"], row: number): number[] {
  return Array.from(rows.index.subarray(rows.start[row], rows.start[row + 1]));
}
