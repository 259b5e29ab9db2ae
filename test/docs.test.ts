import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { verifyPlan } from "../src/index.ts";

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
    // The page's own plan is handed out instead of printed.
    const contents = code.replace(/console\.log\([\s\S]*\);/, "export { continent, plan };");
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
    const { continent, plan } = await import(/* @vite-ignore */ file);
    expect(verifyPlan(continent, plan).valid).toBe(true);
    expect(plan.shipments.length).toBeGreaterThan(0);
  });
});

describe("the pages", () => {
  test.each(pages)("%s leads nowhere that is not there", (page) => {
    const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
    const missing = links.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(page), target)));
    expect(missing).toEqual([]);
  });
});
