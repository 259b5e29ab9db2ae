import { mayUse } from "./gate-goods.ts";
import type { Indexed } from "./indexed.ts";
import {
  isLocation,
  makersOf,
  obstacleOfLinks,
  obstacleOfRecipes,
  obstacleOfRules,
  scarceNeeds,
} from "./location-obstacles.ts";
import { settleSite } from "./settled-modules.ts";

/** Why a good is not a flow problem of its own. Each is one clause of `isFlow`; words for most: location-obstacles.ts. */
export type FlowObstacle =
  | "inputs"
  | "by-products"
  | "used"
  | "resources"
  | "losses"
  /** Another good may want the room of a link that this one may use. */
  | "room"
  | "building"
  | "on the way"
  | "surplus"
  | "options"
  | "build goods"
  /** It is to be decided which of its works are open. */
  | "modules";

/**
 * Whether a good can be planned by itself as one minimum-cost flow: nothing is to be decided about its works but what
 * they run, and nothing that is decided about it touches another good. Links may have limits where no other good is
 * carried on them, and works a minimum load where they must be open.
 */
export function isFlow(indexed: Indexed, good: number): boolean {
  return flowObstacle(indexed, good) === undefined;
}

/** Whether every good that matters can be planned by itself, so that no linear solver is needed. */
export function goodsAreApart(indexed: Indexed): boolean {
  return indexed.goods.every(
    (_, good) => !matters(indexed, good) || isFlow(indexed, good) || isLocation(indexed, good),
  );
}

/** The first clause that fails; undefined where the good is a flow problem. */
export function flowObstacle(indexed: Indexed, good: number): FlowObstacle | undefined {
  return (
    obstacleOfRecipes(indexed, good) ??
    obstacleOfLinks(indexed, good, (arc) => isOwnRoom(indexed, good, arc)) ??
    obstacleOfWorks(indexed, good) ??
    obstacleOfRules(indexed, good)
  );
}

/**
 * Whether a good is a flow of its own once it is decided which modules are open, wherever one unit more or less of any
 * good may be wanted: then a link's room must not be shared with goods that nobody wants yet, either.
 */
export function isFlowOnceBuilt(indexed: Indexed, good: number): boolean {
  const { moduleStart, activityStart, arcCapacity, tonnesPerUnit, goods } = indexed;
  const isAlone = (arc: number): boolean =>
    !Number.isFinite(arcCapacity[arc]) ||
    tonnesPerUnit[good] === 0 ||
    goods.every((_, other) => other === good || tonnesPerUnit[other] === 0 || !mayUse(indexed, other, arc));
  const obstacle =
    obstacleOfRecipes(indexed, good) ?? obstacleOfLinks(indexed, good, isAlone) ?? obstacleOfRules(indexed, good);
  if (obstacle !== undefined) return false;
  const isScarce = scarceNeeds(indexed);
  return makersOf(indexed, good).every((i) => {
    for (let k = moduleStart[i]; k < moduleStart[i + 1]; k++)
      if (activityStart[k + 1] - activityStart[k] !== 1) return false;
    return !isScarce(i);
  });
}

/** Whether an arc has no limit, or none that this good shares with another that is of any consequence and weighs anything. */
function isOwnRoom(indexed: Indexed, good: number, arc: number): boolean {
  const { arcCapacity, tonnesPerUnit, goods } = indexed;
  if (!Number.isFinite(arcCapacity[arc]) || tonnesPerUnit[good] === 0) return true;
  return goods.every(
    (_, other) =>
      other === good || tonnesPerUnit[other] === 0 || !mayUse(indexed, other, arc) || !matters(indexed, other),
  );
}

/** Whether somebody wants the good, or works could make it. */
export function matters(indexed: Indexed, good: number): boolean {
  const { areas, goods, demand } = indexed;
  return areas.some((_, a) => demand[a * goods.length + good] > 0) || makersOf(indexed, good).length > 0;
}

function obstacleOfWorks(indexed: Indexed, good: number): FlowObstacle | undefined {
  const { moduleStart, activityStart, builtIn, builtMost, moduleSite } = indexed;
  const modules = { kept: new Float64Array(moduleSite.length), built: new Float64Array(moduleSite.length) };
  const makers = makersOf(indexed, good);
  const isScarce = scarceNeeds(indexed);
  let open = 0;
  for (const i of makers) {
    if (!settleSite(indexed, i, modules)) return "modules";
    let own = 0;
    for (let k = moduleStart[i]; k < moduleStart[i + 1]; k++) {
      if (activityStart[k + 1] - activityStart[k] !== 1) return "by-products";
      if (builtMost[k] > 0 && builtIn.start[k] < builtIn.start[k + 1]) return "build goods";
      own += modules.kept[k] + modules.built[k];
    }
    if (own > 0) open++;
    if (isScarce(i)) return "resources";
  }
  const limit = indexed.siteLimits.find((one) => one.good === good);
  return limit !== undefined && open > limit.most ? "modules" : undefined;
}
