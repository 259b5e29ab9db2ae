import { InvalidPlanError } from "../base/errors.ts";
import type { Issue } from "../base/issue.ts";
import { checkId } from "../model/check-id.ts";
import { pathOf } from "../model/describe-value.ts";
import { parseSaved, refuseMarks, type SavedKind } from "../model/saved-text.ts";
import { isRecord, planShape } from "./plan-shape.ts";
import type { Plan } from "./types.ts";

const KIND: SavedKind = { what: "plan", format: "katascope-plan", version: 1, savedBy: "savePlan" };

/** Issues listed at most; a hostile text could have millions. */
const MOST_ISSUES = 1000;

/**
 * Writes a plan as versioned JSON text. Equal plans give equal texts; `loadPlan` reads them.
 *
 * ```ts
 * loadPlan(savePlan(plan)).objective === plan.objective; // => true
 * ```
 *
 * Throws: InvalidPlanError where what is handed in could not be loaded again.
 */
export function savePlan(plan: Plan): string {
  const issues = planIssues(plan);
  if (issues.length > 0) throw new InvalidPlanError(issues);
  return JSON.stringify({ format: KIND.format, version: KIND.version, plan });
}

/**
 * Reads a text that `savePlan` wrote: the same plan. Only its shape is checked, as if it came from a stranger;
 * whether it is a plan of some continent, and a good one, `verifyPlan` says.
 *
 * Throws: InvalidPlanError, where the text is no JSON (cut off, say), is something else, is of a later version,
 * or holds something that has not the shape of a plan; paths are within the text's `plan`.
 */
export function loadPlan(text: string): Plan {
  const parsed = parseSaved(text, KIND);
  if ("issue" in parsed) throw new InvalidPlanError([parsed.issue]);
  const saved = isRecord(parsed.value) ? parsed.value : {};
  const wrong = refuseMarks(saved.format, saved.version, KIND);
  if (wrong !== undefined) throw new InvalidPlanError([wrong]);
  const issues = planIssues(saved.plan);
  if (issues.length > 0) throw new InvalidPlanError(issues);
  return saved.plan as Plan;
}

/** Why a value cannot be taken for a plan; none where it can. Never throws, whatever the value does. */
export function planIssues(plan: unknown): readonly Issue[] {
  const issues: Issue[] = [];
  const refuse = (code: string, path: string, message: string, remedy: string): void => {
    if (issues.length < MOST_ISSUES) issues.push({ code, path, message, remedy });
  };
  try {
    const remedy = "Hand in a plan as planContinent or loadPlan gives it.";
    planShape(plan, "", (path, message) => refuse("plan.shape", path, message, remedy));
    if (!hasIdsForKeys(plan, 0, new Set())) refuseKeys(plan, "", 0, refuse);
  } catch {
    // What was thrown is not looked at: it may be as hostile as the value.
    refuse("value.unreadable", "", "reading this throws an error", "Hand in plain data without getters or proxies.");
  }
  return issues;
}

/** Deeper than any part of a plan; what refers to itself ends here. */
const DEEPEST = 64;

/** Whether all keys can be ids: nearly always, so that no place need be named. Keys in `known` can. */
function hasIdsForKeys(value: unknown, depth: number, known: Set<string>): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((item) => hasIdsForKeys(item, depth + 1, known));
  const record = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(record)) {
    if (!known.has(key)) {
      if (checkId(key) !== undefined) return false;
      known.add(key);
    }
    if (!hasIdsForKeys(record[key], depth + 1, known)) return false;
  }
  return true;
}

/** Refuses keys that cannot be ids: names of the language would be found where nothing was put. */
function refuseKeys(
  value: unknown,
  path: string,
  depth: number,
  refuse: (code: string, path: string, message: string, remedy: string) => void,
): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > DEEPEST) throw new RangeError("a plan nests no deeper");
  if (Array.isArray(value)) {
    for (const [position, item] of value.entries()) refuseKeys(item, pathOf(path, position), depth + 1, refuse);
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    const fault = checkId(key);
    if (fault !== undefined) refuse(fault.code, pathOf(path, key), fault.message, fault.remedy);
    refuseKeys(part, pathOf(path, key), depth + 1, refuse);
  }
}
