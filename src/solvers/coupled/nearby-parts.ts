import { type CoupledInstance, freightBetween } from "../../kernels/coupled/instance.ts";

/**
 * Works in parts that lie together: each alone, then by and by what is nearest to each other, but for all of them; small
 * parts first.
 * Complexity: a sort of all pairs.
 */
export function nearbyParts(instance: CoupledInstance, works: readonly number[]): number[][] {
  const { placeCount: p, sizeCell, worksSize, rate } = instance;
  const steps: { a: number; b: number; far: number }[] = [];
  for (let a = 0; a < works.length; a++) {
    const cell = sizeCell[worksSize[works[a]]];
    const good = Math.floor(cell / p);
    for (let b = a + 1; b < works.length; b++) {
      const freight = freightBetween(instance, good, cell % p, sizeCell[worksSize[works[b]]] % p);
      // Works at one place lie together even where goods travel for nothing.
      steps.push({ a, b, far: freight === 0 ? 0 : freight / rate[good] });
    }
  }
  steps.sort((x, y) => x.far - y.far || x.a - y.a || x.b - y.b);
  const partOf = works.map((i) => [i]);
  const parts = partOf.slice();
  const at = new Map(works.map((i, k) => [i, k]));
  for (const { a, b } of steps) {
    if (partOf[a] === partOf[b]) continue;
    const joined = [...partOf[a], ...partOf[b]];
    for (const i of joined) partOf[at.get(i)!] = joined;
    parts.push(joined);
  }
  return parts.filter(({ length }) => length < works.length).sort((x, y) => x.length - y.length);
}
