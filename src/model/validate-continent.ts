import type { Issue } from "../base/issue.ts";
import { readContinent } from "./read-continent.ts";

/**
 * Everything that is wrong with a description of a continent, each with where it is and what to type instead;
 * empty where `createContinent` would accept it. Takes any value whatever, and never throws.
 *
 * ```ts
 * for (const issue of validateContinent({ goods: { bread: {} }, ares: {} })) console.log(formatIssue(issue));
 * ```
 */
export function validateContinent(spec: unknown): readonly Issue[] {
  return readContinent(spec).issues;
}
