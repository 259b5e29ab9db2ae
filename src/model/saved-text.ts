import type { Issue } from "../base/issue.ts";
import { describeValue, quote } from "./describe-value.ts";

/** What a saved text holds: its name in words, its format mark, the version that is written, and who wrote it. */
export interface SavedKind {
  readonly what: string;
  readonly format: string;
  /** Raised when a text that was saved before would be read as something else. */
  readonly version: number;
  readonly savedBy: string;
}

/** Letters of text that are read at most: beyond it, engines fail to parse rather than say so. */
const LONGEST_TEXT = 500_000_000;

/** Deeper nesting than anything saved has by far: some engines run out of stack on it. */
const DEEPEST = 64;

/**
 * Parses a saved text that may come from a stranger: whole, not too long, not too deep.
 * Gives: whatever was parsed, or the issue. Never throws.
 */
export function parseSaved(text: unknown, kind: SavedKind): { readonly value: unknown } | { readonly issue: Issue } {
  const saved = `Load a text that ${kind.savedBy} wrote.`;
  if (typeof text !== "string") {
    return issue("load.text", "", `got ${describeValue(text)}, wanted a text`, "Hand in the text that was saved.");
  }
  if (text.length > LONGEST_TEXT) {
    const message = `the text has ${text.length} letters, more than the ${LONGEST_TEXT} that are read`;
    return issue("load.too-large", "", message, `Save a smaller ${kind.what}.`);
  }
  if (deeperThan(text, DEEPEST)) {
    return issue("load.text", "", `the text nests more than ${DEEPEST} levels deep`, saved);
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    const end = text.trimEnd();
    const cut = end !== "" && !end.endsWith("}");
    const message = cut ? "the text is not whole JSON: it breaks off" : "the text is not JSON";
    return issue("load.text", "", message, `Load the whole text that ${kind.savedBy} wrote.`);
  }
}

/** Why a text with these marks is not what was wanted; undefined where it is. */
export function refuseMarks(format: unknown, version: unknown, kind: SavedKind): Issue | undefined {
  const saved = `Load a text that ${kind.savedBy} wrote.`;
  if (format !== kind.format) {
    const got = `its format is ${describeValue(format)}, wanted ${quote(kind.format)}`;
    return issue("load.format", "format", `the text is not a saved ${kind.what}: ${got}`, saved).issue;
  }
  if (typeof version === "number" && version > kind.version) {
    const message = `the text was saved by a later release (version ${version}; this one reads up to ${kind.version})`;
    return issue("load.version", "version", message, "Update katascope, or save it again with this release.").issue;
  }
  if (version !== kind.version) {
    return issue("load.version", "version", `got version ${describeValue(version)}, wanted ${kind.version}`, saved)
      .issue;
  }
  return undefined;
}

function issue(code: string, path: string, message: string, remedy: string): { readonly issue: Issue } {
  return { issue: { code, path, message, remedy } };
}

/** Whether brackets outside of strings nest deeper than a limit; one pass, without a stack. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (quoted) {
      if (letter === 0x5c) i++;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x7b || letter === 0x5b) {
      if (++depth > limit) return true;
    } else if (letter === 0x7d || letter === 0x5d) depth--;
  }
  return false;
}
