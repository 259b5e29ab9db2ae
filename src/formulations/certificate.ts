import type { Indexed } from "../network/indexed.ts";
import { hasOptionRules } from "../network/option-rules.ts";
import { type OptionPrices, optionPricesOf, type Prices } from "../network/prices.ts";
import type { Certificate, CertificateOptions, Leaf } from "../plan/types.ts";

/** Writes prices by id, as a certificate that states a bound. Prices of zero are left out: a missing id counts as zero. */
export function certificateOf(indexed: Indexed, prices: Prices, form: Certificate["form"], bound: number): Certificate {
  const { areas, goods, resources, continent } = indexed;
  const links: Record<string, number[]> = {};
  indexed.arcLink.forEach((position, arc) => {
    if (prices.link[arc] === 0) return;
    const { id, bothWays } = continent.links[position];
    links[id] ??= bothWays ? [0, 0] : [0];
    links[id][indexed.arcWay[arc]] = prices.link[arc];
  });
  const { modes, nodeOf } = indexed;
  const terminals = twoLevels(areas, modes, (a, m) => {
    const node = nodeOf[a * modes.length + m];
    return node < 0 ? 0 : prices.terminal[node];
  });
  return {
    version: 1,
    form,
    bound,
    prices: twoLevels(goods, areas, (g, a) => prices.good[a * goods.length + g]),
    resources: twoLevels(areas, resources, (a, k) => prices.resource[a * resources.length + k]),
    links,
    ...(Object.keys(terminals).length > 0 ? { terminals } : {}),
    ...(hasOptionRules(indexed) ? { options: optionsOf(indexed, optionPricesOf(indexed, prices)) } : {}),
  };
}

function optionsOf(indexed: Indexed, { served, share, reserve }: OptionPrices): CertificateOptions {
  const { rules, areas, goods, demand } = indexed;
  const byGood: Record<string, Record<string, number>> = {};
  served.forEach((price, place) => {
    const good = rules.tagged[Math.floor(place / areas.length)];
    if (demand[(place % areas.length) * goods.length + good] === 0) return;
    // A price of zero is written as well: one that is missing would count as the good's own.
    byGood[goods[good]] ??= {};
    byGood[goods[good]][areas[place % areas.length]] = price;
  });
  return {
    served: byGood,
    shareCaps: rules.shares.flatMap(({ good, by, ofArea, groups, first }) => {
      const row = { good: goods[good], by, of: ofArea ? ("area" as const) : ("continent" as const) };
      return groups.flatMap(({ name: group }, g) => {
        if (!ofArea) return share[first + g] > 0 ? [{ ...row, group, price: share[first + g] }] : [];
        return areas.flatMap((area, a) => {
          const price = share[first + g * areas.length + a];
          return price > 0 ? [{ ...row, group, area, price }] : [];
        });
      });
    }),
    reserve: rules.reserves.flatMap(({ good, by, groups, first }) =>
      groups.flatMap(({ name: group }, g) =>
        reserve[first + g] > 0 ? [{ good: goods[good], by, group, price: reserve[first + g] }] : [],
      ),
    ),
  };
}

/** What differs from the root's prices; what is missing in a certificate counts as zero. */
export function leafOf(root: Certificate, certificate: Certificate): Leaf {
  const table = (own: Certificate["prices"], other: Certificate["prices"]): Record<string, Record<string, number>> => {
    const changed: Record<string, Record<string, number>> = {};
    for (const id of new Set([...Object.keys(own), ...Object.keys(other)])) {
      const inner = new Set([...Object.keys(own[id] ?? {}), ...Object.keys(other[id] ?? {})]);
      for (const key of inner) {
        const value = other[id]?.[key] ?? 0;
        if (value !== (own[id]?.[key] ?? 0)) (changed[id] ??= {})[key] = value;
      }
    }
    return changed;
  };
  const links: Record<string, readonly number[]> = {};
  for (const id of new Set([...Object.keys(root.links), ...Object.keys(certificate.links)])) {
    const value = certificate.links[id] ?? root.links[id].map(() => 0);
    if (JSON.stringify(value) !== JSON.stringify(root.links[id])) links[id] = value;
  }
  const prices = table(root.prices, certificate.prices);
  const resources = table(root.resources, certificate.resources);
  const terminals = table(root.terminals ?? {}, certificate.terminals ?? {});
  const { options } = certificate;
  return {
    ...(certificate.form === root.form ? {} : { form: certificate.form }),
    ...(Object.keys(prices).length > 0 ? { prices } : {}),
    ...(Object.keys(resources).length > 0 ? { resources } : {}),
    ...(Object.keys(links).length > 0 ? { links } : {}),
    ...(Object.keys(terminals).length > 0 ? { terminals } : {}),
    ...(options === undefined || JSON.stringify(options) === JSON.stringify(root.options) ? {} : { options }),
  };
}

/** A certificate's prices of options by index; what it does not name is the good's own price, or zero. */
export function optionPricesIn(indexed: Indexed, good: Float64Array, options: CertificateOptions): OptionPrices {
  const { rules, areas, goods } = indexed;
  const known = (price: number | undefined, fallback: number): number =>
    price !== undefined && Number.isFinite(price) ? price : fallback;
  const served = Float64Array.from({ length: rules.tagged.length * areas.length }, (_, place) => {
    const [area, g] = [place % areas.length, rules.tagged[Math.floor(place / areas.length)]];
    return known(options.served[goods[g]]?.[areas[area]], good[area * goods.length + g]);
  });
  const share = new Float64Array(rules.shareRows);
  const reserve = new Float64Array(rules.reserveRows);
  for (const { good: id, by, of, group, area, price } of options.shareCaps) {
    const rule = rules.shares.find((one) => goods[one.good] === id && one.by === by && one.ofArea === (of === "area"));
    const g = rule?.groups.findIndex(({ name }) => name === group) ?? -1;
    const a = rule?.ofArea ? areas.indexOf(area ?? "") : 0;
    if (rule === undefined || g < 0 || a < 0) continue;
    share[rule.first + (rule.ofArea ? g * areas.length + a : g)] = Math.max(0, known(price, 0));
  }
  for (const { good: id, by, group, price } of options.reserve) {
    const rule = rules.reserves.find((one) => goods[one.good] === id && one.by === by);
    const g = rule?.groups.findIndex(({ name }) => name === group) ?? -1;
    if (rule !== undefined && g >= 0) reserve[rule.first + g] = Math.max(0, known(price, 0));
  }
  return { served, share, reserve };
}

function twoLevels(
  outer: readonly string[],
  inner: readonly string[],
  value: (outer: number, inner: number) => number,
): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  outer.forEach((id, o) => {
    const row = inner.flatMap((key, i): [string, number][] => (value(o, i) === 0 ? [] : [[key, value(o, i)]]));
    if (row.length > 0) table[id] = Object.fromEntries(row);
  });
  return table;
}
