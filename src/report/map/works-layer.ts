import type { Continent } from "../../model/types.ts";
import { escapeXml } from "../escape-xml.ts";
import { formatQuantity, formatShare } from "../format-figures.ts";
import { principalGood, type Works } from "../works-figures.ts";
import { type Circle, distance, packCircles, pushApart } from "./bubbles.ts";
import type { GoodStyle } from "./palette.ts";
import { PAPER } from "./palette.ts";
import { type Frame, type Point, tenth } from "./projection.ts";

/** Circles of all works together cover at most this share of the map. */
const MOST_COVER = 0.1;

/** Radius of the largest circle, at most, and of the smallest, in pixels on a map 800 wide. */
const LARGEST = 25;
export const SMALLEST = 1.4;

/** Radius of a works whose good has no weight: no area could be in proportion. */
export const WEIGHTLESS = 4;

/** A works' output of one good, to be drawn as a circle. */
export interface Output {
  readonly works: Works;
  readonly good: string;
  readonly amount: number;
  readonly tonnes: number;
}

export interface Bubble extends Circle {
  readonly output: Output;
}

/** The works of one area, packed. */
export interface Cluster extends Circle {
  readonly area: string;
  /** Where the area is. */
  readonly at: Point;
  readonly bubbles: readonly Bubble[];
}

/** One circle for each works and good it makes in the first place, among the goods that are shown. */
export function listOutputs(
  continent: Continent,
  works: readonly Works[],
  shown: ReadonlySet<string>,
): readonly Output[] {
  const outputs: Output[] = [];
  for (const one of works) {
    const made = new Map([...one.output].filter(([good, amount]) => shown.has(good) && amount > 0));
    const good = principalGood(continent, made);
    if (good === undefined) continue;
    const amount = made.get(good) ?? 0;
    outputs.push({ works: one, good, amount, tonnes: amount * (continent.goods[good]?.tonnesPerUnit ?? 1) });
  }
  return outputs;
}

/** Pixels of radius for the square root of a tonne a year, so that areas are in proportion to output. */
export function radiusScale(outputs: readonly Output[], frame: Frame, pixel: number): number {
  let most = 0;
  let sum = 0;
  for (const { tonnes } of outputs) {
    most = Math.max(most, tonnes);
    sum += tonnes;
  }
  if (most === 0) return 0;
  const byCover = Math.sqrt((MOST_COVER * frame.width * frame.height) / (Math.PI * sum));
  return Math.min(byCover, (LARGEST * pixel) / Math.sqrt(most));
}

/** Packs each area's works and moves the packs apart; areas in the order of their ids. */
export function layoutClusters(
  outputs: readonly Output[],
  places: ReadonlyMap<string, Point>,
  scale: number,
  pixel: number,
): readonly Cluster[] {
  const byArea = new Map<string, Output[]>();
  for (const output of outputs) {
    if (places.has(output.works.area))
      byArea.set(output.works.area, [...(byArea.get(output.works.area) ?? []), output]);
  }
  const packs = [...byArea.keys()].sort().map((area) => {
    const sorted = (byArea.get(area) ?? [])
      .map((output) => ({ output, radius: radiusOf(output, scale, pixel) }))
      .sort((a, b) => b.radius - a.radius || (a.output.good < b.output.good ? -1 : 1) || 0);
    const { circles, radius } = packCircles(sorted.map((one) => one.radius));
    const at = places.get(area) ?? [0, 0];
    return { area, at, radius, bubbles: circles.map((circle, i) => ({ ...circle, output: sorted[i].output })) };
  });
  const middles = pushApart(packs.map(({ at, radius }) => ({ x: at[0], y: at[1], radius })));
  return packs.map((pack, i) => ({
    ...pack,
    x: middles[i].x,
    y: middles[i].y,
    bubbles: pack.bubbles.map((bubble) => ({ ...bubble, x: bubble.x + middles[i].x, y: bubble.y + middles[i].y })),
  }));
}

function radiusOf({ tonnes }: Output, scale: number, pixel: number): number {
  return tonnes === 0 ? WEIGHTLESS * pixel : Math.max(SMALLEST * pixel, scale * Math.sqrt(tonnes));
}

/** Packs as SVG, each with a hairline to its area where it had to give way. */
export function drawClusters(
  continent: Continent,
  clusters: readonly Cluster[],
  styles: ReadonlyMap<string, GoodStyle>,
): readonly string[] {
  return clusters.flatMap((cluster) => {
    const [x, y] = cluster.at;
    const moved = distance(x, y, cluster.x, cluster.y) > 4;
    const hairline = moved
      ? [
          `<path d="M${x} ${y}L${tenth(cluster.x)} ${tenth(cluster.y)}" stroke="#2b2f33" stroke-opacity="0.5" stroke-width="0.7"/>`,
        ]
      : [];
    return [
      ...hairline,
      ...cluster.bubbles.map((bubble) => drawBubble(continent, bubble, styles.get(bubble.output.good))),
    ];
  });
}

function drawBubble(continent: Continent, { x, y, radius, output }: Bubble, style: GoodStyle | undefined): string {
  const { works, good, amount, tonnes } = output;
  const colour = style?.colour ?? "#888888";
  const title = `${works.site} in ${works.area}: ${formatQuantity(amount, continent.goods[good]?.unit ?? "t")}/yr of ${good}, load ${formatShare(works.load)}`;
  const paint =
    tonnes === 0
      ? `fill="${PAPER}" stroke="${colour}" stroke-width="2"`
      : `fill="${colour}" fill-opacity="0.88" stroke="${PAPER}" stroke-width="0.6"`;
  const circle = `<circle cx="${tenth(x)}" cy="${tenth(y)}" r="${tenth(radius)}" ${paint}/>`;
  return `<g><title>${escapeXml(title)}</title>${circle}${drawMark(x, y, radius, style)}</g>`;
}

/** The white dot or ring that tells goods of one colour apart. */
export function drawMark(x: number, y: number, radius: number, style: GoodStyle | undefined): string {
  if (style === undefined || style.mark === "plain") return "";
  const place = `cx="${tenth(x)}" cy="${tenth(y)}"`;
  return style.mark === "dot"
    ? `<circle ${place} r="${tenth(radius * 0.36)}" fill="${PAPER}"/>`
    : `<circle ${place} r="${tenth(radius * 0.56)}" fill="none" stroke="${PAPER}" stroke-width="${tenth(Math.max(0.5, radius * 0.16))}"/>`;
}
