import { ExactSum } from "../base/exact.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { ProductShares } from "./allocation.ts";
import { builtLinks, builtTerminals } from "./built-links.ts";
import type { PlanEnergy, Purpose, SpentEntry } from "./types.ts";

/** The parts of a plan's energy, their total, and what is weighed besides; MJ/yr. */
export interface Spent {
  readonly energy: PlanEnergy;
  readonly shortagePenalty: number;
  readonly objective: number;
}

/**
 * The spent book: each MJ at the place where it is spent, by purpose, and by good where it is spent for one.
 * Energy of joint products is shared among them; what stands and makes nothing is booked without a good.
 */
export function spentBook(indexed: Indexed, decision: Decision, sharesOf: ProductShares): SpentEntry[] {
  return [
    ...worksEntries(indexed, decision, sharesOf),
    ...linkEntries(indexed, decision),
    ...buildingEntries(indexed, decision),
    ...terminalEntries(indexed, decision),
    ...surplusEntries(indexed, decision),
  ];
}

/** Adds up a book. Every part is an exact sum of its entries, rounded once; so is the total. */
export function totalsOf(indexed: Indexed, decision: Decision, book: readonly SpentEntry[]): Spent {
  const total = new ExactSum();
  const parts: Record<Purpose, ExactSum> = {
    production: new ExactSum(),
    construction: new ExactSum(),
    standing: new ExactSum(),
    transport: new ExactSum(),
    surplus: new ExactSum(),
  };
  for (const { purpose, energy } of book) {
    parts[purpose].add(energy);
    total.add(energy);
  }
  const penalty = new ExactSum();
  decision.unmet.forEach((amount, cell) => {
    const energy = indexed.shortage[cell % indexed.goods.length];
    if (amount > 0 && Number.isFinite(energy)) penalty.addProduct(energy, amount);
  });
  const shortagePenalty = penalty.value;
  const energy = {
    total: total.value,
    production: parts.production.value,
    construction: parts.construction.value,
    standing: parts.standing.value,
    transport: parts.transport.value,
    surplus: parts.surplus.value,
  };
  return { energy, shortagePenalty, objective: energy.total + shortagePenalty };
}

/** MJ/yr of a decision, with no book: what routes compare plans by. */
export function objectiveOf(indexed: Indexed, decision: Decision): number {
  return totalsOf(
    indexed,
    decision,
    spentBook(indexed, decision, () => undefined),
  ).objective;
}

function worksEntries(indexed: Indexed, decision: Decision, sharesOf: ProductShares): SpentEntry[] {
  return indexed.sites.flatMap((site, i) => {
    if (isIdle(indexed, decision, i)) return [];
    const area = indexed.areas[indexed.siteArea[i]];
    const entries: SpentEntry[] = [];
    /** How much of the works' year goes to each good. */
    const yearOf = new Map<string, number>();
    const construction = new ExactSum();
    const standing = new ExactSum();
    let open = false;
    for (let module = indexed.moduleStart[i]; module < indexed.moduleStart[i + 1]; module++) {
      const kept = decision.kept[module];
      const built = decision.built[module];
      open ||= kept + built > 0;
      construction.addProduct(indexed.build[module], built);
      standing.addProduct(indexed.keep[module], kept + built);
      standing.addProduct(indexed.closing[module], indexed.standing[module] - kept);
      for (let activity = indexed.activityStart[module]; activity < indexed.activityStart[module + 1]; activity++) {
        const runs = decision.runs[activity];
        if (runs === 0) continue;
        const shares = productsOf(indexed, activity, sharesOf(activity));
        entries.push(...split("production", { area, site }, indexed.runEnergy[activity] * runs, shares));
        for (const [good, share] of shares) {
          yearOf.set(good, (yearOf.get(good) ?? 0) + (share * runs) / indexed.capacity[activity]);
        }
      }
    }
    if (open) standing.add(indexed.siteEnergy[i]);
    const year = [...yearOf.values()].reduce((sum, share) => sum + share, 0);
    const shares = [...yearOf].map(([good, share]): [string, number] => [good, share / year]);
    entries.push(...split("construction", { area, site }, construction.value, shares));
    entries.push(...split("standing", { area, site }, standing.value, shares));
    return entries;
  });
}

/** Whether a site neither has nor had a module, nor runs anything: of tens of thousands nearly all. */
function isIdle(
  { moduleStart, standing, activityStart }: Indexed,
  { kept, built, runs }: Decision,
  site: number,
): boolean {
  const [first, next] = [moduleStart[site], moduleStart[site + 1]];
  for (let module = first; module < next; module++)
    if (kept[module] !== 0 || built[module] !== 0 || standing[module] !== 0) return false;
  for (let activity = activityStart[first]; activity < activityStart[next]; activity++)
    if (runs[activity] !== 0) return false;
  return true;
}

function productsOf(indexed: Indexed, activity: number, shares: readonly number[] | undefined): [string, number][] {
  const recipe = indexed.activityRecipe[activity];
  const first = indexed.makes.start[recipe];
  return (shares ?? []).flatMap((share, i) =>
    share > 0 ? [[indexed.goods[indexed.makes.index[first + i]], share] as [string, number]] : [],
  );
}

/** One entry per good; the last takes what rounding leaves, so that the entries add up to the energy. */
function split(
  purpose: Purpose,
  where: Pick<SpentEntry, "area" | "site" | "link" | "terminal">,
  energy: number,
  shares: readonly (readonly [string, number])[],
): SpentEntry[] {
  if (energy === 0) return [];
  if (shares.length === 0) return [{ purpose, ...where, energy }];
  const rest = new ExactSum().add(energy);
  return shares.map(([good, share], i) => {
    const part = i === shares.length - 1 ? rest.value : energy * share;
    rest.add(-part);
    return { purpose, ...where, good, energy: part };
  });
}

function linkEntries(indexed: Indexed, decision: Decision): SpentEntry[] {
  const goodCount = indexed.goods.length;
  const entries: SpentEntry[] = [];
  indexed.arcEnergy.forEach((perTonne, arc) => {
    const area = indexed.areas[indexed.nodeArea[indexed.arcTail[arc]]];
    const link = indexed.continent.links[indexed.arcLink[arc]].id;
    indexed.goods.forEach((good, g) => {
      const energy = perTonne * indexed.tonnesPerUnit[g] * decision.flow[arc * goodCount + g];
      if (energy !== 0) entries.push({ purpose: "transport", area, link, good, energy });
    });
  });
  return entries;
}

/** Links that are built are booked where they begin, for what they carry both ways; terminals where they are. */
function buildingEntries(indexed: Indexed, decision: Decision): SpentEntry[] {
  const links = builtLinks(indexed, decision).flatMap(({ link, construction, standing, carried }) => {
    const { id, from } = indexed.continent.links[link];
    return bothBooks(indexed, { area: from, link: id }, construction, standing, carried);
  });
  const terminals = builtTerminals(indexed, decision).flatMap(({ node, construction, standing, handled }) => {
    const where = { area: indexed.areas[indexed.nodeArea[node]], terminal: indexed.modes[indexed.nodeMode[node]] };
    return bothBooks(indexed, where, construction, standing, handled);
  });
  return [...links, ...terminals];
}

/** Construction and standing of what is built, split by the shares of goods. */
function bothBooks(
  indexed: Indexed,
  where: Pick<SpentEntry, "area" | "link" | "terminal">,
  construction: number,
  standing: number,
  parts: readonly { readonly good: number; readonly share: number }[],
): SpentEntry[] {
  const byGood = new Map<string, number>();
  for (const { good, share } of parts) {
    byGood.set(indexed.goods[good], (byGood.get(indexed.goods[good]) ?? 0) + share);
  }
  const shares = [...byGood].sort(([a], [b]) => (a < b ? -1 : 1));
  return [...split("construction", where, construction, shares), ...split("standing", where, standing, shares)];
}

function terminalEntries(indexed: Indexed, decision: Decision): SpentEntry[] {
  const goodCount = indexed.goods.length;
  const entries: SpentEntry[] = [];
  indexed.nodeMode.forEach((mode, node) => {
    const area = indexed.areas[indexed.nodeArea[node]];
    indexed.goods.forEach((good, g) => {
      const moved = decision.load[node * goodCount + g] + decision.unload[node * goodCount + g];
      const energy = indexed.terminal[mode] * indexed.tonnesPerUnit[g] * moved;
      if (energy !== 0) entries.push({ purpose: "transport", area, good, energy });
    });
  });
  return entries;
}

function surplusEntries(indexed: Indexed, decision: Decision): SpentEntry[] {
  const goodCount = indexed.goods.length;
  const entries: SpentEntry[] = [];
  decision.surplus.forEach((amount, cell) => {
    if (amount === 0) return;
    const energy = indexed.disposal[cell % goodCount] * amount;
    const area = indexed.areas[Math.floor(cell / goodCount)];
    if (energy !== 0) entries.push({ purpose: "surplus", area, good: indexed.goods[cell % goodCount], energy });
  });
  return entries;
}
