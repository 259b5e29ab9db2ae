import type { Door, Entry, Ids } from "./door.ts";
import type { Fields } from "./fields.ts";
import {
  AMOUNT,
  BUILT_IN,
  CAPACITY,
  CLOSING_ENERGY,
  FACTOR,
  LATITUDE,
  LIFE,
  LONGITUDE,
  MODULES,
  PEOPLE,
  PER_MODULE,
  SHARE,
  WORKS_ENERGY,
} from "./limits.ts";
import type { KnownIds } from "./read-goods.ts";
import type { Area, Site, Size } from "./types.ts";

/** Reads areas, and the sites in them with their sizes. */

const AREA_FIELDS = ["at", "population", "demand", "supply", "resources"];

/** Years that building is spread over where a size does not say. */
const DEFAULT_LIFE = 30;

export function readArea(door: Door, entry: Entry, known: KnownIds): Area {
  const fields = door.fields(entry.value, entry.path, AREA_FIELDS);
  const ofGoods = { number: AMOUNT, known: known.goods, code: "area.good-unknown", round: true };
  return {
    at: readPosition(door, fields),
    population: fields.numberOr("population", PEOPLE, 0),
    demand: fields.amounts("demand", ofGoods),
    supply: fields.amounts("supply", ofGoods),
    // A resource of which there is none is the opposite of one that is not named.
    resources: fields.amounts("resources", { number: AMOUNT, keepZeros: true, round: true }),
  };
}

function readPosition(door: Door, fields: Fields): readonly [number, number] {
  const nowhere = [0, 0] as const;
  if (!fields.require("at", "Add at: [longitude, latitude] in degrees.")) return nowhere;
  const pair = fields.pair("at", "area.position", "Write [longitude, latitude] in degrees.");
  if (pair === undefined) return nowhere;
  const [longitude, latitude] = pair;
  if (typeof latitude.value === "number" && Math.abs(latitude.value) > 90 && Math.abs(latitude.value) <= 180) {
    const message = `got latitude ${latitude.value}, which is beyond a pole`;
    const remedy = "Write [longitude, latitude]; they may be the wrong way round.";
    door.refuse("area.position", fields.at("at"), message, remedy);
    return nowhere;
  }
  const degrees = door.number(longitude.value, longitude.path, LONGITUDE);
  return [degrees ?? 0, door.number(latitude.value, latitude.path, LATITUDE) ?? 0];
}

const SITE_FIELDS = ["area", "recipes", "sizes", "minimumLoad", "oneSize", "siteEnergy", "siteFactor", "open"];

export function readSite(door: Door, entry: Entry, known: KnownIds): Site {
  const fields = door.fields(entry.value, entry.path, SITE_FIELDS);
  const before = door.count;
  const recipes = fields.require("recipes", 'Add recipes: a list of what it can run, such as ["bake"].')
    ? door.references(fields.value("recipes"), fields.at("recipes"), known.recipes, "site.recipe-unknown")
    : [];
  fields.refuseEmpty("recipes", recipes.length, before, "site.no-recipes", "Name a recipe, or take the site out.");
  fields.require("sizes", "Add sizes: a list, such as [{ capacity: 1e6, energyToBuild: 4e9, life: 40 }].");
  const sizes = readSizes(door, fields, recipes, known.goods);
  const open = fields.has("open") ? door.flag(fields.value("open"), fields.at("open")) : undefined;
  if (open && !sizes.some(({ most }) => most > 0)) {
    const message = "the site must be open, and none of its sizes may have a module";
    door.refuse("site.cannot-open", fields.at("open"), message, "Leave out open, or let a size have most: 1 or more.");
  }
  return {
    area: fields.reference("area", known.areas, "site.area-unknown") ?? "",
    recipes,
    sizes,
    minimumLoad: fields.numberOr("minimumLoad", SHARE, 0),
    oneSize: fields.flagOr("oneSize", false),
    siteEnergy: door.roundEnergy(fields.numberOr("siteEnergy", WORKS_ENERGY, 0)),
    siteFactor: fields.numberOr("siteFactor", FACTOR, 1),
    ...(open === undefined ? {} : { open }),
  };
}

function readSizes(door: Door, site: Fields, recipes: readonly string[], goods: Ids): Size[] {
  const ids: Ids = { what: "recipe of this site", ids: new Set(recipes) };
  const names = new Set<string>();
  const before = door.count;
  const entries = site.list("sizes");
  site.refuseEmpty("sizes", entries.length, before, "site.no-sizes", "Add a size, or take the site out.");
  return entries.map((entry, index) => {
    const size = readSize(door, entry, String(index + 1), ids, goods);
    if (names.has(size.name)) {
      const message = `two sizes of the site are called ${size.name}`;
      door.refuse("size.name-repeated", entry.path, message, "Give each size a name of its own.");
    }
    names.add(size.name);
    return size;
  });
}

const SIZE_FIELDS = [
  "name",
  "capacity",
  "energyToBuild",
  "life",
  "keep",
  "energyFactor",
  "needs",
  "buildGoods",
  "stand",
  "most",
  "closing",
];

function readSize(door: Door, entry: Entry, place: string, recipes: Ids, goods: Ids): Size {
  const fields = door.fields(entry.value, entry.path, SIZE_FIELDS);
  const energyToBuild = fields.numberOr("energyToBuild", WORKS_ENERGY, 0);
  const life = fields.numberOr("life", LIFE, DEFAULT_LIFE);
  const buildPerYear = door.roundEnergy(energyToBuild / life);
  const stand = fields.numberOr("stand", MODULES, 0);
  const most = fields.numberOr("most", MODULES, Math.max(1, stand));
  if (stand > most) {
    const message = `${stand} modules stand already, and there may be ${most} at most`;
    door.refuse(
      "size.stand-above-most",
      fields.at("most"),
      message,
      `Write most: ${stand} or more; it counts those that stand.`,
    );
  }
  const closing = door.roundEnergy(fields.numberOr("closing", CLOSING_ENERGY, 0));
  if (closing < -buildPerYear) {
    const message = `closing saves ${-closing} MJ/yr, more than the ${buildPerYear} MJ/yr that building costs`;
    const remedy = `Write ${-buildPerYear} or more: else building in order to close would win energy.`;
    door.refuse("size.closing-saves-too-much", fields.at("closing"), message, remedy);
  }
  return {
    name: fields.has("name") ? (door.id(fields.value("name"), fields.at("name")) ?? place) : place,
    capacity: readCapacity(door, fields, recipes),
    energyToBuild,
    life,
    buildPerYear,
    keep: door.roundEnergy(fields.numberOr("keep", WORKS_ENERGY, 0)),
    energyFactor: fields.numberOr("energyFactor", FACTOR, 1),
    needs: fields.amounts("needs", { number: PER_MODULE }),
    buildGoods: fields.amounts("buildGoods", { number: BUILT_IN, known: goods, code: "size.good-unknown" }),
    stand,
    most,
    closing,
  };
}

/** One number for all recipes, or one for each; every recipe of the site must have one. */
function readCapacity(door: Door, fields: Fields, recipes: Ids): Record<string, number> {
  const capacity: Record<string, number> = {};
  if (!fields.require("capacity", "Add capacity: runs/yr, one number or one for each recipe.")) return capacity;
  const value = fields.value("capacity");
  if (typeof value !== "object") {
    const runs = door.number(value, fields.at("capacity"), CAPACITY);
    if (runs === undefined) return capacity;
    // Rounded once, so that one number that was typed counts as one.
    const rounded = door.roundQuantity(runs);
    for (const recipe of recipes.ids) capacity[recipe] = rounded;
    return capacity;
  }
  const before = door.count;
  const entries = fields.entries("capacity");
  // Where it was no record at all, nothing is missing from it.
  if (door.count > before) return capacity;
  const unnamed = new Set(recipes.ids);
  for (const { id, value: each, path } of entries) {
    unnamed.delete(id);
    if (door.reference(id, path, recipes, "size.recipe-unknown") === undefined) continue;
    const runs = door.number(each, path, CAPACITY);
    if (runs !== undefined) capacity[id] = door.roundQuantity(runs);
  }
  for (const recipe of unnamed) {
    const message = `there is no capacity for the recipe ${recipe}`;
    const remedy = `Add ${recipe}: runs/yr, or write one number for all recipes.`;
    door.refuse("size.capacity-missing", fields.at("capacity"), message, remedy);
  }
  return capacity;
}
