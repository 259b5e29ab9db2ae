import { add, type Exact, exactly, roundDown, ZERO } from "../../base/exact.ts";
import { goodsIn, madeAndTaken, partOfContinent } from "../../model/continent-part.ts";
import { mayTravel } from "../../model/energy.ts";
import type { Continent } from "../../model/types.ts";
import type { Certificate, CertificatePart } from "../../plan/types.ts";
import { lookUp } from "./freight-prices.ts";

/**
 * The bound that a certificate proves part by part: the sum of what each proves of its own goods.
 *
 * Why. Take any plan of the continent. What it does about the goods of one part (their works, flows, supplies, links and
 * terminals that are built for them) is a plan of the part alone: its rows are those of the continent with what belongs
 * to others left out, which uses room and resources too, and so only leaves more. Energy is spent on works, flows,
 * surplus, shortage, links and terminals; each belongs to one part at most, as `dividesRightly` makes sure, or takes no
 * less than nothing. So the plan costs no less than its parts do together, and each of those no less than its bound.
 *
 * @param boundOf the bound that the certificate of one part proves.
 * Gives:  MJ/yr; -Infinity where some part proves nothing, or the goods are not rightly divided.
 */
export function boundOfParts(
  continent: Continent,
  certificate: Certificate,
  parts: readonly CertificatePart[],
  boundOf: (continent: Continent, certificate: Certificate, part: CertificatePart) => number,
): number {
  if (certificate.cases !== undefined || !dividesRightly(continent, parts)) return Number.NEGATIVE_INFINITY;
  let total: Exact = ZERO;
  let isImpossible = false;
  for (const part of parts) {
    const own = partOfContinent(continent, part.goods);
    const bound = boundOf(own, certificateOfPart(own, certificate, part), part);
    if (bound === Number.NEGATIVE_INFINITY) return bound;
    if (bound === Number.POSITIVE_INFINITY) isImpossible = true;
    else total = add(total, exactly(bound));
  }
  return isImpossible ? Number.POSITIVE_INFINITY : roundDown(total);
}

/**
 * Whether each good is in one part, or can have no part in any plan, and nothing that costs energy, makes goods or takes
 * them has to do with goods of two parts.
 */
function dividesRightly(continent: Continent, parts: readonly CertificatePart[]): boolean {
  const { goods, recipes, sites, links, terminals } = continent;
  const partOf = new Map<string, number>();
  for (const [p, part] of parts.entries()) {
    for (const good of part.goods) {
      if (partOf.has(good) || !Object.hasOwn(goods, good)) return false;
      partOf.set(good, p);
    }
  }
  const isTogether = (tied: readonly string[]): boolean => {
    const first = partOf.get(tied[0]);
    return first !== undefined && tied.every((good) => partOf.get(good) === first);
  };
  for (const { recipes: run, sizes } of Object.values(sites)) {
    const tied = run.flatMap((recipe) => madeAndTaken(recipes[recipe]));
    // Works that have to do with no good would be part of every part.
    if (!isTogether([...tied, ...sizes.flatMap(({ buildGoods }) => goodsIn(buildGoods))])) return false;
  }
  const travelling = (mode: string): string[] => Object.keys(goods).filter((good) => mayTravel(continent, good, mode));
  const named = (mode: string): string[] => travelling(mode).filter((good) => partOf.has(good));
  const mayBuild = (mode: string): boolean => named(mode).length === 0 || isTogether(named(mode));
  for (const link of links) {
    const onTheWay = madeAndTaken(link);
    if (onTheWay.length > 0 && !isTogether([...onTheWay, ...travelling(link.mode)])) return false;
    if (link.sizes.length > 0 && !mayBuild(link.mode)) return false;
  }
  if (terminals.some(({ mode, sizes }) => sizes.length > 0 && !mayBuild(mode))) return false;
  return Object.keys(goods).every((good) => partOf.has(good) || standsIdle(continent, good));
}

/** Nobody wants a good, and nothing is gained by letting go what is supplied of it. (Works and links have been seen to.) */
function standsIdle({ goods, areas }: Continent, good: string): boolean {
  const { disposal } = goods[good];
  return Object.values(areas).every(({ demand, supply }) => {
    const isWanted = (lookUp(demand, good) ?? 0) > 0;
    return !isWanted && ((lookUp(supply, good) ?? 0) === 0 || disposal === "forbidden" || disposal >= 0);
  });
}

/** A certificate's prices as far as they are about a part. */
function certificateOfPart(own: Continent, whole: Certificate, { form, cases }: CertificatePart): Certificate {
  const ofGoods = <Value>(record: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    chosen(record, (good) => Object.hasOwn(own.goods, good));
  const links = new Set(own.links.map(({ id }) => id));
  const terminals = new Set(own.terminals.map(({ area, mode }) => JSON.stringify([area, mode])));
  const { fine, options } = whole;
  return {
    version: 1,
    form: form ?? whole.form,
    bound: 0,
    prices: ofGoods(whole.prices),
    resources: within(whole.resources, (area, resource) =>
      Object.hasOwn(lookUp(own.areas, area)?.resources ?? {}, resource),
    ),
    links: chosen(whole.links, (id) => links.has(id)),
    ...(whole.terminals === undefined
      ? {}
      : { terminals: within(whole.terminals, (area, mode) => terminals.has(JSON.stringify([area, mode]))) }),
    ...(fine === undefined
      ? {}
      : {
          fine: { demand: ofGoods(fine.demand), inputs: chosen(fine.inputs, (site) => Object.hasOwn(own.sites, site)) },
        }),
    ...(options === undefined
      ? {}
      : {
          options: {
            served: ofGoods(options.served),
            shareCaps: options.shareCaps.filter(({ good }) => Object.hasOwn(own.goods, good)),
            reserve: options.reserve.filter(({ good }) => Object.hasOwn(own.goods, good)),
          },
        }),
    ...(cases === undefined ? {} : { cases }),
  };
}

function within<Value>(
  table: Readonly<Record<string, Readonly<Record<string, Value>>>>,
  isKept: (outer: string, inner: string) => boolean,
): Readonly<Record<string, Readonly<Record<string, Value>>>> {
  return Object.fromEntries(
    Object.entries(table).map(([outer, row]) => [outer, chosen(row, (inner) => isKept(outer, inner))]),
  );
}

function chosen<Value>(
  record: Readonly<Record<string, Value>>,
  isKept: (id: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => isKept(id)));
}
