/** Letters of a string or an id that a message shows. */
const SHOWN = 60;

/** Quotes a string as JSON does (so that control characters are seen), cut where it is long. */
export function quote(text: string): string {
  return text.length <= SHOWN
    ? JSON.stringify(text)
    : `${JSON.stringify(text.slice(0, SHOWN))}... (${text.length} letters)`;
}

/**
 * Says what a value is, for a message. Never calls into the value (no toString, no getters), so that a
 * hostile one cannot throw or answer.
 */
export function describeValue(value: unknown): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
      return quote(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
      return String(value);
    case "bigint":
      return "a bigint";
    case "symbol":
      return "a symbol";
    case "function":
      return "a function";
    default:
      return isList(value) ? "a list" : "a record";
  }
}

/** Array.isArray, which throws on a revoked proxy, made safe. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** Letters of a key that a path shows whole: any id that can be accepted, and no megabytes. */
const LONGEST_IN_PATH = 200;

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** The path of a part, as one would type it: `sites.oven.area`, `areas["new town"].at`, `links[3].km`. */
export function pathOf(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  if (key.length > LONGEST_IN_PATH) return `${parent}[${quote(key)}]`;
  if (!PLAIN_NAME.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}
