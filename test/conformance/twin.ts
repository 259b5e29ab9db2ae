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
