import type { CoupledProblem } from "../../problems/coupled.ts";
import { MOST_TOGETHER } from "../../problems/coupled-result.ts";

/**
 * Works, and the groups in which they answer prices.
 *
 * Shapes: w works, ordered by group; q groups. A group of several works has one module each, and lists the sets of them
 *         that may be open at once as bit masks over its works. A group of one works may open up to worksCopies of it.
 */
export interface WorksGroups {
  /** Works: the size, 1 where modules that stand are kept (else new ones), modules, and cost of opening one. */
  readonly worksSize: Int32Array;
  readonly worksKept: Int8Array;
  readonly worksCopies: Float64Array;
  readonly worksFixed: Float64Array;
  /** Works per cell: those of cell c are cellWorks[c] .. cellWorks[c + 1] - 1. */
  readonly cellWorks: Int32Array;
  /** Groups + 1. */
  readonly groupStart: Int32Array;
  readonly groupCell: Int32Array;
  /** What any open module of the group costs besides, where the group holds its whole site; only for single works. */
  readonly groupSiteCost: Float64Array;
  /** Groups + 1: sets of works that may be open, what opening costs, and what they can make. */
  readonly setStart: Int32Array;
  readonly setMask: Int32Array;
  readonly setFixed: Float64Array;
  readonly setCapacity: Float64Array;
  /** Groups: no set opens below so much a unit of what it can make, nor below so much in all. */
  readonly groupLeastRate: Float64Array;
  readonly groupLeastFixed: Float64Array;
}

interface Draft {
  readonly size: number;
  readonly kept: boolean;
  readonly copies: number;
  readonly fixed: number;
}

/** Arranges every size's modules in works and groups. */
export function groupWorks(
  problem: CoupledProblem,
  sizeCell: Int32Array,
  sizeSite: Int32Array,
  sizeCapacity: Float64Array,
): WorksGroups {
  const cellCount = problem.placeCount * problem.goodCount;
  const sizesOf: number[][] = Array.from({ length: cellCount }, () => []);
  for (let k = 0; k < sizeCell.length; k++) sizesOf[sizeCell[k]].push(k);
  const works: Draft[] = [];
  const groupStart = [0];
  const groupCell: number[] = [];
  const groupSiteCost: number[] = [];
  const cellWorks = new Int32Array(cellCount + 1);
  const sets = new SetList(problem, sizeSite, sizeCapacity);
  const close = (cell: number, siteCost: number, isWhole: boolean): void => {
    sets.list(works, groupStart[groupStart.length - 1], siteCost, isWhole);
    groupStart.push(works.length);
    groupCell.push(cell);
    groupSiteCost.push(siteCost);
  };
  for (let cell = 0; cell < cellCount; cell++) {
    for (const sizes of splitCell(problem, sizesOf[cell], sizeSite)) {
      const drafts = sizes.flatMap((k) => draftsOf(problem, k));
      const modules = drafts.reduce((sum, draft) => sum + draft.copies, 0);
      if (modules === 0) continue;
      if (modules <= MOST_TOGETHER) {
        for (const draft of drafts) {
          const single = draft.copies === 1 ? draft : { ...draft, copies: 1 };
          for (let c = 0; c < draft.copies; c++) works.push(single);
        }
        close(cell, 0, true);
        continue;
      }
      // A site's own cost can only be asked of a group that holds all of the site.
      const siteCost = drafts.length === 1 ? (problem.siteCost?.[sizeSite[drafts[0].size]] ?? 0) : 0;
      for (const draft of drafts) {
        works.push(draft);
        close(cell, siteCost, false);
      }
    }
    cellWorks[cell + 1] = works.length;
  }
  return {
    worksSize: Int32Array.from(works, ({ size }) => size),
    worksKept: Int8Array.from(works, ({ kept }) => (kept ? 1 : 0)),
    worksCopies: Float64Array.from(works, ({ copies }) => copies),
    worksFixed: Float64Array.from(works, ({ fixed }) => fixed),
    cellWorks,
    groupStart: Int32Array.from(groupStart),
    groupCell: Int32Array.from(groupCell),
    groupSiteCost: Float64Array.from(groupSiteCost),
    ...sets.read(),
  };
}

/** A size's standing and new modules. */
function draftsOf(problem: CoupledProblem, k: number): Draft[] {
  const standing = problem.standing?.[k] ?? 0;
  const fresh = (problem.most?.[k] ?? 1) - standing;
  const kept = (problem.keptCost?.[k] ?? 0) - (problem.closingCost?.[k] ?? 0);
  const drafts: Draft[] = [];
  if (standing > 0) drafts.push({ size: k, kept: true, copies: standing, fixed: kept });
  if (fresh > 0) drafts.push({ size: k, kept: false, copies: fresh, fixed: problem.newCost[k] });
  return drafts;
}

/** All sizes of a cell together where their modules are few enough and none is under a roof, else site by site. */
function splitCell(problem: CoupledProblem, sizes: readonly number[], sizeSite: Int32Array): number[][] {
  const modules = sizes.reduce((sum, k) => sum + (problem.most?.[k] ?? 1), 0);
  const isApart = sizes.some((k) => (problem.siteRoof?.[sizeSite[k]] ?? -1) >= 0);
  if (modules <= MOST_TOGETHER && !isApart) return [[...sizes]];
  const bySite = new Map<number, number[]>();
  for (const k of sizes) bySite.set(sizeSite[k], [...(bySite.get(sizeSite[k]) ?? []), k]);
  return [...bySite.values()];
}

/** Writes the sets of a group's works that may be open at once. */
class SetList {
  readonly #problem: CoupledProblem;
  readonly #sizeSite: Int32Array;
  readonly #sizeCapacity: Float64Array;
  readonly #start = [0];
  readonly #mask: number[] = [];
  readonly #fixed: number[] = [];
  readonly #capacity: number[] = [];
  readonly #leastRate: number[] = [];
  readonly #leastFixed: number[] = [];

  constructor(problem: CoupledProblem, sizeSite: Int32Array, sizeCapacity: Float64Array) {
    this.#problem = problem;
    this.#sizeSite = sizeSite;
    this.#sizeCapacity = sizeCapacity;
  }

  /** @param isWhole the group holds whole sites, whose own costs are its own; else `siteCost` is all that is asked. */
  list(works: readonly Draft[], first: number, siteCost: number, isWhole: boolean): void {
    const count = works.length - first;
    let leastRate = Number.POSITIVE_INFINITY;
    let leastFixed = Number.POSITIVE_INFINITY;
    for (let mask = 1; mask < 1 << count; mask++) {
      if (!this.#isAllowed(works, first, mask)) continue;
      let fixed = isWhole ? this.#siteCosts(works, first, mask) : siteCost;
      let capacity = 0;
      for (let z = 0; z < count; z++) {
        if (((mask >> z) & 1) === 0) continue;
        fixed += works[first + z].fixed;
        capacity += this.#sizeCapacity[works[first + z].size];
      }
      this.#mask.push(mask);
      this.#fixed.push(fixed);
      this.#capacity.push(capacity);
      // Further modules of a works with many leave the site's own cost behind.
      const further = count === 1 ? Math.min(fixed, works[first].fixed) : fixed;
      leastRate = Math.min(leastRate, further / capacity);
      leastFixed = Math.min(leastFixed, further);
    }
    this.#start.push(this.#mask.length);
    this.#leastRate.push(leastRate);
    this.#leastFixed.push(leastFixed);
  }

  read(): Pick<
    WorksGroups,
    "setStart" | "setMask" | "setFixed" | "setCapacity" | "groupLeastRate" | "groupLeastFixed"
  > {
    return {
      setStart: Int32Array.from(this.#start),
      setMask: Int32Array.from(this.#mask),
      setFixed: Float64Array.from(this.#fixed),
      setCapacity: Float64Array.from(this.#capacity),
      groupLeastRate: Float64Array.from(this.#leastRate),
      groupLeastFixed: Float64Array.from(this.#leastFixed),
    };
  }

  /** One size of a site that may have only one; and of equal works the first ones first, so that no set comes twice. */
  #isAllowed(works: readonly Draft[], first: number, mask: number): boolean {
    for (let z = 0; first + z < works.length; z++) {
      if (((mask >> z) & 1) === 0) continue;
      for (let y = 0; y < z; y++) {
        const [a, b] = [works[first + y], works[first + z]];
        const isOpen = ((mask >> y) & 1) === 1;
        if (a.size === b.size && a.kept === b.kept && !isOpen) return false;
        const site = this.#sizeSite[a.size];
        const isOneSize = (this.#problem.oneSize?.[site] ?? 0) > 0;
        if (isOpen && isOneSize && site === this.#sizeSite[b.size] && a.size !== b.size) return false;
      }
    }
    return true;
  }

  #siteCosts(works: readonly Draft[], first: number, mask: number): number {
    if (this.#problem.siteCost === undefined) return 0;
    const seen = new Set<number>();
    let sum = 0;
    for (let z = 0; first + z < works.length; z++) {
      const site = this.#sizeSite[works[first + z].size];
      if (((mask >> z) & 1) === 0 || seen.has(site)) continue;
      seen.add(site);
      sum += this.#problem.siteCost?.[site] ?? 0;
    }
    return sum;
  }
}
