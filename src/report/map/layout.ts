import type { Continent } from "../../model/types.ts";
import type { Plan } from "../../plan/types.ts";
import { byId } from "../by-id.ts";
import { countOf, formatCount, formatJoules, formatQuantity, formatShare } from "../format-figures.ts";
import { freightFigures, listTerminals, type Way } from "../freight-figures.ts";
import { listWorks, type Works } from "../works-figures.ts";
import { drawFlows, type FlowLine, lineWidth, WIDEST } from "./flow-lines.ts";
import { drawLegend, type GoodEntry, type ModeEntry } from "./legend.ts";
import { type LabelWish, type Lettered, letter, placeLabels, shortenTo } from "./lettering.ts";
import { FAINT_INK, type GoodStyle, goodStyle, INK, type ModeStyle, modeStyles } from "./palette.ts";
import { fitProjection, type Point, type Projection } from "./projection.ts";
import { drawScaleLine } from "./scale-line.ts";
import { drawTerminals, shownTerminals } from "./terminals-layer.ts";
import { type Cluster, drawClusters, layoutClusters, listOutputs, type Output, radiusScale } from "./works-layer.ts";

/** A map laid out: its parts as SVG, and where every line of text stands. */
export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly projection: Projection;
  readonly title: string;
  readonly description: string;
  readonly flows: readonly string[];
  readonly dots: readonly Point[];
  readonly works: readonly string[];
  readonly clusters: readonly Cluster[];
  /** Drawn over the map: scale line and legend. */
  readonly furniture: readonly string[];
  /** Every line of text of the picture; no two of their boxes overlap. */
  readonly texts: readonly Lettered[];
}

export interface LayoutOptions {
  readonly width: number;
  readonly title?: string;
  /** Goods that are shown; absent: all. */
  readonly goods?: ReadonlySet<string>;
  /** The most area names, largest population first. */
  readonly mostLabels: number;
}

const EDGE = 16;
const TITLE_HEIGHT = 58;
const LABEL = 11.5;

/** Decides where everything on the map goes. */
export function layoutMap(continent: Continent, plan: Plan, options: LayoutOptions): MapLayout {
  const { width } = options;
  const pixel = width / 800;
  const works = listWorks(continent, plan);
  const freight = freightFigures(continent, plan);
  const goods = goodsOf(plan, works, freight.ways).filter((good) => options.goods?.has(good) ?? true);
  const shown = new Set(goods);
  const styles = stylesOf(continent);
  const areas = Object.keys(continent.areas).sort(byId);
  const projection = fitProjection(
    areas.map((area) => continent.areas[area].at),
    { x: 0, y: TITLE_HEIGHT, width, margin: 58 * pixel },
    0.5,
    1.05,
  );
  const places = new Map(areas.map((area) => [area, projection.project(continent.areas[area].at)]));

  const outputs = listOutputs(continent, works, shown);
  const scale = radiusScale(outputs, projection.frame, pixel);
  const clusters = layoutClusters(outputs, places, scale, pixel);

  const lines = flowLines(freight.ways, shown, places, WIDEST * pixel);
  const mostFlow = lines.reduce((most, { tonnes }) => Math.max(most, tonnes), 0);
  const modes = modeStyles(Object.keys(continent.modes).sort(byId));
  const single = goods.length === 1 ? styles.get(goods[0]) : undefined;
  const styleOfMode = (mode: string): ModeStyle => {
    const style = modes.get(mode) ?? { colour: FAINT_INK, dash: [] };
    return single === undefined ? style : { ...style, colour: single.colour };
  };

  const terminals = shownTerminals(listTerminals(continent, plan), plan, options.goods);
  const middles = new Map(clusters.map(({ area, x, y, radius }) => [area, { x, y, radius }]));
  const foot = (area: string): Point | undefined => {
    const place = places.get(area);
    const { x, y, radius } = middles.get(area) ?? { x: place?.[0] ?? 0, y: place?.[1] ?? 0, radius: 2 };
    return place === undefined ? undefined : [x, y + radius];
  };
  const diamonds = drawTerminals(terminals, foot, pixel, styleOfMode);

  const title = options.title ?? (continent.name.trim() || "Continent");
  const description = describe(plan, works, areas.length, goods, options.goods !== undefined);
  const head = titleTexts(title, description, width);
  const scaleLine = drawScaleLine(projection);
  const legend = drawLegend(
    {
      goods: goods.map((good) => goodEntry(continent, plan, good, works, outputs, styles)),
      modes: modeEntries(lines, styleOfMode),
      hasBuilt: lines.some(({ way }) => way.built > 0),
      terminals: {
        standing: terminals.some(({ sizes }) => sizes.length === 0),
        built: terminals.some(({ sizes }) => sizes.length > 0),
      },
      radiusScale: scale,
      mostOutput: outputs.reduce((most, { tonnes }) => Math.max(most, tonnes), 0),
      widthScale: mostFlow > 0 ? (WIDEST * pixel) / mostFlow : 0,
      mostFlow,
    },
    EDGE,
    TITLE_HEIGHT + projection.frame.height + 12,
    width - 2 * EDGE,
  );
  const flows = drawFlows(lines, ({ way }) => styleOfMode(way.link.mode));
  const inside = shrink(projection.frame, 4);
  const labels = placeLabels(
    labelWishes(continent, areas, places, clusters).slice(0, options.mostLabels),
    LABEL,
    inside,
    [scaleLine.box],
    [...clusters.flatMap(({ bubbles }) => bubbles), ...diamonds.circles],
    flows.flatMap(({ trace }) => trace),
  );
  return {
    width,
    height: Math.ceil(TITLE_HEIGHT + projection.frame.height + 12 + legend.height + 6),
    projection,
    title,
    description,
    flows: flows.map(({ svg }) => svg),
    dots: [...places.values()],
    works: [...drawClusters(continent, clusters, styles), ...diamonds.svg],
    clusters,
    furniture: [scaleLine.svg, ...legend.svg],
    texts: [...head, ...labels, scaleLine.text, ...legend.texts],
  };
}

/** Goods that are made, used, let go or travel in a plan, by id. */
function goodsOf(plan: Plan, works: readonly Works[], ways: readonly Way[]): readonly string[] {
  const goods = new Set<string>();
  for (const { good, used, taken, made, surplus } of plan.balances)
    if (used + taken + made + surplus > 0) goods.add(good);
  for (const { output } of works) for (const good of output.keys()) goods.add(good);
  for (const { tonnes } of ways) for (const good of tonnes.keys()) goods.add(good);
  return [...goods].sort(byId);
}

/**
 * A style for every good of the continent, those that recipes make first: fixed by the continent, so that
 * two plans of it can be laid side by side.
 */
function stylesOf(continent: Continent): ReadonlyMap<string, GoodStyle> {
  const made = new Set(Object.values(continent.recipes).flatMap(({ makes }) => Object.keys(makes)));
  const goods = Object.keys(continent.goods).sort((a, b) => Number(made.has(b)) - Number(made.has(a)) || byId(a, b));
  return new Map(goods.map((good, index) => [good, goodStyle(index)]));
}

function flowLines(
  ways: readonly Way[],
  shown: ReadonlySet<string>,
  places: ReadonlyMap<string, Point>,
  widest: number,
): readonly FlowLine[] {
  const lines: Omit<FlowLine, "width">[] = [];
  for (const way of ways) {
    const from = places.get(way.from);
    const to = places.get(way.to);
    const kept = [...way.tonnes].filter(([good]) => shown.has(good));
    const tonnes = kept.reduce((sum, [, amount]) => sum + amount, 0);
    if (from === undefined || to === undefined || tonnes <= 0) continue;
    lines.push({ way: { ...way, tonnes: new Map(kept), total: tonnes }, from, to, tonnes });
  }
  const most = lines.reduce((sum, { tonnes }) => Math.max(sum, tonnes), 0);
  return lines.map((line) => ({ ...line, width: lineWidth(line.tonnes, most, widest) }));
}

function goodEntry(
  continent: Continent,
  plan: Plan,
  good: string,
  works: readonly Works[],
  outputs: readonly Output[],
  styles: ReadonlyMap<string, GoodStyle>,
): GoodEntry {
  const { unit, tonnesPerUnit } = continent.goods[good] ?? { unit: "t", tonnesPerUnit: 1 };
  const makers = works.filter(({ output }) => (output.get(good) ?? 0) > 0);
  const own = outputs.filter((output) => output.good === good).length;
  const made = makers.reduce((sum, { output }) => sum + (output.get(good) ?? 0), 0);
  const supplied = plan.balances.reduce((sum, balance) => sum + (balance.good === good ? balance.supplied : 0), 0);
  const note =
    makers.length > 0
      ? own === 0
        ? `${formatQuantity(made, unit)} beside`
        : `${countOf(makers.length, "works", "works")}, ${formatQuantity(made, unit)}`
      : supplied > 0
        ? `${formatQuantity(supplied, unit)} found`
        : "none made";
  const shown = own === 0 ? "named" : tonnesPerUnit === 0 ? "ring" : "circle";
  return { good, note, style: styles.get(good) ?? goodStyle(0), shown };
}

function modeEntries(lines: readonly FlowLine[], styleOf: (mode: string) => ModeStyle): readonly ModeEntry[] {
  const tonneKm = new Map<string, number>();
  for (const { way, tonnes } of lines)
    tonneKm.set(way.link.mode, (tonneKm.get(way.link.mode) ?? 0) + tonnes * way.link.km);
  const total = [...tonneKm.values()].reduce((sum, value) => sum + value, 0);
  return [...tonneKm.keys()].sort(byId).map((mode) => {
    const own = tonneKm.get(mode) ?? 0;
    return {
      mode,
      note: `${formatCount(own)}${total > 0 ? ` (${formatShare(own / total)})` : ""}`,
      style: styleOf(mode),
    };
  });
}

function describe(plan: Plan, works: readonly Works[], areas: number, goods: readonly string[], some: boolean): string {
  const open = works.filter(({ open }) => open);
  if (some) {
    const makers = open.filter(({ output }) => goods.some((good) => (output.get(good) ?? 0) > 0)).length;
    return `${goods.join(", ")}: made in ${countOf(makers, "works", "works")} for ${countOf(areas, "area")}`;
  }
  return `${countOf(open.length, "works", "works")} supply ${countOf(areas, "area")} for ${formatJoules(plan.energy.total)} a year`;
}

function titleTexts(title: string, description: string, width: number): readonly Lettered[] {
  const room = width - 2 * EDGE;
  return [
    letter(shortenTo(title, room, 20, 600), EDGE, 27, { size: 20, weight: 600, colour: INK }),
    letter(shortenTo(description, room, 12.5), EDGE, 46, { size: 12.5, colour: FAINT_INK }),
  ];
}

/** Names of areas, most people first, each beside its works (or its dot). */
function labelWishes(
  continent: Continent,
  areas: readonly string[],
  places: ReadonlyMap<string, Point>,
  clusters: readonly Cluster[],
): readonly LabelWish[] {
  const byArea = new Map(clusters.map((cluster) => [cluster.area, cluster]));
  return [...areas]
    .sort((a, b) => continent.areas[b].population - continent.areas[a].population || byId(a, b))
    .map((area) => {
      const cluster = byArea.get(area);
      const [x, y] = places.get(area) ?? [0, 0];
      return { text: area, beside: cluster ?? { x, y, radius: 2 } };
    });
}

function shrink(frame: Projection["frame"], by: number): Projection["frame"] {
  return { x: frame.x + by, y: frame.y + by, width: frame.width - 2 * by, height: frame.height - 2 * by };
}
