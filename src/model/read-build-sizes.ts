import type { Door, Entry } from "./door.ts";
import type { Fields } from "./fields.ts";
import { CAPACITY, LIFE, MODULES, WORKS_ENERGY } from "./limits.ts";
import type { BuildSize } from "./types.ts";

/** Reads the sizes in which more of a link or a terminal may be built. */

const SIZE_FIELDS = ["name", "capacity", "energyToBuild", "life", "keep", "most"];

/** Years that building is spread over where a size does not say, as for works. */
const DEFAULT_LIFE = 30;

/** What the room of a module is counted in. */
const ROOM_UNITS = { link: "t/yr each way", terminal: "t/yr loaded and unloaded together" } as const;

/** The sizes of a link or a terminal, in the order given; none where it says nothing of them. */
export function readBuildSizes(door: Door, owner: Fields, what: keyof typeof ROOM_UNITS): BuildSize[] {
  const names = new Set<string>();
  return owner.list("sizes").map((entry, index) => {
    const size = readBuildSize(door, entry, String(index + 1), ROOM_UNITS[what]);
    if (names.has(size.name)) {
      const message = `two sizes of the ${what} are called ${size.name}`;
      door.refuse("size.name-repeated", entry.path, message, "Give each size a name of its own.");
    }
    names.add(size.name);
    return size;
  });
}

function readBuildSize(door: Door, entry: Entry, place: string, unit: string): BuildSize {
  const fields = door.fields(entry.value, entry.path, SIZE_FIELDS);
  const energyToBuild = fields.numberOr("energyToBuild", WORKS_ENERGY, 0);
  const life = fields.numberOr("life", LIFE, DEFAULT_LIFE);
  return {
    name: fields.has("name") ? (door.id(fields.value("name"), fields.at("name")) ?? place) : place,
    capacity: door.roundQuantity(fields.number("capacity", { ...CAPACITY, unit }) ?? 0),
    energyToBuild,
    life,
    buildPerYear: door.roundEnergy(energyToBuild / life),
    keep: door.roundEnergy(fields.numberOr("keep", WORKS_ENERGY, 0)),
    most: fields.numberOr("most", MODULES, 1),
  };
}
