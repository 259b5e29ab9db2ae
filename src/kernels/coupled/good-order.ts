import { strongComponents } from "../components.ts";
import type { CoupledInstance } from "./instance.ts";

/** Goods by component, what a good is made of before the good; bounds as in strongComponents. */
export function orderGoods(instance: CoupledInstance): { readonly order: Int32Array; readonly bounds: Int32Array } {
  return components(inputsOf(instance));
}

/**
 * Goods in the order in which plans place their works: each before what it is made of, and before what comes beside it;
 * where that is possible also before whatever takes something that only comes beside it, so that it is known how much
 * there is. Undefined where goods are made of each other in a loop.
 */
export function placingOrder(instance: CoupledInstance): Int32Array | undefined {
  const {
    goodCount: g,
    placeCount: p,
    sizeCount,
    sizeCell,
    activityStart,
    besideStart,
    besideGate,
    gateCell,
  } = instance;
  const { cellWorks } = instance;
  const inputs = inputsOf(instance);
  const later = inputs.map((set) => new Set(set));
  const takers: number[][] = Array.from({ length: g }, () => []);
  inputs.forEach((set, good) => {
    for (const input of set) takers[input].push(good);
  });
  const alsoLater = Array.from({ length: g }, () => new Set<number>());
  for (let k = 0; k < sizeCount; k++) {
    const good = Math.floor(sizeCell[k] / p);
    for (let e = besideStart[activityStart[k]]; e < besideStart[activityStart[k + 1]]; e++) {
      const beside = Math.floor(gateCell[besideGate[e]] / p);
      later[good].add(beside);
      const isMade = cellWorks[(beside + 1) * p] > cellWorks[beside * p];
      if (!isMade) for (const taker of takers[beside]) if (taker !== good) alsoLater[good].add(taker);
    }
  }
  const both = later.map((set, good) => new Set([...set, ...alsoLater[good]]));
  for (const wanted of [both, later]) {
    const { order, bounds } = components(wanted);
    let isLoop = false;
    for (let c = 0; bounds[c] < order.length; c++) if (bounds[c + 1] - bounds[c] > 1) isLoop = true;
    if (!isLoop && !wanted.some((set, good) => set.has(good))) return order.toReversed();
  }
  return undefined;
}

function inputsOf({
  goodCount,
  placeCount,
  sizeCount,
  sizeCell,
  inputStart,
  inputGood,
}: CoupledInstance): Set<number>[] {
  const inputs: Set<number>[] = Array.from({ length: goodCount }, () => new Set());
  for (let k = 0; k < sizeCount; k++) {
    const good = Math.floor(sizeCell[k] / placeCount);
    for (let at = inputStart[k]; at < inputStart[k + 1]; at++) inputs[good].add(inputGood[at]);
  }
  return inputs;
}

function components(sets: readonly Set<number>[]): { readonly order: Int32Array; readonly bounds: Int32Array } {
  const start = new Int32Array(sets.length + 1);
  for (let good = 0; good < sets.length; good++) start[good + 1] = start[good] + sets[good].size;
  const head = Int32Array.from(sets.flatMap((set) => [...set].sort((a, b) => a - b)));
  return strongComponents(start, head);
}
