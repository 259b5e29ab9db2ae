import { greatCircleMetres } from "../units/great-circle.ts";
import { quote } from "./describe-value.ts";
import type { Door, Entry } from "./door.ts";
import type { Fields } from "./fields.ts";
import { AMOUNT, KILOMETRES, LINK_FACTOR, LOSS, PER_TONNE } from "./limits.ts";
import { readBuildSizes } from "./read-build-sizes.ts";
import type { KnownIds } from "./read-goods.ts";
import type { Area, Link, Mode } from "./types.ts";

/** Reads links, measures those that state no length, and names those that have no name. */

const LINK_FIELDS = [
  "id",
  "between",
  "from",
  "to",
  "mode",
  "km",
  "factor",
  "capacity",
  "loss",
  "makes",
  "takes",
  "sizes",
];

/** What a link's length is measured from. */
export interface Ground {
  readonly areas: Readonly<Record<string, Area>>;
  readonly modes: Readonly<Record<string, Mode>>;
}

/** A link before it has a name, and where it was. */
interface Unnamed {
  readonly link: Omit<Link, "id">;
  readonly id: string | undefined;
  readonly path: string;
}

/** All links, sorted by id. Call when areas and modes have been read. */
export function readLinks(door: Door, fields: Fields, known: KnownIds, ground: Ground): Link[] {
  return nameLinks(
    door,
    fields.list("links").map((entry) => readLink(door, entry, known, ground)),
  );
}

function readLink(door: Door, entry: Entry, known: KnownIds, ground: Ground): Unnamed {
  const fields = door.fields(entry.value, entry.path, LINK_FIELDS);
  const id = fields.has("id") ? door.id(fields.value("id"), fields.at("id")) : undefined;
  const mode = fields.reference("mode", known.modes, "link.mode-unknown") ?? "";
  const { from, to, bothWays } = readEnds(door, fields, known);
  if (from !== "" && from === to) {
    const message = `the link goes from ${quote(from)} to itself`;
    door.refuse("link.to-itself", entry.path, message, "Name two areas; inside an area nothing needs a link.");
  }
  const sizes = readBuildSizes(door, fields, "link");
  const ofGoods = { number: PER_TONNE, known: known.goods, code: "link.good-unknown" };
  const km = fields.has("km")
    ? door.roundDistance(fields.numberOr("km", KILOMETRES, 0))
    : measure(ground.areas[from], ground.areas[to], ground.modes[mode]);
  const link = {
    from,
    to,
    mode,
    bothWays,
    km,
    factor: readFactor(door, fields, bothWays),
    // What only may be built does not stand.
    ...(fields.has("capacity") || sizes.length > 0
      ? { capacity: door.roundQuantity(fields.numberOr("capacity", AMOUNT, 0)) }
      : {}),
    loss: fields.numberOr("loss", LOSS, 0),
    makes: fields.amounts("makes", ofGoods),
    takes: fields.amounts("takes", ofGoods),
    sizes,
  };
  return { link, id, path: entry.path };
}

function readEnds(door: Door, fields: Fields, known: KnownIds): { from: string; to: string; bothWays: boolean } {
  const oneWay = fields.has("from") || fields.has("to");
  if (fields.has("between") && oneWay) {
    const remedy = "Keep between for a link both ways, or from and to for one way.";
    door.refuse("link.ends", fields.path, "the link says between, and from or to as well", remedy);
  }
  if (oneWay) {
    const from = fields.reference("from", known.areas, "link.area-unknown") ?? "";
    return { from, to: fields.reference("to", known.areas, "link.area-unknown") ?? "", bothWays: false };
  }
  const ends = { from: "", to: "", bothWays: true };
  if (!fields.require("between", "Add between: [area, area], or from and to for one way.")) return ends;
  const pair = fields.pair("between", "link.ends", "Write between: [area, area].");
  if (pair === undefined) return ends;
  const [from, to] = pair.map(({ value, path }) => door.reference(value, path, known.areas, "link.area-unknown"));
  return { from: from ?? "", to: to ?? "", bothWays: true };
}

/** One factor for both ways, or [out, back]. A one-way link has no way back, so its back is as its out. */
function readFactor(door: Door, fields: Fields, bothWays: boolean): readonly [number, number] {
  const value = fields.value("factor");
  if (value === undefined) return [1, 1];
  const path = fields.at("factor");
  if (typeof value !== "object") {
    const factor = door.number(value, path, LINK_FACTOR) ?? 1;
    return [factor, factor];
  }
  const pair = fields.pair("factor", "link.factor", "Write [out, back], or one number for both.");
  if (pair === undefined) return [1, 1];
  const [out, back] = pair.map((item) => door.number(item.value, item.path, LINK_FACTOR) ?? 1);
  return bothWays ? [out, back] : [out, out];
}

/** Kilometres over the great circle times the mode's detour, in whole metres. */
function measure(from: Area | undefined, to: Area | undefined, mode: Mode | undefined): number {
  if (from === undefined || to === undefined || mode === undefined) return 0;
  return Math.round(greatCircleMetres(from.at, to.at) * mode.detour) / 1000;
}

/**
 * Gives each unnamed link the name "mode:from-to", and "#2", "#3" where that is taken. Among links that would
 * have the same name the order is that of what they are, never of where they stood in the list, so that a
 * shuffled list gives the same names.
 */
function nameLinks(door: Door, unnamed: readonly Unnamed[]): Link[] {
  const taken = new Set<string>();
  const named: Link[] = [];
  const nameless: Omit<Link, "id">[] = [];
  for (const { link, id, path } of unnamed) {
    if (id === undefined) {
      nameless.push(link);
      continue;
    }
    if (taken.has(id)) {
      const message = `two links are called ${quote(id)}`;
      door.refuse("link.id-repeated", `${path}.id`, message, "Give each link an id of its own, or leave ids out.");
    }
    taken.add(id);
    named.push({ id, ...link });
  }
  const keyed = nameless.map((link) => ({ link, key: JSON.stringify(link) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { link } of keyed) {
    const base = `${link.mode}:${link.from}-${link.to}`;
    let id = base;
    for (let number = 2; taken.has(id); number++) id = `${base}#${number}`;
    taken.add(id);
    named.push({ id, ...link });
  }
  return named.sort((a, b) => (a.id < b.id ? -1 : 1));
}
