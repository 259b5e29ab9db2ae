import type { SiteSpec, SizeSpec } from "../../model/spec.ts";
import type { FigureValue } from "./figure.ts";
import { WORKS_SHAPES } from "./figures-works.ts";
import type { AreaLot } from "./lots.ts";
import { AMMONIA_SIZES, type ModelRecipe, toDigits } from "./recipes.ts";

interface WorksKind {
  readonly recipes: readonly string[];
  readonly good: string;
  /** Whether an area is a candidate; `big` says that it is among the more populous half. */
  readonly candidate: (lot: AreaLot, big: boolean) => boolean;
}

const everywhere = () => true;

/** What may be built, and where. */
const KINDS: Readonly<Record<string, WorksKind>> = {
  "blast furnace": {
    recipes: ["steel from ore"],
    good: "steel",
    candidate: (lot) => lot.area.coastal || lot.deposits.some((deposit) => deposit.good === "iron ore"),
  },
  "electric arc": { recipes: ["steel from scrap"], good: "steel", candidate: everywhere },
  kiln: { recipes: ["burn clinker"], good: "clinker", candidate: everywhere },
  "grinding mill": { recipes: ["grind slag cement", "grind plain cement"], good: "cement", candidate: everywhere },
  "ammonia plant": {
    recipes: AMMONIA_SIZES.map((size) => `ammonia, ${size} plant`),
    good: "ammonia",
    candidate: (lot) => lot.deposits.some((deposit) => deposit.good === "natural gas") || lot.wheatRank < 0.3,
  },
  glassworks: { recipes: ["melt glass"], good: "glass", candidate: (_, big) => big },
  "paper mill": {
    recipes: ["paper from wood", "paper from waste paper"],
    good: "paper",
    candidate: (lot, big) => big || (lot.yields.get("wood") ?? 0) > 0,
  },
  "flour mill": { recipes: ["mill flour"], good: "flour", candidate: everywhere },
  bakery: { recipes: ["bake bread"], good: "bread", candidate: everywhere },
};

const SIZE_NAMES: Readonly<Record<number, readonly string[]>> = {
  2: ["small", "large"],
  3: ["small", "medium", "large"],
  4: ["craft", "small", "plant", "large plant"],
};

/** A candidate may be built up to so many times a fair share of the need, and so many times its own area's need. */
const FAIR_SHARES = 3;
const OWN_NEEDS = 1.5;

/** Primary MJ behind one run, with the heat of gas that is taken as a good. */
export function primaryPerRun(recipe: ModelRecipe, value: FigureValue): number {
  const energy = recipe.spec.energy;
  const taken = (recipe.spec.takes?.["natural gas"] ?? 0) * value("gas-heat");
  if (energy === undefined || typeof energy === "number") return (energy ?? 0) + taken;
  let sum = taken;
  for (const [carrier, final] of Object.entries(energy)) {
    sum += (final ?? 0) * (carrier === "gas in the ground" ? 1 : value(`${carrier.replace(" ", "-")}-primary`));
  }
  return sum;
}

/**
 * MJ per tonne to bring bread from a bakery to the shops around it, every day and by medium truck: a bakery that
 * bakes more serves a wider disc, whose mean distance from the centre is two thirds of its radius.
 */
function deliveryEnergy(tonnes: number, value: FigureValue): number {
  const perKm2 = (value("bread-per-person") / 1000) * value("people-per-km2");
  const radius = Math.sqrt(tonnes / perKm2 / Math.PI);
  return ((2 * radius) / 3) * value("road-detour") * value("delivery-energy") * value("diesel-primary");
}

/** The sizes of a kind of works, without how many there may be. */
function sizesOf(kind: string, recipes: Readonly<Record<string, ModelRecipe>>, value: FigureValue): SizeSpec[] {
  const { sizes, reference } = WORKS_SHAPES[kind];
  const own = KINDS[kind].recipes.filter((id) => id in recipes);
  const perRun = own.reduce((sum, id) => sum + primaryPerRun(recipes[id], value), 0) / own.length;
  const tonnesAt = (i: number) => Math.round(value(`size-${kind}-${i + 1}`) * 1e6);
  return Array.from({ length: sizes }, (_, i) => {
    const capacity = tonnesAt(i);
    const ratio = capacity / tonnesAt(reference);
    const atReference = tonnesAt(reference) * ratio ** value("build-exponent");
    // What a larger ammonia plant saves is gas, which its own recipe says.
    const running = kind === "ammonia plant" ? 1 : ratio ** value(`run-exponent-${kind}`);
    const delivery = kind === "bakery" ? deliveryEnergy(capacity, value) / perRun : 0;
    return {
      name: SIZE_NAMES[sizes][i],
      capacity,
      energyToBuild: Math.round(value(`build-${kind}`) * atReference),
      life: value(`life-${kind}`),
      keep: Math.round(value("keep-share") * perRun * atReference),
      energyFactor: toDigits(running + delivery, 4),
    };
  });
}

/**
 * Candidate works: which kinds each area may have, in which sizes, and how many of each.
 *
 * `need`: t/yr of each good that the continent needs, by whatever chain needs most; `ownNeed`: the same for one area.
 */
export function candidateWorks(
  lots: readonly AreaLot[],
  recipes: Readonly<Record<string, ModelRecipe>>,
  need: ReadonlyMap<string, number>,
  ownNeed: readonly ReadonlyMap<string, number>[],
  value: FigureValue,
): Record<string, SiteSpec> {
  const middle = [...lots].sort((a, b) => b.area.people - a.area.people)[Math.floor(lots.length / 2)].area.people;
  const sites: Record<string, SiteSpec> = {};
  for (const [kind, { recipes: names, good, candidate }] of Object.entries(KINDS)) {
    const own = names.filter((id) => id in recipes);
    if (own.length === 0) continue;
    const sizes = sizesOf(kind, recipes, value);
    let places = lots.flatMap((lot, i) => (candidate(lot, lot.area.people >= middle) ? [i] : []));
    // A handful of areas may have no ore and no coast: then every area is a candidate.
    if (places.length === 0) places = lots.map((_, i) => i);
    for (const i of places) {
      const area = lots[i].area.id;
      const most = Math.max(
        OWN_NEEDS * (ownNeed[i].get(good) ?? 0),
        (FAIR_SHARES * (need.get(good) ?? 0)) / places.length,
      );
      const enough = sizes.map((size) => ({ ...size, most: Math.max(1, Math.ceil(most / (size.capacity as number))) }));
      if (kind !== "ammonia plant") sites[`${kind}@${area}`] = { area, recipes: own, sizes: enough };
      else {
        own.forEach((recipe, k) => {
          sites[`${SIZE_NAMES[3][k]} ${kind}@${area}`] = { area, recipes: [recipe], sizes: [enough[k]] };
        });
      }
    }
  }
  return sites;
}
