import { quote } from "./describe-value.ts";

/** Letters an id may have. */
const LONGEST_ID = 200;

/** Names every record inherits: as ids they would be found where nothing was put. */
const RESERVED: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), "prototype"]);

/** Control characters, and the two line ends that only some programs see. */
const INVISIBLE = /[\p{Cc}\u2028\u2029]/u;

/** Halves of letters, which no text file can hold. */
const HALVES = /\p{Cs}/u;

export interface IdFault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Why a text cannot be an id, or undefined where it can. */
export function checkId(id: string): IdFault | undefined {
  if (id === "") return { code: "id.empty", message: "the name is empty", remedy: "Give it a name." };
  if (id.length > LONGEST_ID) {
    const message = `the name ${quote(id)} is too long`;
    return { code: "id.too-long", message, remedy: `Use at most ${LONGEST_ID} letters.` };
  }
  if (RESERVED.has(id)) {
    const message = `the name ${quote(id)} belongs to the language`;
    return {
      code: "id.reserved",
      message,
      remedy: `Use another name, such as ${quote(`${id.replaceAll("_", "")}-1`)}.`,
    };
  }
  if (INVISIBLE.test(id) || HALVES.test(id)) {
    const message = `the name ${quote(id)} has letters that cannot be seen or written`;
    return { code: "id.invisible", message, remedy: "Use letters that print." };
  }
  if (id.trim() !== id) {
    const message = `the name ${quote(id)} begins or ends with a space`;
    return { code: "id.invisible", message, remedy: `Write ${quote(id.trim())}.` };
  }
  return undefined;
}
