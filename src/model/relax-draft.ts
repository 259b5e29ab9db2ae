import type { Door } from "./door.ts";
import { type Draft, idsIn } from "./draft.ts";
import type { Fields } from "./fields.ts";

/** Lifts rules in a draft; see `Relax` for which. */

export const RELAX_FIELDS = ["minimumLoad", "oneSize", "mustOpen", "singleSource", "shareCaps", "reserve", "disposal"];

export function relaxDraft(door: Door, draft: Draft, relax: Fields): void {
  for (const id of named("minimumLoad", "site", draft.sites)) draft.sites[id].minimumLoad = 0;
  for (const id of named("oneSize", "site", draft.sites)) draft.sites[id].oneSize = false;
  for (const id of named("mustOpen", "site", draft.sites)) {
    // A site that must not be open stays closed.
    if (draft.sites[id].open) delete draft.sites[id].open;
  }
  for (const id of named("disposal", "good", draft.goods)) {
    const good = draft.goods[id];
    if (good.disposal === "forbidden") good.disposal = 0;
  }
  const { options } = draft;
  const kept = <Item>(rule: string, items: readonly Item[], goodOf: (item: Item) => string): Item[] => {
    const lifted = new Set(named(rule, "good", draft.goods));
    return items.filter((item) => !lifted.has(goodOf(item)));
  };
  options.singleSource = kept("singleSource", options.singleSource, (good) => good);
  options.shareCaps = kept("shareCaps", options.shareCaps, ({ good }) => good);
  options.reserve = kept("reserve", options.reserve, ({ good }) => good);

  function named(rule: string, what: string, record: Readonly<Record<string, unknown>>): readonly string[] {
    if (!relax.has(rule)) return [];
    return door.references(relax.value(rule), relax.at(rule), idsIn(what, record), `change.${what}-unknown`);
  }
}
