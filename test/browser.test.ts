import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);
const missing = "there is no Chromium; install one (Debian: apt-get install chromium) or name it in CHROMIUM";

/** What the page does: the root entry and katascope/lp, as a person would import them. */
const page = `
  import { createContinent, planContinent, planContinentAsync, verifyPlan } from "katascope";
  import { lp } from "katascope/lp";
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
  const outcome = planContinent(continent, { backend: lp() });
  const yielding = await planContinentAsync(continent, { backend: lp() });
  window.answer = {
    status: outcome.status,
    objective: outcome.objective,
    same: yielding.objective === outcome.objective,
    sites: outcome.plan?.sites.map(({ site }) => site),
    valid: verifyPlan(continent, outcome.plan).valid,
  };
`;

describe.skipIf(executablePath === undefined && !process.env.CI)(
  executablePath ? "in a browser" : `in a browser (skipped: ${missing})`,
  () => {
    let server: Server;
    beforeAll(async () => {
      const bundle = await build({
        stdin: { contents: page, resolveDir: process.cwd(), loader: "ts" },
        tsconfig: "tsconfig.json",
        bundle: true,
        format: "esm",
        platform: "browser",
        write: false,
      });
      server = createServer((request, response) => {
        const isScript = request.url === "/page.js";
        response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
        response.end(isScript ? bundle.outputFiles[0].text : `<script type="module" src="/page.js"></script>`);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    afterAll(() => server?.close());

    test("plans a small continent with the root entry and katascope/lp", { timeout: 60_000 }, async () => {
      expect(executablePath, missing).toBeDefined();
      const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
      const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
      const browser = await chromium.launch({ executablePath: executablePath!, args: [...flags, ...quiet] });
      try {
        const tab = await browser.newPage();
        const errors: string[] = [];
        tab.on("pageerror", (error) => errors.push(String(error)));
        await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await tab.waitForFunction("window.answer !== undefined", undefined, { timeout: 30_000 }).catch(() => undefined);
        const answer = await tab.evaluate("window.answer");
        expect(errors).toEqual([]);
        // 900 kt smelted in the north at 0.9 x 19,000 MJ, one module kept, 600 kt carried 600 km.
        const objective = 9e5 * 17_100 + 1e9 + 6e5 * (0.2 * 600 + 20);
        expect(answer).toMatchObject({ sites: ["northworks"], same: true, valid: true });
        expect((answer as { objective: number }).objective).toBeCloseTo(objective, -2);
      } finally {
        await browser.close();
      }
    });
  },
);
