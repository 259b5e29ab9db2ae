import type { Continent } from "../../model/types.ts";
import type { Report } from "./tally.ts";

/** Whether the continent has these; each that it has not is reported. */
export function areKnown(
  { areas, modes, goods }: Continent,
  report: Report,
  path: string,
  ids: { readonly area?: string; readonly mode?: string; readonly good?: string },
): boolean {
  const unknown = [
    ids.area !== undefined && !Object.hasOwn(areas, ids.area) ? "area" : "",
    ids.mode !== undefined && !Object.hasOwn(modes, ids.mode) ? "mode" : "",
    ids.good !== undefined && !Object.hasOwn(goods, ids.good) ? "good" : "",
  ].filter((kind) => kind !== "");
  for (const kind of unknown) report("id.unknown", path, `There is no such ${kind}.`, 1);
  return unknown.length === 0;
}

export function notNegative(report: Report, path: string, amount: number): void {
  if (amount < 0) report("negative", path, `${amount} is below zero.`, -amount);
}
