import type { Answers } from "./answers.ts";

/** Lists the sites that `lower` and `upper` let open; a group with an open member has no other. */
export function takeBounds(answers: Answers): void {
  const { instance, lower, upper, active, order, count } = answers;
  const { group, siteCount: m, groupCount } = instance;
  if (groupCount > 0) {
    const owner = answers.groupMark.fill(-1);
    for (let i = 0; i < m; i++) if (lower[i] > 0 && group[i] >= 0) owner[group[i]] = i;
    for (let i = 0; i < m; i++)
      if (group[i] >= 0 && owner[group[i]] >= 0 && owner[group[i]] !== i && lower[i] === 0) upper[i] = 0;
    answers.groupStamp = m;
  }
  let activeCount = 0;
  let free = 0;
  for (let i = 0; i < m; i++) {
    if (upper[i] === 0) continue;
    active[activeCount++] = i;
    if (lower[i] === 0) order[free++] = i;
    count[i] = Math.max(1, lower[i], Math.min(count[i], upper[i]));
  }
  answers.activeCount = activeCount;
  answers.orderCount = free;
}
