import type { Remaining, WholeLocation } from "./location-certificate.ts";

/**
 * Whether no plan is left, by counting only. Where customers may be served in parts it is not asked whether any is out of reach:
 * that takes long, closes few nodes and narrows none, so that it can wait until nothing else has closed one (`isStranded`).
 */
export function isEmpty(whole: WholeLocation, remaining: Remaining): boolean {
  for (;;) {
    if (lacksSites(whole, remaining)) return true;
    if (whole.isComplete || !whole.singleSource || remaining.allowed.isSettled(remaining.upper)) return false;
    // A site that alone can serve someone must open, which may close others of its group.
    if (!remaining.allowed.settle(whole, remaining.lower, remaining.upper)) return true;
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
function closeGroups({ groupSites }: WholeLocation, { lower, upper }: Remaining): number {
  let surplus = 0;
  for (let g = 0; g < groupSites.length; g++) {
    const sites = groupSites[g];
    let opened = -1;
    let usable = 0;
    for (let k = 0; k < sites.length; k++) {
      if (lower[sites[k]] > 0) opened = sites[k];
      if (upper[sites[k]] > 0) usable++;
    }
    if (opened >= 0) for (let k = 0; k < sites.length; k++) if (sites[k] !== opened) upper[sites[k]] = 0;
    if (opened < 0 && usable > 1) surplus += usable - 1;
  }
  return surplus;
}

/** Whether some customer, who may be served in parts, is out of reach. */
export function isStranded(whole: WholeLocation, { upper }: Remaining): boolean {
  if (whole.isComplete || whole.singleSource) return false;
  const open = Int32Array.from(upper.keys()).filter((i) => upper[i] > 0);
  return hasStranded(whole, open);
}

/** Whether some customer may be served by none of the sites. */
export function hasStranded({ customerCount: n, cost }: WholeLocation, sites: Int32Array): boolean {
  for (let j = 0; j < n; j++) {
    let a = 0;
    while (a < sites.length && cost[sites[a] * n + j] === Number.POSITIVE_INFINITY) a++;
    if (a === sites.length) return true;
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
  const { start, customer, owner } = remaining.allowed;
  let room = 0;
  for (let i = 0; i < m; i++) {
    let mayServe = false;
    if (whole.singleSource) {
      for (let t = start[i]; t < start[i + 1]; t++) mayServe ||= chosen.has(customer[t]);
      for (const j of chosen) mayServe ||= owner[j] === i;
    } else if (whole.isComplete) mayServe = chosen.size > 0;
    else for (const j of chosen) mayServe ||= cost[i * n + j] !== Number.POSITIVE_INFINITY;
    if (mayServe) room += capacity[i] * remaining.upper[i];
  }
  return wanted > room;
}
