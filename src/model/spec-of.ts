import { InvalidContinentError } from "../base/errors.ts";
import { readContinent } from "./read-continent.ts";
import type { BuildSizeSpec, LinkSpec, SiteSpec, SizeSpec, TerminalSpec } from "./spec.ts";
import type { BuildSize, Continent, Link, Site, Size } from "./types.ts";

/** A description in which every default is spelled out; what `changeContinent` changes and `saveContinent` writes. */
export interface FullSpec extends Omit<Continent, "rounding" | "sites" | "links" | "terminals"> {
  readonly sites: Readonly<Record<string, SiteSpec>>;
  readonly links: readonly LinkSpec[];
  readonly terminals: readonly TerminalSpec[];
}

/** Describes a continent so that the door makes the same continent of it, byte for byte. */
function specOf(continent: Continent): FullSpec {
  const { rounding: _, sites, links, terminals, ...same } = continent;
  const described = Object.entries(sites).map(([id, site]) => [id, siteSpecOf(site)] as const);
  return {
    ...same,
    sites: Object.fromEntries(described),
    links: links.map(linkSpecOf),
    terminals: terminals.map((terminal) => ({ ...terminal, sizes: terminal.sizes.map(buildSizeSpecOf) })),
  };
}

/**
 * The same for a continent that may have been put together by hand: only what the door accepts gets out.
 * Throws: InvalidContinentError.
 */
export function checkedSpecOf(continent: Continent): FullSpec {
  let spec: unknown;
  try {
    spec = specOf(continent);
  } catch {
    const remedy = "Hand in what createContinent or loadContinent returned.";
    throw new InvalidContinentError([
      { code: "continent.not-one", path: "", message: "this is not a continent", remedy },
    ]);
  }
  const reading = readContinent(spec);
  if (reading.continent === undefined) throw new InvalidContinentError(reading.issues);
  return specOf(reading.continent);
}

function siteSpecOf(site: Site): SiteSpec {
  return { ...site, sizes: site.sizes.map(sizeSpecOf) };
}

function sizeSpecOf(size: Size): SizeSpec {
  const { buildPerYear: _, ...described } = size;
  return described;
}

function linkSpecOf(link: Link): LinkSpec {
  const { from, to, bothWays, sizes, ...same } = link;
  const ends = bothWays ? { between: [from, to] as const } : { from, to };
  return { ...same, ...ends, sizes: sizes.map(buildSizeSpecOf) };
}

function buildSizeSpecOf({ buildPerYear: _, ...described }: BuildSize): BuildSizeSpec {
  return described;
}

/**
 * How many of the rounded energies were energyToBuild / life. They are rounded anew whenever a description
 * passes the door, so whoever adds up roundings must not count them twice.
 */
export function roundedWhenBuilt(continent: Continent): number {
  let count = 0;
  for (const { sizes } of [...Object.values(continent.sites), ...continent.links, ...continent.terminals]) {
    for (const { energyToBuild, life, buildPerYear } of sizes) if (energyToBuild / life !== buildPerYear) count++;
  }
  return count;
}
