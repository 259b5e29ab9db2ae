import type { ContinentSpec, LinkSpec } from "../src/model/spec.ts";
import type { Group, Reserve, ShareCap } from "../src/model/types.ts";
import { drawFrom } from "./draw.ts";

/**
 * Options by chance for a continent by chance, from a stream of their own so that all else stays as it was drawn.
 * Where a good is to be followed from source to area, the links and terminals that may carry it become free of limits.
 */
export function withRandomOptions(seed: number, spec: ContinentSpec): ContinentSpec {
  const random = drawFrom(seed * 104_729 + 5);
  const { chance, between } = random;
  const by = (): Group => (["site", "area", "federation"] as const)[random.integer(0, 2)];
  const made = ["metal", ...(spec.goods.heat ? ["heat"] : [])];
  const singleSource: string[] = [];
  const shareCaps: ShareCap[] = [];
  const reserve: Reserve[] = [];
  // A share that the number of those who could make the good allows, nearly always.
  const share = (good: string, group: Group): number => {
    const count = countGroups(spec, good, group);
    if (count < 2 && !chance(0.1)) return 1;
    return between(Math.min(0.9, 1.1 / count), 0.95);
  };
  for (const good of made) {
    if (chance(good === "metal" ? 0.2 : 0.45)) singleSource.push(good);
    if (chance(good === "metal" ? 0.12 : 0.3)) {
      const group = by();
      shareCaps.push({ good, by: group, of: "area", share: share(good, group) });
    }
    if (chance(0.2)) {
      const group = by();
      shareCaps.push({ good, by: group, of: "continent", share: share(good, group) });
    }
    if (chance(0.25)) {
      const group = by();
      const most = countGroups(spec, good, group) < 2 && !chance(0.1) ? 0 : 0.9;
      reserve.push({ good, by: group, share: between(most / 9, most) });
    }
  }
  // What could be served by one but not by who may serve it goes unmet at last, so that most continents stay feasible.
  const shortage: Record<string, number> = {};
  for (const good of made) {
    const asked = [...shareCaps, ...reserve].some((option) => option.good === good) || singleSource.includes(good);
    if (asked && chance(0.8)) shortage[good] = between(8000, 20000);
  }
  const followed = new Set([...singleSource, ...shareCaps.filter(({ of }) => of === "area").map(({ good }) => good)]);
  const modes = new Set([...followed].flatMap((good) => modesOf(spec, good)));
  return {
    ...spec,
    links: (spec.links ?? []).map((link) => (modes.has(link.mode) ? freed(link) : link)),
    terminals: (spec.terminals ?? []).filter(({ mode }) => !modes.has(mode)),
    options: { ...spec.options, singleSource, shareCaps, reserve },
    shortage: { ...shortage, ...spec.shortage },
  };
}

function countGroups({ sites = {}, recipes = {} }: ContinentSpec, good: string, by: Group): number {
  const names = Object.entries(sites).flatMap(([id, site]) => {
    const making = site.recipes.filter((recipe) => (recipes[recipe].makes[good] ?? 0) > 0);
    return making.length === 0 ? [] : [{ site: id, area: site.area, federation: [...making].sort().join() }[by]];
  });
  return new Set(names).size;
}

function modesOf({ goods, freight = {}, modes = {} }: ContinentSpec, good: string): readonly string[] {
  const { local, freight: freightClass } = goods[good];
  if (local) return [];
  return freightClass === undefined ? Object.keys(modes) : freight[freightClass];
}

function freed({ capacity: _, loss: _loss, sizes: _sizes, makes: _makes, takes: _takes, ...link }: LinkSpec): LinkSpec {
  return link;
}
