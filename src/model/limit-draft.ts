import { limitTerminal } from "./change-terminals.ts";
import { quote } from "./describe-value.ts";
import type { Door, Entry } from "./door.ts";
import { type Draft, idsIn, refuseOthers, shapeOf } from "./draft.ts";
import type { Fields } from "./fields.ts";
import { AMOUNT, CAP, MODULES, SITES } from "./limits.ts";
import { GROUPS, WHOLES } from "./read-options.ts";

/** Sets limits in a draft; see `Limit` for the shapes. */

const SHAPES = ["site", "link", "terminal", "supply", "demand", "resource", "sitesMaking", "shareOf"] as const;
const LIMIT_FIELDS = [...SHAPES, "size", "area", "by", "of", "most"];

/** What may be said besides the thing and `most`. */
const BESIDES: Readonly<Record<(typeof SHAPES)[number], readonly string[]>> = {
  site: ["size"],
  link: [],
  terminal: ["area"],
  supply: ["area"],
  demand: ["area"],
  resource: ["area"],
  sitesMaking: [],
  shareOf: ["by", "of"],
};

export function limitDraft(door: Door, draft: Draft, changes: readonly Entry[]): void {
  for (const { value, path } of changes) {
    const fields = door.fields(value, path, LIMIT_FIELDS);
    const shape = shapeOf(door, fields, SHAPES);
    if (shape === undefined) continue;
    refuseOthers(door, fields, LIMIT_FIELDS, [shape, "most", ...BESIDES[shape]]);
    switch (shape) {
      case "site":
        limitSite(door, draft, fields);
        break;
      case "link":
        limitLink(draft, fields);
        break;
      case "terminal":
        limitTerminal(draft, fields);
        break;
      case "sitesMaking": {
        const good = fields.reference(shape, idsIn("good", draft.goods), "change.good-unknown");
        const most = fields.number("most", SITES);
        if (good !== undefined && most !== undefined) draft.options.mostSites[good] = most;
        break;
      }
      case "shareOf":
        limitShare(door, draft, fields);
        break;
      default:
        limitArea(door, draft, fields, shape);
    }
  }
}

/** One cap for each good, group and whole: a new one takes the place of the one there is. */
function limitShare(door: Door, draft: Draft, fields: Fields): void {
  const good = fields.reference("shareOf", idsIn("good", draft.goods), "change.good-unknown");
  const by = door.choice(fields.value("by"), fields.at("by"), GROUPS);
  const of = door.choice(fields.value("of"), fields.at("of"), WHOLES);
  const share = fields.number("most", CAP);
  if (good === undefined || by === undefined || of === undefined || share === undefined) return;
  const { options } = draft;
  const others = options.shareCaps.filter((cap) => cap.good !== good || cap.by !== by || cap.of !== of);
  options.shareCaps = [...others, { good, by, of, share }];
}

function limitSite(door: Door, draft: Draft, fields: Fields): void {
  const id = fields.reference("site", idsIn("site", draft.sites), "change.site-unknown");
  const most = fields.number("most", MODULES);
  if (id === undefined || most === undefined) return;
  const { sizes } = draft.sites[id];
  const names = { what: "size of this site", ids: new Set(sizes.map(({ name }) => name)) };
  const name = fields.has("size") ? fields.reference("size", names, "change.size-unknown") : undefined;
  if (fields.has("size") && name === undefined) return;
  for (const size of sizes) {
    if (name !== undefined && size.name !== name) continue;
    if (most < size.stand) {
      const message = `${size.stand} modules of size ${quote(size.name)} stand at ${quote(id)}, more than ${most}`;
      door.refuse(
        "change.below-standing",
        fields.at("most"),
        message,
        `Write ${size.stand} or more, or close the site.`,
      );
    }
    size.most = most;
  }
}

function limitLink(draft: Draft, fields: Fields): void {
  const known = { what: "link", ids: new Set(draft.links.map(({ id }) => id)) };
  const id = fields.reference("link", known, "change.link-unknown");
  const most = fields.number("most", AMOUNT);
  if (most === undefined) return;
  for (const link of draft.links) if (link.id === id) link.capacity = most;
}

function limitArea(door: Door, draft: Draft, fields: Fields, shape: "supply" | "demand" | "resource"): void {
  const area = fields.reference("area", idsIn("area", draft.areas), "change.area-unknown");
  const most = fields.number("most", AMOUNT);
  const id =
    shape === "resource"
      ? door.id(fields.value(shape), fields.at(shape))
      : fields.reference(shape, idsIn("good", draft.goods), "change.good-unknown");
  if (area === undefined || most === undefined || id === undefined) return;
  const place = draft.areas[area];
  if (shape === "demand") place.demand[id] = Math.min(place.demand[id] ?? 0, most);
  else place[shape === "supply" ? "supply" : "resources"][id] = most;
}
