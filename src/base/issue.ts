/** One thing that is wrong with what was handed in, and what to type instead. */
export interface Issue {
  /** Stable, dotted, for programs: `"site.area-unknown"`. */
  readonly code: string;
  /** Where, as one would type it: `"sites.oven.area"`. */
  readonly path: string;
  /** What was got and what was wanted, for people. */
  readonly message: string;
  /** What to type to mend it. */
  readonly remedy: string;
}

/** Writes an issue on two lines: where and what, then the remedy. */
export function formatIssue(issue: Issue): string {
  return `${issue.path || "(whole)"}: ${issue.message} [${issue.code}]\n    ${issue.remedy}`;
}

/** A value as a message shows it: a text in quotes, since without them it looks like the number that it is not; what holds others by its kind. */
export function printed(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "a list or a record" : String(value);
}
