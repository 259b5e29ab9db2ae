import type { Progress } from "katascope";

const WIDTH = 24;

/** So many goods of a part are named. */
const NAMED = 3;

/**
 * A line that says how far a long run has come. On a terminal it is redrawn in place; elsewhere a line is
 * written only when the phase, or the goods that are planned, change, so that logs stay short.
 */
export function progressBar(asked: number): { show(progress: Progress): void; end(): void } {
  let last = "";
  const live = process.stderr.isTTY === true;
  return {
    show({ phase, goods = [], part, gap, incumbent, bound, elapsedMs }) {
      const doing = `${phase} ${part?.number}`;
      if (!live && doing === last) return;
      last = doing;
      // The bar fills part by part, and as the gap shrinks towards what was asked, on a logarithmic scale from 100 %.
      const parts = part === undefined ? 0 : (part.number - 1) / part.of;
      const shrunk = gap === undefined ? 0 : Math.min(1, Math.log(1 / Math.max(gap, asked)) / Math.log(1 / asked));
      const done = Math.max(parts, shrunk);
      const bar = "#".repeat(Math.round(done * WIDTH)).padEnd(WIDTH, ".");
      const petajoules = (energy: number): string => `${(energy / 1e9).toFixed(0)} PJ`;
      const figures = [
        incumbent === undefined ? "no plan yet" : `plan ${petajoules(incumbent)}`,
        ...(bound === undefined ? [] : [`no plan below ${petajoules(bound)}`]),
        ...(gap === undefined ? [] : [`gap ${(100 * gap).toFixed(2)} %`]),
      ];
      const more = goods.length > NAMED ? ` and ${goods.length - NAMED} more` : "";
      const named =
        part === undefined ? "" : ` of ${part.number}/${part.of} (${goods.slice(0, NAMED).join(", ")}${more})`;
      const line = `[${bar}] ${(elapsedMs / 1000).toFixed(1).padStart(5)} s  ${figures.join(", ")}; ${phase}${named}`;
      process.stderr.write(live ? `\r${line.padEnd(120)}` : `${line}\n`);
    },
    end() {
      if (live) process.stderr.write("\n");
    },
  };
}
