/**
 * Circles that belong to one place, packed side by side, and packs of neighbouring places pushed apart.
 * Only + - * / and square roots, which every engine rounds alike, so the same plan gives the same bytes.
 */

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Pixels left free between circles of one pack, and between packs. */
const GAP = 0.8;
const PACK_GAP = 1.5;

/** A circle may rest on the last so many placed before it; keeps large packs from taking cubic time. */
const RESTS_ON = 24;

const ROUNDS = 240;

/** How much of the way back to its place a pack is drawn in each round. */
const PULL = 0.02;

export function distance(ax: number, ay: number, bx: number, by: number): number {
  return Math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by));
}

/**
 * Packs circles around [0, 0] so that none covers another: the first in the middle, each next one against two
 * of those before it, where it is nearest to the middle.
 *
 * Takes: radii, best from large to small. Gives: circles in the same order, and the radius of the whole pack.
 */
export function packCircles(radii: readonly number[]): {
  readonly circles: readonly Circle[];
  readonly radius: number;
} {
  const placed: Circle[] = [];
  for (const radius of radii) placed.push(placeNext(placed, radius));
  if (placed.length === 0) return { circles: placed, radius: 0 };

  let [x, y, weight] = [0, 0, 0];
  for (const circle of placed) {
    const area = circle.radius * circle.radius;
    x += circle.x * area;
    y += circle.y * area;
    weight += area;
  }
  const circles = placed.map((circle) => ({ ...circle, x: circle.x - x / weight, y: circle.y - y / weight }));
  return { circles, radius: Math.max(...circles.map((circle) => distance(0, 0, circle.x, circle.y) + circle.radius)) };
}

function placeNext(placed: readonly Circle[], radius: number): Circle {
  if (placed.length === 0) return { x: 0, y: 0, radius };
  if (placed.length === 1) return { x: placed[0].radius + radius + GAP, y: 0, radius };
  const first = Math.max(0, placed.length - RESTS_ON);
  let best: Circle | undefined;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = first; i < placed.length; i++) {
    for (let j = i + 1; j < placed.length; j++) {
      for (const candidate of touching(placed[i], placed[j], radius)) {
        const reach = distance(0, 0, candidate.x, candidate.y);
        if (reach >= nearest - 1e-9 || placed.some((other) => overlaps(other, candidate))) continue;
        best = candidate;
        nearest = reach;
      }
    }
  }
  if (best !== undefined) return best;
  // Nothing to rest on: set it beside the pack, which cannot overlap.
  const right = Math.max(...placed.map((circle) => circle.x + circle.radius));
  return { x: right + radius + GAP, y: 0, radius };
}

function overlaps(a: Circle, b: Circle): boolean {
  return distance(a.x, a.y, b.x, b.y) < a.radius + b.radius + GAP - 1e-6;
}

/** The two circles of a radius that touch two others (none where those are too far apart). */
function touching(a: Circle, b: Circle, radius: number): readonly Circle[] {
  const fromA = a.radius + radius + GAP;
  const fromB = b.radius + radius + GAP;
  const apart = distance(a.x, a.y, b.x, b.y);
  if (apart === 0 || apart > fromA + fromB) return [];
  const along = (apart * apart + fromA * fromA - fromB * fromB) / (2 * apart);
  const square = fromA * fromA - along * along;
  if (square < 0) return [];
  const aside = Math.sqrt(square);
  const [ux, uy] = [(b.x - a.x) / apart, (b.y - a.y) / apart];
  const [x, y] = [a.x + along * ux, a.y + along * uy];
  return [
    { x: x - aside * uy, y: y + aside * ux, radius },
    { x: x + aside * uy, y: y - aside * ux, radius },
  ];
}

/**
 * Moves discs apart until they hardly overlap, each as little from its place as that allows.
 * Gives the new middles, in the same order.
 */
export function pushApart(discs: readonly Circle[]): readonly { readonly x: number; readonly y: number }[] {
  const places = discs.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round++) {
    // The pull fades, so that the last rounds only separate.
    const pull = PULL * (1 - round / ROUNDS);
    places.forEach((place, i) => {
      place.x += pull * (discs[i].x - place.x);
      place.y += pull * (discs[i].y - place.y);
    });
    for (let i = 0; i < places.length; i++) {
      for (let j = i + 1; j < places.length; j++) separate(places[i], places[j], discs[i].radius, discs[j].radius);
    }
  }
  return places;
}

function separate(a: { x: number; y: number }, b: { x: number; y: number }, radiusA: number, radiusB: number): void {
  if (radiusA === 0 || radiusB === 0) return;
  const wanted = radiusA + radiusB + PACK_GAP;
  if (Math.abs(a.x - b.x) >= wanted || Math.abs(a.y - b.y) >= wanted) return;
  const apart = distance(a.x, a.y, b.x, b.y);
  if (apart >= wanted) return;
  const [ux, uy] = apart === 0 ? [1, 0] : [(b.x - a.x) / apart, (b.y - a.y) / apart];
  // The lighter disc moves more.
  const [massA, massB] = [radiusA * radiusA, radiusB * radiusB];
  const push = 0.5 * (wanted - apart);
  const shareA = massB / (massA + massB);
  a.x -= ux * push * shareA;
  a.y -= uy * push * shareA;
  b.x += ux * push * (1 - shareA);
  b.y += uy * push * (1 - shareA);
}
