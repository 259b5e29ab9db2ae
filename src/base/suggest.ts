import type { Issue } from "./issue.ts";

/** Names longer than this are not compared: nobody misspells a name of hundreds of letters by two. */
const LONGEST_COMPARED = 64;

/** How many names are compared at most for one suggestion, so that thousands of unknown ids stay quick. */
const MOST_COMPARED = 20_000;

/**
 * The number of letters to insert, delete, replace or swap with their neighbour that turns one word into
 * another, or `limit + 1` when it is more than `limit`.
 *
 * Source: Damerau (1964), restricted to adjacent swaps; one row at a time.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2] + 1);
      row.push(cost);
      best = Math.min(best, cost);
    }
    // A swap reaches back two rows, so both must be beyond the limit before there is no way back.
    if (best > limit && Math.min(...last) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length], limit + 1);
}

/**
 * The name that was probably meant: at most two letters off (one in a short name), or the same but for
 * upper and lower case. Ties go to the first in sorted order. Undefined when nothing is near.
 */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  if (name.length > LONGEST_COMPARED) return undefined;
  const folded = name.toLowerCase();
  let limit = name.length <= 4 ? 1 : 2;
  let nearest: string | undefined;
  let compared = 0;
  for (const candidate of names) {
    if (candidate.length > LONGEST_COMPARED) continue;
    if (++compared > MOST_COMPARED) break;
    const distance = editDistance(folded, candidate.toLowerCase(), limit);
    if (distance < limit || (distance === limit && (nearest === undefined || candidate < nearest))) {
      nearest = candidate;
      limit = distance;
    }
  }
  return nearest;
}

/**
 * Refuses every option that there is not, so that a misspelled one is not passed over in silence: one issue each, which says
 * what was probably meant.
 */
export function unknownOptions(given: object, known: readonly string[], code: string, prefix = ""): Issue[] {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  return unknown.map((name) => {
    const begun = name.length < 3 ? undefined : known.find((one) => one.toLowerCase().startsWith(name.toLowerCase()));
    const nearest = nearestName(name, known) ?? begun;
    const remedy =
      nearest === undefined ? `Use one of: ${known.join(", ")}.` : `Did you mean ${JSON.stringify(nearest)}?`;
    return { code, path: `${prefix}${name}`, message: "there is no such option", remedy };
  });
}

/** Words that begin alike for so many letters, and are about as long, are one word in two forms: capacity, capacities. */
const ALIKE = 5;
const ABOUT = 3;

/** Fields that are not known and stand, by their letters, for a known one that is not there: what was meant is told. */
export function misspelledFields(given: object, known: readonly string[], code: string): Issue[] {
  const names = Object.keys(given);
  const absent = known.filter((name) => !names.includes(name));
  return names.flatMap((name): Issue[] => {
    if (known.includes(name)) return [];
    const start = name.toLowerCase().slice(0, ALIKE);
    const otherForm = absent.find((one) => {
      return (
        start.length === ALIKE && one.toLowerCase().startsWith(start) && Math.abs(one.length - name.length) <= ABOUT
      );
    });
    const meant = nearestName(name, absent) ?? otherForm;
    if (meant === undefined) return [];
    const remedy = `Did you mean ${JSON.stringify(meant)}?`;
    return [{ code, path: name, message: `there is no field ${JSON.stringify(name)}`, remedy }];
  });
}

/** "Did you mean "x"?" where something is near, else the names there are (the first few). */
export function suggestion(name: string, names: Iterable<string>, what: string): string {
  const nearest = nearestName(name, names);
  if (nearest !== undefined) return `Did you mean ${JSON.stringify(nearest)}?`;
  const few: string[] = [];
  for (const candidate of names) {
    if (few.length === 8) {
      few.push("...");
      break;
    }
    few.push(candidate);
  }
  if (few.length === 0) return `There is no ${what} yet; add it, or leave this out.`;
  return `There are: ${few.join(", ")}.`;
}
