import { escapeXml } from "../escape-xml.ts";
import type { Circle } from "./bubbles.ts";
import { tenth } from "./projection.ts";

/** A rectangle on the map, in pixels; x and y are its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text with the room it takes. */
export interface Lettered {
  readonly text: string;
  readonly box: Box;
  readonly svg: string;
}

export interface TextStyle {
  readonly size: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: number;
  readonly colour?: string;
  /** A pale outline that keeps text legible on lines. */
  readonly halo?: boolean;
}

/** Above and below the baseline, in ems: what letters with accents and tails take. */
const ASCENT = 0.92;
const DESCENT = 0.26;

/**
 * How wide a text will be, in pixels: an upper estimate for the sans-serif fonts of the usual systems, since
 * a library that runs without a browser cannot measure one.
 */
export function textWidth(text: string, size: number, weight = 400): number {
  let ems = 0;
  for (const character of text) ems += characterWidth(character);
  return ems * size * (weight >= 600 ? 1.08 : 1);
}

function characterWidth(character: string): number {
  if (/[ijl.,:;'|! ]/.test(character)) return 0.34;
  if (/[frtI()[\]/-]/.test(character)) return 0.42;
  if (/[mwMW@%]/.test(character)) return 0.98;
  if (/[A-Z]/.test(character)) return 0.72;
  if (/[\u0020-\u007e]/.test(character)) return 0.62;
  return (character.codePointAt(0) ?? 0) < 0x1100 ? 0.75 : 1.05;
}

/** Cuts a text that is too wide, with an ellipsis. */
export function shortenTo(text: string, width: number, size: number, weight = 400): string {
  if (textWidth(text, size, weight) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(`${characters.join("")}…`, size, weight) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** The room that a text takes when its baseline starts (or is centred, or ends) at a point. */
export function boxOf(text: string, x: number, y: number, style: TextStyle): Box {
  const width = textWidth(text, style.size, style.weight);
  const left = style.anchor === "middle" ? x - width / 2 : style.anchor === "end" ? x - width : x;
  return { x: left, y: y - ASCENT * style.size, width, height: (ASCENT + DESCENT) * style.size };
}

/** A line of text as SVG, and its box. Line breaks and tabs become blanks. */
export function letter(text: string, x: number, y: number, style: TextStyle): Lettered {
  const clean = text.replace(/\s+/g, " ");
  const attributes = [
    `x="${tenth(x)}" y="${tenth(y)}" font-size="${style.size}"`,
    style.anchor === undefined || style.anchor === "start" ? "" : ` text-anchor="${style.anchor}"`,
    style.weight === undefined ? "" : ` font-weight="${style.weight}"`,
    style.colour === undefined ? "" : ` fill="${style.colour}"`,
    style.halo
      ? ' stroke="#ffffff" stroke-opacity="0.85" stroke-width="2.6" stroke-linejoin="round" paint-order="stroke"'
      : "",
  ];
  return {
    text: clean,
    box: boxOf(clean, x, y, style),
    svg: `<text ${attributes.join("")}>${escapeXml(clean)}</text>`,
  };
}

export function boxesOverlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A place that wants its name beside it. */
export interface LabelWish {
  readonly text: string;
  /** What the label stands beside. */
  readonly beside: Circle;
  readonly weight?: number;
}

/** Where a label may stand around its circle, best first: [x, y] directions and how the text is anchored. */
const PLACES = [
  [1, 0, "start"],
  [-1, 0, "end"],
  [0, -1, "middle"],
  [0, 1, "middle"],
  [0.71, -0.71, "start"],
  [0.71, 0.71, "start"],
  [-0.71, -0.71, "end"],
  [-0.71, 0.71, "end"],
] as const;

/** Share of a label's box that circles may cover before the label is rather left out. */
const MOST_COVERED = 0.25;

/** Circles close to a label cost too: a name should not seem to belong to a neighbour. */
const CROWD_COST = 0.3;

/** A line under a label disturbs less than a circle. */
const STROKE_COST = 0.7;

/** What a place further down the list costs, as covered share. */
const PLACE_COST = 0.012;

/**
 * Sets names beside their places, in the order given, so that no two overlap, none overlaps what is taken,
 * all lie inside the frame, and circles and strokes (lines, as dots along them) are covered as little as can be.
 * A name without room is left out.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  size: number,
  frame: Box,
  taken: readonly Box[],
  circles: readonly Circle[],
  strokes: readonly Circle[],
): readonly Lettered[] {
  const placed: Lettered[] = [];
  for (const wish of wishes) {
    const best = bestPlace(wish, size, frame, [...taken, ...placed.map(({ box }) => box)], circles, strokes);
    if (best !== undefined) placed.push(best);
  }
  return placed;
}

function bestPlace(
  wish: LabelWish,
  size: number,
  frame: Box,
  taken: readonly Box[],
  circles: readonly Circle[],
  strokes: readonly Circle[],
) {
  const { x, y, radius } = wish.beside;
  let best: Lettered | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let ring = 0; ring < 2; ring++) {
    for (let i = 0; i < PLACES.length; i++) {
      const [dx, dy, anchor] = PLACES[i];
      const reach = radius + 3 + ring * size * 0.8;
      // The baseline sits so that the text's middle, not its foot, is level with the circle.
      const below = dy > 0.9 ? size * 0.92 : dy < -0.9 ? -size * 0.26 : size * 0.34;
      const weight = wish.weight === undefined ? {} : { weight: wish.weight };
      const label = letter(wish.text, x + dx * reach, y + dy * reach + below, { size, anchor, halo: true, ...weight });
      if (!inside(label.box, frame) || taken.some((box) => boxesOverlap(box, label.box))) continue;
      const covered = coveredShare(label.box, circles);
      if (covered > MOST_COVERED) continue;
      const crowd = coveredShare(widen(label.box, size), circles);
      const cost =
        covered +
        CROWD_COST * crowd +
        STROKE_COST * coveredShare(label.box, strokes) +
        PLACE_COST * (i + ring * PLACES.length);
      if (cost >= least) continue;
      best = label;
      least = cost;
    }
  }
  return best;
}

function widen({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function inside(box: Box, frame: Box): boolean {
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height
  );
}

/** Share of a box that circles cover, each circle taken as its bounding square shrunk to its area. */
function coveredShare(box: Box, circles: readonly Circle[]): number {
  let covered = 0;
  for (const { x, y, radius } of circles) {
    const half = radius * 0.886;
    const width = Math.min(box.x + box.width, x + half) - Math.max(box.x, x - half);
    const height = Math.min(box.y + box.height, y + half) - Math.max(box.y, y - half);
    if (width > 0 && height > 0) covered += width * height;
  }
  return covered / (box.width * box.height);
}
