import type { BuildSize, Link, Site, Size, Terminal } from "../../model/types.ts";
import type { WholeNumber } from "../../plan/types.ts";

/** From how many to how many; both count. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What a case allows of the modules of a size: of those that stand, and of new ones. */
export interface SizeRange {
  readonly kept: Range;
  readonly built: Range;
}

/** One case of a proof: whole numbers held to ranges, by `keyOf`. A number that is not named has its full range. */
export type Ranges = ReadonlyMap<string, Range>;

/** Everything that the continent allows. */
export const EVERYTHING: Ranges = new Map();

/** The same text for the same whole number, and another for another. */
export function keyOf(whole: WholeNumber): string {
  if ("good" in whole) {
    const { good, to, source } = whole;
    return JSON.stringify(["source", good, to, "site" in source ? { site: source.site } : { area: source.area }]);
  }
  if ("mode" in whole) return JSON.stringify(["terminal", whole.area, whole.mode, whole.size]);
  return "site" in whole
    ? JSON.stringify(["site", whole.site, whole.size, whole.part])
    : JSON.stringify(["link", whole.link, whole.size]);
}

/** The ranges of a size's modules in a case; none where the site must be closed. */
export function rangeOfSize(ranges: Ranges, site: string, { open }: Site, { name, stand, most }: Size): SizeRange {
  if (open === false) return { kept: full(0), built: full(0) };
  if (ranges.size === 0) return { kept: full(stand), built: full(most - stand) };
  const of = (part: "kept" | "built", all: number): Range => ranges.get(keyOf({ site, size: name, part })) ?? full(all);
  return { kept: of("kept", stand), built: of("built", most - stand) };
}

/** The range of what is built of a link's size in a case. */
export function rangeOfLinkSize(ranges: Ranges, { id }: Link, { name, most }: BuildSize): Range {
  return ranges.get(keyOf({ link: id, size: name })) ?? full(most);
}

/** The range of what is built of a terminal's size in a case. */
export function rangeOfTerminalSize(ranges: Ranges, { area, mode }: Terminal, { name, most }: BuildSize): Range {
  return ranges.get(keyOf({ area, mode, size: name })) ?? full(most);
}

function full(most: number): Range {
  return { least: 0, most };
}
