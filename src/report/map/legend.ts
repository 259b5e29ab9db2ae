import { powerOfTenBelow } from "../../base/scale.ts";
import { formatQuantity } from "../format-figures.ts";
import { type Lettered, letter, shortenTo, textWidth } from "./lettering.ts";
import { FAINT_INK, type GoodStyle, INK, type ModeStyle, PAPER } from "./palette.ts";
import { tenth } from "./projection.ts";
import { DIAMOND, drawDiamond } from "./terminals-layer.ts";
import { drawMark } from "./works-layer.ts";

/** What the legend says of one good. */
export interface GoodEntry {
  readonly good: string;
  readonly note: string;
  readonly style: GoodStyle;
  /** How it is shown: as a filled circle, a ring (no weight), or only named because no circle is its own. */
  readonly shown: "circle" | "ring" | "named";
}

export interface ModeEntry {
  readonly mode: string;
  readonly note: string;
  readonly style: ModeStyle;
}

export interface LegendContent {
  readonly goods: readonly GoodEntry[];
  readonly modes: readonly ModeEntry[];
  /** Pixels of radius for the square root of a tonne a year; 0 where no works is drawn to scale. */
  readonly radiusScale: number;
  readonly mostOutput: number;
  /** Pixels of width for a tonne a year; 0 where nothing travels. */
  readonly widthScale: number;
  readonly mostFlow: number;
  /** Whether a link that is newly built is drawn. */
  readonly hasBuilt: boolean;
  /** Whether terminals are drawn that stand, and that are newly built. */
  readonly terminals: { readonly standing: boolean; readonly built: boolean };
}

export interface Legend {
  readonly svg: readonly string[];
  readonly texts: readonly Lettered[];
  /** Pixels from the top of the legend to its foot. */
  readonly height: number;
}

const SIZE = 11;
const LINE = 16;
const HEADING = 18;

/** The least room for one good: its mark, its name and its figures. */
const COLUMN = 225;

/** The least room for one of the blocks under the goods. */
const LEAST_BLOCK = 180;

/** Draws a part of the legend at [left, top], no wider than its room. */
type Block = (left: number, top: number, room: number) => Legend;

/** The largest of 1, 2, 5, 10, 20... that is not above a value. */
export function niceBelow(value: number): number {
  if (!(value > 0)) return 0;
  const limit = value * (1 + 1e-9);
  const power = powerOfTenBelow(limit);
  return ([5, 2].find((step) => step * power <= limit) ?? 1) * power;
}

/** The legend under a map: goods, circle sizes, line widths, modes, each with its unit. */
export function drawLegend(content: LegendContent, x: number, y: number, width: number): Legend {
  const parts: Legend[] = [];
  let top = y;
  const add = (part: Legend): void => {
    parts.push(part);
    top += part.height;
  };
  if (content.goods.length > 0) add(goodsBlock(content.goods, x, top, width));
  const blocks: { readonly share: number; readonly draw: Block }[] = [];
  if (content.radiusScale > 0)
    blocks.push({ share: 1, draw: (left, foot, room) => sizesBlock(content, left, foot, room) });
  if (content.widthScale > 0)
    blocks.push({ share: 1, draw: (left, foot, room) => widthsBlock(content, left, foot, room) });
  // Names and figures stand beside each other here, which takes more room.
  if (content.modes.length > 0)
    blocks.push({ share: 1.4, draw: (left, foot, room) => modesBlock(content.modes, left, foot, room) });
  const perRow = Math.max(1, Math.min(blocks.length, Math.floor(width / LEAST_BLOCK)));
  for (let first = 0; first < blocks.length; first += perRow) {
    const beside = blocks.slice(first, first + perRow);
    const perShare = width / beside.reduce((sum, { share }) => sum + share, 0);
    let left = x;
    const row = beside.map(({ share, draw }) => {
      const room = share * perShare;
      left += room;
      return draw(left - room, top, room - 14);
    });
    add({
      svg: row.flatMap(({ svg }) => svg),
      texts: row.flatMap(({ texts }) => texts),
      height: Math.max(...row.map(({ height }) => height)),
    });
  }
  return { svg: parts.flatMap(({ svg }) => svg), texts: parts.flatMap(({ texts }) => texts), height: top - y };
}

function heading(text: string, x: number, y: number, room: number): Lettered {
  return letter(shortenTo(text, room, SIZE, 600), x, y + 12, { size: SIZE, weight: 600, colour: INK });
}

interface Named {
  readonly name: string;
  readonly note: string;
  readonly y: number;
}

/** Names in ink, one under the other, and their notes in faint ink in a column behind; cut to the room there is. */
function namesAndNotes(rows: readonly Named[], x: number, room: number): readonly Lettered[] {
  const names = rows.map(({ name }) => shortenTo(name, room * 0.58, SIZE));
  const after = Math.max(0, ...names.map((name) => textWidth(name, SIZE))) + 6;
  return rows.flatMap(({ note, y }, i) => {
    const rest = shortenTo(note, room - after, SIZE);
    const name = letter(names[i], x, y, { size: SIZE, colour: INK });
    return rest === "…" || rest === "" ? [name] : [name, letter(rest, x + after, y, { size: SIZE, colour: FAINT_INK })];
  });
}

function goodsBlock(goods: readonly GoodEntry[], x: number, y: number, width: number): Legend {
  const columns = Math.min(goods.length, Math.max(1, Math.floor(width / COLUMN)));
  const rows = Math.ceil(goods.length / columns);
  const room = width / Math.max(columns, Math.floor(width / COLUMN));
  const svg: string[] = [];
  const texts: Lettered[] = [heading("Goods: works and what they make in a year", x, y, width)];
  for (let column = 0; column * rows < goods.length; column++) {
    const left = x + column * room;
    const named = goods.slice(column * rows, (column + 1) * rows).map((entry, i) => {
      const middle = y + HEADING + i * LINE + LINE / 2;
      svg.push(drawChip(left + 6, middle, entry));
      return { name: entry.good, note: entry.note, y: middle + 4 };
    });
    texts.push(...namesAndNotes(named, left + 17, room - 25));
  }
  return { svg, texts, height: HEADING + rows * LINE + 8 };
}

function drawChip(x: number, y: number, { style, shown }: GoodEntry): string {
  const place = `cx="${tenth(x)}" cy="${tenth(y)}"`;
  if (shown === "circle")
    return `<circle ${place} r="5.5" fill="${style.colour}" fill-opacity="0.88"/>${drawMark(x, y, 5.5, style)}`;
  if (shown === "ring") return `<circle ${place} r="4" fill="none" stroke="${style.colour}" stroke-width="2"/>`;
  return `<circle ${place} r="2" fill="${style.colour}"/>`;
}

function sizesBlock({ radiusScale, mostOutput }: LegendContent, x: number, y: number, room: number): Legend {
  const values = [...new Set([mostOutput, mostOutput / 5, mostOutput / 30].map(niceBelow))].filter(
    (value) => value > 0,
  );
  const radii = values.map((value) => radiusScale * Math.sqrt(value));
  const largest = radii[0];
  const foot = y + HEADING + Math.max(2 * largest, values.length * LINE) + 5;
  const middle = x + largest + 1;
  const labelX = x + 2 * largest + 16;
  const svg: string[] = [];
  const texts: Lettered[] = [heading("Circles: output, by area", x, y, room)];
  values.forEach((value, i) => {
    const top = foot - 2 * radii[i];
    // The labels keep a line's distance from each other, however close the circles' tops are.
    const labelY = Math.min(top, foot - (values.length - 1 - i) * LINE - 6) + 4;
    svg.push(
      `<circle cx="${tenth(middle)}" cy="${tenth(foot - radii[i])}" r="${tenth(radii[i])}" fill="none" stroke="${FAINT_INK}" stroke-width="0.8"/>`,
      `<path d="M${tenth(middle)} ${tenth(top)}L${tenth(labelX - 6)} ${tenth(labelY - 4)}H${tenth(labelX - 3)}" fill="none" stroke="${FAINT_INK}" stroke-width="0.5"/>`,
    );
    texts.push(letter(`${formatQuantity(value, "t", 1)}/yr`, labelX, labelY, { size: SIZE, colour: INK }));
  });
  return { svg, texts, height: foot - y + 10 };
}

function widthsBlock(
  { widthScale, mostFlow, hasBuilt, terminals }: LegendContent,
  x: number,
  y: number,
  room: number,
): Legend {
  const values = [...new Set([mostFlow, mostFlow / 4, mostFlow / 16].map(niceBelow))].filter((value) => value > 0);
  const svg: string[] = [];
  const texts: Lettered[] = [heading("Lines: flow, by width", x, y, room)];
  values.forEach((value, i) => {
    const middle = y + HEADING + i * LINE + LINE / 2;
    svg.push(
      `<path d="M${tenth(x)} ${tenth(middle)}h34" stroke="${FAINT_INK}" stroke-width="${tenth(Math.max(0.5, widthScale * value))}"/>`,
    );
    texts.push(letter(`${formatQuantity(value, "t", 1)}/yr`, x + 42, middle + 4, { size: SIZE, colour: INK }));
  });
  texts.push(
    letter("each way bows to its right", x, y + HEADING + values.length * LINE + 12, { size: SIZE, colour: FAINT_INK }),
  );
  let rows = values.length + 1;
  const row = (text: string, draw: (middle: number) => string): void => {
    const middle = y + HEADING + rows * LINE + LINE / 2;
    svg.push(draw(middle));
    texts.push(letter(text, x + 42, middle + 4, { size: SIZE, colour: INK }));
    rows++;
  };
  if (hasBuilt) {
    row("newly built", (middle) => {
      const line = `d="M${tenth(x)} ${tenth(middle)}h34"`;
      return `<path ${line} stroke="${INK}" stroke-width="4.4"/><path ${line} stroke="${PAPER}" stroke-width="3.2"/><path ${line} stroke="${FAINT_INK}" stroke-width="2"/>`;
    });
  }
  const diamond = (isNew: boolean) => (middle: number) => drawDiamond(x + 17, middle, DIAMOND, FAINT_INK, isNew);
  if (terminals.standing) row("terminal", diamond(false));
  if (terminals.built) row("terminal, newly built", diamond(true));
  return { svg, texts, height: HEADING + rows * LINE + 8 };
}

function modesBlock(modes: readonly ModeEntry[], x: number, y: number, room: number): Legend {
  const svg: string[] = [];
  const named = modes.map(({ mode, note, style }, i) => {
    const middle = y + HEADING + i * LINE + LINE / 2;
    const rhythm = style.dash.length === 0 ? "" : ` stroke-dasharray="${style.dash.join(" ")}"`;
    svg.push(`<path d="M${tenth(x)} ${tenth(middle)}h34" stroke="${style.colour}" stroke-width="2.2"${rhythm}/>`);
    return { name: mode, note, y: middle + 4 };
  });
  return {
    svg,
    texts: [heading("Modes: tonne-kilometres a year", x, y, room), ...namesAndNotes(named, x + 42, room - 42)],
    height: HEADING + modes.length * LINE + 8,
  };
}
