import { createContinent } from "../src/model/create-continent.ts";
import type { ContinentSpec } from "../src/model/spec.ts";
import { checkedSpecOf, type FullSpec } from "../src/model/spec-of.ts";
import type { Continent } from "../src/model/types.ts";
import { randomContinent } from "./random-continent.ts";
import { randomFlowGoods } from "./random-flow-goods.ts";
import { randomOneSourceGoods, randomSingleGoods } from "./random-single-goods.ts";

/**
 * A small continent by chance some of whose goods have nothing to do with each other: metal, ore, slag and heat as in
 * `randomContinent`, and bread and cloth that are flows, or whose works can be placed by themselves, with one source for
 * each area or several. They have the areas in common, and modes and resources of their own.
 */
export function randomMixed(seed: number): Continent {
  const tied = checkedSpecOf(randomContinent(seed, undefined, seed % 3 === 0));
  const drawn = [randomSingleGoods, randomFlowGoods, randomOneSourceGoods][seed % 3](seed, 4);
  const apart = renamed(checkedSpecOf(drawn));
  const areas = new Set([...Object.keys(tied.areas), ...Object.keys(apart.areas)]);
  const spec: FullSpec = {
    ...tied,
    name: `mixed by chance, ${seed}`,
    carriers: { ...apart.carriers, ...tied.carriers },
    modes: { ...tied.modes, ...apart.modes },
    freight: { ...tied.freight, ...apart.freight },
    goods: { ...tied.goods, ...apart.goods },
    recipes: { ...tied.recipes, ...apart.recipes },
    areas: Object.fromEntries([...areas].map((id) => [id, together(tied.areas[id], apart.areas[id])])),
    sites: { ...tied.sites, ...apart.sites },
    links: [...tied.links, ...apart.links],
    terminals: [...tied.terminals, ...apart.terminals],
    options: {
      singleSource: [...tied.options.singleSource, ...apart.options.singleSource],
      mostSites: { ...tied.options.mostSites, ...apart.options.mostSites },
      shareCaps: tied.options.shareCaps,
      reserve: tied.options.reserve,
    },
    shortage: { ...tied.shortage, ...apart.shortage },
  };
  return createContinent(spec as ContinentSpec);
}

type AreaSpec = FullSpec["areas"][string];

function together(one: AreaSpec | undefined, other: AreaSpec | undefined): AreaSpec {
  if (one === undefined || other === undefined) return (one ?? other)!;
  const joined = (field: "demand" | "supply" | "resources") => ({ ...one[field], ...other[field] });
  return { ...one, demand: joined("demand"), supply: joined("supply"), resources: joined("resources") };
}

const NAMES: Readonly<Record<string, string>> = { rail: "tram", road: "lane", track: "path", hours: "shifts" };

/** The same with other names for modes and resources, and carriers, wherever they stand as a key or a value. */
function renamed(spec: FullSpec): FullSpec {
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return NAMES[value] ?? value;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [NAMES[key] ?? key, walk(part)]));
  };
  const changed = walk(spec) as FullSpec;
  return {
    ...changed,
    links: changed.links.map((link, position) => ({ ...link, id: `apart ${position}` })),
  };
}
