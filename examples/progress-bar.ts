import type { Progress } from "katascope";

const WIDTH = 24;

/**
 * A line that says how far a long run has come. On a terminal it is redrawn in place; elsewhere a line is
 * written only when the phase changes, so that logs stay short.
 */
export function progressBar(asked: number): { show(progress: Progress): void; end(): void } {
  let lastPhase = "";
  const live = process.stderr.isTTY === true;
  return {
    show({ phase, gap, incumbent, bound, elapsedMs }) {
      if (!live && phase === lastPhase) return;
      lastPhase = phase;
      // The bar fills as the gap shrinks towards what was asked, on a logarithmic scale from 100 %.
      const done = gap === undefined ? 0 : Math.min(1, Math.log(1 / Math.max(gap, asked)) / Math.log(1 / asked));
      const bar = "#".repeat(Math.round(done * WIDTH)).padEnd(WIDTH, ".");
      const petajoules = (energy: number | undefined): string =>
        energy === undefined ? "-" : `${(energy / 1e9).toFixed(0)} PJ`;
      const gapText = gap === undefined ? "" : `  gap ${(100 * gap).toFixed(2)} %`;
      const figures = `plan ${petajoules(incumbent)}  bound ${petajoules(bound)}${gapText}`;
      const line = `[${bar}] ${(elapsedMs / 1000).toFixed(1).padStart(5)} s  ${phase.padEnd(18)} ${figures}`;
      process.stderr.write(live ? `\r${line.padEnd(100)}` : `${line}\n`);
    },
    end() {
      if (live) process.stderr.write("\n");
    },
  };
}
