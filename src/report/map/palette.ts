/**
 * Colours that people with any of the common colour blindnesses can tell apart, muted enough to lie side by
 * side. What comes after the ninth repeats the colours with a mark, so that hue never has to carry it alone.
 *
 * Source: the muted scheme of Paul Tol's notes on colour schemes (SRON/EPS/TN/09-002), in another order.
 */
const GOODS = [
  "#332288",
  "#ddaa33",
  "#44aa99",
  "#cc6677",
  "#88ccee",
  "#117733",
  "#aa4499",
  "#999933",
  "#882255",
] as const;

export type Mark = "plain" | "dot" | "ring";
const MARKS: readonly Mark[] = ["plain", "dot", "ring"];

export interface GoodStyle {
  readonly colour: string;
  readonly mark: Mark;
}

/** The style of the n-th good. */
export function goodStyle(index: number): GoodStyle {
  return { colour: GOODS[index % GOODS.length], mark: MARKS[Math.floor(index / GOODS.length) % MARKS.length] };
}

export interface ModeStyle {
  readonly colour: string;
  /** Lengths drawn and left out, in pixels for a thin line; empty for a solid one. */
  readonly dash: readonly number[];
}

/** Grounded hues that stay behind the works; each has its own rhythm too. Words that people expect a hue for. */
const MODES: readonly (ModeStyle & { readonly words: RegExp })[] = [
  { words: /rail|train/i, colour: "#59626e", dash: [] },
  { words: /road|truck|lorry/i, colour: "#a8713c", dash: [2, 2] },
  { words: /ship|sea|ocean|coast/i, colour: "#3d6db0", dash: [10, 3] },
  { words: /barge|river|canal|inland|water/i, colour: "#3a8f98", dash: [5, 2.5] },
  { words: /pipe|wire|belt|convey/i, colour: "#7b5ea7", dash: [8, 2, 2, 2] },
  { words: /air|plane|rope|cable/i, colour: "#6a8d45", dash: [4, 4] },
];

/** A style for each mode, modes by id: the one its name suggests, else the first that is free. */
export function modeStyles(modes: readonly string[]): ReadonlyMap<string, ModeStyle> {
  const styles = new Map<string, ModeStyle>();
  const free = new Set(MODES);
  for (const mode of modes) {
    const style = MODES.find((one) => free.has(one) && one.words.test(mode));
    if (style === undefined) continue;
    styles.set(mode, style);
    free.delete(style);
  }
  let next = 0;
  for (const mode of modes) {
    if (styles.has(mode)) continue;
    const style = free.values().next().value ?? MODES[next++ % MODES.length];
    styles.set(mode, style);
    free.delete(style);
  }
  return styles;
}

export const PAPER = "#ffffff";
export const SEA = "#edf2f5";
export const LAND = "#faf8f3";
export const COAST = "#c9ccc8";
export const GRID = "#dfe6ea";
export const INK = "#2b2f33";
export const FAINT_INK = "#6b7278";
