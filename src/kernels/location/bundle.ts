import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";

/**
 * A model of a concave bound around its best prices so far, the center: the least of a few planes, each of which an
 * answer has given.
 *
 * Problem: the step to the model's highest point, less the step's squared length over twice `step`. Its dual weighs the
 *          planes: shares that add up to 1 and make step / 2 * |sum of slopes|^2 + sum of errors least. The weighed
 *          sum of slopes is the direction; so many sites open on average is what goes with it.
 * Shapes:  plane k's slopes by customer at k * n, how open each site was at k * m, products of slopes at k * room + l.
 * Units:   errors in steps of the instance: how far a plane lies above the bound at the center. Slopes are parts of a
 *          customer; `weight` is the measure of prices.
 * Complexity: room * n an answer. No allocation after the start.
 * Source:  Kiwiel, Proximity control in bundle methods for convex nondifferentiable minimization (1990); Frangioni,
 *          Generalized bundle methods (2002). Shares move between pairs of planes, as in Mitchell, Demyanov,
 *          Malozemov, Finding the point of a polyhedron closest to the origin (1974).
 */
export interface Bundle {
  readonly room: number;
  readonly customerCount: number;
  readonly siteCount: number;
  readonly weight: Float64Array;
  count: number;
  readonly slope: Float64Array;
  readonly open: Float64Array;
  readonly error: Float64Array;
  readonly product: Float64Array;
  /** Products of a slope that is to be taken up with those of the planes, and with itself. */
  readonly row: Float64Array;
  own: number;
  readonly scaled: Float64Array;
  /** The planes that have a share. */
  readonly used: Int32Array;
  readonly share: Float64Array;
  /** How far each plane lies above the bound at the end of the step. */
  readonly height: Float64Array;
  readonly direction: Float64Array;
  /** The direction's squared length, and the weighed sum of errors. */
  length: number;
  lift: number;
}

/** Shares are moved until none gains more than this part of what the model promises, or so often. */
const PRECISION = 5e-2;
const MOST_MOVES = 30;
/** Smaller shares are none. */
const LEAST_SHARE = 1e-12;

export function startBundle(
  room: number,
  siteCount: number,
  weight: Float64Array,
  arrays: ArraySource = OWN_ARRAYS,
): Bundle {
  const customerCount = weight.length;
  return {
    room,
    customerCount,
    siteCount,
    weight,
    count: 0,
    slope: arrays.floats(room * customerCount),
    open: arrays.floats(room * siteCount),
    error: arrays.floats(room),
    product: arrays.floats(room * room),
    row: arrays.floats(room),
    own: 0,
    scaled: arrays.floats(customerCount),
    used: arrays.ints(room),
    share: arrays.floats(room),
    height: arrays.floats(room),
    direction: arrays.floats(customerCount),
    length: 0,
    lift: 0,
  };
}

/** Weighs the planes for a step so long; fills heights, direction, length and lift. */
export function weighPlanes(bundle: Bundle, step: number): void {
  const { count, room, product, error, share, height } = bundle;
  let low = 0;
  let high = -1;
  let promise = 0;
  for (let k = 0; k < count; k++) {
    let sum = 0;
    for (let l = 0; l < count; l++) sum += share[l] * product[k * room + l];
    const own = error[k] + step * sum;
    height[k] = own;
    promise += share[k] * own;
    if (own < height[low]) low = k;
    if (share[k] > 0 && (high < 0 || own > height[high])) high = k;
  }
  for (let move = 0; move < MOST_MOVES; move++) {
    const excess = height[high] - height[low];
    if (excess <= PRECISION * promise) break;
    const curve = product[high * room + high] + product[low * room + low] - 2 * product[high * room + low];
    let part = share[high];
    if (curve > 0) part = Math.min(part, excess / (step * curve));
    if (share[high] - part < LEAST_SHARE) part = share[high];
    share[high] -= part;
    share[low] += part;
    const from = high * room;
    const to = low * room;
    low = 0;
    high = -1;
    for (let k = 0; k < count; k++) {
      const own = height[k] + step * part * (product[to + k] - product[from + k]);
      height[k] = own;
      if (own < height[low]) low = k;
      if (share[k] > 0 && (high < 0 || own > height[high])) high = k;
    }
  }
  readDirection(bundle, step);
}

function readDirection(bundle: Bundle, step: number): void {
  const { count, error, share, height, used, direction } = bundle;
  let promise = 0;
  bundle.lift = 0;
  let uses = 0;
  for (let k = 0; k < count; k++) {
    if (share[k] === 0) continue;
    used[uses++] = k;
    bundle.lift += share[k] * error[k];
    promise += share[k] * height[k];
  }
  bundle.length = Math.max(0, (promise - bundle.lift) / step);
  direction.fill(0);
  let u = 0;
  for (; u + 3 < uses; u += 4) addFour(bundle, used[u], used[u + 1], used[u + 2], used[u + 3]);
  for (; u < uses; u++) {
    const own = share[used[u]];
    const at = used[u] * direction.length;
    for (let j = 0; j < direction.length; j++) direction[j] += own * bundle.slope[at + j];
  }
}

/** Four planes at a time, so that what is common to them is read once. */
function addFour({ share, slope, direction }: Bundle, a: number, b: number, c: number, d: number): void {
  const n = direction.length;
  const shareA = share[a];
  const shareB = share[b];
  const shareC = share[c];
  const shareD = share[d];
  const atA = a * n;
  const atB = b * n;
  const atC = c * n;
  const atD = d * n;
  for (let j = 0; j < n; j++) {
    direction[j] +=
      shareA * slope[atA + j] + shareB * slope[atB + j] + (shareC * slope[atC + j] + shareD * slope[atD + j]);
  }
}

/** Multiplies a slope with those of all planes and with itself; gives its product with the direction. */
export function multiply(bundle: Bundle, by: Float64Array): number {
  const { count, slope, scaled, weight, row, share, customerCount: n } = bundle;
  let own = 0;
  for (let j = 0; j < n; j++) {
    scaled[j] = by[j] * weight[j];
    own += by[j] * scaled[j];
  }
  bundle.own = own;
  let k = 0;
  for (; k + 3 < count; k += 4) multiplyFour(bundle, k);
  for (; k < count; k++) {
    const at = k * n;
    let sum = 0;
    for (let j = 0; j < n; j++) sum += slope[at + j] * scaled[j];
    row[k] = sum;
  }
  let along = 0;
  for (let l = 0; l < count; l++) along += share[l] * row[l];
  return along;
}

function multiplyFour({ slope, scaled, row, customerCount: n }: Bundle, k: number): void {
  const a = k * n;
  const b = a + n;
  const c = b + n;
  const d = c + n;
  let sumA = 0;
  let sumB = 0;
  let sumC = 0;
  let sumD = 0;
  for (let j = 0; j < n; j++) {
    const x = scaled[j];
    sumA += slope[a + j] * x;
    sumB += slope[b + j] * x;
    sumC += slope[c + j] * x;
    sumD += slope[d + j] * x;
  }
  row[k] = sumA;
  row[k + 1] = sumB;
  row[k + 2] = sumC;
  row[k + 3] = sumD;
}

/** The center goes to the end of the step, where the bound is higher by `gained`. */
export function moveCenter({ count, error, height }: Bundle, gained: number): void {
  for (let k = 0; k < count; k++) error[k] = Math.max(0, height[k] - gained);
}

/** Takes up the plane whose slope was multiplied last; where there is no room left, the two of least share become one. */
export function addPlane(bundle: Bundle, slope: Float64Array, open: Float64Array, error: number): void {
  const { room, product, share, row } = bundle;
  const k = bundle.count < room ? bundle.count++ : makeRoom(bundle);
  bundle.slope.set(slope, k * bundle.customerCount);
  bundle.open.set(open, k * bundle.siteCount);
  bundle.error[k] = Math.max(0, error);
  share[k] = bundle.count === 1 ? 1 : 0;
  row[k] = bundle.own;
  for (let l = 0; l < bundle.count; l++) {
    product[k * room + l] = row[l];
    product[l * room + k] = row[l];
  }
}

/** The place of a plane that has no share, the highest of them, or whose share another has taken over with it. */
function makeRoom(bundle: Bundle): number {
  const { room, share, error } = bundle;
  let least = 0;
  for (let k = 1; k < room; k++)
    if (share[k] < share[least] || (share[k] === share[least] && error[k] > error[least])) least = k;
  if (share[least] === 0) return least;
  let next = least === 0 ? 1 : 0;
  for (let k = next + 1; k < room; k++) if (k !== least && share[k] < share[next]) next = k;
  mergePlanes(bundle, next, least);
  return least;
}

/** Plane `to` becomes the mean of both by their shares, and has both shares. */
function mergePlanes(bundle: Bundle, to: number, from: number): void {
  const { room, slope, open, error, product, row, share, customerCount: n, siteCount: m } = bundle;
  const part = share[from] / (share[to] + share[from]);
  const rest = 1 - part;
  for (let j = 0; j < n; j++) slope[to * n + j] = rest * slope[to * n + j] + part * slope[from * n + j];
  for (let i = 0; i < m; i++) open[to * m + i] = rest * open[to * m + i] + part * open[from * m + i];
  error[to] = rest * error[to] + part * error[from];
  const own =
    rest * rest * product[to * room + to] +
    2 * rest * part * product[to * room + from] +
    part * part * product[from * room + from];
  for (let l = 0; l < room; l++) {
    product[to * room + l] = rest * product[to * room + l] + part * product[from * room + l];
    product[l * room + to] = product[to * room + l];
  }
  product[to * room + to] = own;
  row[to] = rest * row[to] + part * row[from];
  share[to] += share[from];
  share[from] = 0;
}

/** How open each site was, weighed as the planes are. */
export function readOpen({ count, share, open, siteCount: m }: Bundle, into: Float64Array): void {
  into.fill(0);
  for (let k = 0; k < count; k++) {
    if (share[k] === 0) continue;
    for (let i = 0; i < m; i++) into[i] += share[k] * open[k * m + i];
  }
}
