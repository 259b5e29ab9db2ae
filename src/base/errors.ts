import { formatIssue, type Issue } from "./issue.ts";

/** How many issues an error message spells out; all of them are on `issues`. */
const SPELLED_OUT = 20;

function messageOf(what: string, issues: readonly Issue[]): string {
  const count = issues.length === 1 ? "1 issue" : `${issues.length} issues`;
  const lines = issues.slice(0, SPELLED_OUT).map((issue) => `  ${formatIssue(issue)}`);
  if (issues.length > SPELLED_OUT) lines.push(`  ... and ${issues.length - SPELLED_OUT} more on error.issues`);
  return `${what}: ${count}\n${lines.join("\n")}`;
}

/** Thrown when a continent's description cannot be accepted. Lists everything that is wrong. */
export class InvalidContinentError extends Error {
  override readonly name = "InvalidContinentError";
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(messageOf("The continent cannot be accepted", issues));
    this.issues = issues;
  }
}

/** Thrown when a plan, or the text of one, cannot be read. Lists everything that is wrong. */
export class InvalidPlanError extends Error {
  override readonly name = "InvalidPlanError";
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(messageOf("The plan cannot be read", issues));
    this.issues = issues;
  }
}

/** Thrown when a raw problem's arrays do not fit together. Lists everything that is wrong. */
export class InvalidProblemError extends Error {
  override readonly name = "InvalidProblemError";
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(messageOf("The problem cannot be accepted", issues));
    this.issues = issues;
  }
}

/** Thrown when an option is unknown, of the wrong type or out of range. Lists everything that is wrong. */
export class InvalidOptionError extends Error {
  override readonly name = "InvalidOptionError";
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(messageOf("The options cannot be accepted", issues));
    this.issues = issues;
  }
}

/** Thrown by `requirePlan` when an outcome has no plan; the message gives the reasons. */
export class NoPlanError extends Error {
  override readonly name = "NoPlanError";
}

/**
 * Thrown when the library's own check of its own answer fails: a defect, never the caller's fault.
 * `evidence` is the problem as JSON together with the seed, fit to be sent in a report.
 */
export class InternalError extends Error {
  override readonly name = "InternalError";
  readonly evidence: string;
  constructor(message: string, evidence: unknown) {
    super(`${message} This is a defect in Katascope; please report it with error.evidence.`);
    this.evidence = typeof evidence === "string" ? evidence : JSON.stringify(evidence);
  }
}
