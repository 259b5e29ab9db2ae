/**
 * Plans a seeded continent of many goods with HiGHS, in WebAssembly, for so many seconds of processor time, and keeps its
 * plan, bound and gap at the marks in bench/results/beside-highs.json, from where bench/coupled.ts writes them down.
 * Usage: npx tsx bench/beside-highs.ts 200 10 1 60,300 (areas, goods, seed, marks in seconds)
 *
 * HiGHS is given the strong form (no shipment is more than its destination can take, times the modules open), as arrays,
 * energies in PJ and amounts in Mt, so that it meets numbers near one. Its best plan is checked row by row.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import loadHighs from "highs";
import { coupledModel, inLargeUnits } from "../test/conformance/highs-coupled.ts";
import { goodsAndAreas } from "./instances/goods-and-areas.ts";
import { processorTime } from "./processor-time.ts";

/** What HiGHS had in hand after so many seconds; no objective where it had no plan. */
export interface RivalMark {
  readonly name: string;
  readonly seed: number;
  readonly seconds: number;
  readonly objective?: number;
  readonly bound: number;
  readonly gap?: number;
  /** What stopped it before the mark: its optimum, or an error of its own. */
  readonly ended?: string;
}

export const RIVAL_STORE = new URL("results/beside-highs.json", import.meta.url);

type Model = ReturnType<typeof coupledModel>;

/** A row may miss by this part of the largest of its terms, as HiGHS's own tolerance has it. */
const ROW_TOLERANCE = 1e-5;
/** The runtime looks at the clock on the wall too, and only this stops it where it calls back too rarely. */
const PATIENCE = 20;

/** The plan's objective, reckoned anew; throws where a row or a whole number is missed by more than the tolerance. */
function checkedObjective(model: Model, solution: Float64Array): number {
  const { starts, indices, values } = model.matrix;
  const sum = new Float64Array(model.numRows);
  const largest = new Float64Array(model.numRows);
  let objective = model.offset;
  for (let c = 0; c < model.numCols; c++) {
    objective += model.colCost[c] * solution[c];
    const isWhole = model.integrality[c] === 0 || Math.abs(solution[c] - Math.round(solution[c])) <= ROW_TOLERANCE;
    if (!isWhole) throw new Error(`column ${c} is ${solution[c]}, wanted a whole number`);
    for (let e = starts[c]; e < starts[c + 1]; e++) {
      sum[indices[e]] += values[e] * solution[c];
      largest[indices[e]] = Math.max(largest[indices[e]], Math.abs(values[e] * solution[c]));
    }
  }
  for (let r = 0; r < model.numRows; r++) {
    const slack = ROW_TOLERANCE * Math.max(1, largest[r]);
    if (sum[r] < model.rowLower[r] - slack || sum[r] > model.rowUpper[r] + slack)
      throw new Error(`row ${r} is ${sum[r]}, wanted ${model.rowLower[r]} to ${model.rowUpper[r]}`);
  }
  return objective;
}

async function main(): Promise<void> {
  const [areas, goods, seed] = process.argv.slice(2, 5).map(Number);
  const marks = process.argv[5].split(",").map(Number);
  const name = `${areas}x${goods}`;
  const highs = await loadHighs();
  const model = coupledModel(inLargeUnits(goodsAndAreas(areas, goods, seed)), highs.infinity, true);
  const { mipInterrupt, mipImprovingSolution, simplexInterrupt } = highs.constants.callbackType;
  const kept: RivalMark[] = [];
  let best: Float64Array | undefined;
  let bound = Number.NEGATIVE_INFINITY;
  highs.withModel(model, (loaded) => {
    const most = marks[marks.length - 1];
    loaded.options.set({ output_flag: false, mip_rel_gap: 0, time_limit: PATIENCE * most });
    const elapsed = processorTime();
    const note = (seconds: number, ended?: string): void => {
      const objective = best && checkedObjective(model, best);
      const known = objective === undefined ? {} : { objective: objective * 1e9, gap: (objective - bound) / objective };
      kept.push({ name, seed, seconds, bound: bound * 1e9, ...known, ...(ended === undefined ? {} : { ended }) });
      console.log(kept[kept.length - 1]);
    };
    /** Whether the last mark has been passed. */
    const look = (): boolean => {
      while (kept.length < marks.length && elapsed() >= marks[kept.length]) note(elapsed());
      return kept.length === marks.length;
    };
    try {
      loaded.run({
        [simplexInterrupt]: (event) => {
          if (look()) event.interrupt();
        },
        [mipInterrupt]: (event) => {
          bound = Math.max(bound, event.data.mip_dual_bound ?? bound);
          if (look()) event.interrupt();
        },
        [mipImprovingSolution]: (event) => {
          best = event.data.mip_solution ?? best;
        },
      });
      if (kept.length < marks.length) note(elapsed(), "solved");
    } catch (error) {
      // WebAssembly runs out of memory, or gives up; what it had before that counts.
      note(elapsed(), error instanceof Error ? error.message : "failed");
    }
    keep(name, seed, kept);
    process.exit();
  });
}

function keep(name: string, seed: number, kept: readonly RivalMark[]): void {
  const known: RivalMark[] = existsSync(RIVAL_STORE) ? JSON.parse(readFileSync(RIVAL_STORE, "utf8")) : [];
  const others = known.filter((mark) => mark.name !== name || mark.seed !== seed);
  mkdirSync(new URL(".", RIVAL_STORE), { recursive: true });
  writeFileSync(RIVAL_STORE, `${JSON.stringify([...others, ...kept])}\n`);
}

if (import.meta.filename === process.argv[1]) await main();
