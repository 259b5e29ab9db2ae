import type { WrittenModule } from "./module-writer.ts";

/**
 * Writes the wide twin of a kernel that works on Int32Array: the same text on Float64Array. The twins stand
 * side by side as ordinary files, so that each keeps to one kind of array for ever.
 */
export function widen(narrow: string): string {
  return narrow
    .replace(
      / \* The pivots of the primal network simplex on amounts[\s\S]*?loops and conditions\.\n/,
      " * The pivots of the primal network simplex on whole amounts and costs below 2^53, held in Float64Array.\n" +
        " * Written from `pivot-narrow.ts` by `WRITE_TWINS=1 npx vitest run test/twin.flow.test.ts`; do not edit.\n",
    )
    .replace("TreeState<Int32Array>", "TreeState<Float64Array>")
    .replaceAll("Narrow", "Wide");
}

/** The file that carries a kernel's translation into WebAssembly. */
export function moduleFile({ bytes, fields, changed }: WrittenModule): string {
  const names = (list: readonly string[]) => list.map((name) => `  "${name}",\n`).join("");
  return `/**
 * The pivots of \`pivot-narrow.ts\` as a WebAssembly module, with the memory layout that \`pivot-machine.ts\` keeps.
 * Written by \`WRITE_TWINS=1 npx vitest run test/twin.flow.test.ts\`; do not edit.
 */

/** The state's fields, one word each from address 0: a number, or where the array lies. */
export const FIELDS = [
${names(fields)}] as const;

/** Those that pivots change. */
export const CHANGED: readonly (typeof FIELDS)[number][] = [
${names(changed)}];

/** The module, in base 64. */
export const MODULE =
  "${Buffer.from(bytes).toString("base64")}";
`;
}
