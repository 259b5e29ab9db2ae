/**
 * Smaller pictures of a transport problem from positions: neighbours along the curve are drawn together into
 * one point at their centre of mass, with all their amount. Unlike a sample this moves nothing between places
 * far apart, so that rents learned on the picture need only local correction.
 *
 * Shapes: K sources, S sinks in curve order. Complexity: O(K + S).
 */
import { type Points, type Positions, withPoints } from "./positions.ts";

/** A transport problem from positions at one size. Amounts are whole. */
export interface Picture {
  readonly positions: Positions;
  readonly supply: Float64Array;
  readonly demand: Float64Array;
  /** Cost of a unit left unmet per sink, Infinity where forbidden; absent when forbidden everywhere. */
  readonly shortage: Float64Array | undefined;
}

/** Draws every `stride` sinks together. */
export function gatherSinks(picture: Picture, stride: number): Picture {
  const { positions, demand, shortage } = picture;
  const count = Math.ceil(demand.length / stride);
  const order = Int32Array.from({ length: count }, (_, k) => k * stride);
  const sinks = centres(positions.sinks, demand, undefined, stride);
  return {
    positions: withPoints(positions, positions.sources, sinks, order),
    supply: picture.supply,
    demand: sums(demand, undefined, stride),
    // Groups are neighbours; the first one's cost stands for all.
    shortage: shortage?.filter((_, q) => q % stride === 0),
  };
}

/** Draws every `stride` sources together, taken in the order given; the last supply may stand for what stays unmet. */
export function gatherSources(picture: Picture, order: Int32Array, stride: number): Picture {
  const { positions, supply } = picture;
  const sources = centres(positions.sources, supply, order, stride);
  const gathered = sums(supply.subarray(0, order.length), order, stride);
  const extra = supply.subarray(order.length);
  const all = new Float64Array(gathered.length + extra.length);
  all.set(gathered);
  all.set(extra, gathered.length);
  return { ...picture, positions: withPoints(positions, sources, positions.sinks, positions.order), supply: all };
}

function sums(amounts: Float64Array, order: Int32Array | undefined, stride: number): Float64Array {
  const total = new Float64Array(Math.ceil(amounts.length / stride));
  for (let k = 0; k < amounts.length; k++) total[Math.trunc(k / stride)] += amounts[order === undefined ? k : order[k]];
  return total;
}

/** Centres of mass; on a sphere the mean lies below the surface, which all means of near points do alike. */
function centres(points: Points, weight: Float64Array, order: Int32Array | undefined, stride: number): Points {
  const total = Math.ceil(points.x.length / stride);
  const mean = (values: Float64Array): Float64Array => {
    const found = new Float64Array(values.length === 0 ? 0 : total);
    for (let g = 0; g < found.length; g++) {
      const end = Math.min(values.length, (g + 1) * stride);
      let sum = 0;
      let mass = 0;
      for (let k = g * stride; k < end; k++) {
        const at = order === undefined ? k : order[k];
        // A point without an amount counts a little, so that groups of such have a centre too.
        const share = weight[at] + 1e-3;
        sum += share * values[at];
        mass += share;
      }
      found[g] = sum / mass;
    }
    return found;
  };
  return { x: mean(points.x), y: mean(points.y), z: mean(points.z) };
}
