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
