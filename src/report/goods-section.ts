import type { Continent } from "../model/types.ts";
import type { Balance, Plan } from "../plan/types.ts";
import { byId } from "./by-id.ts";
import { formatQuantity } from "./format-figures.ts";
import { escapeMarkdown, markdownTable, section } from "./markdown-text.ts";

const COLUMNS = [
  ["supplied", "found"],
  ["made", "made"],
  ["taken", "taken by works"],
  ["used", "used by people"],
  ["surplus", "let go"],
  ["unmet", "unmet"],
] as const satisfies readonly (readonly [keyof Balance, string])[];

/** Where each good comes from and what becomes of it, summed over the areas; columns of nothing are left out. */
export function goodsSection(continent: Continent, plan: Plan): string {
  const sums = new Map<string, number[]>();
  for (const balance of plan.balances) {
    const sum = sums.get(balance.good) ?? COLUMNS.map(() => 0);
    COLUMNS.forEach(([field], i) => {
      sum[i] += balance[field];
    });
    sums.set(balance.good, sum);
  }
  const goods = [...sums.keys()].sort(byId).filter((good) => sums.get(good)?.some((amount) => amount > 0));
  if (goods.length === 0) return section("Goods", "No good is used.");
  const shown = COLUMNS.map((_, i) => i).filter((i) => goods.some((good) => (sums.get(good)?.[i] ?? 0) > 0));
  const rows = goods.map((good) => {
    const unit = continent.goods[good]?.unit ?? "t";
    return [
      escapeMarkdown(good),
      ...shown.map((i) => {
        const amount = sums.get(good)?.[i] ?? 0;
        return amount > 0 ? formatQuantity(amount, unit) : "";
      }),
    ];
  });
  return section(
    "Goods",
    markdownTable([{ heading: "good" }, ...shown.map((i) => ({ heading: COLUMNS[i][1], figures: true }))], rows),
  );
}
