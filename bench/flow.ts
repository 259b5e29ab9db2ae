/**
 * Benchmarks of flow and transport. `npm run bench` measures ours alone and the growth with size, with `-- --transport`
 * that of transport only;
 * `npm run bench:rivals` measures beside native LEMON, a quarter of an hour, and beside JavaScript's solvers as far as
 * they end in some seconds; with `-- --to-the-end` only those, as far as each ends in ten minutes, which takes an hour.
 * All write their sections of docs/benchmarks.md.
 */
import { benchmarkPage, where, writeSection } from "./benchmark-page.ts";
import { benchDenseTransport, benchNetworks } from "./beside-lemon.ts";
import { benchJavaScript } from "./javascript-transport.ts";
import { benchPlacedLocation, benchPositions } from "./positions.ts";
import { compileLemon } from "./rivals/lemon.ts";

const MEDIANS = "Medians of 7 runs unless said otherwise.";

/** How long a run of a JavaScript solver may take. */
const PATIENCE_MS = 10_000;
const TO_THE_END_MS = 600_000;

async function writeJavaScript(limitMs: number): Promise<void> {
  writeSection("transport against JavaScript", [
    "## Dense transport against JavaScript's solvers",
    "",
    `${where()} ${MEDIANS}`,
    `Each rival in a process of its own, building its model not counted, until a run takes more than ${limitMs / 1000} s`,
    "or its growth so far says that the next would take more than twice that. Ours is the median of 7 warm runs.",
    "",
    ...(await benchJavaScript(limitMs)),
  ]);
}

if (process.argv.includes("--to-the-end")) await writeJavaScript(TO_THE_END_MS);
else if (process.argv.includes("--rivals")) {
  const compiled = compileLemon();
  const lemon = typeof compiled === "string" ? undefined : compiled;
  const rival = lemon ? `LEMON ${lemon.version}, g++ -O3 -march=native` : String(compiled);
  writeSection("flow against rivals", [
    "## Flow and transport against native code",
    "",
    `${where()} ${MEDIANS}`,
    `${rival}. A ratio is the rival's time over ours, run in turns, warm; objectives are compared first. Times`,
    "are processor time, all threads, since other work shares the machine. Where a run takes long there are fewer, as the",
    "table says. Peak memory is that of the whole process after the first call, the problem included.",
    "",
    "### Dense transport on a plane",
    "",
    ...benchDenseTransport(lemon),
    "",
    "### Networks",
    "",
    ...benchNetworks(lemon, Number(process.env["BENCH_POWER"] ?? 16)),
  ]);
  lemon?.dispose();
  if (!benchmarkPage().includes(`${TO_THE_END_MS / 1000} s`)) await writeJavaScript(PATIENCE_MS);
} else {
  writeSection("transport growth", [
    "## Transport from positions: growth",
    "",
    `${where()} ${MEDIANS}`,
    "One run each in a process of its own, the first call, with the proof over all pairs. Where other work shares the",
    "machine, processor time says more than time; exponents are taken from it.",
    "",
    ...benchPositions([
      [100, 1000, 1.2, false],
      [100, 10_000, 1.2, false],
      [100, 100_000, 1.2, false],
      [100, 1_000_000, 1.2, false],
      [1000, 1000, 1.2, false],
      [1000, 10_000, 1.2, false],
      [1000, 100_000, 1.2, false],
      [1000, 1_000_000, 1.2, false],
      [10_000, 1000, 1.2, false],
      [10_000, 10_000, 1.2, false],
      [10_000, 100_000, 1.2, false],
      [10_000, 1_000_000, 1.2, false],
      [1000, 1_000_000, 1.02, false],
      [1000, 1_000_000, 1, false],
      [1000, 1_000_000, 1.2, true],
    ]),
  ]);
  if (!process.argv.includes("--transport")) writeLocationGrowth();
}

function writeLocationGrowth(): void {
  writeSection("location growth", [
    "## Location from positions: growth",
    "",
    `${where()} ${MEDIANS}`,
    "One run each in a process of its own, `gap: 0.005`; every answer is verified. Exponents from processor time. Up to",
    "four million pairs the exact search does it, above the near pairs of every customer.",
    "",
    ...benchPlacedLocation([
      [1000, 1000, 0],
      [1000, 10_000, 0],
      [1000, 100_000, 0],
      [1000, 1000, 5],
      [1000, 10_000, 5],
      [1000, 100_000, 5],
    ]),
  ]);
}
