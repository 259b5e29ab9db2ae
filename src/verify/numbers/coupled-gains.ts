/** What offers are worth to works and supplies, rounded so that the bound only falls. */
import type { CoupledProblem } from "../../problems/coupled.ts";
import { E, type Offer } from "./coupled-offers.ts";

/** Equal modules that may open alone or with others. */
export interface Module {
  readonly size: number;
  readonly kept: boolean;
  readonly copies: number;
  readonly fixed: number;
  /** Cost of a unit, rounded down; units a year, rounded up. */
  readonly cost: number;
  readonly capacity: number;
}

/**
 * What the best set of a few modules gains, rounded up.
 *
 * @param offers dearest first.
 * @param modules cheapest first.
 */
export function bestSetGain(
  problem: CoupledProblem,
  offers: readonly Offer[],
  modules: readonly Module[],
  site: Int32Array,
): number {
  const single = modules.flatMap((module) => Array.from({ length: module.copies }, () => module));
  let best = 0;
  for (let mask = 1; mask < 1 << single.length; mask++) {
    const open = single.filter((_, z) => ((mask >> z) & 1) === 1);
    if (breaksOneSize(problem, open, site)) continue;
    const sites = new Set(open.map(({ size }) => site[size]));
    let fixed = 0;
    let magnitude = 0;
    for (const module of open) {
      fixed += module.fixed;
      magnitude += Math.abs(module.fixed);
    }
    for (const i of sites) {
      fixed += problem.siteCost?.[i] ?? 0;
      magnitude += problem.siteCost?.[i] ?? 0;
    }
    best = Math.max(best, earned(offers, open) - fixed + 2 * (open.length + sites.size) * E * magnitude);
  }
  return best;
}

function breaksOneSize({ oneSize }: CoupledProblem, open: readonly Module[], site: Int32Array): boolean {
  return open.some(({ size }) => {
    return (
      (oneSize?.[site[size]] ?? 0) > 0 && open.some((other) => other.size !== size && site[other.size] === site[size])
    );
  });
}

/** A size's standing and new modules, where a unit costs as much and a module makes as much as said. */
export function modulesOf(
  problem: CoupledProblem,
  k: number,
  { cost, capacity }: { readonly cost: number; readonly capacity: number },
): Module[] {
  const standing = problem.standing?.[k] ?? 0;
  const fresh = (problem.most?.[k] ?? 1) - standing;
  const modules: Module[] = [];
  const kept = problem.keptCost?.[k] ?? 0;
  const closing = problem.closingCost?.[k] ?? 0;
  const keptFixed = kept - closing - 2 * E * (Math.abs(kept) + Math.abs(closing));
  if (standing > 0) modules.push({ size: k, kept: true, copies: standing, fixed: keptFixed, cost, capacity });
  if (fresh > 0) modules.push({ size: k, kept: false, copies: fresh, fixed: problem.newCost[k], cost, capacity });
  return modules;
}

/** What open modules earn from the dearest offers, cheapest modules first, rounded up. */
function earned(offers: readonly Offer[], open: readonly Module[]): number {
  let sum = 0;
  let room = 0;
  let steps = 4;
  let at = 0;
  let used = 0;
  let highest = 0;
  let capacity = 0;
  for (const module of open) {
    room = module.capacity;
    capacity += module.capacity;
    while (at < offers.length && room > 0) {
      const gain = offers[at].worth - module.cost;
      if (!(gain > 0)) break;
      highest = Math.max(highest, gain);
      const left = offers[at].most - used;
      const sent = Math.min(left, room);
      sum += gain * sent;
      steps += 4;
      room -= sent;
      if (left <= sent) {
        at++;
        used = 0;
      } else used += sent;
    }
  }
  return sum * (1 + steps * E) + steps * E * capacity * highest;
}

/** What equal modules gain at most, each further one earning less, rounded up. */
export function aloneGain(offers: readonly Offer[], module: Module, siteCost: number): number {
  let best = 0;
  let sum = 0;
  let steps = 4;
  let at = 0;
  let used = 0;
  const highest = offers.length > 0 ? Math.max(0, offers[0].worth - module.cost) : 0;
  for (let n = 1; n <= module.copies; n++) {
    let room = module.capacity;
    while (at < offers.length && room > 0) {
      const gain = offers[at].worth - module.cost;
      if (!(gain > 0)) break;
      const left = offers[at].most - used;
      const sent = Math.min(left, room);
      sum += gain * sent;
      steps += 4;
      room -= sent;
      if (left <= sent) {
        at++;
        used = 0;
      } else used += sent;
    }
    const fixed = n * module.fixed + siteCost;
    const margin = 4 * E * (n * Math.abs(module.fixed) + siteCost);
    const up = sum * (1 + steps * E) + steps * E * n * module.capacity * highest;
    best = Math.max(best, up - fixed + margin);
    if (room === module.capacity && module.fixed >= 0) break;
  }
  return best;
}

/** What a supply earns at most, rounded up. */
export function supplyGain(offers: readonly Offer[], supply: number): number {
  let sum = 0;
  let room = supply;
  for (const { worth, most } of offers) {
    if (!(worth > 0) || room <= 0) break;
    const sent = Math.min(most, room);
    sum += worth * sent;
    room -= sent;
  }
  const steps = 4 * offers.length + 4;
  return sum * (1 + steps * E) + steps * E * supply * (offers[0]?.worth ?? 0);
}
