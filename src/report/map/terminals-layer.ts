import type { Plan } from "../../plan/types.ts";
import { byId } from "../by-id.ts";
import { escapeXml } from "../escape-xml.ts";
import { formatQuantity, formatShare } from "../format-figures.ts";
import type { Terminal } from "../freight-figures.ts";
import type { Circle } from "./bubbles.ts";
import { INK, type ModeStyle, PAPER } from "./palette.ts";
import { type Point, tenth } from "./projection.ts";

/** Half the diagonal of a terminal's diamond, in pixels on a map 800 wide, and the steps between those of one area. */
export const DIAMOND = 4;
const STEP = 9.5;

/** How much larger the bed under a newly built terminal is. */
const BED = 2.2;

/** What is drawn of terminals: as SVG, and where names must keep away. */
export interface DrawnTerminals {
  readonly svg: readonly string[];
  readonly circles: readonly Circle[];
}

/**
 * Terminals that are limited or built as diamonds in their mode's colour, below the works of their area; the new ones on
 * a dark bed, as new links are.
 *
 * @param foot where the drawing of an area ends below: its works, or its dot.
 */
export function drawTerminals(
  terminals: readonly Terminal[],
  foot: (area: string) => Point | undefined,
  pixel: number,
  styleOf: (mode: string) => ModeStyle,
): DrawnTerminals {
  const svg: string[] = [];
  const circles: Circle[] = [];
  const byArea = new Map<string, Terminal[]>();
  for (const one of terminals) {
    byArea.set(one.terminal.area, [...(byArea.get(one.terminal.area) ?? []), one]);
  }
  for (const area of [...byArea.keys()].sort(byId)) {
    const beside = (byArea.get(area) ?? []).sort((a, b) => byId(a.terminal.mode, b.terminal.mode));
    const below = foot(area);
    if (below === undefined) continue;
    const radius = DIAMOND * pixel;
    beside.forEach((one, place) => {
      const x = below[0] + (place - (beside.length - 1) / 2) * STEP * pixel;
      const y = below[1] + radius + BED;
      svg.push(drawTerminal(one, x, y, radius, styleOf(one.terminal.mode).colour));
      circles.push({ x, y, radius: radius + BED });
    });
  }
  return { svg, circles };
}

function drawTerminal(
  { terminal, sizes, tonnes, use }: Terminal,
  x: number,
  y: number,
  radius: number,
  colour: string,
) {
  const isNew = sizes.length > 0;
  const full = use === undefined ? "" : `, ${formatShare(use)} of its room`;
  const title = `${terminal.mode} terminal of ${terminal.area}: ${formatQuantity(tonnes, "t")}/yr loaded and unloaded${full}${isNew ? "; newly built" : ""}`;
  return `<g><title>${escapeXml(title)}</title>${drawDiamond(x, y, radius, colour, isNew)}</g>`;
}

export function drawDiamond(x: number, y: number, radius: number, colour: string, isNew: boolean): string {
  const diamond = (half: number, fill: string): string =>
    `<path d="M${tenth(x)} ${tenth(y - half)}L${tenth(x + half)} ${tenth(y)}L${tenth(x)} ${tenth(y + half)}L${tenth(x - half)} ${tenth(y)}Z" fill="${fill}"/>`;
  const bed = isNew ? `${diamond(radius + BED, INK)}${diamond(radius + BED / 2, PAPER)}` : diamond(radius + 0.9, PAPER);
  return `${bed}${diamond(radius, colour)}`;
}

/** The terminals that handle some of the goods that are shown; all of them where all goods are. */
export function shownTerminals(
  terminals: readonly Terminal[],
  plan: Plan,
  shown: ReadonlySet<string> | undefined,
): readonly Terminal[] {
  if (shown === undefined) return terminals;
  const key = (area: string, mode: string): string => JSON.stringify([area, mode]);
  const used = new Set(plan.transfers.filter(({ good }) => shown.has(good)).map(({ area, mode }) => key(area, mode)));
  return terminals.filter(({ terminal: { area, mode } }) => used.has(key(area, mode)));
}
