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
 * What the best set of a few modules gains when one at least is open, rounded up; with `rule` the best set that has a module
 * of a size, or has none. -Infinity where there is no such set.
 *
 * @param offers dearest first.
 * @param modules cheapest first.
 */
export function bestSetGain(
  problem: CoupledProblem,
  offers: readonly Offer[],
  modules: readonly Module[],
  site: Int32Array,
  rule?: { readonly size: number; readonly isOpen: boolean },
): number {
  const single: Module[] = [];
  for (const module of modules) for (let copy = 0; copy < module.copies; copy++) single.push(module);
  const open: Module[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (let mask = 1; mask < 1 << single.length; mask++) {
    // Of equal modules the first so many say as much as any others.
    let isRepeated = false;
    open.length = 0;
    for (let z = 0; z < single.length; z++) {
      if (((mask >> z) & 1) === 0) continue;
      open.push(single[z]);
      isRepeated ||= z > 0 && single[z - 1] === single[z] && ((mask >> (z - 1)) & 1) === 0;
    }
    if (isRepeated || breaksOneSize(problem, open, site)) continue;
    if (rule !== undefined && hasSize(open, rule.size) !== rule.isOpen) continue;
    let fixed = 0;
    let magnitude = 0;
    let terms = open.length;
    for (const module of open) {
      fixed += module.fixed;
      magnitude += Math.abs(module.fixed);
    }
    for (let z = 0; z < open.length; z++) {
      if (isSiteBefore(open, z, site)) continue;
      terms++;
      fixed += problem.siteCost?.[site[open[z].size]] ?? 0;
      magnitude += problem.siteCost?.[site[open[z].size]] ?? 0;
    }
    best = Math.max(best, earned(offers, open) - fixed + 2 * terms * E * magnitude);
  }
  return best;
}

function hasSize(open: readonly Module[], size: number): boolean {
  for (const module of open) if (module.size === size) return true;
  return false;
}

/** Whether a module before place z stands on the same site. */
function isSiteBefore(open: readonly Module[], z: number, site: Int32Array): boolean {
  for (let y = 0; y < z; y++) if (site[open[y].size] === site[open[z].size]) return true;
  return false;
}

function breaksOneSize({ oneSize }: CoupledProblem, open: readonly Module[], site: Int32Array): boolean {
  if (oneSize === undefined) return false;
  for (const { size } of open) {
    if (!(oneSize[site[size]] > 0)) continue;
    for (const other of open) if (other.size !== size && site[other.size] === site[size]) return true;
  }
  return false;
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

/** What modules earn from offers, dearest first, one module after another. */
class Earning {
  sum = 0;
  /** Roundings on the way, and the highest gain of a unit: how far off the sum may be. */
  steps = 4;
  highest = 0;
  #at = 0;
  #used = 0;

  constructor(readonly offers: readonly Offer[]) {}

  /** Lets a module take what gains; gives the room that it has left. */
  fill({ cost, capacity }: Module): number {
    let room = capacity;
    while (this.#at < this.offers.length && room > 0) {
      const { worth, most } = this.offers[this.#at];
      const gain = worth - cost;
      if (!(gain > 0)) break;
      this.highest = Math.max(this.highest, gain);
      const left = most - this.#used;
      const sent = Math.min(left, room);
      this.sum += gain * sent;
      this.steps += 4;
      room -= sent;
      if (left <= sent) {
        this.#at++;
        this.#used = 0;
      } else this.#used += sent;
    }
    return room;
  }

  /** The sum rounded up, for modules of so much capacity together. */
  atMost(capacity: number): number {
    return this.sum * (1 + this.steps * E) + this.steps * E * capacity * this.highest;
  }
}

/** What open modules earn from the dearest offers, cheapest modules first, rounded up. */
function earned(offers: readonly Offer[], open: readonly Module[]): number {
  const earning = new Earning(offers);
  let capacity = 0;
  for (const module of open) {
    earning.fill(module);
    capacity += module.capacity;
  }
  return earning.atMost(capacity);
}

/** What equal modules gain at most, each further one earning less, rounded up; nothing is less than staying closed, unless they must open. */
export function aloneGain(offers: readonly Offer[], module: Module, siteCost: number, must = false): number {
  const earning = new Earning(offers);
  let best = must ? Number.NEGATIVE_INFINITY : 0;
  for (let n = 1; n <= module.copies; n++) {
    const room = earning.fill(module);
    const fixed = n * module.fixed + siteCost;
    const margin = 4 * E * (n * Math.abs(module.fixed) + siteCost);
    best = Math.max(best, earning.atMost(n * module.capacity) - fixed + margin);
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
