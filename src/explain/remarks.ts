import { pathOf } from "../model/describe-value.ts";
import type { Continent, Link } from "../model/types.ts";
import type { Remark } from "./inspection.ts";

/** Remarks of one kind that are listed. */
const MOST_LISTED = 50;

/**
 * What a continent may say and its author hardly meant: no rule forbids it, and planning goes on as if it had been meant.
 * Links that are alike carry twice as much, and a recipe that makes nothing runs in no plan.
 */
export function remarks(continent: Continent): Remark[] {
  return [linksAlike(continent), recipesForNothing(continent)].flatMap((found) => found.slice(0, MOST_LISTED));
}

/** Links that differ in nothing but their names: each but the first of them. */
function linksAlike({ links }: Continent): Remark[] {
  const first = new Map<string, Link>();
  return links.flatMap((link, position): Remark[] => {
    const key = JSON.stringify(withoutName(link));
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, link);
      return [];
    }
    const { mode, from, to, bothWays, capacity } = link;
    const where = bothWays ? `between ${from} and ${to}` : `from ${from} to ${to}`;
    const effect =
      capacity === undefined ? "the second changes nothing, since the first has no limit" : "each has room of its own";
    const message = `Links ${before.id} and ${link.id} are alike, both by ${mode} ${where}: ${effect}.`;
    return [{ code: "link.alike", path: pathOf("links", position), message }];
  });
}

/** Of what is the same both ways, the way that begins at the first end by name. */
function withoutName({ id: _, ...link }: Link): Omit<Link, "id"> {
  if (!link.bothWays || link.from < link.to) return link;
  return { ...link, from: link.to, to: link.from, factor: [link.factor[1], link.factor[0]] };
}

/** Recipes that make nothing, and do not rid a place of anything that may not be let go for nothing, either. */
function recipesForNothing({ recipes, goods }: Continent): Remark[] {
  return Object.entries(recipes).flatMap(([id, { makes, takes }]): Remark[] => {
    if (Object.keys(makes).length > 0) return [];
    const taken = Object.keys(takes);
    if (taken.some((good) => goods[good].disposal !== 0)) return [];
    const message = `${id} makes nothing, and ${taken.join(", ")} may be let go for nothing: no plan runs it.`;
    return [{ code: "recipe.makes-nothing", path: pathOf("recipes", id), message }];
  });
}
