import type { Highs } from "highs";

/** Where the solver's WebAssembly is: nothing (HiGHS knows), an address, or the compiled module itself. */
export type HighsWasm = string | WebAssembly.Module | undefined;

/**
 * Loads HiGHS, which is an optional peer.
 *
 * Errors: says what to install where the package `highs` cannot be found; says what was tried where its
 * WebAssembly cannot.
 */
export async function loadHighs(wasm: HighsWasm): Promise<Highs> {
  const { default: load } = await import("highs").catch((cause: unknown) => {
    throw new Error("katascope/highs needs the package highs, version 1.15 or later: npm install highs", { cause });
  });
  if (wasm === undefined) return load();
  return load(typeof wasm === "string" ? { locateFile: () => wasm } : { wasmModule: wasm });
}
