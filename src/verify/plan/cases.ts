import type { BuildSize, Continent } from "../../model/types.ts";
import type { Case, Certificate, Fork, Leaf, WholeNumber } from "../../plan/types.ts";
import { certifiedBound } from "./certified-bound.ts";
import { lookUp } from "./freight-prices.ts";
import { boundOfLocated } from "./located.ts";
import { boundOfParts } from "./parts.ts";
import { keyOf, type Range, type Ranges } from "./ranges.ts";

/** The bound that a certificate proves, MJ/yr: of all goods together, or part by part. -Infinity where it proves nothing. */
export function provenBound(continent: Continent, certificate: Certificate): number {
  const { parts, ...together } = certificate;
  return parts === undefined
    ? boundOfCases(continent, together)
    : boundOfParts(continent, together, parts, (own, certificate, { goods, located }) =>
        located === undefined ? boundOfCases(own, certificate) : boundOfLocated(own, goods, located),
      );
}

/**
 * The bound that a certificate proves in cases: of all its cases the least, as every plan is in one of them.
 *
 * Why the cases are all there are: a fork splits the whole numbers into those up to `atMost` and those from the next
 * on, and `atMost` must be whole. A fork that splits nothing leaves one side without plans, whose bound then does not
 * matter: it can only make the least smaller.
 *
 * Gives: MJ/yr; -Infinity where some case's prices prove nothing, where a fork is on what does not exist, or where the
 *        list of cases is no tree.
 */
function boundOfCases(continent: Continent, certificate: Certificate): number {
  const { cases, ...root } = certificate;
  if (cases === undefined) return certifiedBound(continent, root);
  const free = withoutEnergy(continent);
  let least = Number.POSITIVE_INFINITY;
  const named = new Set<number>();
  const open: { readonly place: number; readonly ranges: Ranges }[] = [{ place: 0, ranges: new Map() }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { place, ranges } = next;
    // Each case once and below its fork: so the walk ends.
    if (!Number.isSafeInteger(place) || place < 0 || place >= cases.length || named.has(place))
      return Number.NEGATIVE_INFINITY;
    named.add(place);
    const part = cases[place];
    if (!isFork(part)) {
      const bound = boundOfCase(continent, free, withPrices(root, part), part.impossible === true, ranges);
      least = Math.min(least, bound);
      continue;
    }
    const all = mostOf(continent, part.whole);
    if (all === undefined || !Number.isSafeInteger(part.atMost)) return Number.NEGATIVE_INFINITY;
    const key = keyOf(part.whole);
    const within = ranges.get(key) ?? { least: 0, most: all };
    const narrowed = (range: Range): Ranges => new Map([...ranges, [key, range]]);
    open.push({ place: part.below, ranges: narrowed({ ...within, most: Math.min(within.most, part.atMost) }) });
    open.push({ place: part.above, ranges: narrowed({ ...within, least: Math.max(within.least, part.atMost + 1) }) });
  }
  return least;
}

/** The bound of one case; Infinity where its prices prove that no plan is in it. */
export function boundOfCase(
  continent: Continent,
  free: Continent,
  certificate: Certificate,
  impossible: boolean,
  ranges: Ranges,
): number {
  for (const { least, most } of ranges.values()) if (least > most) return Number.POSITIVE_INFINITY;
  if (!impossible) return certifiedBound(continent, certificate, ranges);
  return certifiedBound(free, certificate, ranges) > roundingOf(certificate)
    ? Number.POSITIVE_INFINITY
    : Number.NEGATIVE_INFINITY;
}

/** A gram in each balance, t: figures such as 541.496 are not whole in binary, and what falls short by less is no lack. */
const GRAM = 1e-6;

/** What the rounding of the data could be worth at a certificate's prices; a proof that there is no plan must prove more. */
export function roundingOf({ prices, resources, fine, options }: Certificate): number {
  const rows = [prices, resources, fine?.demand ?? {}, ...Object.values(fine?.inputs ?? {}), options?.served ?? {}];
  const priced = rows.flatMap((byId) => Object.values(byId)).flatMap((row) => Object.values(row));
  const ofOptions = [...(options?.shareCaps ?? []), ...(options?.reserve ?? [])].map(({ price }) => price);
  return [...priced, ...ofOptions].reduce((sum, price) => sum + Math.abs(price) * GRAM, 0);
}

function isFork(part: Case): part is Fork {
  return "whole" in part;
}

/** A leaf's prices over the certificate's own. */
export function withPrices(root: Certificate, leaf: Leaf): Certificate {
  const over = (
    own: Certificate["prices"],
    changes: Certificate["prices"] | undefined,
  ): Readonly<Record<string, Readonly<Record<string, number>>>> => {
    const merged = new Map(Object.entries(own));
    for (const [id, row] of Object.entries(changes ?? {})) merged.set(id, { ...merged.get(id), ...row });
    return Object.fromEntries(merged);
  };
  return {
    ...root,
    form: leaf.form ?? root.form,
    prices: over(root.prices, leaf.prices),
    resources: over(root.resources, leaf.resources),
    links: { ...root.links, ...leaf.links },
    ...(leaf.terminals === undefined ? {} : { terminals: over(root.terminals ?? {}, leaf.terminals) }),
    ...(leaf.options === undefined ? {} : { options: leaf.options }),
  };
}

/**
 * The same continent with every energy zero. A plan of the one is a plan of the other, and costs nothing there: so
 * prices that prove more than nothing prove that there is no plan.
 */
export function withoutEnergy(continent: Continent): Continent {
  const mapped = <Value>(record: Readonly<Record<string, Value>>, change: (value: Value) => Value) =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));
  return {
    ...continent,
    modes: mapped(continent.modes, (mode) => ({ ...mode, energyPerTonneKm: 0, terminal: 0 })),
    goods: mapped(continent.goods, (good) => ({
      ...good,
      disposal: good.disposal === "forbidden" ? good.disposal : 0,
    })),
    recipes: mapped(continent.recipes, (recipe) => ({ ...recipe, energy: 0 })),
    sites: mapped(continent.sites, (site) => ({
      ...site,
      siteEnergy: 0,
      sizes: site.sizes.map((size) => ({ ...size, energyToBuild: 0, buildPerYear: 0, keep: 0, closing: 0 })),
    })),
    links: continent.links.map((link) => ({ ...link, sizes: link.sizes.map(withoutBuilding) })),
    terminals: continent.terminals.map((terminal) => ({ ...terminal, sizes: terminal.sizes.map(withoutBuilding) })),
    shortage: mapped(continent.shortage, () => 0),
  };
}

function withoutBuilding(size: BuildSize): BuildSize {
  return { ...size, energyToBuild: 0, buildPerYear: 0, keep: 0 };
}

/** How many of a whole number there can be; undefined where it does not exist. */
function mostOf(continent: Continent, whole: WholeNumber): number | undefined {
  if ("good" in whole) {
    const { good, to } = whole;
    const exists = Object.hasOwn(continent.goods, good) && Object.hasOwn(continent.areas, to);
    return exists && continent.options.singleSource.includes(good) ? 1 : undefined;
  }
  if ("site" in whole) {
    const size = lookUp(continent.sites, whole.site)?.sizes.find(({ name }) => name === whole.size);
    return size && (whole.part === "kept" ? size.stand : size.most - size.stand);
  }
  if ("mode" in whole) {
    const terminal = continent.terminals.find(({ area, mode }) => area === whole.area && mode === whole.mode);
    return terminal?.sizes.find(({ name }) => name === whole.size)?.most;
  }
  return continent.links.find(({ id }) => id === whole.link)?.sizes.find(({ name }) => name === whole.size)?.most;
}
