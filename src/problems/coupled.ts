/**
 * Many goods linked by recipes: which works to open at which places, what each runs, and who sends what to whom.
 *
 * Shapes: p places, g goods, r recipes, s sites. A site stands at one place, makes one *main good*, and has sizes;
 *         a size has activities, each one recipe that a module of that size may run. Tables over goods and places are
 *         good-major: demand[good * p + place].
 * Units:  one unit a year for each good; costs in any one unit a year (MJ/yr); capacities in runs a year.
 *
 * Asks: for every size whole numbers kept (0..standing) and opened (0..most - standing), for every activity runs
 * from 0, shipments t[good, from, to] from 0, supply used (0..supply), units let go from 0, and unmet demand (0 unless
 * shortageCost allows it), so that
 *
 *     made and supplied at a place = sent from it + let go there           per good and place
 *     arriving at a place + unmet  = demand + taken by the sites there     per good and place
 *     sum over a size's activities of runs / capacity <= kept + opened     per size
 *     at most one size open                                                per site with oneSize
 *
 * for the least sum of newCost * opened + keptCost * kept + closingCost * (standing - kept), siteCost of each site with
 * an open module, roofCost of each roof with an open module under it, activityCost * runs, freight, disposalCost of what is let go, shortageCost of what stays unmet.
 *
 * Features that are *not* here, and make another solver the right one: minimum loads, resources that run short, links
 * that fill up or lose goods, links to be built, limits on the number of sites, sites without a main good.
 */
export interface CoupledProblem {
  readonly placeCount: number;
  readonly goodCount: number;
  readonly recipeCount: number;
  /** g * p, from 0. */
  readonly demand: ArrayLike<number>;
  /** g * p, from 0: what there is without a recipe, at no cost; none when absent. */
  readonly supply?: ArrayLike<number>;
  /** g, cost of a unit of unmet demand; Infinity (the default) where demand must be met. */
  readonly shortageCost?: ArrayLike<number>;
  /** g, from 0, cost of a unit let go; 0 by default, Infinity where forbidden. */
  readonly disposalCost?: ArrayLike<number>;
  /** Tables of freight between places; several goods may share one. */
  readonly freight: readonly CoupledFreight[];
  /** g, the good's table; -1 where a good cannot leave its place. */
  readonly freightTable: ArrayLike<number>;
  /** g, from 0: one unit's freight is this times the table's entry; 1 by default. */
  readonly freightRate?: ArrayLike<number>;
  /** Per run of a recipe, amounts above 0. */
  readonly makes: CoupledRows;
  readonly takes: CoupledRows;
  /** s. */
  readonly sitePlace: ArrayLike<number>;
  /** s, the good that each of the site's activities makes. What else they make are by-products. */
  readonly siteGood: ArrayLike<number>;
  /** s, from 0, cost of a site with any module open; 0 by default. */
  readonly siteCost?: ArrayLike<number>;
  /**
   * s, the roof that the site is under, -1 for none; and by roof, from 0, what it costs while any module under it is open.
   * Sites under one roof are decided together: a works that makes several goods, each with a capacity of its own.
   */
  readonly siteRoof?: ArrayLike<number>;
  readonly roofCost?: ArrayLike<number>;
  /** s, 1 where only one size may be open; 0 by default. */
  readonly oneSize?: ArrayLike<number>;
  /** s + 1: site i's sizes are sizeStart[i] .. sizeStart[i + 1] - 1. */
  readonly sizeStart: ArrayLike<number>;
  /** Per size, cost of a new module. */
  readonly newCost: ArrayLike<number>;
  /** Per size, the most modules there may be, with those that stand; 1 by default. */
  readonly most?: ArrayLike<number>;
  /** Per size, modules that stand already; 0 by default. */
  readonly standing?: ArrayLike<number>;
  /** Per size, cost of keeping a standing module; 0 by default. */
  readonly keptCost?: ArrayLike<number>;
  /** Per size, cost of taking down a standing module; 0 by default. */
  readonly closingCost?: ArrayLike<number>;
  /** Sizes + 1: size k's activities are activityStart[k] .. activityStart[k + 1] - 1. */
  readonly activityStart: ArrayLike<number>;
  readonly activityRecipe: ArrayLike<number>;
  /** Runs a year of one module that runs only this, above 0. */
  readonly activityCapacity: ArrayLike<number>;
  /** Cost of a run. */
  readonly activityCost: ArrayLike<number>;
}

/**
 * Freight of one unit (or of one unit of the rate) between places: a matrix p * p, from-major, 0 on the diagonal and
 * Infinity where there is no way; points of a plane, where freight is the distance; or pairs by place of departure,
 * where what is not listed has no way.
 */
export type CoupledFreight = ArrayLike<number> | CoupledPoints | CoupledArcs;

/** Places on a plane, by coordinates. */
export interface CoupledPoints {
  /** p each. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Pairs of places that goods may travel between, place by place, with what a unit costs on the way. */
export interface CoupledArcs {
  /** p + 1: place a's pairs are start[a] .. start[a + 1] - 1. */
  readonly start: ArrayLike<number>;
  readonly place: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
}

/** Rows of (good, amount) pairs: row r is entries start[r] .. start[r + 1] - 1. */
export interface CoupledRows {
  readonly start: ArrayLike<number>;
  readonly good: ArrayLike<number>;
  readonly amount: ArrayLike<number>;
}

export function isPoints(freight: CoupledFreight): freight is CoupledPoints {
  return "x" in freight;
}

export function isArcs(freight: CoupledFreight): freight is CoupledArcs {
  return "start" in freight;
}

/**
 * A table of freight written out: p * p, from-major. The root is exact to the last bit on every engine. A matrix in doubles
 * is not copied, since at two thousand places it is the largest thing there is.
 */
export function freightMatrix(freight: CoupledFreight, placeCount: number): Float64Array {
  if (freight instanceof Float64Array) return freight;
  if (!isPoints(freight) && !isArcs(freight)) return Float64Array.from(freight);
  const matrix = new Float64Array(placeCount * placeCount);
  if (isPoints(freight)) {
    for (let a = 0; a < placeCount; a++) {
      for (let b = 0; b < placeCount; b++) {
        const x = freight.x[a] - freight.x[b];
        const y = freight.y[a] - freight.y[b];
        matrix[a * placeCount + b] = Math.sqrt(x * x + y * y);
      }
    }
    return matrix;
  }
  matrix.fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < placeCount; a++) {
    matrix[a * placeCount + a] = 0;
    for (let e = freight.start[a]; e < freight.start[a + 1]; e++) {
      const at = a * placeCount + freight.place[e];
      matrix[at] = Math.min(matrix[at], freight.cost[e]);
    }
  }
  return matrix;
}
