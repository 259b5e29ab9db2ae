import type { Answers } from "./answers.ts";
import { isServedTogether } from "./clusters.ts";

/**
 * Who served how much of whom on average over the answers, newer ones counting for more: the flows that go with the
 * averaged opens of the volume algorithm.
 *
 * Shapes: dense by site; the average share of pair (i, j) is scale * part[i * n + j].
 * Complexity: the pairs that the answer serves.
 */
export interface FlowAverage {
  readonly part: Float64Array;
  scale: number;
}

/** Below this the parts are brought up to scale, or they would grow beyond all numbers. */
const LEAST_SCALE = 1e-9;

export function startFlowAverage({ siteCount, customerCount }: Answers["instance"]): FlowAverage {
  return { part: new Float64Array(siteCount * customerCount), scale: 1 };
}

/** Lets the last answer count for `share` of the average; 1 starts it afresh. */
export function averageFlows(flows: FlowAverage, answers: Answers, share: number): void {
  const { part } = flows;
  const { instance, active, activeCount, taken, lists, clusters, cutPosition, cutShare } = answers;
  const n = instance.customerCount;
  if (share >= 1) {
    part.fill(0);
    flows.scale = 1;
  } else {
    flows.scale *= 1 - share;
    if (flows.scale < LEAST_SCALE) {
      for (let p = 0; p < part.length; p++) part[p] *= flows.scale;
      flows.scale = 1;
    }
  }
  const weight = share / flows.scale;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (taken[i] === 0 || isServedTogether(clusters, i)) continue;
    const position = cutPosition[i];
    for (let q = lists.start[i]; q < position; q++) part[i * n + lists.customer[q]] += weight;
    if (position < lists.end[i]) part[i * n + lists.customer[position]] += weight * cutShare[i];
  }
  if (answers.partSite >= 0) {
    const i = answers.partSite;
    const position = cutPosition[i];
    for (let q = lists.start[i]; q < position; q++) part[i * n + lists.customer[q]] += weight * answers.part;
    if (position < lists.end[i]) part[i * n + lists.customer[position]] += weight * answers.part * cutShare[i];
  }
  const { servedCount, servedSite, servedCustomer, servedShare } = clusters;
  for (let t = 0; t < servedCount; t++) part[servedSite[t] * n + servedCustomer[t]] += weight * servedShare[t];
}
