import type { Amounts, Energy, Reserve, ShareCap, Use } from "./types.ts";

/**
 * What `createContinent` takes: a continent as a person types it, with defaults left out.
 * Amounts in t/yr (or the good's unit), energies in MJ, distances in km.
 *
 * The type parameters are the ids; `createContinent` leaves them as plain strings, `defineContinent`
 * infers them, so that a misspelled id does not compile.
 */
export interface ContinentSpec<
  Carrier extends string = string,
  Mode extends string = string,
  Freight extends string = string,
  Good extends string = string,
  Recipe extends string = string,
  Area extends string = string,
  Site extends string = string,
> {
  /** What it is called, in reports and maps; default "continent". */
  readonly name?: string;
  /** Kinds of final energy, by id: `{ electricity: { primary: 2.1 } }`. Not needed where energies are primary MJ. */
  readonly carriers?: Readonly<Record<Carrier, CarrierSpec>>;
  /** Ways of carrying goods, by id: `{ rail: { energyPerTonneKm: 0.2, terminal: 10 } }`. */
  readonly modes?: Readonly<Record<Mode, ModeSpec<NoInfer<Carrier>>>>;
  /** Freight classes, and the modes that may carry each: `{ bulk: ["rail", "ship"] }`. */
  readonly freight?: Readonly<Record<Freight, readonly NoInfer<Mode>[]>>;
  /** What is made, carried and used, by id: `{ ore: {}, steel: {} }`. */
  readonly goods: Readonly<Record<Good, GoodSpec<NoInfer<Freight>>>>;
  /** Processes, by id: `{ smelt: { makes: { steel: 1 }, takes: { ore: 1.6 }, energy: 19_000 } }`. */
  readonly recipes?: Readonly<Record<Recipe, RecipeSpec<NoInfer<Carrier>, NoInfer<Good>>>>;
  /** Places, by id: `{ north: { at: [10, 60], demand: { steel: 3e5 } } }`, t/yr. */
  readonly areas: Readonly<Record<Area, AreaSpec<NoInfer<Good>>>>;
  /** Candidate works, by id: which area, which recipes, which sizes. */
  readonly sites?: Readonly<Record<Site, SiteSpec<NoInfer<Area>, NoInfer<Recipe>, NoInfer<Good>>>>;
  /** Ways between two areas by one mode: `[{ between: ["north", "south"], mode: "rail" }]`. */
  readonly links?: readonly LinkSpec<NoInfer<Area>, NoInfer<Mode>, NoInfer<Good>>[];
  /** Terminals that are limited or may be built; all others have room for everything. */
  readonly terminals?: readonly TerminalSpec<NoInfer<Area>, NoInfer<Mode>>[];
  /** Rules that plans must keep. */
  readonly options?: OptionsSpec<NoInfer<Good>>;
  /** MJ for each unit of demand that stays unmet, by good; the demand of a good not named must be met. */
  readonly shortage?: Readonly<Partial<Record<NoInfer<Good>, number>>>;
}

/** Energy in primary MJ, or in final MJ by carrier. */
export type EnergySpec<Carrier extends string = string> = number | Readonly<Partial<Record<Carrier, number>>>;
/** Amounts by id, in t or the good's own unit. */
export type AmountsSpec<Id extends string = string> = Readonly<Partial<Record<Id, number>>>;

/** A kind of final energy, as it is typed; fields as in `Carrier`. */
export interface CarrierSpec {
  /** Primary MJ behind one final MJ; default 1. */
  readonly primary?: number;
}

/** A way of carrying goods, as it is typed: MJ per tonne-km, MJ per tonne at each end; fields as in `Mode`. */
export interface ModeSpec<Carrier extends string = string> {
  /** MJ per tonne-kilometre: primary, or final by carrier, `{ electricity: 0.1 }`. */
  readonly energyPerTonneKm: EnergySpec<Carrier>;
  /** MJ per tonne to load, and again to unload; default 0. */
  readonly terminal?: EnergySpec<Carrier>;
  /** Length of a link that states no km, over the great circle; 1 or more, default 1. */
  readonly detour?: number;
}

/** A good, as it is typed; fields as in `Good`. */
export interface GoodSpec<Freight extends string = string> {
  /** Freight class, which names the modes that may carry it; default: every mode may. */
  readonly freight?: Freight;
  /** Cannot travel at all; default false. */
  readonly local?: boolean;
  /** What one of it is called; default "t". */
  readonly unit?: string;
  /** Tonnes that one unit weighs on a link; default 1. */
  readonly tonnesPerUnit?: number;
  /** MJ per unit when burned, where it is a fuel. */
  readonly heat?: number;
  /** MJ per unit to let surplus go, or "forbidden". Default 0 for a good that is some recipe's only product; a by-product must say. */
  readonly disposal?: number | "forbidden";
  /** What final demand of it is for, in the accounts of the people; default "personal". */
  readonly use?: Use;
}

/** One run of a process, as it is typed: what it makes and takes, MJ a run; fields as in `Recipe`. */
export interface RecipeSpec<Carrier extends string = string, Good extends string = string> {
  /** Units of each good that one run makes, by-products too. */
  readonly makes: AmountsSpec<Good>;
  /** Units of each good that one run takes. */
  readonly takes?: AmountsSpec<Good>;
  /** Units of each local resource that one run uses: `{ hours: 1.5 }`. */
  readonly needs?: Amounts;
  /** MJ per run: primary, or final by carrier, of carriers that are not goods of the continent; default 0. */
  readonly energy?: EnergySpec<Carrier>;
  /** A mine, a well, a farm: takes from nature and not from other recipes. Default false. */
  readonly fromNature?: boolean;
}

/** An area, as it is typed: amounts a year; fields as in `Area`. */
export interface AreaSpec<Good extends string = string> {
  /** [longitude, latitude] in degrees. */
  readonly at: readonly [number, number];
  /** People, for figures per head; default 0. */
  readonly population?: number;
  /** Final demand by good, t/yr (or the good's unit a year). */
  readonly demand?: AmountsSpec<Good>;
  /** What nature and the past yield without a recipe, at most, t/yr. */
  readonly supply?: AmountsSpec<Good>;
  /** What there is of resources that cannot travel, a year; a resource not named is unlimited. */
  readonly resources?: Amounts;
}

/** One size of a candidate works, as it is typed: runs a year, MJ; fields as in `Size`. */
export interface SizeSpec<Recipe extends string = string, Good extends string = string> {
  /** Default: its place among the sizes, "1", "2"... */
  readonly name?: string;
  /** Runs a year of one module: one number for all recipes, or for each what it could run of that alone. */
  readonly capacity: number | AmountsSpec<Recipe>;
  /** MJ to build one module, once; default 0. */
  readonly energyToBuild?: number;
  /** Years that building is spread over; default 30. */
  readonly life?: number;
  /** MJ/yr for each open module to stand ready; default 0. */
  readonly keep?: number;
  /** Multiplies the recipes' energy, below 1 where large works run leaner; default 1. */
  readonly energyFactor?: number;
  /** Units of each local resource that an open module uses in a year. */
  readonly needs?: Amounts;
  /** Goods built into one new module, once; a year's share of them is amount / life. */
  readonly buildGoods?: AmountsSpec<Good>;
  /** Modules that stand already; default 0. */
  readonly stand?: number;
  /** Modules there may be, those that stand included; default 1, or `stand` where that is more. */
  readonly most?: number;
  /** MJ/yr-equivalent of taking a standing module down; negative where it saves. Default 0. */
  readonly closing?: number;
}

/** A candidate works, as it is typed; fields as in `Site`. */
export interface SiteSpec<Area extends string = string, Recipe extends string = string, Good extends string = string> {
  /** Id of the area it lies in. */
  readonly area: Area;
  /** Ids of the recipes its modules may run, under one roof. */
  readonly recipes: readonly Recipe[];
  /** The sizes its modules come in: `[{ capacity: 1e6, energyToBuild: 4e9 }]`; at least one. */
  readonly sizes: readonly SizeSpec<Recipe, Good>[];
  /** Share of capacity that an open module must at least run, 0 to 1; default 0. */
  readonly minimumLoad?: number;
  /** At most one of the sizes may stand; default false. */
  readonly oneSize?: boolean;
  /** MJ/yr while any module is open; default 0. */
  readonly siteEnergy?: number;
  /** Multiplies the recipes' energy: the ground, the ore. Default 1. */
  readonly siteFactor?: number;
  /** true: must be open; false: must be closed. Default: the plan decides. */
  readonly open?: boolean;
}

/** One size in which more of a link or a terminal may be built. */
export interface BuildSizeSpec {
  /** Default: its place among the sizes, "1", "2"... */
  readonly name?: string;
  /** t/yr of one module: each way of a link; loaded and unloaded together at a terminal. */
  readonly capacity: number;
  /** MJ to build one module, once; default 0. */
  readonly energyToBuild?: number;
  /** Years that building is spread over; default 30. */
  readonly life?: number;
  /** MJ/yr for each built module to stand ready; default 0. */
  readonly keep?: number;
  /** Modules that may be built; default 1. */
  readonly most?: number;
}

/** More of a link that may be built, as it is typed. */
export type LinkSizeSpec = BuildSizeSpec;

/** A link, as it is typed: both ways or one, km, t/yr; fields as in `Link`. */
export interface LinkSpec<Area extends string = string, Mode extends string = string, Good extends string = string> {
  /** Default "mode:from-to", with a number where that is taken. */
  readonly id?: string;
  /** Both ways... */
  readonly between?: readonly [Area, Area];
  /** ...or one way, from this area... */
  readonly from?: Area;
  /** ...to this one. */
  readonly to?: Area;
  /** Id of the mode that goods travel by. */
  readonly mode: Mode;
  /** Kilometres; default: great circle times the mode's detour. */
  readonly km?: number;
  /** Multiplies the energy of travelling (climb, current): one factor, or [out, back]; default 1. */
  readonly factor?: number | readonly [number, number];
  /** t/yr each way of what stands; default: unlimited, or 0 where sizes are given. */
  readonly capacity?: number;
  /** Share lost on the way, 0 to below 1; default 0. */
  readonly loss?: number;
  /** Units of goods made where it begins, for each tonne that it carries. */
  readonly makes?: AmountsSpec<Good>;
  /** Units of goods taken where it begins, for each tonne that it carries. */
  readonly takes?: AmountsSpec<Good>;
  /** More of it that may be built. */
  readonly sizes?: readonly BuildSizeSpec[];
}

/** A terminal, as it is typed; fields as in `Terminal`. */
export interface TerminalSpec<Area extends string = string, Mode extends string = string> {
  /** Id of the area it lies in. */
  readonly area: Area;
  /** Id of the mode that is loaded and unloaded there. */
  readonly mode: Mode;
  /** t/yr loaded and unloaded together. Default: unlimited, or 0 where sizes are given. */
  readonly capacity?: number;
  /** More of it that may be built. */
  readonly sizes?: readonly BuildSizeSpec[];
}

/** Rules that plans must keep, as they are typed; fields as in `ContinentOptions`. */
export interface OptionsSpec<Good extends string = string> {
  /** Goods of which each area's final demand comes from one site, or from what nature yields in one area. */
  readonly singleSource?: readonly Good[];
  /** The most sites open that can make a good, by good. */
  readonly mostSites?: AmountsSpec<Good>;
  /** No site, area or federation serves or makes more than a share of a good: `{ good: "steel", by: "site", of: "continent", share: 0.5 }`. */
  readonly shareCaps?: readonly (Omit<ShareCap, "good"> & { readonly good: Good })[];
  /** Whichever one stands still, the others' open works could make this share of the good's final demand; `by` defaults to "site". */
  readonly reserve?: readonly { readonly good: Good; readonly by?: Reserve["by"]; readonly share: number }[];
}

export type { Energy };
