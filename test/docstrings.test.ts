import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

/** What the examples may take as given: the README's continent and its plan. */
const GIVEN = `
import * as root from "../src/index.ts";
import { europe } from "../src/continents/europe.ts";
import { continentFromGraph, continentToGraph, planToGraph } from "../src/graph.ts";
import { highs } from "../src/highs.ts";
import { lp } from "../src/lp.ts";
import { geojsonReport, inspectionText, markdownReport, svgMap, textSummary } from "../src/report.ts";
import { designNetwork, locateFacilities, minCostFlow, planCoupled, transport } from "../src/solvers.ts";
import { workerPool as pool } from "../src/workers.ts";
import { MultiGraph } from "graphology";
const { ${readFileSync("src/index.ts", "utf8")
  .split(/^export /m)
  .filter((line) => line.startsWith("{"))
  .flatMap((line) => line.slice(1, line.indexOf("}")).split(","))
  .map((name) => name.trim())
  .filter((name) => name !== "" && !name.startsWith("type "))
  .join(", ")} } = root;
export const check = { same: (value: unknown, wanted: string): void => {} };
// The threads' own script does not lie beside this module.
const workerPool = (_: { threads: number }) => pool({ threads: 0 });
const console = { log: (..._: unknown[]): void => {} };
const areas = { north: { at: [10, 60] as const }, south: { at: [12, 55] as const }, east: { at: [20, 58] as const } };
const { east: _, ...ports } = areas;
const coastline = [[[0, 50], [30, 50], [30, 65], [0, 65], [0, 50]]] as const;
const ironworks = [{ capacity: 1e6, energyToBuild: 4e9 }];
const continent = createContinent({
  name: "The coast",
  modes: { rail: { energyPerTonneKm: 0.2, terminal: 10 } },
  goods: { ore: {}, steel: {} },
  recipes: { smelt: { makes: { steel: 1 }, takes: { ore: 1.6 }, energy: 19_000 } },
  areas: {
    north: { at: [10, 60], supply: { ore: 2e6 }, demand: { steel: 3e5 } },
    south: { at: [12, 55], demand: { steel: 6e5 } },
  },
  sites: {
    northworks: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 1e6, keep: 1e9 }] },
    southworks: { area: "south", recipes: ["smelt"], sizes: [{ capacity: 6e5, keep: 7e8 }] },
  },
  links: [{ between: ["north", "south"], mode: "rail" }],
});
const plan = requirePlan(planContinent(continent));
`;

interface Example {
  readonly file: string;
  readonly code: string;
}

/** Every example in a docstring of the source. */
function examplesIn(folder: string): Example[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return examplesIn(path);
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(/^ \* ```ts\n([\s\S]*?)^ \* ```$/gm)].map(([, block]) => {
      const lines = block.split("\n").map((line) => line.replace(/^ \* ?/, ""));
      return { file: path.replaceAll("\\", "/"), code: lines.filter((line) => !line.startsWith("import ")).join("\n") };
    });
  });
}

const examples = examplesIn("src");

/** The examples as functions of one module; a line that ends in "// => value" is held to it. */
function moduleOf(all: readonly Example[]): string {
  const held = (code: string): string =>
    code.replace(
      /^(.*); \/\/ => (.*)$/gm,
      (_, expression, wanted) => `check.same(${expression}, ${JSON.stringify(wanted)});`,
    );
  const functions = all.map(({ code }) => `async () => {\n${held(code)}\n}`);
  return `${GIVEN}\nexport const examples: (() => Promise<void>)[] = [\n${functions.join(",\n")}\n];\n`;
}

describe("the examples in docstrings", async () => {
  mkdirSync("out", { recursive: true });
  const { outputFiles } = await build({
    stdin: { contents: moduleOf(examples), resolveDir: join(process.cwd(), "test"), loader: "ts" },
    tsconfig: "tsconfig.json",
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["highs", "graphology"],
    write: false,
  });
  const file = join(process.cwd(), "out", "docstrings.mjs");
  writeFileSync(file, outputFiles[0].text);
  const made = await import(/* @vite-ignore */ file);

  test("are there for what one begins with", () => {
    const files = examples.map((example) => example.file);
    for (const first of [
      "plan-continent",
      "create-continent",
      "change-continent",
      "verify-plan",
      "min-cost-flow",
      "transport",
    ])
      expect(files.some((path) => path.endsWith(`/${first}.ts`))).toBe(true);
    expect(examples.length).toBeGreaterThan(30);
  });

  test.each(examples.map(({ file }, index) => [file, index] as const))(
    "%s (%i) runs, and gives what it says",
    async (_, index) => {
      let held = 0;
      made.check.same = (value: unknown, wanted: string): void => {
        held++;
        expect(JSON.stringify(value)).toBe(wanted);
      };
      await made.examples[index]();
      expect(held).toBe(examples[index].code.split("// => ").length - 1);
    },
  );
});
