/**
 * Raises the rents of overloaded sources and of what lies near them, by least distances in reduced cost, so that
 * every least way from too much to too little becomes tight.
 *
 * Complexity: O(pairs reached + K log K), K sources. Source: Dijkstra (1959), as in `window-flow.ts`.
 */
import type { WindowFlow } from "./window-flow.ts";

/** One rise; afterwards some source that lacks is reached over tight pairs, or the window's reach is used up. */
export function raiseRents(state: WindowFlow): void {
  const { start, source, owner, cost, flow, firstPair, nextPair, excess, rent, distance, sinkMark, heapPlace } = state;
  const round = ++state.round;
  const limit = state.reach - state.risen;
  distance.fill(Infinity);
  heapPlace.fill(-1);
  let count = 0;
  for (let i = 0; i < excess.length; i++) {
    if (excess[i] <= 0) continue;
    distance[i] = 0;
    state.heap[count] = i;
    heapPlace[i] = count++;
  }
  // While the sources passed have too much between them, raising them all further still gains.
  let surplus = 0;
  let rise = limit;
  let visits = excess.length;
  while (count > 0) {
    const a = state.heap[0];
    const here = distance[a];
    if (here >= limit) break;
    surplus += excess[a];
    if (surplus <= 0) {
      rise = here;
      break;
    }
    count = removeLeast(state, count);
    for (let e = firstPair[a]; e >= 0; e = nextPair[e]) {
      visits++;
      if (flow[e] <= 0) continue;
      const k = owner[e];
      if (sinkMark[k] === round) continue;
      sinkMark[k] = round;
      const base = here - cost[e] - rent[a];
      visits += start[k + 1] - start[k];
      for (let f = start[k]; f < start[k + 1]; f++) {
        const b = source[f];
        const through = base + cost[f] + rent[b];
        if (through >= distance[b] || through >= limit) continue;
        if (distance[b] === Infinity) {
          heapPlace[b] = count;
          state.heap[count++] = b;
        }
        distance[b] = through;
        siftUp(state, heapPlace[b]);
      }
    }
  }
  for (let i = 0; i < rent.length; i++) if (distance[i] < rise) rent[i] += rise - distance[i];
  state.risen += rise;
  state.visits += visits;
}

function siftUp(state: WindowFlow, at: number): void {
  const { heap, heapPlace, distance } = state;
  const node = heap[at];
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (distance[heap[parent]] <= distance[node]) break;
    heap[at] = heap[parent];
    heapPlace[heap[at]] = at;
    at = parent;
  }
  heap[at] = node;
  heapPlace[node] = at;
}

function removeLeast(state: WindowFlow, count: number): number {
  const { heap, heapPlace, distance } = state;
  heapPlace[heap[0]] = -2;
  const last = count - 1;
  const node = heap[last];
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= last) break;
    if (child + 1 < last && distance[heap[child + 1]] < distance[heap[child]]) child++;
    if (distance[heap[child]] >= distance[node]) break;
    heap[at] = heap[child];
    heapPlace[heap[at]] = at;
    at = child;
  }
  if (last > 0) {
    heap[at] = node;
    heapPlace[node] = at;
  }
  return last;
}
