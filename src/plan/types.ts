import type { Group } from "../model/types.ts";
import type { LocatedProof } from "./located-proof.ts";

export type { LocatedEvidence, LocatedNode, LocatedProof } from "./located-proof.ts";

/**
 * A plan as plain data: structuredClone, postMessage and JSON all work; absent means unlimited or none.
 * Amounts t/yr (or the good's unit a year), energies MJ/yr, prices and embodied energies MJ per unit.
 * Lists are sorted by id (code units), so that equal plans are equal bytes.
 */
export interface Plan {
  readonly continent: string;
  /** Every area of the continent and every good, also those of which the plan says nothing more: who asks for another misspelled it. */
  readonly areas: readonly string[];
  readonly goods: readonly string[];
  /** energy.total + shortagePenalty. */
  readonly objective: number;
  readonly energy: PlanEnergy;
  /** What unmet demand was said to weigh; an opinion, never part of energy, books or prices. */
  readonly shortagePenalty: number;
  /** The spent book: each MJ at the place where it is spent; adds up to energy.total exactly. */
  readonly spent: readonly SpentEntry[];
  readonly sites: readonly PlanSite[];
  readonly links: readonly PlanLink[];
  readonly terminals: readonly PlanTerminal[];
  readonly transfers: readonly Transfer[];
  readonly shipments: readonly Shipment[];
  readonly balances: readonly Balance[];
  readonly resources: readonly ResourceUse[];
  readonly guidePrices: readonly AreaFigure[];
  /** Every area and good; absent where they were not asked for. */
  readonly marginalPrices?: readonly MarginalPrice[];
  /** How joint products share the energy of a run in the books; absent: by guide price. */
  readonly allocation?: Allocation;
  /** Average energy it took to make and bring one unit, by area and good. */
  readonly embodied: readonly AreaFigure[];
  /** MJ/yr that no good embodies: works that stand and make nothing, goods of which all is let go. */
  readonly commonEnergy: number;
  readonly certificate: Certificate;
}

/** How the energy of a run is shared among several products: by guide price, or by what they weigh. */
export type Allocation = "price" | "mass";

/** What energy is spent for. */
export type Purpose = "production" | "construction" | "standing" | "transport" | "surplus";

/**
 * One line of the spent book. Freight is booked in the area where it leaves, on its
 * link; loading and unloading in their area; a link that is built where it begins, for the goods it carries; a terminal
 * that is built where it is, for the goods it handles.
 */
export interface SpentEntry {
  readonly purpose: Purpose;
  readonly area: string;
  /** Absent where it is spent for no good: a works that makes nothing. */
  readonly good?: string;
  readonly site?: string;
  readonly link?: string;
  /** The mode of a terminal that is built. */
  readonly terminal?: string;
  readonly energy: number;
}

/** The spent book's totals, each MJ at the place it is spent. */
export interface PlanEnergy {
  readonly total: number;
  readonly production: number;
  /** Works, links and terminals that are built, spread over their lives. */
  readonly construction: number;
  /** keep, siteEnergy and closing. */
  readonly standing: number;
  /** Freight and terminals. */
  readonly transport: number;
  /** Letting surplus go. */
  readonly surplus: number;
}

/** One candidate works; sites with nothing kept, built, closed or run are left out. */
export interface PlanSite {
  readonly site: string;
  readonly area: string;
  readonly sizes: readonly PlanSize[];
}

/** What a plan has of one size of a site. */
export interface PlanSize {
  readonly name: string;
  /** Modules that stood and go on. */
  readonly kept: number;
  /** Modules that are new. */
  readonly built: number;
  /** Modules that stood and are taken down. */
  readonly closed: number;
  /** Runs a year by recipe; a recipe that does not run is left out. */
  readonly runs: Readonly<Record<string, number>>;
  /** Share of the open modules' year that is used, 0 to 1. */
  readonly load: number;
}

/** A link that is used or built. */
export interface PlanLink {
  readonly link: string;
  /** Modules built, by size name. */
  readonly built: Readonly<Record<string, number>>;
  /** One entry for a one-way link, two for both ways (out, back). */
  readonly ways: readonly PlanWay[];
}

/** What travels one way on a link. */
export interface PlanWay {
  /** Amounts entering at the tail, by good, in the good's own unit. */
  readonly tonnes: Readonly<Record<string, number>>;
  /** Share of capacity used, of what stands and what is built; absent where capacity is unlimited. */
  readonly use?: number;
  /** MJ for one tonne a year of room more; 0 where there is room. */
  readonly guidePrice: number;
}

/** A terminal that the continent describes and the plan uses or builds. */
export interface PlanTerminal {
  readonly area: string;
  readonly mode: string;
  /** Modules built, by size name. */
  readonly built: Readonly<Record<string, number>>;
  /** Tonnes a year loaded and unloaded together; which goods, `transfers` say. */
  readonly tonnes: number;
  /** Share of capacity used, of what stands and what is built; absent where capacity is unlimited. */
  readonly use?: number;
  /** MJ for one tonne a year of room more; 0 where there is room. */
  readonly guidePrice: number;
}

/** Goods loaded on and unloaded from a mode in an area. */
export interface Transfer {
  readonly area: string;
  readonly mode: string;
  readonly good: string;
  readonly load: number;
  readonly unload: number;
}

/**
 * Who serves whom: one decomposition of the flows, cheapest first, without cycles; one of many. What goes in circles
 * until all of it is lost, or for what a link makes by carrying it, serves nobody and is in no shipment.
 */
export interface Shipment {
  readonly good: string;
  /** The works it comes from; absent where it comes from an area's own supply, or is made by links that begin there. */
  readonly site?: string;
  readonly from: string;
  readonly to: string;
  /** Amount that leaves `from`, in the good's unit; what is lost on the way does not arrive. */
  readonly tonnes: number;
  /** MJ of freight and terminals on the way. */
  readonly energy: number;
  /** Link ids in order; empty where it is used in the area it comes from. */
  readonly links: readonly string[];
  /**
   * Serves final demand in `to`, and nothing else. Said of the goods whose options ask who serves whom (`singleSource`,
   * `shareCaps` of areas); their other shipments are taken by works or let go.
   */
  readonly final?: true;
}

/**
 * Where a good comes from and goes to in an area. Links make and take where they begin; what is built into new works is
 * taken. supplied + made + in + unmet = taken + used + out + surplus.
 */
export interface Balance {
  readonly area: string;
  readonly good: string;
  readonly supplied: number;
  readonly made: number;
  readonly taken: number;
  /** Unloaded in the area (transit that is never unloaded does not count). */
  readonly in: number;
  readonly out: number;
  /** Final use: demand less what is unmet. */
  readonly used: number;
  readonly surplus: number;
  readonly unmet: number;
}

/** What is used of a resource in an area, a year. */
export interface ResourceUse {
  readonly area: string;
  readonly resource: string;
  readonly used: number;
  /** Absent: unlimited. */
  readonly available?: number;
  /** MJ for one more of it. */
  readonly guidePrice: number;
}

/**
 * What one unit more, and one unit less, of a good's final demand in an area takes and saves with the plan's modules
 * as they are, MJ per unit: the right and the left derivative of the least objective. They differ where a limit is
 * just reached: more then goes another way than less. "cannot": there is no way, or there is no demand to lessen.
 */
export interface MarginalPrice {
  readonly area: string;
  readonly good: string;
  readonly more: number | "cannot";
  readonly less: number | "cannot";
}

/** A figure of a good in an area: a guide price or an embodied energy, MJ per unit. */
export interface AreaFigure {
  readonly area: string;
  readonly good: string;
  readonly value: number;
}

/**
 * Prices that prove a bound: any prices prove some bound, and a checker that trusts no solver recomputes it.
 * Ids that are missing count as price 0.
 */
export interface Certificate {
  readonly version: 1;
  /** Which of the bounds the prices are meant for; see docs/mathematics.md. */
  readonly form: "weak" | "strong" | "fine";
  /** The bound that is stated, MJ/yr; a checker confirms that the prices support it. */
  readonly bound: number;
  /** MJ per unit, by good, then area. */
  readonly prices: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Prices that only the fine form knows. */
  readonly fine?: FinePrices;
  /** MJ per unit of a resource, by area, then resource; not negative. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** MJ per tonne of room, by link, [out, back] or [out]; not negative. */
  readonly links: Readonly<Record<string, readonly number[]>>;
  /** MJ per tonne loaded or unloaded, by area, then mode; not negative. Absent: no terminal has a price. */
  readonly terminals?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Prices of the options' rows; absent: none. */
  readonly options?: CertificateOptions;
  /**
   * The cases in which the bound is proved one by one; absent: all at once, with the prices above. The first is
   * everything; a fork names the places in this list of its two cases, both further down, each named once.
   */
  readonly cases?: readonly Case[];
  /**
   * Goods that nothing ties together, each group with a proof of its own; their bounds add up. Goods that can have no
   * part in any plan may be left out. Absent: all goods are proved together.
   */
  readonly parts?: readonly CertificatePart[];
}

/** What proves the bound of some goods: the certificate's prices of them and of what belongs to them, and these. */
export interface CertificatePart {
  readonly goods: readonly string[];
  /** Absent: the certificate's own. */
  readonly form?: Certificate["form"];
  /** The cases of these goods, as in a certificate. */
  readonly cases?: readonly Case[];
  /** Of one good, whose prices are then for information only: a proof that it is planned best as a facility location problem. */
  readonly located?: LocatedProof;
}

/** Each who takes a good has a price of its own, MJ per unit; where one is missing it is the good's own in the area. */
export interface FinePrices {
  /** Of final demand, by good, then area. */
  readonly demand: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Of what the sizes of sites take, by site, then size, then good. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
}

/** Either two cases, in one of which every plan of this case is, or one that its prices settle. */
export type Case = Fork | Leaf;

/** A whole number is at most so many (`below`), or at least one more (`above`). */
export interface Fork {
  readonly whole: WholeNumber;
  readonly atMost: number;
  readonly below: number;
  readonly above: number;
}

/**
 * Prices for one case, in place of the certificate's own; where an id is missing, the certificate's hold.
 * `impossible`: with every energy taken for zero the prices prove more than zero, so that no plan is in this case.
 */
export interface Leaf {
  readonly form?: Certificate["form"];
  readonly impossible?: true;
  readonly prices?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly resources?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly links?: Readonly<Record<string, readonly number[]>>;
  readonly terminals?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** All of them, in place of all of the certificate's. */
  readonly options?: CertificateOptions;
}

/** Prices of the options' rows, MJ per unit of the good. */
export interface CertificateOptions {
  /**
   * What serves final demand of a good whose options ask who serves whom, by good, then area; missing: the good's own
   * price there.
   */
  readonly served: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** A unit less for a group: of what it serves in an area, or of what it makes; not negative. */
  readonly shareCaps: readonly (GroupPrice & { readonly of: "area" | "continent"; readonly area?: string })[];
  /** A unit more that others could make without the group; not negative. */
  readonly reserve: readonly GroupPrice[];
}

/** What a rule about a group is worth, as the certificate's price. */
export interface GroupPrice {
  readonly good: string;
  readonly by: Group;
  /** The site, the area, or the recipes of the federation in code-unit order, joined by " + ". */
  readonly group: string;
  readonly price: number;
}

/**
 * What a plan decides in whole numbers: modules of a size that are kept or built at a site, or built of a link or a terminal; and
 * whether (0 or 1) a source is the one that may serve an area's final demand of a single-source good.
 */
export type WholeNumber =
  | { readonly site: string; readonly size: string; readonly part: "kept" | "built" }
  | { readonly link: string; readonly size: string }
  | { readonly area: string; readonly mode: string; readonly size: string }
  | { readonly good: string; readonly to: string; readonly source: Source };

/** Where a shipment comes from: a works, or what nature yields in an area. */
export type Source = { readonly site: string } | { readonly area: string };
