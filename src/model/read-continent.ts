import type { Issue } from "../base/issue.ts";
import { checkAccounts } from "./check-accounts.ts";
import { Door, type Entry, type Ids } from "./door.ts";
import type { Fields } from "./fields.ts";
import { UNIT_ENERGY } from "./limits.ts";
import { type KnownIds, readCarrier, readFreight, readGood, readMode, readRecipe } from "./read-goods.ts";
import { readLinks } from "./read-links.ts";
import { checkOptions, readOptions } from "./read-options.ts";
import { readArea, readSite } from "./read-places.ts";
import { readTerminals } from "./read-terminals.ts";
import type { Continent } from "./types.ts";

/** Either a continent, or why there is none. */
export type Reading =
  | { readonly continent: Continent; readonly issues: readonly [] }
  | { readonly continent: undefined; readonly issues: readonly Issue[] };

const CONTINENT_FIELDS = [
  "name",
  "carriers",
  "modes",
  "freight",
  "goods",
  "recipes",
  "areas",
  "sites",
  "links",
  "terminals",
  "options",
  "shortage",
];

/**
 * Reads any value as a continent: the one way in, shared by everything that makes or checks a continent.
 * Never throws. Keys are sorted by code unit and defaults filled in, so that descriptions that differ only in
 * order, or in saying a default, give the same continent byte for byte.
 *
 * Memory: O(size of the description).
 */
export function readContinent(spec: unknown): Reading {
  const door = new Door();
  const fields = door.fields(spec, "", CONTINENT_FIELDS);
  const name = fields.has("name") ? (door.text(fields.value("name"), "name") ?? "") : "continent";

  // Ids first: parts name each other in every direction.
  const given = {
    carriers: fields.entries("carriers"),
    modes: fields.entries("modes"),
    freight: fields.entries("freight"),
    goods: someEntries(door, fields, "goods", "Add goods: { bread: {} }."),
    recipes: fields.entries("recipes"),
    areas: someEntries(door, fields, "areas", "Add areas: { north: { at: [10, 60] } }."),
    sites: fields.entries("sites"),
  };
  const known: KnownIds = {
    carriers: idsOf("carrier", given.carriers),
    modes: idsOf("mode", given.modes),
    freight: idsOf("freight class", given.freight),
    goods: idsOf("good", given.goods),
    recipes: idsOf("recipe", given.recipes),
    areas: idsOf("area", given.areas),
  };
  const carriers = keyed(given.carriers, (entry) => readCarrier(door, entry));
  const modes = keyed(given.modes, (entry) => readMode(door, entry, known));
  const freight = keyed(given.freight, (entry) => readFreight(door, entry, known));
  const saysDisposal = new Set<string>();
  const goods = keyed(given.goods, (entry) => readGood(door, entry, known, saysDisposal));
  const recipes = keyed(given.recipes, (entry) => readRecipe(door, entry, known));
  const areas = keyed(given.areas, (entry) => readArea(door, entry, known));
  const sites = keyed(given.sites, (entry) => readSite(door, entry, known));
  const links = readLinks(door, fields, known, { areas, modes });
  const terminals = readTerminals(door, fields, known);
  const options = readOptions(door, fields, known);
  const ofGoods = { number: UNIT_ENERGY, known: known.goods, code: "shortage.good-unknown", keepZeros: true };
  const shortage = fields.amounts("shortage", ofGoods);

  const parts = { name, carriers, modes, freight, goods, recipes, areas, sites, links, terminals, options, shortage };
  checkAccounts(door, parts, saysDisposal);
  checkOptions(door, parts);
  const { issues } = door;
  if (issues.length > 0) return { continent: undefined, issues };
  return { continent: { ...parts, rounding: { ...door.rounding } }, issues: [] };
}

/** The entries of a record without which there is no continent. */
function someEntries(door: Door, fields: Fields, name: string, remedy: string): Entry[] {
  const before = door.count;
  fields.require(name, remedy);
  const entries = fields.entries(name);
  fields.refuseEmpty(name, entries.length, before, `continent.no-${name}`, remedy);
  return entries;
}

function idsOf(what: string, entries: readonly Entry[]): Ids {
  return { what, ids: new Set(entries.map(({ id }) => id)) };
}

function keyed<Part>(entries: readonly Entry[], read: (entry: Entry) => Part): Record<string, Part> {
  const parts: Record<string, Part> = {};
  for (const entry of entries) parts[entry.id] = read(entry);
  return parts;
}
