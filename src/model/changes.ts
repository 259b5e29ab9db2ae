import type { ContinentSpec } from "./spec.ts";
import type { Group, ShareCap } from "./types.ts";

/**
 * What `changeContinent` takes: every part optional, applied in the order given here.
 *
 * ```ts
 * changeContinent(continent, { scale: [{ transport: 2 }] });
 * changeContinent(continent, { close: { sites: ["southworks"] }, limit: [{ sitesMaking: "steel", most: 3 }] });
 * changeContinent(continent, { remove: { sites: ["southworks"] }, add: { areas: { east: { at: [20, 58], demand: { steel: 1e5 } } } } });
 * ```
 */
export interface ContinentChanges {
  /** A name for the continent that comes out. */
  readonly name?: string;
  /** Takes places away as if they had never been; an area goes with its sites, links and terminals. */
  readonly remove?: Remove;
  /** Multiplies figures, one after another. */
  readonly scale?: readonly Scale[];
  /** Sets limits. */
  readonly limit?: readonly Limit[];
  /** Lifts rules. */
  readonly relax?: Relax;
  /** Shuts what there is; it stays known by its id. */
  readonly close?: Close;
  /** Takes possibilities away; what stands stays. */
  readonly forbid?: Forbid;
  /** Says what must be. */
  readonly force?: Force;
  /** Parts to add under ids that are not taken, as they would be typed in a description. Nothing above touches them. */
  readonly add?: Partial<Pick<ContinentSpec, AddedPart>>;
}

/** Parts of a description that `add` may bring. */
export type AddedPart =
  | "carriers"
  | "modes"
  | "freight"
  | "goods"
  | "recipes"
  | "areas"
  | "sites"
  | "links"
  | "terminals";

/** Ids of what is taken away. */
export interface Remove {
  readonly areas?: readonly string[];
  readonly sites?: readonly string[];
  readonly links?: readonly string[];
  /** Their limits, and what might be built of them: what is left has room for everything. */
  readonly terminals?: readonly TerminalPlace[];
}

/** Which terminal. */
export interface TerminalPlace {
  readonly area: string;
  readonly mode: string;
}

/** Ids of those whose rules are lifted. */
export interface Relax {
  /** Sites whose open modules may run as little as they like. */
  readonly minimumLoad?: readonly string[];
  /** Sites of which several sizes may be open. */
  readonly oneSize?: readonly string[];
  /** Sites that had to be open and may now be closed. */
  readonly mustOpen?: readonly string[];
  /** Goods whose surplus was forbidden and may now be let go, at no energy. */
  readonly disposal?: readonly string[];
  /** Goods of which an area may have several sources again, of which one may have any share, of which no reserve is held. */
  readonly singleSource?: readonly string[];
  readonly shareCaps?: readonly string[];
  readonly reserve?: readonly string[];
}

/** Ids of what is shut. */
export interface Close {
  /** No module of it stands or may be built; what taking down costs or saves is booked. */
  readonly sites?: readonly string[];
  /** Carries nothing. */
  readonly links?: readonly string[];
  /** Nothing is loaded or unloaded there; what passes through still does. */
  readonly terminals?: readonly TerminalPlace[];
}

/** Ids of what may no longer be built, run or travelled by. */
export interface Forbid {
  /** Nothing new is built there. */
  readonly sites?: readonly string[];
  /** No more of it is built. */
  readonly links?: readonly string[];
  readonly terminals?: readonly TerminalPlace[];
  /** No works runs it; a site that runs nothing else goes. */
  readonly recipes?: readonly string[];
  /** Nothing travels by it; its links and terminals go. */
  readonly modes?: readonly string[];
}

/** Ids of what must be there. */
export interface Force {
  /** At least one module of it must be open. */
  readonly sites?: readonly string[];
}

/** Multiplies a kind of energy everywhere, or one thing's figures `by` a factor. */
export type Scale =
  /** Energy of all modes: per tonne-kilometre and at terminals. */
  | { readonly transport: number }
  /** Energy of all recipes. */
  | { readonly production: number }
  /** energyToBuild of all sizes, of sites, links and terminals. */
  | { readonly construction: number }
  /** keep, closing and siteEnergy of all sites, keep of what may be built of links and terminals. */
  | { readonly standing: number }
  /** Disposal of all goods, where a number. */
  | { readonly surplus: number }
  /** Energy of one mode. */
  | { readonly mode: string; readonly by: number }
  /** Energy of one recipe. */
  | { readonly recipe: string; readonly by: number }
  /** Primary MJ behind one final MJ of a carrier. */
  | { readonly carrier: string; readonly by: number }
  /** Final demand of a good: everywhere, or in one area. */
  | { readonly demand: string; readonly by: number; readonly area?: string }
  /** Supply of a good: everywhere, or in one area. */
  | { readonly supply: string; readonly by: number; readonly area?: string }
  /** A resource, where there is a limit to it: everywhere, or in one area. */
  | { readonly resource: string; readonly by: number; readonly area?: string }
  /** All final demand of one area, and its population. */
  | { readonly people: string; readonly by: number };

/** The most there may be of one thing a year, in its unit. */
export type Limit =
  /** Modules there may be: of one size, or of each size of the site; those that stand count. */
  | { readonly site: string; readonly size?: string; readonly most: number }
  /** t/yr each way of what stands; what may be built comes beside it. */
  | { readonly link: string; readonly most: number }
  /** A mode: t/yr that are loaded and unloaded together on it in the area with what stands; what may be built comes beside it. */
  | { readonly terminal: string; readonly area: string; readonly most: number }
  | { readonly supply: string; readonly area: string; readonly most: number }
  /** Final demand: less than there is; where it is less already it stays. */
  | { readonly demand: string; readonly area: string; readonly most: number }
  | { readonly resource: string; readonly area: string; readonly most: number }
  /** Sites open that can make a good. */
  | { readonly sitesMaking: string; readonly most: number }
  /** The largest share of a good that a group may have, of each area's final demand or of what all works make. */
  | { readonly shareOf: string; readonly by: Group; readonly of: ShareCap["of"]; readonly most: number };
