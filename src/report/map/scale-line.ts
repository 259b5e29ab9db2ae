import { formatNumber } from "../format-figures.ts";
import { niceBelow } from "./legend.ts";
import { type Box, type Lettered, letter } from "./lettering.ts";
import { FAINT_INK } from "./palette.ts";
import { type Projection, tenth } from "./projection.ts";

/** The longest that the scale line may be, in pixels. */
const LONGEST = 130;

/** A line of a round number of kilometres in the lower left corner of the map; true at the map's centre. */
export function drawScaleLine({ frame, kmPerPixel }: Projection): {
  readonly svg: string;
  readonly text: Lettered;
  readonly box: Box;
} {
  const km = niceBelow(LONGEST * kmPerPixel);
  const length = km / kmPerPixel;
  const x = frame.x + 12;
  const y = frame.y + frame.height - 12;
  const text = letter(`${formatNumber(km)} km`, x + length / 2, y - 6, {
    size: 11,
    anchor: "middle",
    colour: FAINT_INK,
    halo: true,
  });
  const left = Math.min(x, text.box.x);
  const right = Math.max(x + length, text.box.x + text.box.width);
  return {
    svg: `<path d="M${tenth(x)} ${tenth(y - 4)}v4h${tenth(length)}v-4" fill="none" stroke="${FAINT_INK}" stroke-width="1"/>`,
    text,
    box: { x: left - 4, y: text.box.y - 4, width: right - left + 8, height: y + 4 - text.box.y + 4 },
  };
}
