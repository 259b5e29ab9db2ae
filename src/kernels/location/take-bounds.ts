import type { Answers } from "./answers.ts";

/** Lists the sites that `lower` and `upper` let open; a group with an open member has no other. */
export function takeBounds(answers: Answers): void {
  const { instance, lower, upper, active, order, count, standing, taken, rateOrder } = answers;
  const { group, siteCount: m, groupCount } = instance;
  if (groupCount > 0) {
    const owner = answers.groupMark.fill(-1);
    for (let i = 0; i < m; i++) if (lower[i] > 0 && group[i] >= 0) owner[group[i]] = i;
    for (let i = 0; i < m; i++)
      if (group[i] >= 0 && owner[group[i]] >= 0 && owner[group[i]] !== i && lower[i] === 0) upper[i] = 0;
    answers.groupStamp = m;
  }
  rememberOrder(answers);
  let activeCount = 0;
  let free = 0;
  for (let i = 0; i < m; i++) {
    taken[i] = 0;
    if (upper[i] === 0) continue;
    active[activeCount++] = i;
    count[i] = Math.max(1, lower[i], Math.min(count[i], upper[i]));
  }
  for (let t = 0; t < m; t++) {
    const i = standing[t];
    if (upper[i] > 0 && lower[i] === 0) order[free++] = i;
  }
  answers.activeCount = activeCount;
  answers.orderCount = free;
  let front = 0;
  for (let t = 0; t < m; t++) {
    const i = rateOrder[t];
    if (upper[i] === 0) continue;
    rateOrder[t] = rateOrder[front];
    rateOrder[front++] = i;
  }
}

/** All sites, those that were free in the order of their values first: the next order is likely to be near it. */
function rememberOrder({ instance, order, orderCount, standing, isOrdered }: Answers): void {
  isOrdered.fill(0);
  for (let t = 0; t < orderCount; t++) isOrdered[order[t]] = 1;
  // From the back, so that the others keep their places behind.
  let end = instance.siteCount;
  for (let t = instance.siteCount - 1; t >= 0; t--) if (isOrdered[standing[t]] === 0) standing[--end] = standing[t];
  for (let t = 0; t < orderCount; t++) standing[t] = order[t];
}
