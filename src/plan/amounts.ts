import type { Decision } from "../network/decision.ts";
import type { Indexed, SparseRows } from "../network/indexed.ts";

/** A * G: what the runs make, or take. */
export function amountsOfRuns(indexed: Indexed, decision: Decision, rows: SparseRows): Float64Array {
  const goodCount = indexed.goods.length;
  const amounts = new Float64Array(indexed.areas.length * goodCount);
  indexed.activityRecipe.forEach((recipe, activity) => {
    const area = indexed.siteArea[indexed.moduleSite[indexed.activityModule[activity]]];
    for (let e = rows.start[recipe]; e < rows.start[recipe + 1]; e++) {
      amounts[area * goodCount + rows.index[e]] += rows.value[e] * decision.runs[activity];
    }
  });
  return amounts;
}

/** A * G: what links make, or take, where they begin, for all that they carry. */
export function amountsOfLinks(
  indexed: Indexed,
  decision: Decision,
  { start, index, value }: SparseRows,
): Float64Array {
  const goodCount = indexed.goods.length;
  const amounts = new Float64Array(indexed.areas.length * goodCount);
  indexed.arcTail.forEach((tail, arc) => {
    const link = indexed.arcLink[arc];
    for (let e = start[link]; e < start[link + 1]; e++) {
      for (let g = 0; g < goodCount; g++) {
        amounts[indexed.nodeArea[tail] * goodCount + index[e]] +=
          value[e] * indexed.tonnesPerUnit[g] * decision.flow[arc * goodCount + g];
      }
    }
  });
  return amounts;
}

/** A * G: what is built into new works, each year its share. */
export function amountsBuiltIn(indexed: Indexed, decision: Decision): Float64Array {
  const { start, index, value } = indexed.builtIn;
  const amounts = new Float64Array(indexed.demand.length);
  decision.built.forEach((built, module) => {
    const first = indexed.siteArea[indexed.moduleSite[module]] * indexed.goods.length;
    for (let e = start[module]; e < start[module + 1]; e++) amounts[first + index[e]] += value[e] * built;
  });
  return amounts;
}
