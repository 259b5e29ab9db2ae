import { byId } from "../by-id.ts";
import { escapeXml } from "../escape-xml.ts";
import { formatQuantity } from "../format-figures.ts";
import type { Way } from "../freight-figures.ts";
import { type Circle, distance } from "./bubbles.ts";
import { INK, type ModeStyle, PAPER } from "./palette.ts";
import { type Point, tenth } from "./projection.ts";

/** A way with goods on it, ready to draw. */
export interface FlowLine {
  readonly way: Way;
  readonly from: Point;
  readonly to: Point;
  /** Tonnes a year that the line stands for. */
  readonly tonnes: number;
  readonly width: number;
}

/** Pixels of the widest line and of the thinnest on a map 800 wide. */
export const WIDEST = 8;
export const THINNEST = 0.5;

/** A line from this width on carries an arrowhead. */
const ARROW_FROM = 1;

/** From this width on a line is a ribbon. */
const RIBBON_FROM = 2.6;

/** How much wider the bed under a newly built link is than its line. */
const BED = 2.4;

/** How far a line bows to the right of travel, as a share of its length, and at most in pixels. */
const BOW = 0.09;
const MOST_BOW = 26;

export function lineWidth(tonnes: number, mostTonnes: number, widest: number): number {
  return mostTonnes > 0 ? Math.max(THINNEST, (widest * tonnes) / mostTonnes) : THINNEST;
}

/** A line as SVG, and dots along it for those who want to keep out of its way. */
export interface DrawnFlow {
  readonly svg: string;
  readonly trace: readonly Circle[];
}

/** A curve with one control point. */
interface Bend {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

/**
 * Draws lines between areas, heavy ones first. Each bows to the right of its direction, so that both ways of a
 * link are seen; several modes between the same two areas lie beside each other.
 */
export function drawFlows(lines: readonly FlowLine[], styleOf: (line: FlowLine) => ModeStyle): readonly DrawnFlow[] {
  const lanes = new Map<string, FlowLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.way.from, line.way.to]);
    lanes.set(key, [...(lanes.get(key) ?? []), line]);
  }
  const bends: { readonly line: FlowLine; readonly bend: Bend }[] = [];
  for (const beside of lanes.values()) {
    let offset = 0;
    for (const line of beside.sort(heaviestFirst)) {
      const length = distance(line.from[0], line.from[1], line.to[0], line.to[1]);
      const bow = Math.max(Math.min(BOW * length, MOST_BOW), 1.2 + line.width / 2) + offset;
      offset += line.width + 1.5;
      if (length > 0) bends.push({ line, bend: bendOf(line.from, line.to, length, bow) });
    }
  }
  return bends
    .sort((a, b) => heaviestFirst(a.line, b.line))
    .map(({ line, bend }) => ({ svg: drawFlow(line, bend, styleOf(line)), trace: traceOf(bend, line.width) }));
}

function heaviestFirst(a: FlowLine, b: FlowLine): number {
  return b.width - a.width || byId(a.way.link.id, b.way.link.id) || Number(a.way.back) - Number(b.way.back);
}

function bendOf(from: Point, to: Point, length: number, bow: number): Bend {
  // On a page, where y grows downwards, right of travel is the direction turned clockwise.
  const [rx, ry] = [-(to[1] - from[1]) / length, (to[0] - from[0]) / length];
  return { from, to, control: [(from[0] + to[0]) / 2 + 2 * bow * rx, (from[1] + to[1]) / 2 + 2 * bow * ry] };
}

function pointAt({ from, control, to }: Bend, at: number): Point {
  const [a, b, c] = [(1 - at) * (1 - at), 2 * at * (1 - at), at * at];
  return [a * from[0] + b * control[0] + c * to[0], a * from[1] + b * control[1] + c * to[1]];
}

function traceOf(bend: Bend, width: number): readonly Circle[] {
  const pieces = Math.ceil(distance(bend.from[0], bend.from[1], bend.to[0], bend.to[1]) / 5);
  const dots: Circle[] = [];
  for (let i = 1; i < pieces; i++) {
    const [x, y] = pointAt(bend, i / pieces);
    dots.push({ x, y, radius: Math.max(1, width / 2) });
  }
  return dots;
}

function drawFlow({ way, tonnes, width }: FlowLine, bend: Bend, { colour, dash }: ModeStyle): string {
  const [from, control, to] = [bend.from, bend.control, bend.to].map(([x, y]) => `${tenth(x)} ${tenth(y)}`);
  const path = `d="M${from}Q${control} ${to}" fill="none"`;
  const rhythm = dash.length === 0 ? "" : ` stroke-dasharray="${dash.join(" ")}"`;
  // A wide dashed line would be a row of bricks: there the rhythm runs as a pale line along the middle.
  const strokes =
    width < RIBBON_FROM || dash.length === 0
      ? `<path ${path} stroke="${colour}" stroke-width="${tenth(width)}"${rhythm}/>`
      : `<path ${path} stroke="${colour}" stroke-width="${tenth(width)}"/>` +
        `<path ${path} stroke="${PAPER}" stroke-opacity="0.8" stroke-width="${tenth(Math.max(0.8, width / 5))}"${rhythm}/>`;
  // What is built anew lies on a dark bed that shows on both sides.
  const bed =
    way.built > 0
      ? `<path ${path} stroke="${INK}" stroke-width="${tenth(width + BED)}"/><path ${path} stroke="${PAPER}" stroke-width="${tenth(width + BED / 2)}"/>`
      : "";
  const arrow = width >= ARROW_FROM ? arrowhead(bend, width, colour) : "";
  const goods = [...way.tonnes].map(([good, amount]) => `${good} ${formatQuantity(amount, "t")}`).join(", ");
  const title = `${way.from} to ${way.to} by ${way.link.mode}, ${formatQuantity(tonnes, "t")}/yr: ${goods}${way.built > 0 ? "; newly built" : ""}`;
  return `<g><title>${escapeXml(title)}</title>${bed}${strokes}${arrow}</g>`;
}

/** A small triangle a little past the middle of the line, pointing on; none where the line is hardly longer. */
function arrowhead(bend: Bend, width: number, colour: string): string {
  const { from, control, to } = bend;
  const at = 0.56;
  const [x, y] = pointAt(bend, at);
  const dx = (1 - at) * (control[0] - from[0]) + at * (to[0] - control[0]);
  const dy = (1 - at) * (control[1] - from[1]) + at * (to[1] - control[1]);
  const length = distance(0, 0, dx, dy);
  // It stands out to both sides, farther on a wide line, or it would be lost in it.
  const half = 0.75 * width + 1.5;
  const long = half * 1.7;
  if (length === 0 || distance(from[0], from[1], to[0], to[1]) < 4 * long) return "";
  const [ux, uy] = [dx / length, dy / length];
  const corner = (along: number, aside: number): string =>
    `${tenth(x + along * ux - aside * uy)} ${tenth(y + along * uy + aside * ux)}`;
  return `<path d="M${corner(long, 0)}L${corner(-long / 2, half)}L${corner(-long / 2, -half)}Z" fill="${colour}"/>`;
}
