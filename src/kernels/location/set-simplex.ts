import type { WholeSets } from "./whole-sets.ts";

/**
 * The linear relaxation of choosing one set a site, from those listed, that together serve every customer once, by the dual
 * simplex method from the cheapest set of each site on.
 *
 * Shapes: rows are the n customers that sets are of, then the sites. Set c has the customers at memberStart[c] to
 *         memberStart[c + 1] - 1 of `member`, and customer j is in the sets at servedStart[j] to servedStart[j + 1] - 1 of
 *         `servedBy`. A column of the inverse is a unit column until its row is pivoted on: `inverse` has the others only,
 *         `width` a row; that of row r stands at position[r], -1 for none, and activeRow[p] tells which is at p.
 * Units:  steps, in parts.
 * Complexity: a pivot visits the sets of each customer in the row that is left, and the active part of rows that change.
 *         Allocates where sets have more members than before.
 * Source: Lemke, The dual method of solving the linear programming problem (1954); Forrest and Goldfarb, Steepest-edge simplex
 *         algorithms for linear programming (1992), for the choice of rows.
 */
export interface SetSimplex {
  customerCount: number;
  readonly memberStart: Int32Array;
  member: Int32Array;
  readonly servedStart: Int32Array;
  servedBy: Int32Array;
  /** What each set costs beyond what its site and its customers pay, and what a unit of each row's slack does. */
  readonly reduced: Float64Array;
  readonly reducedSlack: Float64Array;
  readonly width: number;
  readonly inverse: Float64Array;
  readonly position: Int32Array;
  readonly activeRow: Int32Array;
  activeCount: number;
  /** By row: which set is basic, or its own slack (-1 less the row), how much there is of it, and the row's length, squared. */
  readonly basic: Int32Array;
  readonly value: Float64Array;
  readonly weight: Float64Array;
  readonly isBasic: Int8Array;
  readonly isSlackBasic: Int8Array;
  /** The row that is left, towards what it misses, and what the sets and the entering column have in the rows. */
  readonly row: Float64Array;
  readonly entry: Float64Array;
  readonly column: Float64Array;
  /** What the sets of a plan cost at least beside the prices that they were listed at. */
  bound: number;
  /** Members looked at. */
  steps: number;
}

/** With more rows than this the inverse would take too much memory: 32 MB. */
const MOST_ENTRIES = 2 ** 22;
/** What is missed by no more than this is rounding. */
const MET = 1e-9;
const SMALLEST_PIVOT = 1e-7;
const NOISE = 1e-13;

/** Room for so many sets and pivots; undefined where that would be too much. */
export function startSetSimplex(
  siteCount: number,
  customerCount: number,
  mostSets: number,
  mostPivots: number,
): SetSimplex | undefined {
  const rows = customerCount + siteCount;
  const width = Math.min(rows, siteCount + mostPivots);
  if (rows * width > MOST_ENTRIES) return undefined;
  return {
    customerCount,
    memberStart: new Int32Array(mostSets + 1),
    member: new Int32Array(0),
    servedStart: new Int32Array(customerCount + 1),
    servedBy: new Int32Array(0),
    reduced: new Float64Array(mostSets),
    reducedSlack: new Float64Array(rows),
    width,
    inverse: new Float64Array(rows * width),
    position: new Int32Array(rows),
    activeRow: new Int32Array(width),
    activeCount: 0,
    basic: new Int32Array(rows),
    value: new Float64Array(rows),
    weight: new Float64Array(rows),
    isBasic: new Int8Array(mostSets),
    isSlackBasic: new Int8Array(rows),
    row: new Float64Array(rows),
    entry: new Float64Array(mostSets),
    column: new Float64Array(rows),
    bound: 0,
    steps: 0,
  };
}

/** Starts from the cheapest set of each site, and prices as they are. */
export function takeSets(simplex: SetSimplex, sets: WholeSets): void {
  simplex.steps = 0;
  simplex.customerCount = sets.customerCount;
  listMembers(simplex, sets);
  listServed(simplex, sets.count);
  startBasis(simplex, sets);
}

function listMembers(simplex: SetSimplex, { count, words, mask }: WholeSets): void {
  const { memberStart } = simplex;
  let total = 0;
  for (let c = 0; c < count; c++) {
    memberStart[c] = total;
    if (total + 32 * words > simplex.member.length) {
      const longer = new Int32Array(2 * (total + 32 * words));
      longer.set(simplex.member);
      simplex.member = longer;
    }
    for (let w = 0; w < words; w++)
      for (let bits = mask[c * words + w]; bits !== 0; bits &= bits - 1)
        simplex.member[total++] = 32 * w + 31 - Math.clz32(bits & -bits);
  }
  memberStart[count] = total;
}

/** From the last set to the first, each customer's places are filled from behind, and end where they start. */
function listServed(simplex: SetSimplex, count: number): void {
  const { member, memberStart, servedStart, customerCount: n } = simplex;
  const total = memberStart[count];
  if (total > simplex.servedBy.length) simplex.servedBy = new Int32Array(member.length);
  const { servedBy } = simplex;
  servedStart.fill(0);
  for (let t = 0; t < total; t++) servedStart[member[t]]++;
  for (let j = 1; j <= n; j++) servedStart[j] += servedStart[j - 1];
  for (let c = count - 1; c >= 0; c--)
    for (let t = memberStart[c]; t < memberStart[c + 1]; t++) servedBy[--servedStart[member[t]]] = c;
}

/** The cheapest set of each site is basic in the site's row, all other rows have their slack. */
function startBasis(simplex: SetSimplex, { cost, first, must, siteCount, count }: WholeSets): void {
  const {
    customerCount: n,
    basic,
    value,
    weight,
    inverse,
    width,
    position,
    activeRow,
    reduced,
    reducedSlack,
  } = simplex;
  const { isBasic, isSlackBasic, member, memberStart } = simplex;
  const rows = n + siteCount;
  inverse.fill(0, 0, rows * width);
  position.fill(-1);
  value.fill(1);
  weight.fill(1);
  isSlackBasic.fill(1);
  reducedSlack.fill(0);
  isBasic.fill(0, 0, count);
  for (let r = 0; r < rows; r++) basic[r] = -1 - r;
  simplex.activeCount = 0;
  simplex.bound = 0;
  for (let s = 0; s < siteCount; s++) {
    let least = must[s] === 1 ? Number.POSITIVE_INFINITY : 0;
    let cheapest = -1;
    for (let c = first[s]; c < first[s + 1]; c++) {
      if (cost[c] >= least) continue;
      least = cost[c];
      cheapest = c;
    }
    simplex.bound += least;
    for (let c = first[s]; c < first[s + 1]; c++) reduced[c] = cost[c] - least;
    reducedSlack[n + s] = -least;
    if (cheapest < 0) continue;
    const p = simplex.activeCount++;
    activeRow[p] = n + s;
    position[n + s] = p;
    inverse[(n + s) * width + p] = 1;
    basic[n + s] = cheapest;
    isBasic[cheapest] = 1;
    isSlackBasic[n + s] = 0;
    for (let t = memberStart[cheapest]; t < memberStart[cheapest + 1]; t++) {
      const j = member[t];
      inverse[j * width + p] = -1;
      value[j]--;
      weight[j]++;
    }
  }
}

/** One pivot of the dual simplex method; false where there is none to make, or prices have gone as far as is wanted. */
export function pivot(simplex: SetSimplex, sets: WholeSets, aim: number): boolean {
  const { value, reduced, reducedSlack, entry, row, column, basic, isBasic, isSlackBasic } = simplex;
  const { siteCount, count } = sets;
  const n = simplex.customerCount;
  const rows = n + siteCount;
  const leaving = worstRow(simplex, sets);
  if (leaving < 0) return false;
  readRow(simplex, leaving, value[leaving] > 0 ? 1 : -1, rows);
  const entering = chooseEntering(simplex, sets);
  const isSet = entering.set >= 0;
  const isStuck = entering.siteRow < 0;
  // Where no column mends the row, prices may move along it as far as one likes.
  const miss = Math.abs(value[leaving]);
  const length = isStuck ? (aim - simplex.bound) / miss : entering.length;
  simplex.bound += length * miss;
  for (let c = 0; c < count; c++) reduced[c] -= length * entry[c];
  for (let r = 0; r < rows; r++) reducedSlack[r] -= length * row[r];
  if (isStuck) return false;
  readColumn(simplex, entering, rows);
  if (!(Math.abs(column[leaving]) >= SMALLEST_PIVOT)) return false;
  turn(simplex, leaving, rows);
  if (basic[leaving] >= 0) isBasic[basic[leaving]] = 0;
  else isSlackBasic[-1 - basic[leaving]] = 0;
  basic[leaving] = isSet ? entering.set : -1 - entering.siteRow;
  if (isSet) isBasic[entering.set] = 1;
  else isSlackBasic[entering.siteRow] = 1;
  return true;
}

/** The row whose basic column is furthest out of its bounds, by the row's length; -1 where none is. */
function worstRow({ basic, value, weight, customerCount: n }: SetSimplex, { must, siteCount }: WholeSets): number {
  let worst = -1;
  let most = 0;
  for (let r = 0; r < n + siteCount; r++) {
    const own = -1 - basic[r];
    // Slacks of customers are zero, and those of sites that must have a set.
    const isFixed = own >= 0 && (own < n || must[own - n] === 1);
    const miss = isFixed ? Math.abs(value[r]) : -value[r];
    if (miss <= MET || miss * miss <= most * weight[r]) continue;
    most = (miss * miss) / weight[r];
    worst = r;
  }
  return worst;
}

/** Writes a row of the inverse out in full, times `sign`. */
function readRow(
  { row, inverse, width, position, activeRow, activeCount }: SetSimplex,
  r: number,
  sign: number,
  rows: number,
): void {
  row.fill(0, 0, rows);
  if (position[r] < 0) row[r] = sign;
  for (let p = 0; p < activeCount; p++) row[activeRow[p]] = sign * inverse[r * width + p];
}

interface Entering {
  /** -1 where it is a slack, or none. */
  set: number;
  /** The row of its site; -1 where there is none. */
  siteRow: number;
  length: number;
}

/** The column whose reduced cost is the first to be used up when prices move along the row; notes the entries of all. */
function chooseEntering(simplex: SetSimplex, { first, must, siteCount, count }: WholeSets): Entering {
  const { row, entry, servedStart, servedBy, reduced, reducedSlack, isBasic, isSlackBasic, customerCount: n } = simplex;
  const best: Entering = { set: -1, siteRow: -1, length: Number.POSITIVE_INFINITY };
  let size = 0;
  for (let s = 0; s < siteCount; s++) entry.fill(row[n + s], first[s], first[s + 1]);
  for (let j = 0; j < n; j++) {
    const own = row[j];
    if (own === 0) continue;
    const to = servedStart[j + 1];
    simplex.steps += to - servedStart[j];
    for (let t = servedStart[j]; t < to; t++) entry[servedBy[t]] += own;
  }
  for (let s = 0; s < siteCount; s++) {
    const own = row[n + s];
    for (let c = first[s]; c < first[s + 1]; c++) {
      const sum = entry[c];
      if (sum < SMALLEST_PIVOT || isBasic[c] === 1) continue;
      const length = Math.max(0, reduced[c]) / sum;
      if (length > best.length || (length === best.length && sum <= size)) continue;
      best.set = c;
      best.siteRow = n + s;
      best.length = length;
      size = sum;
    }
    if (must[s] === 1 || own < SMALLEST_PIVOT || isSlackBasic[n + s] === 1) continue;
    const length = Math.max(0, reducedSlack[n + s]) / own;
    if (length >= best.length) continue;
    best.set = -1;
    best.siteRow = n + s;
    best.length = length;
    size = own;
  }
  simplex.steps += count;
  return best;
}

/** Writes down what a column has in the rows of the present basis. */
function readColumn(simplex: SetSimplex, { set, siteRow }: Entering, rows: number): void {
  const { member, memberStart } = simplex;
  simplex.column.fill(0, 0, rows);
  addColumn(simplex, siteRow, rows);
  if (set >= 0) for (let t = memberStart[set]; t < memberStart[set + 1]; t++) addColumn(simplex, member[t], rows);
}

function addColumn({ column, inverse, width, position }: SetSimplex, k: number, rows: number): void {
  const p = position[k];
  if (p < 0) column[k]++;
  else for (let r = 0; r < rows; r++) column[r] += inverse[r * width + p];
}

/** Puts the column that was read into the basis, in place of the row's. */
function turn(simplex: SetSimplex, leaving: number, rows: number): void {
  const { column, inverse, width, position, activeRow, value, weight } = simplex;
  if (position[leaving] < 0) {
    position[leaving] = simplex.activeCount;
    activeRow[simplex.activeCount] = leaving;
    inverse[leaving * width + simplex.activeCount++] = 1;
  }
  const active = simplex.activeCount;
  const from = leaving * width;
  const scale = 1 / column[leaving];
  let length = 0;
  for (let p = from; p < from + active; p++) {
    inverse[p] *= scale;
    length += inverse[p] * inverse[p];
  }
  weight[leaving] = length;
  value[leaving] *= scale;
  for (let r = 0; r < rows; r++) {
    const times = column[r];
    if (r === leaving || Math.abs(times) < NOISE) continue;
    simplex.steps += active >> 2;
    value[r] -= times * value[leaving];
    // A row that was not pivoted on has its unit column beside the active ones.
    length = position[r] < 0 ? 1 : 0;
    const to = r * width;
    for (let p = 0; p < active; p++) {
      const entry = inverse[to + p] - times * inverse[from + p];
      inverse[to + p] = entry;
      length += entry * entry;
    }
    weight[r] = length;
  }
}
