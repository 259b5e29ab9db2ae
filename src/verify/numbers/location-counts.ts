import { openOnlySites } from "./location-allowed.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";

/** Whether no plan is left, by counting only. */
export function isEmpty(whole: WholeLocation, remaining: Remaining): boolean {
  for (;;) {
    if (lacksSites(whole, remaining)) return true;
    if (whole.isComplete) return false;
    if (!whole.singleSource) return hasStranded(whole, remaining);
    // A site that alone can serve someone must open, which may close others of its group.
    const found = openOnlySites(whole, remaining);
    if (found !== "opened") return found === "stranded";
  }
}

/** Whether too few sites may open, or too many must, or those that may have too little room. */
function lacksSites(whole: WholeLocation, remaining: Remaining): boolean {
  const { capacity, totalDemand, groupCount, isComplete } = whole;
  const { lower, upper, sites, siteCount, fewest, most } = remaining;
  let musts = 0;
  let usable = groupCount > 0 ? -closeGroups(whole, remaining) : 0;
  let room = 0;
  let over = 0;
  const isLimited = capacity.length > 0;
  for (let a = 0; a < siteCount; a++) {
    const i = sites[a];
    // Which may open, and which must, can't be foreseen: the sign of a difference takes no branch.
    over |= upper[i] - lower[i];
    musts -= -lower[i] >> 31;
    usable -= -upper[i] >> 31;
    if (isLimited) room += capacity[i] * upper[i];
  }
  if (over < 0) return true;
  if (musts > most || usable < fewest || fewest > most || (capacity.length > 0 && room < totalDemand)) return true;
  return isComplete && usable === 0;
}

/** An open member of a group closes the others. Gives how many usable sites are one too many in their groups. */
function closeGroups({ group, groupCount }: WholeLocation, { lower, upper }: Remaining): number {
  const opened = new Int32Array(groupCount).fill(-1);
  for (let i = 0; i < group.length; i++) if (group[i] >= 0 && lower[i] > 0) opened[group[i]] = i;
  const usable = new Int32Array(groupCount);
  let surplus = 0;
  for (let i = 0; i < group.length; i++) {
    if (group[i] < 0) continue;
    if (opened[group[i]] >= 0 && opened[group[i]] !== i) upper[i] = 0;
    if (upper[i] > 0 && ++usable[group[i]] > 1) surplus++;
  }
  return surplus;
}

/** Whether some customer, who may be served in parts, is out of reach. */
function hasStranded({ siteCount: m, customerCount: n, cost }: WholeLocation, { upper }: Remaining): boolean {
  for (let j = 0; j < n; j++) {
    let i = 0;
    while (i < m && (upper[i] === 0 || cost[i * n + j] === Number.POSITIVE_INFINITY)) i++;
    if (i === m) return true;
  }
  return false;
}

/** Whether some customers together want more than the sites that may serve any of them have. */
export function isBlocked(whole: WholeLocation, remaining: Remaining, customers: Int32Array): boolean {
  const { siteCount: m, customerCount: n, capacity, cost, demand } = whole;
  if (capacity.length === 0) return false;
  const chosen = new Set(customers);
  let wanted = 0;
  if (!customers.every((j) => Number.isInteger(j) && j >= 0 && j < n)) return false;
  for (const j of chosen) wanted += demand[j];
  const { start, customer } = remaining.allowed;
  let room = 0;
  for (let i = 0; i < m; i++) {
    let mayServe = false;
    if (whole.singleSource) for (let t = start[i]; t < start[i + 1]; t++) mayServe ||= chosen.has(customer[t]);
    else if (whole.isComplete) mayServe = chosen.size > 0;
    else for (const j of chosen) mayServe ||= cost[i * n + j] !== Number.POSITIVE_INFINITY;
    if (mayServe) room += capacity[i] * remaining.upper[i];
  }
  return wanted > room;
}
