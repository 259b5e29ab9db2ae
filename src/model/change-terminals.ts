import { quote } from "./describe-value.ts";
import type { Door } from "./door.ts";
import { type Draft, type DraftTerminal, idsIn } from "./draft.ts";
import type { Fields } from "./fields.ts";
import { AMOUNT } from "./limits.ts";

/** Changes to terminals, which have no id of their own: an area and a mode say which one. */

const PLACE_FIELDS = ["area", "mode"];

export function removeTerminals(door: Door, draft: Draft, remove: Fields): void {
  const removed = new Set(describedTerminals(door, draft, remove));
  draft.terminals = draft.terminals.filter((terminal) => !removed.has(terminal));
}

/** Shuts terminals, also such as had room for everything and were not described. */
export function closeTerminals(door: Door, draft: Draft, close: Fields): void {
  for (const { area, mode } of placesNamed(door, draft, close)) {
    const terminal = terminalAt(draft, area, mode);
    terminal.capacity = 0;
    terminal.sizes = [];
  }
}

export function forbidTerminals(door: Door, draft: Draft, forbid: Fields): void {
  for (const terminal of describedTerminals(door, draft, forbid)) terminal.sizes = [];
}

/** Sets what stands of a terminal; one that had room for everything has a limit from then on. */
export function limitTerminal(draft: Draft, fields: Fields): void {
  const mode = fields.reference("terminal", idsIn("mode", draft.modes), "change.mode-unknown");
  const area = fields.reference("area", idsIn("area", draft.areas), "change.area-unknown");
  const most = fields.number("most", AMOUNT);
  if (mode !== undefined && area !== undefined && most !== undefined) terminalAt(draft, area, mode).capacity = most;
}

function describedTerminals(door: Door, draft: Draft, fields: Fields): DraftTerminal[] {
  return placesNamed(door, draft, fields).flatMap(({ area, mode, path }) => {
    const found = findTerminal(draft, area, mode);
    if (found !== undefined) return [found];
    const message = `the terminal for ${quote(mode)} in ${quote(area)} is not described: it has room for everything`;
    door.refuse("change.terminal-unknown", path, message, "Name an area and a mode that the terminals of it name.");
    return [];
  });
}

function placesNamed(door: Door, draft: Draft, fields: Fields): { area: string; mode: string; path: string }[] {
  return fields.list("terminals").flatMap(({ value, path }) => {
    const place = door.fields(value, path, PLACE_FIELDS);
    const area = place.reference("area", idsIn("area", draft.areas), "change.area-unknown");
    const mode = place.reference("mode", idsIn("mode", draft.modes), "change.mode-unknown");
    return area === undefined || mode === undefined ? [] : [{ area, mode, path }];
  });
}

function findTerminal(draft: Draft, area: string, mode: string): DraftTerminal | undefined {
  return draft.terminals.find((terminal) => terminal.area === area && terminal.mode === mode);
}

function terminalAt(draft: Draft, area: string, mode: string): DraftTerminal {
  const found = findTerminal(draft, area, mode) ?? { area, mode, sizes: [] };
  if (!draft.terminals.includes(found)) draft.terminals.push(found);
  return found;
}
