import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** What each room may import, besides itself. A new folder means a new row first. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  base: [],
  units: ["base"],
  model: ["base", "units"],
  tables: ["base", "units", "model"],
  problems: ["base"],
  kernels: ["base", "problems"],
  solvers: ["base", "problems", "kernels"],
  workers: ["base", "problems", "kernels"],
  backends: ["base", "problems"],
  network: ["base", "units", "model", "problems", "kernels"],
  interchange: ["base", "model", "network", "problems", "plan/types.ts"],
  formulations: ["base", "problems", "network", "model", "plan/types.ts"],
  plan: ["base", "units", "model", "problems", "network", "kernels"],
  "verify/numbers": ["base", "problems"],
  "verify/plan": [
    "base",
    "units",
    "model",
    "plan/types.ts",
    "plan/plan-shape.ts",
    "problems",
    "verify/numbers/location.ts",
  ],
  explain: ["base", "units", "model", "network", "problems", "plan", "formulations"],
  routes: [
    "base",
    "units",
    "model",
    "network",
    "problems",
    "kernels",
    "solvers",
    "formulations",
    "plan",
    "verify/plan",
  ],
  study: ["base", "units", "model", "plan", "plan-continent.ts"],
  federation: ["base", "problems", "kernels", "solvers", "verify/numbers"],
  technate: ["base", "units", "model", "plan"],
  report: ["base", "units", "model", "plan", "technate", "study/types.ts", "explain/inspection.ts"],
  continents: ["base", "units", "model"],
};

/** What each room may import of other people's packages. */
const packages: Readonly<Record<string, readonly string[]>> = {
  backends: ["highs", "javascript-lp-solver"],
  plan: [],
};

/** Longer files hold more than one thing. */
const MOST_LINES = 350;

/** The only files in `src` itself that hold code of their own. */
const journeys = new Set(["plan-continent.ts"]);

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : entry.name.endsWith(".ts") ? [path] : [];
  });
}

const files = filesUnder(src).map((path) => ({
  path: relative(src, path).replaceAll("\\", "/"),
  text: readFileSync(path, "utf8"),
}));

/** Every import, static or dynamic, of types or values, in either quote. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const found = code.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(["'`])([^"'`\s]+)\1/g);
  return [...found].map(([, , target]) => target);
}

function roomOf(path: string): string {
  const parts = path.split("/");
  if (parts.length === 1) return "";
  return parts[0] === "verify" ? `${parts[0]}/${parts[1]}` : parts[0];
}

function mayImport(from: string, to: string): boolean {
  const room = roomOf(from);
  // Entry points re-export from anywhere; continents' entry points stand in their own folder.
  if (room === "") return true;
  if (roomOf(to) === room) return true;
  return (rooms[room] ?? []).some((allowed) => to === allowed || roomOf(to) === allowed);
}

describe("the house", () => {
  test("is read at all: the test sees imports of every form", () => {
    const forms = `import a from "./a.ts"; import type { B } from './b.ts'; export * from "./c.ts"; await import("./d.ts"); import "./e.ts";`;
    expect(importsOf(forms)).toEqual(["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts"]);
    expect(files.length).toBeGreaterThan(100);
    expect(mayImport("kernels/components.ts", "model/types.ts")).toBe(false);
    expect(mayImport("verify/plan/verify-plan.ts", "network/freight.ts")).toBe(false);
    expect(mayImport("formulations/linear.ts", "plan/write-plan.ts")).toBe(false);
    expect(mayImport("formulations/linear.ts", "plan/types.ts")).toBe(true);
  });

  test("has a row for every folder", () => {
    const unknown = files.map(({ path }) => roomOf(path)).filter((room) => room !== "" && !(room in rooms));
    expect([...new Set(unknown)]).toEqual([]);
  });

  test("lets no import lead the wrong way", () => {
    const wrong = files.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((target) => target.startsWith("."))
        .map((target) => posix.normalize(posix.join(dirname(path), target)))
        .filter((target) => !mayImport(path, target))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("lets other people's packages only into the rooms that need them", () => {
    const wrong = files.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((target) => !target.startsWith(".") && !(packages[roomOf(path)] ?? []).includes(target))
        // Docstrings and messages tell what to type; that is no import.
        .filter((target) => !target.startsWith("katascope"))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test(`has no file of more than ${MOST_LINES} lines`, () => {
    const long = files.filter(
      ({ path, text }) => !path.endsWith(".extract.ts") && text.trimEnd().split("\n").length > MOST_LINES,
    );
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test("has entry points that only re-export", () => {
    const entries = files.filter(({ path }) => roomOf(path) === "" && !journeys.has(path));
    const own = entries.filter(({ text }) =>
      text
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .split(";")
        .some((statement) => statement.trim() !== "" && !/^export\s+(type\s+)?[*{]/.test(statement.trim())),
    );
    expect(own.map(({ path }) => path)).toEqual([]);
  });

  test("keeps chance and the clock in base", () => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
    const strays = files.filter(
      ({ path, text }) =>
        roomOf(path) !== "base" && /Math\.random|Date\.now|performance\.now|new Date\b/.test(code(text)),
    );
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  test("names files by what they do", () => {
    const vague = files.filter(({ path }) => /(^|\/)(utils?|helpers?|misc|common|index)(\.ts|\/)/.test(path));
    expect(vague.map(({ path }) => path).filter((path) => path !== "index.ts")).toEqual([]);
  });

  test("keeps sample data and foreign solvers out of the root entry", () => {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const file = files.find((candidate) => candidate.path === path);
      for (const target of importsOf(file?.text ?? "")) {
        if (target.startsWith(".")) visit(posix.normalize(posix.join(dirname(path), target)));
        else expect(target.startsWith("katascope"), target).toBe(true);
      }
    };
    visit("index.ts");
    expect([...seen].filter((path) => path.startsWith("continents/") || path.startsWith("backends/"))).toEqual([]);
  });
});
