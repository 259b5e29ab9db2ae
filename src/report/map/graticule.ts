import type { LonLat, Projection } from "./projection.ts";

/** Degrees between lines, and between the points a line is drawn through. */
const EVERY = 10;
const STEP = 2;

/** Meridians and parallels every ten degrees, as one SVG path; only what touches the frame. */
export function graticulePath(projection: Projection): string {
  const lines: LonLat[][] = [];
  for (let longitude = -180; longitude < 180; longitude += EVERY) {
    const line: LonLat[] = [];
    for (let latitude = -80; latitude <= 80; latitude += STEP) line.push([longitude, latitude]);
    lines.push(line);
  }
  for (let latitude = -80; latitude <= 80; latitude += EVERY) {
    const line: LonLat[] = [];
    for (let longitude = -180; longitude <= 180; longitude += STEP) line.push([longitude, latitude]);
    lines.push(line);
  }
  return lines.map((line) => visiblePieces(line, projection)).join("");
}

function visiblePieces(line: readonly LonLat[], projection: Projection): string {
  const { x, y, width, height } = projection.frame;
  let path = "";
  let previous: readonly [number, number] | undefined;
  let drawing = false;
  for (const at of line) {
    const { point, far } = projection.projectNear(at);
    const near =
      !far &&
      point[0] > x - width / 2 &&
      point[0] < x + 1.5 * width &&
      point[1] > y - height / 2 &&
      point[1] < y + 1.5 * height;
    if (near && previous !== undefined) {
      path += drawing ? `L${point[0]} ${point[1]}` : `M${previous[0]} ${previous[1]}L${point[0]} ${point[1]}`;
      drawing = true;
    } else drawing = false;
    previous = near ? point : undefined;
  }
  return path;
}
