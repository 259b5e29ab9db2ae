import type { Door } from "./door.ts";

/** Features that the description has words for and that the planner does not plan yet. */
type NotYet = "single-source" | "share-caps" | "reserve";

const WORDS: Readonly<Record<NotYet, { readonly message: string; readonly remedy: string }>> = {
  "single-source": {
    message: "serving each area from one site is not planned yet",
    remedy: "Leave out singleSource; the plan then may share an area's demand among sites.",
  },
  "share-caps": {
    message: "caps on shares are not planned yet",
    remedy: "Leave out shareCaps; limit how large a site may be by the sizes it has and by most.",
  },
  reserve: {
    message: "reserve capacity is not planned yet",
    remedy: "Leave out reserve; to hold capacity in reserve, raise the demand.",
  },
};

/** Refuses a feature that is not due yet, unless it is written down as nothing: 0, [] or {}. */
export function refuseNotYet(door: Door, feature: NotYet, value: unknown, path: string): void {
  if (value === undefined || value === 0 || isEmpty(value)) return;
  door.refuse(`not-yet.${feature}`, path, WORDS[feature].message, WORDS[feature].remedy);
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  try {
    return Object.keys(value).length === 0 && (!Array.isArray(value) || value.length === 0);
  } catch {
    // What cannot be read is not nothing.
    return false;
  }
}
