import type { Indexed } from "../network/indexed.ts";
import { tagsOf } from "../network/tags.ts";

/**
 * Per tag, units a year: the most that its source may serve of its area's final demand, all of it or the least share
 * of those groups it belongs to.
 */
export function tagRoom(indexed: Indexed): Float64Array {
  const { rules, goods, demand } = indexed;
  const tags = tagsOf(indexed);
  const share = new Float64Array(tags.count).fill(1);
  for (const { good, ofArea, share: most, groups } of rules.shares) {
    if (!ofArea) continue;
    const members = new Set(groups.flatMap(({ sites }) => [...sites]));
    const areas = new Set(groups.map(({ area }) => area));
    for (let tag = 0; tag < tags.count; tag++) {
      const inside = tags.site[tag] < 0 ? areas.has(tags.from[tag]) : members.has(tags.site[tag]);
      if (tags.good[tag] === good && inside) share[tag] = Math.min(share[tag], most);
    }
  }
  return share.map((most, tag) => most * demand[tags.to[tag] * goods.length + tags.good[tag]]);
}
