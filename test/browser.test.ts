import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type BuildOptions, build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
const missing = "there is no Chromium; install one (Debian: apt-get install chromium) or name it in CHROMIUM";

const continent = `
  import { createContinent, planContinent, planContinentAsync, verifyPlan } from "katascope";
  const continent = createContinent({
    modes: { rail: { energyPerTonneKm: 0.2, terminal: 10 } },
    goods: { ore: {}, steel: {} },
    recipes: { smelt: { makes: { steel: 1 }, takes: { ore: 1.6 }, energy: 19000 } },
    areas: {
      north: { at: [10, 60], supply: { ore: 2e6 }, demand: { steel: 3e5 } },
      south: { at: [12, 55], demand: { steel: 6e5 } },
    },
    sites: {
      northworks: { area: "north", recipes: ["smelt"], sizes: [{ capacity: 1e6, keep: 1e9, energyFactor: 0.9 }] },
      southworks: { area: "south", recipes: ["smelt"], sizes: [{ capacity: 6e5, keep: 7e8 }] },
    },
    links: [{ between: ["north", "south"], mode: "rail", km: 600 }],
  });
  const told = (outcome) => ({
    status: outcome.status,
    objective: outcome.objective,
    sites: outcome.plan?.sites.map(({ site }) => site),
    valid: verifyPlan(continent, outcome.plan).valid,
  });
`;

/** 900 kt smelted in the north at 0.9 x 19,000 MJ, one module kept, 600 kt carried 600 km. */
const leastEnergy = 9e5 * 17_100 + 1e9 + 6e5 * (0.2 * 600 + 20);

/** The root entry and katascope/lp, as a person would import them. */
const lpPage = `${continent}
  import { lp } from "katascope/lp";
  const outcome = planContinent(continent, { backend: lp() });
  const yielding = await planContinentAsync(continent, { backend: lp() });
  window.answer = { ...told(outcome), same: yielding.objective === outcome.objective };
`;

/** The root entry and katascope/highs, which works in a thread of its own; then a search cut short in the middle. */
const highsPage = `${continent}
  import { highs } from "katascope/highs";
  import { marketSplit } from "./test/conformance/linear-problems.ts";
  const backend = await highs();
  const answer = told(await planContinentAsync(continent, { backend }));
  const controller = new AbortController();
  const { stop } = await backend.solveAsync(marketSplit(40, 4), { gap: 0, seed: 1 }, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  window.answer = { ...answer, stop };
`;

/** Many goods alone and with a pool of workers. */
const workersPage = `
  import { planCoupled } from "katascope/solvers";
  import { workerPool } from "katascope/workers";
  import { goodsAndAreas } from "./bench/instances/goods-and-areas.ts";
  const pool = await workerPool({ threads: 1 });
  const { threads } = pool;
  const problem = goodsAndAreas(120, 12, 3);
  const [alone, together] = [{}, { workers: pool }].map((more) => planCoupled(problem, { workLimit: 3, ...more }));
  await pool.close();
  const { objective } = alone;
  window.answer = { objective, threads, same: JSON.stringify(alone) === JSON.stringify(together) };
`;

describe.skipIf(executablePath === undefined && !process.env.CI)(
  executablePath ? "in a browser" : `in a browser (skipped: ${missing})`,
  () => {
    let browser: Browser;
    beforeAll(async () => {
      expect(executablePath, missing).toBeDefined();
      const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
      const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
      browser = await chromium.launch({ executablePath: executablePath!, args: [...flags, ...quiet] });
    });
    afterAll(() => browser?.close());

    test("plans a small continent with the root entry and katascope/lp", { timeout: 60_000 }, async () => {
      const answer = await answerOfPage(lpPage);
      expect(answer).toMatchObject({ sites: ["northworks"], same: true, valid: true });
      expect(answer.objective).toBeCloseTo(leastEnergy, -2);
    });

    test("plans it with katascope/highs in a worker, and cuts a search short", { timeout: 60_000 }, async () => {
      const answer = await answerOfPage(highsPage);
      expect(answer).toMatchObject({ sites: ["northworks"], stop: "cancelled", valid: true });
      expect(answer.objective).toBeCloseTo(leastEnergy, -2);
    });

    test("has workers on a page that may share memory, and does without on one that may not", {
      timeout: 90_000,
    }, async () => {
      const isolated = await answerOfPage(workersPage, true);
      expect(isolated).toMatchObject({ threads: 1, same: true });
      const alone = await answerOfPage(workersPage);
      expect(alone).toEqual({ objective: isolated.objective, threads: 0, same: true });
    });

    test("finds nothing of Node in the bundle of the root entry and katascope/lp", async () => {
      const { metafile } = await bundlePage(lpPage);
      const inputs = Object.keys(metafile.inputs);
      const imports = [...Object.values(metafile.inputs), ...Object.values(metafile.outputs)].flatMap(
        (part) => part.imports,
      );
      expect(inputs.some((path) => path.endsWith("index.browser.mjs"))).toBe(true);
      expect(imports.filter(({ external }) => external === true)).toEqual([]);
    });

    /** What a page leaves in window.answer, and no error on the way. */
    async function answerOfPage(
      page: string,
      isIsolated = false,
    ): Promise<Record<string, unknown> & { objective: number }> {
      const server = await serve(await filesOfPage(page), isIsolated ? ISOLATED : {});
      const tab = await browser.newPage();
      try {
        const errors: string[] = [];
        tab.on("pageerror", (error) => errors.push(String(error)));
        await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await tab.waitForFunction("window.answer !== undefined", undefined, { timeout: 30_000 }).catch(() => undefined);
        expect(errors).toEqual([]);
        return (await tab.evaluate("window.answer")) as Record<string, unknown> & { objective: number };
      } finally {
        await tab.close();
        server.close();
      }
    }
  },
);

const FOR_BROWSERS = {
  tsconfig: "tsconfig.json",
  bundle: true,
  format: "esm",
  platform: "browser",
  // HiGHS asks for it in Node alone.
  external: ["node:module"],
  write: false,
  metafile: true,
} satisfies BuildOptions;

function bundlePage(page: string) {
  return build({ ...FOR_BROWSERS, stdin: { contents: page, resolveDir: process.cwd(), loader: "js" } });
}

/** What a web server would hold, by address: the page, the worker of HiGHS with its WebAssembly, and a pool's. */
async function filesOfPage(page: string): Promise<Map<string, string | Uint8Array>> {
  const [script] = (await bundlePage(page)).outputFiles;
  const [worker] = (await build({ ...FOR_BROWSERS, entryPoints: ["src/backends/highs-worker.ts"] })).outputFiles;
  const [thread] = (await build({ ...FOR_BROWSERS, entryPoints: ["src/workers/worker-thread.ts"] })).outputFiles;
  return new Map<string, string | Uint8Array>([
    ["/", `<script type="module" src="/page.js"></script>`],
    ["/page.js", script.text],
    ["/highs-worker.js", worker.text],
    ["/worker-thread.js", thread.text],
    ["/highs.wasm", readFileSync("node_modules/highs/build/highs.wasm")],
  ]);
}

const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", wasm: "application/wasm" };

/** What a page must be served with to share memory with its workers. */
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

async function serve(
  files: ReadonlyMap<string, string | Uint8Array>,
  headers: Readonly<Record<string, string>>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    const ending = (request.url ?? "").split(".").at(-1) ?? "";
    response.writeHead(file === undefined ? 404 : 200, { "content-type": TYPES[ending] ?? "text/html", ...headers });
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
