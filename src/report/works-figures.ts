import type { Continent, Site, Size } from "../model/types.ts";
import type { Plan, PlanSite, PlanSize } from "../plan/types.ts";
import { addTo, byId, sortedEntries } from "./by-id.ts";

/** One works of a plan and what it makes. */
export interface Works {
  readonly site: string;
  readonly area: string;
  /** Amounts made by good, in the good's own unit a year. */
  readonly output: ReadonlyMap<string, number>;
  /** The good that the works is shown under; absent where it makes nothing. */
  readonly principal?: string;
  /** Share of its open modules' year that is used, 0 to 1. */
  readonly load: number;
  readonly kept: number;
  readonly built: number;
  readonly closed: number;
  /** Whether the plan keeps or builds any module. */
  readonly open: boolean;
}

/** All works that make one good. */
export interface GoodWorks {
  readonly good: string;
  /** Largest output first. */
  readonly works: readonly Works[];
  readonly total: number;
  readonly largest: number;
  readonly smallest: number;
  /** Output over what the same modules would give at full load. */
  readonly load: number;
  /** Works that make something else in the first place. */
  readonly beside: number;
  /** Candidate sites that could make it. */
  readonly candidates: number;
}

/** Every works of a plan, in the plan's order. */
export function listWorks(continent: Continent, plan: Plan): readonly Works[] {
  return plan.sites.map((planned) => describeWorks(continent, planned));
}

function describeWorks(continent: Continent, planned: PlanSite): Works {
  const output = new Map<string, number>();
  let kept = 0;
  let built = 0;
  let closed = 0;
  let room = 0;
  let usedRoom = 0;
  for (const size of planned.sizes) {
    kept += size.kept;
    built += size.built;
    closed += size.closed;
    for (const [recipe, runs] of sortedEntries(size.runs)) {
      for (const [good, made] of sortedEntries(continent.recipes[recipe]?.makes ?? {}))
        addTo(output, good, made * runs);
    }
    const weight = (size.kept + size.built) * reach(continent.sites[planned.site], size);
    room += weight;
    usedRoom += weight * size.load;
  }
  const principal = principalGood(continent, output);
  return {
    site: planned.site,
    area: planned.area,
    output,
    ...(principal === undefined ? {} : { principal }),
    load: room > 0 ? usedRoom / room : 0,
    kept,
    built,
    closed,
    open: kept + built > 0,
  };
}

/** Runs a year of one module at its fastest recipe: how much a size weighs when loads are averaged. */
function reach(site: Site | undefined, planned: PlanSize): number {
  const size: Size | undefined = site?.sizes.find(({ name }) => name === planned.name);
  return size === undefined ? 1 : Math.max(0, ...Object.values(size.capacity));
}

/** Of what a works makes, the good that weighs most; by-products are lighter. Ties and the weightless go by id. */
export function principalGood(continent: Continent, output: ReadonlyMap<string, number>): string | undefined {
  let principal: string | undefined;
  let heaviest = -1;
  for (const good of [...output.keys()].sort(byId)) {
    const tonnes = (output.get(good) ?? 0) * (continent.goods[good]?.tonnesPerUnit ?? 1);
    if (tonnes > heaviest) {
      heaviest = tonnes;
      principal = good;
    }
  }
  return principal;
}

/** The works by the goods they make, goods by id; a works that makes several goods counts under each. */
export function worksByGood(continent: Continent, works: readonly Works[]): readonly GoodWorks[] {
  const makers = new Map<string, Works[]>();
  for (const one of works) {
    for (const [good, amount] of one.output) {
      if (amount > 0) makers.set(good, [...(makers.get(good) ?? []), one]);
    }
  }
  return [...makers.keys()].sort(byId).map((good) => {
    const amountOf = (one: Works): number => one.output.get(good) ?? 0;
    const sorted = (makers.get(good) ?? []).sort((a, b) => amountOf(b) - amountOf(a) || byId(a.site, b.site));
    let total = 0;
    let atFullLoad = 0;
    for (const one of sorted) {
      total += amountOf(one);
      atFullLoad += one.load > 0 ? amountOf(one) / one.load : amountOf(one);
    }
    return {
      good,
      works: sorted,
      total,
      largest: amountOf(sorted[0]),
      smallest: amountOf(sorted[sorted.length - 1]),
      load: atFullLoad > 0 ? total / atFullLoad : 0,
      beside: sorted.filter((one) => one.principal !== good).length,
      candidates: countCandidates(continent, good),
    };
  });
}

function countCandidates(continent: Continent, good: string): number {
  return Object.values(continent.sites).filter((site) =>
    site.recipes.some((recipe) => (continent.recipes[recipe]?.makes[good] ?? 0) > 0),
  ).length;
}
