import { quote } from "./describe-value.ts";
import type { Door, Ids } from "./door.ts";
import type { Fields } from "./fields.ts";
import type { FullSpec } from "./spec-of.ts";
import type { Area, Carrier, Energy, Good, Mode, Recipe, Reserve, ShareCap, Site, Size } from "./types.ts";

/** A description on the workbench: the same fields as a continent's, open to change. */
export interface Draft {
  name: string;
  carriers: Record<string, Open<Carrier>>;
  modes: Record<string, Open<Mode>>;
  freight: Record<string, readonly string[]>;
  goods: Record<string, Open<Good>>;
  recipes: Record<string, Open<Recipe>>;
  areas: Record<string, DraftArea>;
  sites: Record<string, DraftSite>;
  links: DraftLink[];
  terminals: DraftTerminal[];
  options: {
    singleSource: string[];
    mostSites: Record<string, number>;
    shareCaps: ShareCap[];
    reserve: Reserve[];
  };
  shortage: Readonly<Record<string, number>>;
}

type Open<Part> = { -readonly [Field in keyof Part]: Part[Field] };

export interface DraftArea extends Omit<Open<Area>, "demand" | "supply" | "resources"> {
  demand: Record<string, number>;
  supply: Record<string, number>;
  resources: Record<string, number>;
}

type DraftSize = Open<Omit<Size, "buildPerYear">>;

interface DraftSite extends Omit<Open<Site>, "sizes"> {
  sizes: DraftSize[];
}

interface DraftBuildSize {
  energyToBuild: number;
  keep: number;
}

interface DraftLink {
  readonly id: string;
  readonly between?: readonly [string, string];
  readonly from?: string;
  readonly to?: string;
  readonly mode: string;
  capacity?: number;
  sizes: DraftBuildSize[];
}

export interface DraftTerminal {
  readonly area: string;
  readonly mode: string;
  capacity?: number;
  sizes: DraftBuildSize[];
}

/** A copy of a description that may be changed freely. */
export function draftOf(spec: FullSpec): Draft {
  // The copy has the very fields of the description; only their being readonly is dropped.
  return structuredClone(spec) as unknown as Draft;
}

export function idsIn(what: string, record: Readonly<Record<string, unknown>>): Ids {
  return { what, ids: new Set(Object.keys(record)) };
}

export function timesEnergy(energy: Energy, by: number): Energy {
  if (typeof energy === "number") return energy * by;
  return Object.fromEntries(Object.entries(energy).map(([carrier, each]) => [carrier, each * by]));
}

/**
 * Which of several shapes a change has: exactly one of the words must be among its fields. Refuses and gives
 * undefined otherwise.
 */
export function shapeOf<Word extends string>(door: Door, fields: Fields, words: readonly Word[]): Word | undefined {
  const found = words.filter((word) => fields.has(word));
  if (found.length === 1) return found[0];
  const got = found.length === 0 ? "none of them" : found.map(quote).join(" and ");
  const message = `wanted one of ${words.map(quote).join(", ")}, got ${got}`;
  return door.refuse("change.shape", fields.path, message, "Make each change a record of its own.");
}

/** Refuses every field that a shape has no use for, so that none is passed over in silence. */
export function refuseOthers(door: Door, fields: Fields, all: readonly string[], used: readonly string[]): void {
  for (const name of all) {
    if (!fields.has(name) || used.includes(name)) continue;
    const message = `${quote(name)} says nothing beside ${quote(used[0])}`;
    door.refuse("change.shape", fields.at(name), message, `Leave out ${name}.`);
  }
}
