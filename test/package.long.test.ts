import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "tsup";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };

/** Inside the checkout, so that what is built finds the package's dependencies. */
const outDir = "out/built-for-tests";

/** What each built entry may import from elsewhere. */
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  "graph.js": [],
  "highs.js": ["highs"],
  "highs-worker.js": ["highs"],
  "index.js": [],
  "lp.js": ["javascript-lp-solver"],
};

describe("the built package", () => {
  beforeAll(async () => {
    await build({ outDir, silent: true });
  }, 120_000);
  afterAll(() => rm(outDir, { recursive: true, force: true }));

  test("has the files that package.json promises", async () => {
    const promised = Object.values(packageJson.exports).flatMap((entry) =>
      typeof entry === "string" ? [] : Object.values(entry),
    );
    const built = await readdir(outDir, { recursive: true });
    expect(promised.map((path) => path.replace("./dist/", "")).filter((path) => !built.includes(path))).toEqual([]);
  });

  test("has no dependency's types in its declarations", async () => {
    const declarations = (await readdir(outDir, { recursive: true })).filter((name) => name.endsWith(".d.ts"));
    expect(declarations.length).toBeGreaterThan(4);
    for (const name of declarations) {
      const outside = importsOf(await readFile(join(outDir, name), "utf8")).filter((target) => !target.startsWith("."));
      expect(outside, name).toEqual([]);
    }
  });

  test("imports only the dependencies that belong to each entry", async () => {
    const entries = (await readdir(outDir, { recursive: true })).filter(
      (name) => /^[^.]*\.js$/.test(name) && !name.startsWith("chunk-"),
    );
    expect(entries).toEqual(expect.arrayContaining(Object.keys(OUTSIDE)));
    for (const entry of entries) {
      const allowed = OUTSIDE[entry] ?? [];
      expect(
        (await outsideOf(entry)).filter((target) => !allowed.includes(target)),
        entry,
      ).toEqual([]);
    }
  });

  test("solves on the main thread and in a thread of Node, and then lets the process end", {
    timeout: 60_000,
  }, async () => {
    const printed = await runInNode(`
      import { highs } from ${addressOf("highs.js")};
      const backend = await highs();
      const problem = {
        columnCount: 2, rowCount: 1, start: Int32Array.of(0, 1, 2), index: Int32Array.of(0, 0), whole: Int8Array.of(1, 0),
        cost: Float64Array.of(2, 3), value: Float64Array.of(1, 1), lower: new Float64Array(2),
        upper: Float64Array.of(Infinity, Infinity), rowLower: Float64Array.of(3.5), rowUpper: Float64Array.of(Infinity),
      };
      const limits = { gap: 0, seed: 1 };
      const answers = [backend.solve(problem, limits), await backend.solveAsync(problem, limits, {})];
      console.log(JSON.stringify(answers.map(({ status, objective }) => ({ status, objective }))));
    `);
    const answer = { status: "optimal", objective: 7.5 };
    expect(JSON.parse(printed)).toEqual([answer, answer]);
  });

  test("says what to install where the optional peer is missing", async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), "katascope-"));
    try {
      await cp(outDir, elsewhere, { recursive: true });
      const address = JSON.stringify(pathToFileURL(join(elsewhere, "highs.js")).href);
      const script = `import { highs } from ${address}; await highs().catch((error) => console.log(error.message));`;
      expect(await runInNode(script, elsewhere)).toContain("npm install highs");
    } finally {
      await rm(elsewhere, { recursive: true, force: true });
    }
  });
});

describe("the lock file", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Readonly<Record<string, { readonly optionalDependencies?: object }>>;
  };

  /** Whether a package that stands at one place of the tree would find another. */
  function finds(place: string, name: string): boolean {
    if (`${place}/node_modules/${name}`.replace(/^\//, "") in packages) return true;
    const above = place.lastIndexOf("node_modules/");
    return above >= 0 && finds(place.slice(0, above).replace(/\/$/, ""), name);
  }

  test("names every platform's optional packages, without which npm ci refuses it", () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !finds(place, name)),
    );
    expect(missing).toEqual([]);
  });

  test("names no registry's host", () => {
    expect(Object.entries(packages).filter(([, entry]) => "resolved" in entry)).toEqual([]);
  });
});

function importsOf(text: string): string[] {
  const forms =
    /^(?:import|export)\s[^"';]*?\bfrom\s*["']([^"']+)["']|^import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...text.matchAll(forms)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic);
}

/** The packages that an entry imports, itself and through its chunks. */
async function outsideOf(entry: string, seen = new Set<string>()): Promise<string[]> {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const targets = importsOf(await readFile(join(outDir, entry), "utf8"));
  const inside = targets.filter((target) => target.startsWith(".")).map((target) => join(entry, "..", target));
  const deeper = await Promise.all(inside.map((target) => outsideOf(target, seen)));
  return [...targets.filter((target) => !target.startsWith(".")), ...deeper.flat()];
}

function addressOf(name: string): string {
  return JSON.stringify(pathToFileURL(join(outDir, name)).href);
}

async function runInNode(script: string, cwd = process.cwd()): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    cwd,
    timeout: 30_000,
  });
  return stdout;
}
