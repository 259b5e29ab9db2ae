import { freightOf } from "../network/freight.ts";
import { gateGoods } from "../network/gate-goods.ts";
import type { Indexed } from "../network/indexed.ts";
import { largestIntake } from "./intake.ts";
import type { LinearBuilder } from "./linear-builder.ts";
import type { Columns } from "./linear-columns.ts";
import type { Scale } from "./linear-scale.ts";

/** Modules that the strong form tightens: those whose opening takes energy, so that parts of them would be saved. */
export function tightenedModules(indexed: Indexed): Int8Array {
  return Int8Array.from(indexed.moduleSite, (site, module) => {
    const kept = indexed.keptMost[module] > 0 && indexed.keep[module] > indexed.closing[module];
    const built = indexed.builtMost[module] > 0 && indexed.build[module] + indexed.keep[module] > 0;
    return kept || built || (indexed.most[module] > 0 && indexed.siteEnergy[site] > 0) ? 1 : 0;
  });
}

/**
 * Shipments by destination for the tightened modules, in place of handing goods over at the gate:
 *
 *     gate[k, g]       sum of makes * runs = sum over destinations b of t[k, b, g] + let go
 *     strong[k, b, g]  t[k, b, g] <= intake[b, g] * (kept + built)
 *
 * and t enters balance[b, g] at the cheapest freight. Valid where links are unlimited. Goods that are only sold at the
 * gate, since their ways have no freight of their own, enter their balance like those of other works.
 *
 * Gives: the gate rows by module * G + good.
 */
export function strongRows(
  indexed: Indexed,
  columns: Columns,
  balanceRow: Int32Array,
  scale: Scale,
  builder: LinearBuilder,
): ReadonlyMap<number, number> {
  const gateRows = new Map<number, number>();
  const areaCount = indexed.areas.length;
  const goodCount = indexed.goods.length;
  const freight = freightOf(indexed);
  const intake = largestIntake(indexed);
  const atGate = gateGoods(indexed);
  const perAmount = scale.amount / scale.energy;
  tightenedModules(indexed).forEach((tightened, module) => {
    if (!tightened) return;
    const from = indexed.siteArea[indexed.moduleSite[module]];
    const gates = new Map<number, number>();
    for (let activity = indexed.activityStart[module]; activity < indexed.activityStart[module + 1]; activity++) {
      const recipe = indexed.activityRecipe[activity];
      for (let e = indexed.makes.start[recipe]; e < indexed.makes.start[recipe + 1]; e++) {
        const good = indexed.makes.index[e];
        if (atGate[good]) continue;
        if (!gates.has(good)) gates.set(good, builder.row(0, 0));
        builder.entry(gates.get(good)!, columns.runs[activity], indexed.makes.value[e]);
      }
    }
    for (const [good, gate] of gates) {
      gateRows.set(module * goodCount + good, gate);
      const disposal = indexed.disposal[good];
      if (Number.isFinite(disposal)) {
        builder.entry(gate, builder.column(disposal * perAmount, 0, Number.POSITIVE_INFINITY), -1);
      }
      for (let to = 0; to < areaCount; to++) {
        const energy = freight.perUnit[good][from * areaCount + to];
        const most = intake[to * goodCount + good];
        if (most === 0 || !Number.isFinite(energy)) continue;
        const shipped = builder.column(energy * perAmount, 0, Number.POSITIVE_INFINITY);
        builder.entry(gate, shipped, -1);
        builder.entry(balanceRow[to * goodCount + good], shipped, 1);
        const strong = builder.row(Number.NEGATIVE_INFINITY, 0);
        builder.entry(strong, shipped, 1);
        for (const modules of [columns.kept[module], columns.built[module]]) {
          if (modules >= 0) builder.entry(strong, modules, -most / scale.amount);
        }
      }
    }
  });
  return gateRows;
}
