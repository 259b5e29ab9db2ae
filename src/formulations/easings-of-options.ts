import type { Indexed } from "../network/indexed.ts";
import type { LinearParts } from "./linear.ts";

/** Rules about who serves and who makes that may be lifted, each for all that it says of a good. */
export type EasedOption = "singleSource" | "shareCap" | "reserve";

/**
 * Lets the rows of an option give way where a column of 0 or 1 is 1: by all that they could ask.
 *
 * @param lifted the column of a good's rule.
 * @param largest G, the most that all works could make of a good.
 */
export function easeOption(
  what: EasedOption,
  indexed: Indexed,
  parts: LinearParts,
  lifted: (good: number) => number,
  largest: (good: number) => number,
): void {
  const { rules, areas, goods, demand } = indexed;
  const { builder, rows, scale } = parts;
  const columnOf = new Map<number, number>();
  const ease = (row: number, good: number, amount: number): void => {
    if (row < 0 || amount === 0) return;
    const column = columnOf.get(good) ?? lifted(good);
    columnOf.set(good, column);
    builder.entry(row, column, amount);
  };
  if (what === "singleSource") {
    rules.tagged.forEach((good, t) => {
      areas.forEach((_, area) => {
        // As many sources as there are may then be chosen.
        ease(rows.option.single[t * areas.length + area], good, -(indexed.sites.length + areas.length));
      });
    });
  } else if (what === "reserve") {
    for (const { good, amount, groups, first } of rules.reserves) {
      groups.forEach((_, group) => {
        ease(rows.option.reserve[first + group], good, amount / scale.amount);
      });
    }
  } else {
    for (const { good, ofArea, groups, first } of rules.shares) {
      groups.forEach((_, group) => {
        if (!ofArea) {
          ease(rows.option.share[first + group], good, -largest(good) / scale.amount);
          return;
        }
        areas.forEach((_, area) => {
          const wanted = demand[area * goods.length + good];
          ease(rows.option.share[first + group * areas.length + area], good, -wanted / scale.amount);
        });
      });
    }
  }
}

/** Where less is wanted, less is asked of shares and reserves of it: the column of an area's unmet demand counts. */
export function easeByLessDemand(
  indexed: Indexed,
  parts: LinearParts,
  good: number,
  area: number,
  unmet: number,
): void {
  const { rules, areas, goods, demand } = indexed;
  const { builder, rows } = parts;
  for (const { good: of, ofArea, share, groups, first } of rules.shares) {
    if (of !== good || !ofArea) continue;
    groups.forEach((_, group) => {
      const row = rows.option.share[first + group * areas.length + area];
      if (row >= 0) builder.entry(row, unmet, share);
    });
  }
  let all = 0;
  for (let cell = good; cell < demand.length; cell += goods.length) all += demand[cell];
  for (const { good: of, amount, groups, first } of rules.reserves) {
    if (of === good)
      groups.forEach((_, group) => {
        builder.entry(rows.option.reserve[first + group], unmet, amount / all);
      });
  }
}
