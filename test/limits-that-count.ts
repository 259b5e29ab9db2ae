import type {
  Area,
  Continent,
  ContinentOptions,
  Good,
  Group,
  Link,
  Recipe,
  Site,
  Size,
  Terminal,
} from "../src/model/types.ts";
import type { LinearBackend } from "../src/problems/linear.ts";
import type { Sample } from "./reference-route-laws.ts";
import { solveSecondFormulation } from "./second-formulation.ts";

/**
 * Which rules of the model make a difference to a sample's optimum. A row that holds with equality may still be
 * idle, so a limit counts where less energy would do without it, and a feature where another optimum would hold.
 */

/** Optima this far apart, relative, are different: far above what solvers round. */
const COUNTS = 1e-5;

/** How much more room a limit gets that cannot be taken away altogether. */
const MORE = 1.02;

interface Feature {
  /** A cheap look whether it can make a difference here at all. */
  mayCount(sample: Sample): boolean;
  /** The continent without it, or with more room; absent where the look says all. */
  readonly without?: (continent: Continent) => Continent;
}

const holds =
  (kind: string) =>
  ({ opinion }: Sample): boolean =>
    opinion.binding.has(kind);

const mapped = <Value>(record: Readonly<Record<string, Value>>, change: (value: Value) => Value) =>
  Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));

const everyGood = (change: (good: Good) => Good) => (continent: Continent) => ({
  ...continent,
  goods: mapped(continent.goods, change),
});
const everyRecipe = (change: (recipe: Recipe) => Recipe) => (continent: Continent) => ({
  ...continent,
  recipes: mapped(continent.recipes, change),
});
const everyArea = (change: (area: Area) => Area) => (continent: Continent) => ({
  ...continent,
  areas: mapped(continent.areas, change),
});
const everySite = (change: (site: Site) => Site) => (continent: Continent) => ({
  ...continent,
  sites: mapped(continent.sites, change),
});
const everySize = (change: (size: Size) => Size) =>
  everySite((site) => ({ ...site, sizes: site.sizes.map((size) => change(size)) }));
const everyLink = (change: (link: Link) => Link) => (continent: Continent) => ({
  ...continent,
  links: continent.links.map((link) => change(link)),
});

const everyTerminal = (change: (terminal: Terminal) => Terminal) => (continent: Continent) => ({
  ...continent,
  terminals: continent.terminals.map((terminal) => change(terminal)),
});
const buildsTerminals = ({ outcome }: Pick<Sample, "outcome">): boolean =>
  outcome.plan.terminals.some(({ built }) => Object.keys(built).length > 0);

const someSite = (has: (site: Site) => boolean) => (sample: Sample) => Object.values(sample.continent.sites).some(has);
const someGood = (has: (good: Good) => boolean) => (sample: Sample) => Object.values(sample.continent.goods).some(has);
const runs = ({ outcome }: Sample): Readonly<Record<string, number>>[] =>
  outcome.plan.sites.flatMap(({ sizes }) => sizes.map((size) => size.runs));
const sizeCounts = (count: "kept" | "built" | "closed", least: number) => (sample: Sample) =>
  sample.outcome.plan.sites.some(({ sizes }) => sizes.some((size) => size[count] >= least));

/** Whether something goes by such a link. */
const usesLink =
  (has: (link: Link) => boolean) =>
  ({ continent, outcome }: Pick<Sample, "continent" | "outcome">): boolean =>
    outcome.plan.links.some(({ link: id, ways }) => {
      const link = continent.links.find((one) => one.id === id);
      return link !== undefined && has(link) && ways.some(({ tonnes }) => Object.keys(tonnes).length > 0);
    });

const FEATURES: Readonly<Record<string, Feature>> = {
  capacity: {
    mayCount: holds("capacity"),
    without: everySite((site) => ({
      ...site,
      // The least load stays the same in runs.
      minimumLoad: site.minimumLoad / MORE,
      sizes: site.sizes.map((size) => ({ ...size, capacity: mapped(size.capacity, (most) => most * MORE) })),
    })),
  },
  "minimum load": {
    mayCount: holds("minimumLoad"),
    without: everySite((site) => ({ ...site, minimumLoad: 0 })),
  },
  "most modules": {
    mayCount: holds("built at its limit"),
    without: everySize((size) => ({ ...size, most: size.most + 1 })),
  },
  "one size": {
    mayCount: holds("oneSize"),
    without: everySite((site) => ({ ...site, oneSize: false })),
  },
  "most sites": {
    mayCount: holds("mostSites"),
    without: (continent) => ({ ...continent, options: { ...continent.options, mostSites: {} } }),
  },
  "room on links": {
    mayCount: holds("link"),
    without: everyLink(({ capacity: _, ...link }) => link),
  },
  "one way": {
    mayCount: ({ continent }) => continent.links.some(({ bothWays }) => !bothWays),
    without: everyLink((link) => ({ ...link, bothWays: true })),
  },
  "factors of ways": {
    mayCount: ({ outcome }) => outcome.plan.links.length > 0,
    without: everyLink((link) => ({ ...link, factor: [1, 1] })),
  },
  "resources per run": {
    mayCount: holds("resource"),
    without: everyRecipe((recipe) => ({ ...recipe, needs: {} })),
  },
  "resources per module": {
    // Whole modules seldom use up a resource to the last, so that the row need not hold with equality.
    mayCount: ({ continent }) => Object.values(continent.areas).some(({ resources }) => resources.land !== undefined),
    without: everySize((size) => ({ ...size, needs: {} })),
  },
  supply: {
    mayCount: holds("supply at its limit"),
    without: everyArea((area) => ({ ...area, supply: mapped(area.supply, (most) => most * MORE) })),
  },
  "surplus forbidden": {
    mayCount: someGood(({ disposal }) => disposal === "forbidden"),
    without: everyGood((good) => ({ ...good, disposal: good.disposal === "forbidden" ? 0 : good.disposal })),
  },
  "surplus let go for energy": {
    mayCount: holds("surplus used"),
    without: everyGood((good) => ({ ...good, disposal: good.disposal === "forbidden" ? good.disposal : 0 })),
  },
  "site energy": {
    mayCount: someSite(({ siteEnergy }) => siteEnergy > 0),
    without: everySite((site) => ({ ...site, siteEnergy: 0 })),
  },
  "site factor": {
    mayCount: someSite(({ siteFactor }) => siteFactor !== 1),
    without: everySite((site) => ({ ...site, siteFactor: 1 })),
  },
  terminals: {
    mayCount: ({ outcome }) => outcome.plan.transfers.length > 0,
    without: (continent) => ({ ...continent, modes: mapped(continent.modes, (mode) => ({ ...mode, terminal: 0 })) }),
  },
  "freight classes": {
    // Every mode there is carries the general class.
    mayCount: someGood(({ freight }) => freight !== undefined && freight !== "general"),
    without: everyGood(({ freight: _, ...good }) => good),
  },
  "local goods": {
    mayCount: someGood(({ local }) => local),
    without: everyGood((good) => ({ ...good, local: false })),
  },
  "own units": {
    mayCount: ({ continent, outcome }) =>
      outcome.plan.transfers.some(({ good }) => continent.goods[good].tonnesPerUnit !== 1),
    without: everyGood((good) => ({ ...good, tonnesPerUnit: 1 })),
  },
  closing: {
    mayCount: sizeCounts("closed", 1),
    without: everySize((size) => ({ ...size, closing: 0 })),
  },
  "standing modules kept": { mayCount: sizeCounts("kept", 1) },
  "standing modules taken down": { mayCount: sizeCounts("closed", 1) },
  "several modules of a size built": { mayCount: sizeCounts("built", 2) },
  losses: {
    mayCount: usesLink(({ loss }) => loss > 0),
    without: everyLink((link) => ({ ...link, loss: 0 })),
  },
  "goods that links take": {
    mayCount: usesLink(({ takes }) => Object.keys(takes).length > 0),
    without: everyLink((link) => ({ ...link, takes: {} })),
  },
  "goods that links make": {
    mayCount: usesLink(({ makes }) => Object.keys(makes).length > 0),
    without: everyLink((link) => ({ ...link, makes: {} })),
  },
  "room on links that are built": {
    mayCount: (sample) =>
      sample.outcome.plan.links.some(({ built }) => Object.keys(built).length > 0) && holds("link")(sample),
    without: everyLink((link) => ({
      ...link,
      sizes: link.sizes.map((size) => ({ ...size, capacity: size.capacity * MORE })),
    })),
  },
  "room at terminals": {
    mayCount: holds("terminal"),
    without: everyTerminal(({ capacity: _, ...terminal }) => terminal),
  },
  "room at terminals that are built": {
    mayCount: (sample) => buildsTerminals(sample) && holds("terminal")(sample),
    without: everyTerminal((terminal) => ({
      ...terminal,
      sizes: terminal.sizes.map((size) => ({ ...size, capacity: size.capacity * MORE })),
    })),
  },
  "most modules of terminals": {
    mayCount: holds("equip at its limit"),
    without: everyTerminal((terminal) => ({
      ...terminal,
      sizes: terminal.sizes.map((size) => ({ ...size, most: size.most + 1 })),
    })),
  },
  "terminals that may be built": {
    mayCount: buildsTerminals,
    without: everyTerminal((terminal) => ({ ...terminal, sizes: [] })),
  },
  "most modules of links": {
    mayCount: holds("lay at its limit"),
    without: everyLink((link) => ({ ...link, sizes: link.sizes.map((size) => ({ ...size, most: size.most + 1 })) })),
  },
  "links that may be built": {
    mayCount: ({ outcome }) => outcome.plan.links.some(({ built }) => Object.keys(built).length > 0),
    without: everyLink((link) => ({ ...link, sizes: [] })),
  },
  "goods built in": {
    mayCount: (sample) => sizeCounts("built", 1)(sample),
    without: everySize((size) => ({ ...size, buildGoods: {} })),
  },
  "sites that must be open": {
    mayCount: someSite(({ open }) => open === true),
    without: everySite(({ open, ...site }) =>
      open === true ? site : { ...site, ...(open === undefined ? {} : { open }) },
    ),
  },
  "sites that must not be open": {
    mayCount: someSite(({ open }) => open === false),
    without: everySite(({ open, ...site }) =>
      open === false ? site : { ...site, ...(open === undefined ? {} : { open }) },
    ),
  },
  "needs unmet": { mayCount: holds("unmet used") },
  "a good made again from what it leaves": {
    mayCount: (sample) => runs(sample).some((ran) => (ran.remelt ?? 0) > 1e-3),
  },
  "several recipes under one roof": {
    mayCount: (sample) => runs(sample).some((ran) => Object.values(ran).filter((count) => count > 1e-3).length > 1),
  },
};

export const FEATURE_NAMES: readonly string[] = Object.keys(FEATURES);

interface OptionFeature {
  readonly asks: (options: ContinentOptions) => boolean;
  readonly without: (continent: Continent) => Continent;
}

const withOptions = (change: (options: ContinentOptions) => Partial<ContinentOptions>) => (continent: Continent) => ({
  ...continent,
  options: { ...continent.options, ...change(continent.options) },
});
const capsOf = (whole: "area" | "continent"): OptionFeature => ({
  asks: ({ shareCaps }) => shareCaps.some(({ of }) => of === whole),
  without: withOptions(({ shareCaps }) => ({ shareCaps: shareCaps.filter(({ of }) => of !== whole) })),
});
const groupsOf = (group: Group): OptionFeature => ({
  asks: ({ shareCaps, reserve }) => [...shareCaps, ...reserve].some(({ by }) => by === group),
  without: withOptions(({ shareCaps, reserve }) => ({
    shareCaps: shareCaps.filter(({ by }) => by !== group),
    reserve: reserve.filter(({ by }) => by !== group),
  })),
});

/** What `withRandomOptions` draws. */
const OPTIONS: Readonly<Record<string, OptionFeature>> = {
  "one source for each area": {
    asks: ({ singleSource }) => singleSource.length > 0,
    without: withOptions(() => ({ singleSource: [] })),
  },
  "caps on shares of areas": capsOf("area"),
  "caps on shares of the continent": capsOf("continent"),
  reserves: {
    asks: ({ reserve }) => reserve.length > 0,
    without: withOptions(() => ({ reserve: [] })),
  },
  "groups of one site": groupsOf("site"),
  "groups of an area": groupsOf("area"),
  "groups of a federation": groupsOf("federation"),
};

export const OPTION_NAMES: readonly string[] = Object.keys(OPTIONS);

/**
 * How many of the samples a feature counts in.
 * Looks no further once it has found `enough`, as each look is another whole-number search.
 */
export function countSamples(
  name: string,
  samples: readonly Sample[],
  backend: LinearBackend,
  enough = Number.POSITIVE_INFINITY,
): number {
  const { mayCount, without } = FEATURES[name];
  let count = 0;
  for (const sample of samples) {
    if (count >= enough) break;
    if (!mayCount(sample)) continue;
    if (without === undefined || differs(sample, solveSecondFormulation(without(sample.continent), backend)))
      count += 1;
  }
  return count;
}

/** In how many continents an option counts; no more looks than needed, as above. */
export function countOptions(
  name: string,
  samples: readonly Pick<Sample, "continent" | "opinion">[],
  backend: LinearBackend,
  enough: number,
): number {
  const { asks, without } = OPTIONS[name];
  let count = 0;
  for (const sample of samples) {
    if (count >= enough) break;
    if (!asks(sample.continent.options)) continue;
    try {
      if (differs(sample, solveSecondFormulation(without(sample.continent), backend))) count += 1;
    } catch (error) {
      // HiGHS 1.15 breaks off on one of these problems (memory access out of bounds); one look less is no harm.
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    }
  }
  return count;
}

function differs(
  { opinion }: Pick<Sample, "opinion">,
  other: { readonly status: string; readonly objective: number },
): boolean {
  const difference = Math.abs(opinion.objective - other.objective);
  return other.status !== "optimal" || difference > COUNTS * Math.abs(opinion.objective);
}
