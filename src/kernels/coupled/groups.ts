import type { ArraySource } from "../../base/array-store.ts";
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

/** The same while it is filled: how many works, groups and sets there are so far. */
interface Filling extends WorksGroups {
  works: number;
  groups: number;
  sets: number;
}

/** The sizes of each cell, ascending. */
interface CellSizes {
  readonly start: Int32Array;
  readonly size: Int32Array;
}

/** Arranges every size's modules in works and groups. */
export function groupWorks(
  problem: CoupledProblem,
  sizeCell: Int32Array,
  sizeSite: Int32Array,
  sizeCapacity: Float64Array,
  arrays: ArraySource,
): WorksGroups {
  const cellCount = problem.placeCount * problem.goodCount;
  const cells = sizesOfCells(sizeCell, cellCount, arrays);
  const filling = takeRoom(problem, cells, sizeSite, arrays);
  for (let cell = 0; cell < cellCount; cell++) {
    for (let at = cells.start[cell]; at < cells.start[cell + 1]; ) {
      const end = partEnd(problem, cells, sizeSite, at, cell);
      addPart(filling, problem, sizeSite, sizeCapacity, cells.size.subarray(at, end), cell);
      at = end;
    }
    filling.cellWorks[cell + 1] = filling.works;
  }
  const { works: _, groups: __, sets, ...groups } = filling;
  // Where only one size of a site may be open, there are fewer sets than room for them.
  if (sets === groups.setMask.length) return groups;
  const [setMask, setFixed, setCapacity] = [groups.setMask.slice(0, sets), groups.setFixed, groups.setCapacity];
  return { ...groups, setMask, setFixed: setFixed.slice(0, sets), setCapacity: setCapacity.slice(0, sets) };
}

function sizesOfCells(sizeCell: Int32Array, cellCount: number, arrays: ArraySource): CellSizes {
  const start = arrays.ints(cellCount + 1);
  const next = arrays.ints(cellCount);
  const size = arrays.ints(sizeCell.length);
  for (let k = 0; k < sizeCell.length; k++) start[sizeCell[k] + 1]++;
  for (let cell = 0; cell < cellCount; cell++) start[cell + 1] += start[cell];
  for (let k = 0; k < sizeCell.length; k++) size[start[sizeCell[k]] + next[sizeCell[k]]++] = k;
  return { start, size };
}

/** A size's modules that stand, and those that may be new. */
function standingOf({ standing }: CoupledProblem, k: number): number {
  return Math.max(0, standing?.[k] ?? 0);
}

function freshOf({ standing, most }: CoupledProblem, k: number): number {
  return Math.max(0, (most?.[k] ?? 1) - (standing?.[k] ?? 0));
}

/**
 * Where the sizes end that begin with `at` and are arranged together: all of a cell where their modules are few enough and
 * none is under a roof, else those of a site.
 */
function partEnd(problem: CoupledProblem, cells: CellSizes, sizeSite: Int32Array, at: number, cell: number): number {
  const { start, size } = cells;
  const last = start[cell + 1];
  let modules = 0;
  let isApart = at > start[cell];
  for (let z = at; z < last && !isApart; z++) {
    modules += problem.most?.[size[z]] ?? 1;
    isApart = modules > MOST_TOGETHER || (problem.siteRoof?.[sizeSite[size[z]]] ?? -1) >= 0;
  }
  let end = last;
  if (isApart) for (end = at + 1; end < last && sizeSite[size[end]] === sizeSite[size[at]]; ) end++;
  return end;
}

/** Counts works, groups and sets, and takes room for them. */
function takeRoom(problem: CoupledProblem, cells: CellSizes, sizeSite: Int32Array, arrays: ArraySource): Filling {
  const cellCount = cells.start.length - 1;
  let works = 0;
  let groups = 0;
  let sets = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    for (let at = cells.start[cell]; at < cells.start[cell + 1]; ) {
      const end = partEnd(problem, cells, sizeSite, at, cell);
      let modules = 0;
      let kinds = 0;
      for (; at < end; at++) {
        const [standing, fresh] = [standingOf(problem, cells.size[at]), freshOf(problem, cells.size[at])];
        modules += standing + fresh;
        kinds += (standing > 0 ? 1 : 0) + (fresh > 0 ? 1 : 0);
      }
      const isTogether = modules <= MOST_TOGETHER;
      if (modules > 0) groups += isTogether ? 1 : kinds;
      works += isTogether ? modules : kinds;
      sets += isTogether ? 2 ** modules - 1 : kinds;
    }
  }
  return {
    worksSize: arrays.ints(works),
    worksKept: arrays.bytes(works),
    worksCopies: arrays.floats(works),
    worksFixed: arrays.floats(works),
    cellWorks: arrays.ints(cellCount + 1),
    groupStart: arrays.ints(groups + 1),
    groupCell: arrays.ints(groups),
    groupSiteCost: arrays.floats(groups),
    setStart: arrays.ints(groups + 1),
    setMask: arrays.ints(sets),
    setFixed: arrays.floats(sets),
    setCapacity: arrays.floats(sets),
    groupLeastRate: arrays.floats(groups),
    groupLeastFixed: arrays.floats(groups),
    works: 0,
    groups: 0,
    sets: 0,
  };
}

/** Adds the works of sizes that are arranged together: as one group where their modules are few enough, else each as its own. */
function addPart(
  filling: Filling,
  problem: CoupledProblem,
  sizeSite: Int32Array,
  sizeCapacity: Float64Array,
  sizes: Int32Array,
  cell: number,
): void {
  const { newCost, keptCost, closingCost, siteCost } = problem;
  let modules = 0;
  let kinds = 0;
  for (let z = 0; z < sizes.length; z++) {
    const [standing, fresh] = [standingOf(problem, sizes[z]), freshOf(problem, sizes[z])];
    modules += standing + fresh;
    kinds += (standing > 0 ? 1 : 0) + (fresh > 0 ? 1 : 0);
  }
  const isTogether = modules <= MOST_TOGETHER;
  // A site's own cost can only be asked of a group that holds all of the site.
  const ownCost = kinds === 1 ? (siteCost?.[sizeSite[sizes[0]]] ?? 0) : 0;
  for (let z = 0; z < sizes.length; z++) {
    const k = sizes[z];
    for (let kept = 1; kept >= 0; kept--) {
      const copies = kept === 1 ? standingOf(problem, k) : freshOf(problem, k);
      const fixed = kept === 1 ? (keptCost?.[k] ?? 0) - (closingCost?.[k] ?? 0) : newCost[k];
      if (copies === 0) continue;
      for (let c = 0; c < (isTogether ? copies : 1); c++) {
        const works = filling.works++;
        filling.worksSize[works] = k;
        filling.worksKept[works] = kept;
        filling.worksCopies[works] = isTogether ? 1 : copies;
        filling.worksFixed[works] = fixed;
      }
      if (!isTogether) closeGroup(filling, problem, sizeSite, sizeCapacity, cell, ownCost, false);
    }
  }
  if (isTogether && modules > 0) closeGroup(filling, problem, sizeSite, sizeCapacity, cell, 0, true);
}

/**
 * Makes a group of the works that were added last, with the sets of them that may be open at once.
 *
 * @param isWhole the group holds whole sites, whose own costs are its own; else `siteCost` is all that is asked.
 */
function closeGroup(
  filling: Filling,
  problem: CoupledProblem,
  sizeSite: Int32Array,
  sizeCapacity: Float64Array,
  cell: number,
  siteCost: number,
  isWhole: boolean,
): void {
  const { groupStart, worksSize, worksFixed, setMask, setFixed, setCapacity } = filling;
  const q = filling.groups++;
  const first = groupStart[q];
  const count = filling.works - first;
  let leastRate = Number.POSITIVE_INFINITY;
  let leastFixed = Number.POSITIVE_INFINITY;
  for (let mask = 1; mask < 1 << count; mask++) {
    if (!isAllowed(filling, problem, sizeSite, first, count, mask)) continue;
    let fixed = isWhole ? siteCosts(filling, problem, sizeSite, first, count, mask) : siteCost;
    let capacity = 0;
    for (let z = 0; z < count; z++) {
      if (((mask >> z) & 1) === 0) continue;
      fixed += worksFixed[first + z];
      capacity += sizeCapacity[worksSize[first + z]];
    }
    const e = filling.sets++;
    setMask[e] = mask;
    setFixed[e] = fixed;
    setCapacity[e] = capacity;
    // Further modules of a works with many leave the site's own cost behind.
    const further = count === 1 ? Math.min(fixed, worksFixed[first]) : fixed;
    leastRate = Math.min(leastRate, further / capacity);
    leastFixed = Math.min(leastFixed, further);
  }
  filling.groupCell[q] = cell;
  filling.groupSiteCost[q] = siteCost;
  filling.groupLeastRate[q] = leastRate;
  filling.groupLeastFixed[q] = leastFixed;
  groupStart[q + 1] = filling.works;
  filling.setStart[q + 1] = filling.sets;
}

/** One size of a site that may have only one; and of equal works the first ones first, so that no set comes twice. */
function isAllowed(
  { worksSize, worksKept }: WorksGroups,
  { oneSize }: CoupledProblem,
  sizeSite: Int32Array,
  first: number,
  count: number,
  mask: number,
): boolean {
  for (let b = first; b < first + count; b++) {
    if (((mask >> (b - first)) & 1) === 0) continue;
    for (let a = first; a < b; a++) {
      const isOpen = ((mask >> (a - first)) & 1) === 1;
      if (worksSize[a] === worksSize[b]) {
        if (worksKept[a] === worksKept[b] && !isOpen) return false;
        continue;
      }
      const site = sizeSite[worksSize[a]];
      if (isOpen && (oneSize?.[site] ?? 0) > 0 && site === sizeSite[worksSize[b]]) return false;
    }
  }
  return true;
}

/** What the sites of a set of works cost besides, each once. */
function siteCosts(
  { worksSize }: WorksGroups,
  { siteCost }: CoupledProblem,
  sizeSite: Int32Array,
  first: number,
  count: number,
  mask: number,
): number {
  if (siteCost === undefined) return 0;
  let sum = 0;
  for (let z = 0; z < count; z++) {
    if (((mask >> z) & 1) === 0) continue;
    const site = sizeSite[worksSize[first + z]];
    let isFirst = true;
    for (let y = 0; y < z; y++) if (((mask >> y) & 1) === 1 && sizeSite[worksSize[first + y]] === site) isFirst = false;
    if (isFirst) sum += siteCost[site];
  }
  return sum;
}
