import type { Decision } from "./decision.ts";
import type { Indexed } from "./indexed.ts";
import { tagsOf } from "./tags.ts";

/** Books what is decided about a part of a continent (`partOfContinent`) into a decision about the whole. */
export function liftPart(whole: Indexed, part: Indexed, own: Decision, into: Decision): void {
  const goodAt = positionsIn(whole.goods, part.goods);
  const siteAt = positionsIn(whole.sites, part.sites);
  part.sites.forEach((_, i) => {
    const [first, start] = [part.moduleStart[i], whole.moduleStart[siteAt[i]]];
    for (let k = first; k < part.moduleStart[i + 1]; k++) {
      const module = start + k - first;
      into.kept[module] = own.kept[k];
      into.built[module] = own.built[k];
      const shift = whole.activityStart[module] - part.activityStart[k];
      for (let a = part.activityStart[k]; a < part.activityStart[k + 1]; a++) into.runs[a + shift] = own.runs[a];
    }
  });
  // A part has all areas.
  const everywhere = Int32Array.from(part.areas.keys());
  for (const table of ["supplied", "surplus", "unmet"] as const)
    copyRows(own[table], into[table], everywhere, goodAt, whole.goods.length);
  liftWays(whole, part, own, into, goodAt);
  liftTags(whole, part, own, into);
}

function positionsIn(ids: readonly string[], own: readonly string[]): Int32Array {
  const at = new Map(ids.map((id, position) => [id, position]));
  return Int32Array.from(own, (id) => at.get(id)!);
}

/** Copies a table over places and goods; row r goes to row `rowAt[r]`. */
function copyRows(
  from: Float64Array,
  to: Float64Array,
  rowAt: Int32Array,
  goodAt: Int32Array,
  goodCount: number,
): void {
  rowAt.forEach((row, r) => {
    goodAt.forEach((good, g) => {
      to[row * goodCount + good] = from[r * goodAt.length + g];
    });
  });
}

/** What travels on links, what is loaded and unloaded, and what is built of both. */
function liftWays(whole: Indexed, part: Indexed, own: Decision, into: Decision, goodAt: Int32Array): void {
  const linkAt = positionsIn(
    whole.continent.links.map(({ id }) => id),
    part.continent.links.map(({ id }) => id),
  );
  linkAt.forEach((link, l) => {
    const shift = whole.linkSizeStart[link] - part.linkSizeStart[l];
    for (let size = part.linkSizeStart[l]; size < part.linkSizeStart[l + 1]; size++)
      into.linkBuilt[size + shift] = own.linkBuilt[size];
  });
  const arcOf = new Map<number, number>();
  whole.arcLink.forEach((link, arc) => {
    arcOf.set(2 * link + whole.arcWay[arc], arc);
  });
  const arcAt = part.arcLink.map((link, arc) => arcOf.get(2 * linkAt[link] + part.arcWay[arc])!);
  copyRows(own.flow, into.flow, arcAt, goodAt, whole.goods.length);
  // A part has all modes.
  const nodeAt = part.nodeArea.map((area, node) => whole.nodeOf[area * whole.modes.length + part.nodeMode[node]]);
  for (const table of ["load", "unload"] as const)
    copyRows(own[table], into[table], nodeAt, goodAt, whole.goods.length);
  nodeAt.forEach((node, n) => {
    const shift = whole.terminalSizeStart[node] - part.terminalSizeStart[n];
    for (let size = part.terminalSizeStart[n]; size < part.terminalSizeStart[n + 1]; size++)
      into.terminalBuilt[size + shift] = own.terminalBuilt[size];
  });
}

function liftTags(whole: Indexed, part: Indexed, own: Decision, into: Decision): void {
  const keyOf = (indexed: Indexed, tag: number): string => {
    const { good, site, from, to } = tagsOf(indexed);
    return JSON.stringify([indexed.goods[good[tag]], indexed.sites[site[tag]] ?? "", from[tag], to[tag]]);
  };
  if (own.served.length === 0) return;
  const tagAt = new Map(Array.from(into.served, (_, tag) => [keyOf(whole, tag), tag]));
  own.served.forEach((amount, tag) => {
    into.served[tagAt.get(keyOf(part, tag))!] = amount;
  });
}
