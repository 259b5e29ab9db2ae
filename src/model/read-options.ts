import { quote } from "./describe-value.ts";
import type { Door, Entry } from "./door.ts";
import { mayTravel } from "./energy.ts";
import type { Fields } from "./fields.ts";
import { CAP, RESERVE, SITES } from "./limits.ts";
import type { KnownIds } from "./read-goods.ts";
import type { Continent, ContinentOptions, Group, Link, Reserve, ShareCap } from "./types.ts";

/** Reads what a plan is asked for beyond meeting needs for the least energy, and checks that it can be had. */

const OPTION_FIELDS = ["singleSource", "mostSites", "shareCaps", "reserve"];

export const GROUPS: readonly Group[] = ["site", "area", "federation"];

export const WHOLES: readonly ShareCap["of"][] = ["area", "continent"];

/** Links or terminals named in one issue; the others are counted. */
const NAMED = 3;

export function readOptions(door: Door, continent: Fields, known: KnownIds): ContinentOptions {
  const none: ContinentOptions = { singleSource: [], mostSites: {}, shareCaps: [], reserve: [] };
  if (!continent.has("options")) return none;
  const fields = door.fields(continent.value("options"), "options", OPTION_FIELDS);
  const code = "options.good-unknown";
  const singleSource = fields.has("singleSource")
    ? door.references(fields.value("singleSource"), fields.at("singleSource"), known.goods, code)
    : [];
  return {
    singleSource,
    mostSites: fields.amounts("mostSites", { number: SITES, known: known.goods, code, keepZeros: true }),
    shareCaps: readList(door, fields, "shareCaps", (entry) => readShareCap(door, entry, known)),
    reserve: readList(door, fields, "reserve", (entry) => readReserve(door, entry, known)),
  };
}

function readShareCap(door: Door, entry: Entry, known: KnownIds): ShareCap | undefined {
  const fields = door.fields(entry.value, entry.path, ["good", "by", "of", "share"]);
  const good = fields.reference("good", known.goods, "options.good-unknown");
  const by = readBy(door, fields, undefined);
  const of = fields.require(
    "of",
    'Add of: "area" (of what each area uses in the end) or "continent" (of what is made).',
  )
    ? door.choice(fields.value("of"), fields.at("of"), WHOLES)
    : undefined;
  const share = fields.number("share", CAP);
  if (good === undefined || by === undefined || of === undefined || share === undefined) return undefined;
  return { good, by, of, share };
}

function readReserve(door: Door, entry: Entry, known: KnownIds): Reserve | undefined {
  const fields = door.fields(entry.value, entry.path, ["good", "by", "share"]);
  const good = fields.reference("good", known.goods, "options.good-unknown");
  const by = readBy(door, fields, "site");
  const share = fields.number("share", RESERVE);
  return good === undefined || by === undefined || share === undefined ? undefined : { good, by, share };
}

function readBy(door: Door, fields: Fields, fallback: Group | undefined): Group | undefined {
  if (fallback !== undefined && !fields.has("by")) return fallback;
  if (!fields.require("by", 'Add by: "site", "area" or "federation" (works that make the good by the same recipes).'))
    return undefined;
  return door.choice(fields.value("by"), fields.at("by"), GROUPS);
}

/** Entries in an order of their own, so that descriptions that list them differently give equal continents. */
function readList<Item extends { readonly good: string; readonly by: Group; readonly of?: string }>(
  door: Door,
  fields: Fields,
  name: string,
  read: (entry: Entry) => Item | undefined,
): Item[] {
  const items = new Map<string, Item>();
  for (const entry of fields.list(name)) {
    const item = read(entry);
    if (item === undefined) continue;
    const key = JSON.stringify([item.good, item.by, item.of]);
    if (items.has(key)) {
      const message = `${name} speaks twice of ${quote(item.good)} by ${item.by}`;
      door.refuse("option.repeated", entry.path, message, "Keep the one that is meant.");
    }
    items.set(key, item);
  }
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

type Parts = Pick<Continent, "goods" | "freight" | "links" | "terminals" | "options">;

/**
 * Who serves whom is known only where a good's every tonne can be followed on its own: on links and over terminals that
 * never fill, where nothing is lost, made or taken on the way. Call when everything has been read.
 */
export function checkOptions(door: Door, parts: Parts): void {
  const { singleSource, shareCaps } = parts.options;
  for (const good of singleSource) checkFollowed(door, parts, good, `singleSource of ${quote(good)}`, "singleSource");
  for (const { good, by, of } of shareCaps) {
    if (of === "area") checkFollowed(door, parts, good, `a cap on the share of ${quote(good)} by ${by}`, "shareCaps");
  }
}

function checkFollowed(door: Door, parts: Parts, good: string, option: string, field: string): void {
  checkTerminals(door, parts, good, option, field);
  const unfit = parts.links.filter((link) => carries(parts, good, link.mode) && !isFree(link)).map(({ id }) => id);
  if (unfit.length === 0) return;
  const message = `${option} needs links without capacity, loss, sizes, makes or takes, which these have: ${listed(unfit)}`;
  const remedy = `Leave those out of the links, let ${good} travel by other modes (its freight class), or leave out the option.`;
  door.refuse("option.needs-uncapacitated", `options.${field}`, message, remedy);
}

function checkTerminals(door: Door, parts: Parts, good: string, option: string, field: string): void {
  const unfit = parts.terminals
    .filter(({ mode, capacity, sizes }) => {
      return carries(parts, good, mode) && capacity !== undefined && !(capacity === 0 && sizes.length === 0);
    })
    .map(({ area, mode }) => `${mode} in ${area}`);
  if (unfit.length === 0) return;
  const message = `${option} needs terminals without capacity or sizes, and these have some: ${listed(unfit)}`;
  const remedy = `Leave those out of the terminals, let ${good} travel by other modes (its freight class), or leave out the option.`;
  door.refuse("option.needs-uncapacitated", `options.${field}`, message, remedy);
}

function listed(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).map(quote).join(", ")}${more}`;
}

function carries(parts: Parts, good: string, mode: string): boolean {
  const { freight } = parts.goods[good];
  // A class that was refused names no modes; what is wrong with it has been said.
  if (freight !== undefined && parts.freight[freight] === undefined) return false;
  return mayTravel(parts, good, mode);
}

/** A link that is shut is as good as none. */
function isFree({ capacity, loss, sizes, makes, takes }: Link): boolean {
  const isShut = capacity === 0 && sizes.length === 0;
  const isPlain = loss === 0 && sizes.length === 0 && Object.keys(makes).length + Object.keys(takes).length === 0;
  return isShut || (capacity === undefined && isPlain);
}
