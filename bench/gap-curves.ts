/** Draws how a gap falls with time: one line for each run, both axes by powers of ten. */

export interface Curve {
  readonly name: string;
  /** Seconds, and gap as a part of one. */
  readonly points: readonly { readonly seconds: number; readonly gap: number }[];
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 64;
const RIGHT = 150;
const TOP = 20;
const BOTTOM = 44;
const COLOURS = ["#0b6e8a", "#b3541e", "#4a7a2c", "#6b4a8a", "#8a6d0b"];
const SECONDS = [0.1, 1000];
const GAPS = [0.001, 0.1];

export function gapCurves(title: string, curves: readonly Curve[]): string {
  const x = (seconds: number): number =>
    LEFT +
    ((WIDTH - LEFT - RIGHT) * Math.log(Math.max(seconds, SECONDS[0]) / SECONDS[0])) / Math.log(SECONDS[1] / SECONDS[0]);
  const y = (gap: number): number => {
    const held = Math.min(Math.max(gap, GAPS[0]), GAPS[1]);
    return TOP + ((HEIGHT - TOP - BOTTOM) * Math.log(GAPS[1] / held)) / Math.log(GAPS[1] / GAPS[0]);
  };
  const lines: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="${title}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
  ];
  for (const seconds of [0.1, 1, 10, 100, 1000]) {
    lines.push(`<path d="M${x(seconds)} ${TOP}V${HEIGHT - BOTTOM}" stroke="#ddd"/>`);
    lines.push(`<text x="${x(seconds)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${seconds}</text>`);
  }
  for (const gap of [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]) {
    lines.push(`<path d="M${LEFT} ${y(gap)}H${WIDTH - RIGHT}" stroke="#ddd"/>`);
    lines.push(`<text x="${LEFT - 6}" y="${y(gap) + 4}" text-anchor="end">${+(100 * gap).toFixed(1)} %</text>`);
  }
  lines.push(`<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">seconds</text>`);
  const drawn = curves.flatMap(({ name, points }, c): Drawn[] => {
    const known = points.filter(({ gap }) => Number.isFinite(gap) && gap > 0);
    if (known.length === 0) return [];
    const steps = known.map(({ seconds, gap }) => ({ x: +x(seconds).toFixed(1), y: +y(gap).toFixed(1) }));
    return [{ name, steps, colour: COLOURS[c % COLOURS.length] }];
  });
  for (const { steps, colour } of drawn) {
    const path = steps.map((at, k) => (k === 0 ? `M${at.x} ${at.y}` : `H${at.x}V${at.y}`)).join("");
    lines.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
  }
  const places = placeNames(drawn);
  const names = drawn.map(({ name, colour }, c) => {
    const place = `x="${places[c].left.toFixed(1)}" y="${(places[c].bottom - LETTERS.below).toFixed(1)}"`;
    return `<text ${place} fill="${colour}" stroke="#fff" stroke-width="4" paint-order="stroke">${name}</text>`;
  });
  // Names come last, on a rim of white, so that no line is drawn over them.
  lines.push(...names, "</svg>");
  return `${lines.join("\n")}\n`;
}

/** A curve in the picture's units: a step goes right, then down or up. */
interface Drawn {
  readonly name: string;
  readonly colour: string;
  readonly steps: readonly { readonly x: number; readonly y: number }[];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How wide a letter is at most, and how far letters reach above and below their line. */
const LETTERS = { width: 7, above: 10, below: 3 };

/** Puts each name by the end of its curve, the first place there that no curve and no other name runs through. */
function placeNames(drawn: readonly Drawn[]): Box[] {
  const lines = drawn.flatMap(({ steps }) =>
    steps.flatMap((at, k): Box[] => {
      if (k === 0) return [];
      const before = steps[k - 1];
      const across = { left: before.x, right: at.x, top: before.y, bottom: before.y };
      const down = { left: at.x, right: at.x, top: Math.min(before.y, at.y), bottom: Math.max(before.y, at.y) };
      return [across, down];
    }),
  );
  const places: Box[] = [];
  for (const { name, steps } of drawn) {
    const { x, y } = steps[steps.length - 1];
    const around = placesAround(x, y, name.length * LETTERS.width);
    const taken = (box: Box): number => [...lines, ...places].filter((other) => touch(box, other)).length;
    places.push(around.find((box) => taken(box) === 0) ?? around[0]);
  }
  return places;
}

/** Places for a name of a width near a point, the nearest first: right of it, below, above, left, and again farther away. */
function placesAround(x: number, y: number, width: number): Box[] {
  const height = LETTERS.above + LETTERS.below;
  return [6, 14, 24, 36].flatMap((away) =>
    [
      { left: x + away, top: y - height / 2 },
      { left: x - width / 2, top: y + away },
      { left: x + away, top: y + away },
      { left: x - width / 2, top: y - away - height },
      { left: x - away - width, top: y - height / 2 },
    ].map(({ left, top }) => ({ left, right: left + width, top, bottom: top + height })),
  );
}

function touch(one: Box, other: Box): boolean {
  return one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom;
}
