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
  const names: string[] = [];
  curves.forEach(({ name, points }, c) => {
    const known = points.filter(({ gap }) => Number.isFinite(gap) && gap > 0);
    if (known.length === 0) return;
    let path = "";
    known.forEach(({ seconds, gap }, k) => {
      const [px, py] = [x(seconds).toFixed(1), y(gap).toFixed(1)];
      path += k === 0 ? `M${px} ${py}` : `H${px}V${py}`;
    });
    const last = known[known.length - 1];
    const colour = COLOURS[c % COLOURS.length];
    lines.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    const place = `x="${x(last.seconds) + 6}" y="${y(last.gap) + 4}"`;
    names.push(`<text ${place} fill="${colour}" stroke="#fff" stroke-width="4" paint-order="stroke">${name}</text>`);
  });
  // Names come last, on a rim of white, so that no line is drawn over them.
  lines.push(...names, "</svg>");
  return `${lines.join("\n")}\n`;
}
