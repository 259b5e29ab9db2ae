import type { Door, Entry } from "./door.ts";
import type { Fields } from "./fields.ts";
import { CAPACITY, LIFE, MODULES, WORKS_ENERGY } from "./limits.ts";
import type { LinkSize } from "./types.ts";

/** Reads the sizes in which more of a link may be built. */

const SIZE_FIELDS = ["name", "capacity", "energyToBuild", "life", "keep", "most"];

/** Years that building is spread over where a size does not say, as for works. */
const DEFAULT_LIFE = 30;

/** A link's sizes, in the order given; none where it says nothing of them. */
export function readLinkSizes(door: Door, link: Fields): LinkSize[] {
  const names = new Set<string>();
  return link.list("sizes").map((entry, index) => {
    const size = readLinkSize(door, entry, String(index + 1));
    if (names.has(size.name)) {
      const message = `two sizes of the link are called ${size.name}`;
      door.refuse("size.name-repeated", entry.path, message, "Give each size a name of its own.");
    }
    names.add(size.name);
    return size;
  });
}

function readLinkSize(door: Door, entry: Entry, place: string): LinkSize {
  const fields = door.fields(entry.value, entry.path, SIZE_FIELDS);
  const energyToBuild = fields.numberOr("energyToBuild", WORKS_ENERGY, 0);
  const life = fields.numberOr("life", LIFE, DEFAULT_LIFE);
  return {
    name: fields.has("name") ? (door.id(fields.value("name"), fields.at("name")) ?? place) : place,
    capacity: door.roundQuantity(fields.number("capacity", ROOM) ?? 0),
    energyToBuild,
    life,
    buildPerYear: door.roundEnergy(energyToBuild / life),
    keep: door.roundEnergy(fields.numberOr("keep", WORKS_ENERGY, 0)),
    most: fields.numberOr("most", MODULES, 1),
  };
}

/** Room that a module of a link adds each way. */
const ROOM = { ...CAPACITY, unit: "t/yr each way" };
