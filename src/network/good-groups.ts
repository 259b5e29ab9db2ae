import { mayUse } from "./gate-goods.ts";
import type { Indexed } from "./indexed.ts";
import { mostUsed, scarceCells } from "./location-obstacles.ts";

/**
 * The goods of a continent in groups that nothing ties together, so that each group is planned by itself: no works, no
 * resource that may run short, no link or terminal that fills up or can be built, and no link that makes or takes goods
 * has to do with goods of two groups.
 *
 * Gives: groups in the order of their first goods, goods rising; goods that can have no part in any plan are in none.
 */
export function goodGroups(indexed: Indexed): number[][] {
  const { goods } = indexed;
  const ties = new Ties(goods.length);
  const used = new Int8Array(goods.length);
  const tie = (tied: readonly number[]): void => {
    for (const good of tied) used[good] = 1;
    ties.join(tied);
  };
  const ofSite = goodsOfSites(indexed);
  ofSite.forEach(tie);
  // Works that have to do with no good belong to all.
  if (ofSite.some((own) => own.length === 0)) tie(Array.from(goods.keys()));
  tieOnTheWay(indexed, tie);
  const isIdle = goods.map((_, good) => used[good] === 0 && standsIdle(indexed, good));
  const joinThose = (may: (good: number) => boolean): void =>
    ties.join(Array.from(goods.keys()).filter((good) => !isIdle[good] && may(good)));
  tieByRoom(indexed, joinThose);
  tieByResources(indexed, ofSite, (tied) => ties.join(tied));
  const groups = new Map<number, number[]>();
  for (let good = 0; good < goods.length; good++) {
    if (isIdle[good]) continue;
    const root = ties.rootOf(good);
    groups.set(root, [...(groups.get(root) ?? []), good]);
  }
  return [...groups.values()];
}

/** Sets that grow together; the least member stands for each. */
class Ties {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, good) => good);
  }

  rootOf(good: number): number {
    let at = good;
    while (this.#parent[at] !== at) {
      this.#parent[at] = this.#parent[this.#parent[at]];
      at = this.#parent[at];
    }
    return at;
  }

  join(members: readonly number[]): void {
    for (let k = 1; k < members.length; k++) {
      const [one, other] = [this.rootOf(members[0]), this.rootOf(members[k])];
      this.#parent[Math.max(one, other)] = Math.min(one, other);
    }
  }
}

/** Per site: what its recipes make and take, and what is built into its modules. */
function goodsOfSites({ sites, moduleStart, activityStart, activityRecipe, makes, takes, builtIn }: Indexed) {
  return sites.map((_, site) => {
    const found = new Set<number>();
    for (let k = moduleStart[site]; k < moduleStart[site + 1]; k++) {
      for (let e = builtIn.start[k]; e < builtIn.start[k + 1]; e++) found.add(builtIn.index[e]);
      for (let a = activityStart[k]; a < activityStart[k + 1]; a++) {
        const recipe = activityRecipe[a];
        for (const { start, index } of [makes, takes])
          for (let e = start[recipe]; e < start[recipe + 1]; e++) found.add(index[e]);
      }
    }
    return [...found];
  });
}

/** Links that make or take goods tie these and all that may travel there. */
function tieOnTheWay(indexed: Indexed, tie: (tied: readonly number[]) => void): void {
  const { goods, arcLink, linkMakes, linkTakes } = indexed;
  arcLink.forEach((link, arc) => {
    const found = [linkMakes, linkTakes].flatMap(({ start, index }) => [
      ...index.subarray(start[link], start[link + 1]),
    ]);
    if (found.length > 0) tie([...found, ...Array.from(goods.keys()).filter((good) => mayUse(indexed, good, arc))]);
  });
}

/** Nobody wants it, and to let go of what is supplied gains nothing. */
function standsIdle({ areas, goods, demand, supply, disposal }: Indexed, good: number): boolean {
  return areas.every((_, area) => {
    const cell = area * goods.length + good;
    return demand[cell] === 0 && (supply[cell] === 0 || disposal[good] >= 0);
  });
}

/** Links and terminals that fill up or can be built tie the goods that may use them; what weighs nothing fills nothing. */
function tieByRoom(indexed: Indexed, joinThose: (may: (good: number) => boolean) => void): void {
  const { modes, travels, tonnesPerUnit, arcLink, arcCapacity, linkSizeStart } = indexed;
  const { nodeMode, nodeCapacity, terminalSizeStart } = indexed;
  const isTie = (capacity: number, isBuilt: boolean): boolean => isBuilt || (capacity > 0 && Number.isFinite(capacity));
  arcLink.forEach((link, arc) => {
    const isBuilt = linkSizeStart[link] < linkSizeStart[link + 1];
    if (!isTie(arcCapacity[arc], isBuilt)) return;
    joinThose((good) => (isBuilt || tonnesPerUnit[good] > 0) && mayUse(indexed, good, arc));
  });
  nodeMode.forEach((mode, node) => {
    const isBuilt = terminalSizeStart[node] < terminalSizeStart[node + 1];
    if (!isTie(nodeCapacity[node], isBuilt)) return;
    joinThose((good) => (isBuilt || tonnesPerUnit[good] > 0) && travels[good * modes.length + mode] === 1);
  });
}

/** A resource that all works of an area could want more of than there is ties what they make and take. */
function tieByResources(
  indexed: Indexed,
  ofSite: readonly (readonly number[])[],
  join: (tied: readonly number[]) => void,
): void {
  const { resources, siteArea } = indexed;
  scarceCells(indexed).forEach((isScarce, cell) => {
    if (isScarce === 0) return;
    const [area, resource] = [Math.floor(cell / resources.length), cell % resources.length];
    join(ofSite.flatMap((own, i) => (siteArea[i] === area && mostUsed(indexed, i, resource) > 0 ? own : [])));
  });
}
