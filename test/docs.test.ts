import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { requirePlan, verifyPlan } from "../src/index.ts";
import { textSummary } from "../src/report.ts";

const pages = [
  "README.md",
  "NOTICE",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

describe("the README", () => {
  test("has code that plans as it says", async () => {
    const code = /```ts\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))![1];
    expect(code.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(23);
    // The page's own outcome is handed out instead of printed.
    const contents = code.replace(/console\.log\([\s\S]*\);/, "export { continent, outcome };");
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
      tsconfig: "tsconfig.json",
      bundle: true,
      format: "esm",
      platform: "node",
      external: ["highs"],
      write: false,
    });
    // From inside the checkout, so that the optional peer is found.
    mkdirSync("out", { recursive: true });
    const file = join(process.cwd(), "out", "readme.mjs");
    writeFileSync(file, outputFiles[0].text);
    const { continent, outcome } = await import(/* @vite-ignore */ file);
    const plan = requirePlan(outcome);
    expect(verifyPlan(continent, plan).valid).toBe(true);
    expect(plan.shipments.length).toBeGreaterThan(0);
    // What the solver claims has its version in it.
    const printed = /```text\n([\s\S]*?)\n```/.exec(readFileSync("README.md", "utf8"))![1];
    const lines = (text: string): string[] => text.split("\n").filter((line) => !line.startsWith("claimed"));
    expect(lines(printed)).toEqual(lines(textSummary(continent, outcome)));
  });

  test("has the code of the example that it names", () => {
    const code = /```ts\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))![1];
    const bare = (text: string): string => text.replace(/\/\/.*$/gm, "").replace(/\s+/g, "");
    expect(bare(code)).toBe(bare(readFileSync("examples/quick-start.ts", "utf8")));
  });
});

describe("the pages", () => {
  test.each(pages)("%s leads nowhere that is not there", (page) => {
    const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
    const missing = links.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(page), target)));
    expect(missing).toEqual([]);
  });
});
