/**
 * What a continent is, as readonly data that has passed the door: ids checked, defaults filled in,
 * quantities rounded to whole kilograms, distances to metres, yearly energies of a module to whole MJ.
 * Every cost is energy (MJ); every amount is a year's (t/yr, or a good's own unit a year).
 *
 * Plain data: structuredClone, postMessage and JSON all work. Absent means unlimited or none, as said.
 */

/** Energy in primary MJ, or in final MJ by carrier: `3000` or `{ electricity: 500, coal: 17000 }`. */
export type Energy = number | Readonly<Record<string, number>>;

/** Amounts by good id, t or the good's own unit. */
export type Amounts = Readonly<Record<string, number>>;

/** A kind of final energy. */
export interface Carrier {
  /** Primary MJ behind one final MJ. */
  readonly primary: number;
}

/** A way of carrying goods. */
export interface Mode {
  /** MJ per tonne-kilometre. */
  readonly energyPerTonneKm: Energy;
  /** MJ per tonne to load, and again to unload. */
  readonly terminal: Energy;
  /** Length of a modelled link over the great circle, for links that state no km; 1 or more. */
  readonly detour: number;
}

/** What final demand of a good is for, in the accounts of the people. */
export type Use = "personal" | "common" | "expansion";

/** A thing that is made, carried and used. */
export interface Good {
  /** Freight class, naming the modes that may carry it; absent: every mode may. */
  readonly freight?: string;
  /** Cannot travel at all. */
  readonly local: boolean;
  /** What one of it is called: `"t"` unless said. */
  readonly unit: string;
  /** Tonnes that one unit weighs on a link; 1 where the unit is the tonne. */
  readonly tonnesPerUnit: number;
  /** MJ per unit when burned, where it is a fuel. */
  readonly heat?: number;
  /** MJ per unit to let surplus go, or `"forbidden"`. */
  readonly disposal: number | "forbidden";
  readonly use: Use;
}

/** One run of a process. */
export interface Recipe {
  readonly makes: Amounts;
  readonly takes: Amounts;
  /** Local resources used per run, by resource id. */
  readonly needs: Amounts;
  /** MJ per run, only of carriers that are not goods of the continent. */
  readonly energy: Energy;
  /** A mine, a well, a farm: takes from nature and not from other recipes. */
  readonly fromNature: boolean;
}

/** A place where goods are used, found and made. */
export interface Area {
  /** [longitude, latitude] in degrees. */
  readonly at: readonly [number, number];
  readonly population: number;
  /** Final demand by good, t/yr. */
  readonly demand: Amounts;
  /** What nature and the past yield without a recipe, at most, t/yr. */
  readonly supply: Amounts;
  /** What there is of resources that cannot travel, a year; a resource not named is unlimited. */
  readonly resources: Amounts;
}

/** One size of a candidate works; `most` modules of it may stand. */
export interface Size {
  readonly name: string;
  /** Runs a year if it ran only that recipe, by recipe id. */
  readonly capacity: Readonly<Record<string, number>>;
  /** MJ, once. */
  readonly energyToBuild: number;
  /** Years that building is spread over. */
  readonly life: number;
  /** energyToBuild / life, whole MJ/yr. */
  readonly buildPerYear: number;
  /** Whole MJ/yr to stand ready. */
  readonly keep: number;
  /** Multiplies the recipes' energy: large works run leaner. */
  readonly energyFactor: number;
  /** Local resources used per open module and year. */
  readonly needs: Amounts;
  /** Goods built into one new module, once; a year's share of them is amount / life. */
  readonly buildGoods: Amounts;
  /** Modules that stand already. */
  readonly stand: number;
  /** Modules there may be, those that stand included. */
  readonly most: number;
  /** MJ/yr-equivalent of taking a standing module down; negative where it saves, never below -buildPerYear. */
  readonly closing: number;
}

/** A candidate works: one area, recipes under one roof, some sizes. */
export interface Site {
  readonly area: string;
  readonly recipes: readonly string[];
  readonly sizes: readonly Size[];
  /** Share of capacity that an open module must at least run, 0 to 1. */
  readonly minimumLoad: number;
  /** At most one of the sizes may stand. */
  readonly oneSize: boolean;
  /** MJ/yr while any module is open. */
  readonly siteEnergy: number;
  /** Multiplies the recipes' energy: the ground, the ore. */
  readonly siteFactor: number;
  /** true: at least one module must be open; false: none may be, what stands is taken down. Absent: the plan decides. */
  readonly open?: boolean;
}

/** More of a link or a terminal that may be built. */
export interface BuildSize {
  readonly name: string;
  /** t/yr: each way of a link; loaded and unloaded together at a terminal. */
  readonly capacity: number;
  readonly energyToBuild: number;
  readonly life: number;
  readonly buildPerYear: number;
  readonly keep: number;
  readonly most: number;
}

/** What all goods together that are loaded and unloaded on a mode in an area share. */
export interface Terminal {
  readonly area: string;
  readonly mode: string;
  /**
   * t/yr of what stands, loaded and unloaded together; absent: unlimited. A terminal that only may be built has capacity
   * 0. Goods that change from one mode to another are unloaded at the one's terminal and loaded at the other's; goods
   * that pass through by one mode use none.
   */
  readonly capacity?: number;
  /** More of it that may be built. */
  readonly sizes: readonly BuildSize[];
}

/** More of a link that may be built. */
export type LinkSize = BuildSize;

/** A way between two areas by one mode. */
export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly mode: string;
  /** Whether goods may also travel from `to` to `from`. */
  readonly bothWays: boolean;
  /** Kilometres, whole metres. */
  readonly km: number;
  /** Energy factors out and back: climb, current. */
  readonly factor: readonly [number, number];
  /** t/yr each way of what stands; absent: unlimited. A link that only may be built has capacity 0. */
  readonly capacity?: number;
  /** Share lost on the way, 0 to below 1. */
  readonly loss: number;
  /** Goods made and taken at the tail per tonne carried. */
  readonly makes: Amounts;
  readonly takes: Amounts;
  readonly sizes: readonly BuildSize[];
}

/**
 * Who counts as one: a site; an area, with all works in it and what nature yields there; a federation, all works
 * of one kind, which are those that can make the good by the same recipes.
 */
export type Group = "site" | "area" | "federation";

/** No site, area or federation serves or makes more than a share of a good. */
export interface ShareCap {
  readonly good: string;
  readonly by: Group;
  /** `"area"`: of each area's final demand; `"continent"`: of what all works make. */
  readonly of: "area" | "continent";
  readonly share: number;
}

/**
 * Whichever site, area or federation that can make the good stands still, the others' open works could make this
 * share of its final demand, each by its recipe that makes most of it.
 */
export interface Reserve {
  readonly good: string;
  readonly by: Group;
  /** Of the final demand of all areas; may be above 1. */
  readonly share: number;
}

/** Rules that plans must keep. */
export interface ContinentOptions {
  /** Goods of which each area's final demand comes from one site, or from what nature yields in one area. */
  readonly singleSource: readonly string[];
  /** The most sites open that can make a good, by good. */
  readonly mostSites: Readonly<Record<string, number>>;
  readonly shareCaps: readonly ShareCap[];
  readonly reserve: readonly Reserve[];
}

/** How many numbers the door rounded, by kind; zero everywhere when the description was already whole. */
export interface Rounding {
  readonly quantities: number;
  readonly distances: number;
  readonly energies: number;
}

/** What is planned: plain data, complete and checked. Amounts in t/yr (or the good's unit), energies in MJ, distances in km. */
export interface Continent {
  readonly name: string;
  readonly carriers: Readonly<Record<string, Carrier>>;
  readonly modes: Readonly<Record<string, Mode>>;
  /** Freight class to the modes that may carry it. */
  readonly freight: Readonly<Record<string, readonly string[]>>;
  readonly goods: Readonly<Record<string, Good>>;
  readonly recipes: Readonly<Record<string, Recipe>>;
  readonly areas: Readonly<Record<string, Area>>;
  readonly sites: Readonly<Record<string, Site>>;
  readonly links: readonly Link[];
  /** Terminals that are limited or may be built; all others have room for everything. By area, then mode. */
  readonly terminals: readonly Terminal[];
  readonly options: ContinentOptions;
  /** MJ per unit of unmet demand, by good; a good not named must be met. */
  readonly shortage: Readonly<Record<string, number>>;
  readonly rounding: Rounding;
}
