import { partOfContinent } from "../model/continent-part.ts";
import { goodsAreApart, isFlow } from "../network/flow-obstacles.ts";
import { goodGroups } from "../network/good-groups.ts";
import { type Indexed, indexContinent } from "../network/indexed.ts";
import { coupledLimits, coupledObstacles } from "./coupled-limits.ts";
import { linearSize } from "./relaxation.ts";

/**
 * Groups that prices and responses are for are planned together where they have more variables than this in all. Each by
 * itself is searched better, but one may take for ever to be proved as well as was asked, where others would soon be proved
 * better and make up for it. Measured on the sample Europe to 0.6 %, in processor seconds each by itself and all together:
 * 200 areas (68,000 variables) 14 and 15 s, 350 areas 0.64 % after 53 s and 24 s, 600 areas 0.71 % after 90 s and 60 s.
 */
const MOST_APART = 100_000;

/**
 * Works of several sizes and areas that they may serve, in pairs, from which on a good by itself is placed sooner and
 * proved better by prices and responses, where sizes of a site answer together, than as a location problem. Measured on
 * glass in the sample Europe: 120 areas 0.8 s in place of 1.4, 350 areas 0.1 % after 3 s in place of 1.4 % after 25.
 */
const MANY_PAIRS = 20_000;

/** Goods that are planned together, apart from all others. */
export interface PlanningPart {
  /** Rising. */
  readonly goods: readonly number[];
  /** The part of the continent that they are the matter of. */
  readonly indexed: Indexed;
}

/**
 * The parts in which a continent is planned: goods that nothing ties together (`goodGroups`), each group by itself. In a
 * large continent those groups that are for prices and responses, whatever solver is at hand, are one part.
 *
 * Gives: parts in the order of their first goods; one where all goods that matter are tied, or none where none matters.
 */
export function planningParts(indexed: Indexed): readonly PlanningPart[] {
  const groups = goodGroups(indexed);
  if (groups.length < 2) return groups.map((goods) => ({ goods, indexed }));
  const parts = groups.map((goods) => partOf(indexed, goods));
  const joined = parts.filter((part) => areForPrices(part.indexed));
  const size = joined.reduce((sum, part) => sum + linearSize(part.indexed), 0);
  if (joined.length < 2 || size <= MOST_APART) return parts;
  const goods = joined.flatMap((part) => part.goods).sort((a, b) => a - b);
  const others = parts.filter((part) => !joined.includes(part));
  const together = others.length === 0 ? { goods, indexed } : partOf(indexed, goods);
  return [...others, together].sort((one, other) => one.goods[0] - other.goods[0]);
}

function partOf(indexed: Indexed, goods: readonly number[]): PlanningPart {
  const names = goods.map((good) => indexed.goods[good]);
  return { goods, indexed: indexContinent(partOfContinent(indexed.continent, names)) };
}

/** Whether prices and responses are for a part: nothing in its plan is mended, and no other way is sooner there. */
function areForPrices(part: Indexed): boolean {
  if (coupledObstacles(part).length + coupledLimits(part).length > 0) return false;
  return !goodsAreApart(part) || hasManySizes(part);
}

/** Whether the one good of a part is a location problem that prices and responses solve sooner to a gap. */
export function hasManySizes(part: Indexed): boolean {
  const { areas, goods, sites, moduleStart, moduleSite } = part;
  const isLarge = goods.length === 1 && !isFlow(part, 0) && areas.length * moduleSite.length > MANY_PAIRS;
  return isLarge && sites.some((_, i) => moduleStart[i + 1] - moduleStart[i] > 1);
}
