import { quote } from "./describe-value.ts";
import type { Door, Entry } from "./door.ts";
import type { Fields } from "./fields.ts";
import { AMOUNT } from "./limits.ts";
import { readBuildSizes } from "./read-build-sizes.ts";
import type { KnownIds } from "./read-goods.ts";
import type { Terminal } from "./types.ts";

/** Reads terminals that are limited or may be built. */

const TERMINAL_FIELDS = ["area", "mode", "capacity", "sizes"];

/** What is loaded and unloaded together. */
const HANDLED = { ...AMOUNT, unit: "t/yr loaded and unloaded together" };

/** All terminals, sorted by area and mode, each of them once. */
export function readTerminals(door: Door, fields: Fields, known: KnownIds): Terminal[] {
  const terminals = new Map<string, Terminal>();
  for (const entry of fields.list("terminals")) {
    const terminal = readTerminal(door, entry, known);
    if (terminal === undefined) continue;
    const key = JSON.stringify([terminal.area, terminal.mode]);
    if (terminals.has(key)) {
      const message = `the terminal for ${quote(terminal.mode)} in ${quote(terminal.area)} is described twice`;
      door.refuse("terminal.repeated", entry.path, message, "Keep one, with the capacity and the sizes of both.");
    }
    terminals.set(key, terminal);
  }
  const before = (one: Terminal, other: Terminal): boolean =>
    one.area === other.area ? one.mode < other.mode : one.area < other.area;
  return [...terminals.values()].sort((one, other) => (before(one, other) ? -1 : 1));
}

function readTerminal(door: Door, entry: Entry, known: KnownIds): Terminal | undefined {
  const fields = door.fields(entry.value, entry.path, TERMINAL_FIELDS);
  const area = fields.reference("area", known.areas, "terminal.area-unknown");
  const mode = fields.reference("mode", known.modes, "terminal.mode-unknown");
  const before = door.count;
  const sizes = readBuildSizes(door, fields, "terminal");
  // What only may be built does not stand.
  const capacity =
    fields.has("capacity") || sizes.length > 0
      ? { capacity: door.roundQuantity(fields.numberOr("capacity", HANDLED, 0)) }
      : {};
  if (area === undefined || mode === undefined) return undefined;
  if (capacity.capacity === undefined && door.count === before) {
    const message = `the terminal for ${quote(mode)} in ${quote(area)} says neither capacity nor sizes, and limits nothing`;
    const remedy = `Add capacity: ${HANDLED.unit}, or sizes: [{ capacity: 1e6, energyToBuild: 1e9 }]; or leave it out.`;
    door.refuse("terminal.no-limit", entry.path, message, remedy);
  }
  return { area, mode, ...capacity, sizes };
}
