import { InvalidOptionError } from "../base/errors.ts";
import type { Issue } from "../base/issue.ts";
import { suggestion } from "../base/suggest.ts";
import type { Plan } from "./types.ts";

/** What is asked of a plan by name; what is left out is not asked. */
export interface AskedNames {
  readonly good?: string;
  readonly area?: string;
}

/**
 * Refuses a good or an area that the plan's continent has not: asked for by a misspelled name, anything would have no price.
 *
 * Throws: InvalidOptionError that says which was probably meant.
 */
export function expectNames(plan: Plan, asked: AskedNames): void {
  const issues = unknownNames(plan, asked);
  if (issues.length > 0) throw new InvalidOptionError(issues);
}

/** An issue for the good, and one for the area, that the plan's continent has not. */
export function unknownNames({ continent, goods, areas }: Plan, { good, area }: AskedNames): Issue[] {
  const refused = (what: "good" | "area", name: string | undefined, names: readonly string[]): Issue[] => {
    if (name === undefined || names.includes(name)) return [];
    const message = `there is no ${what} ${JSON.stringify(name)} in ${continent}`;
    return [{ code: `question.${what}-unknown`, path: what, message, remedy: suggestion(String(name), names, what) }];
  };
  return [...refused("good", good, goods), ...refused("area", area, areas)];
}
