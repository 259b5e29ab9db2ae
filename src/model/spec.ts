import type { Amounts, Energy, Reserve, ShareCap, Use } from "./types.ts";

/**
 * What `createContinent` takes: a continent as a person types it, with defaults left out.
 * Amounts in t/yr (or the good's unit), energies in MJ, distances in km. See `Continent` for each field.
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
  readonly name?: string;
  readonly carriers?: Readonly<Record<Carrier, CarrierSpec>>;
  readonly modes?: Readonly<Record<Mode, ModeSpec<NoInfer<Carrier>>>>;
  readonly freight?: Readonly<Record<Freight, readonly NoInfer<Mode>[]>>;
  readonly goods: Readonly<Record<Good, GoodSpec<NoInfer<Freight>>>>;
  readonly recipes?: Readonly<Record<Recipe, RecipeSpec<NoInfer<Carrier>, NoInfer<Good>>>>;
  readonly areas: Readonly<Record<Area, AreaSpec<NoInfer<Good>>>>;
  readonly sites?: Readonly<Record<Site, SiteSpec<NoInfer<Area>, NoInfer<Recipe>, NoInfer<Good>>>>;
  readonly links?: readonly LinkSpec<NoInfer<Area>, NoInfer<Mode>, NoInfer<Good>>[];
  readonly terminals?: readonly TerminalSpec<NoInfer<Area>, NoInfer<Mode>>[];
  readonly options?: OptionsSpec<NoInfer<Good>>;
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
  readonly energyPerTonneKm: EnergySpec<Carrier>;
  /** Default 0. */
  readonly terminal?: EnergySpec<Carrier>;
  /** Default 1. */
  readonly detour?: number;
}

/** A good, as it is typed; fields as in `Good`. */
export interface GoodSpec<Freight extends string = string> {
  readonly freight?: Freight;
  readonly local?: boolean;
  readonly unit?: string;
  readonly tonnesPerUnit?: number;
  readonly heat?: number;
  /** Default 0 for a good that is some recipe's only product; a by-product must say. */
  readonly disposal?: number | "forbidden";
  /** Default "personal". */
  readonly use?: Use;
}

/** One run of a process, as it is typed: what it makes and takes, MJ a run; fields as in `Recipe`. */
export interface RecipeSpec<Carrier extends string = string, Good extends string = string> {
  readonly makes: AmountsSpec<Good>;
  readonly takes?: AmountsSpec<Good>;
  readonly needs?: Amounts;
  /** Default 0. */
  readonly energy?: EnergySpec<Carrier>;
  readonly fromNature?: boolean;
}

/** An area, as it is typed: amounts a year; fields as in `Area`. */
export interface AreaSpec<Good extends string = string> {
  readonly at: readonly [number, number];
  /** Default 0. */
  readonly population?: number;
  readonly demand?: AmountsSpec<Good>;
  readonly supply?: AmountsSpec<Good>;
  readonly resources?: Amounts;
}

/** One size of a candidate works, as it is typed: runs a year, MJ; fields as in `Size`. */
export interface SizeSpec<Recipe extends string = string, Good extends string = string> {
  /** Default: its place among the sizes, "1", "2"... */
  readonly name?: string;
  /** One number for all recipes, or one for each. */
  readonly capacity: number | AmountsSpec<Recipe>;
  /** Default 0. */
  readonly energyToBuild?: number;
  /** Default 30 years. */
  readonly life?: number;
  /** Default 0. */
  readonly keep?: number;
  /** Default 1. */
  readonly energyFactor?: number;
  readonly needs?: Amounts;
  readonly buildGoods?: AmountsSpec<Good>;
  /** Default 0. */
  readonly stand?: number;
  /** Default 1, or `stand` where that is more. */
  readonly most?: number;
  /** Default 0. */
  readonly closing?: number;
}

/** A candidate works, as it is typed; fields as in `Site`. */
export interface SiteSpec<Area extends string = string, Recipe extends string = string, Good extends string = string> {
  readonly area: Area;
  readonly recipes: readonly Recipe[];
  readonly sizes: readonly SizeSpec<Recipe, Good>[];
  readonly minimumLoad?: number;
  readonly oneSize?: boolean;
  readonly siteEnergy?: number;
  readonly siteFactor?: number;
  /** true: must be open; false: must be closed. Default: the plan decides. */
  readonly open?: boolean;
}

/** One size in which more of a link or a terminal may be built. */
export interface BuildSizeSpec {
  readonly name?: string;
  readonly capacity: number;
  readonly energyToBuild?: number;
  readonly life?: number;
  readonly keep?: number;
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
  /** ...or one way. */
  readonly from?: Area;
  readonly to?: Area;
  readonly mode: Mode;
  /** Default: great circle times the mode's detour. */
  readonly km?: number;
  /** One factor, or [out, back]; default 1. */
  readonly factor?: number | readonly [number, number];
  /** Default: unlimited, or 0 where sizes are given. */
  readonly capacity?: number;
  readonly loss?: number;
  readonly makes?: AmountsSpec<Good>;
  readonly takes?: AmountsSpec<Good>;
  readonly sizes?: readonly BuildSizeSpec[];
}

/** A terminal, as it is typed; fields as in `Terminal`. */
export interface TerminalSpec<Area extends string = string, Mode extends string = string> {
  readonly area: Area;
  readonly mode: Mode;
  /** t/yr loaded and unloaded together. Default: unlimited, or 0 where sizes are given. */
  readonly capacity?: number;
  readonly sizes?: readonly BuildSizeSpec[];
}

/** Rules that plans must keep, as they are typed; fields as in `ContinentOptions`. */
export interface OptionsSpec<Good extends string = string> {
  readonly singleSource?: readonly Good[];
  readonly mostSites?: AmountsSpec<Good>;
  readonly shareCaps?: readonly (Omit<ShareCap, "good"> & { readonly good: Good })[];
  /** `by` defaults to "site". */
  readonly reserve?: readonly { readonly good: Good; readonly by?: Reserve["by"]; readonly share: number }[];
}

export type { Energy };
