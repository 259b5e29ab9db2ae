import type { AreaSpec, ContinentSpec, GoodSpec, LinkSpec, RecipeSpec, SiteSpec, SizeSpec } from "../src/model/spec.ts";
import type { Draw } from "./draw.ts";

/**
 * The same continent by chance with what bodies do besides: a part of what links carry is lost; links take current, or
 * make it from what flows down them; more of links can be built; works are built of metal; some sites must be open, and
 * some must not. Current is made in turbines, and goes by wires, which lose some of it, or not at all.
 *
 * @param wanted t/yr of metal, to which limits are fitted.
 */
export function withPhysics(spec: ContinentSpec, draw: Draw, wanted: number): ContinentSpec {
  const { chance, between } = draw;
  const names = Object.keys(spec.areas);
  const hasCurrent = chance(0.75);
  const isLocal = chance(0.3);
  const links = (spec.links ?? []).map((link) => bodily(link, draw, wanted, hasCurrent));
  const sites: Record<string, SiteSpec> = {};
  for (const [id, site] of Object.entries(spec.sites ?? {})) {
    const free = site.sizes.some(({ most }) => most !== 0);
    const open = chance(0.88) ? {} : { open: free && chance(0.6) };
    sites[id] = { ...site, ...open, sizes: site.sizes.map((size) => ofMetal(size, draw)) };
  }
  if (!hasCurrent) return { ...spec, links, sites };

  const current: GoodSpec = isLocal
    ? { local: true, unit: "MWh", tonnesPerUnit: 0, disposal: 0 }
    : { freight: "wired", unit: "MWh", tonnesPerUnit: 0, disposal: chance(0.5) ? "forbidden" : between(0, 40) };
  const recipes: Record<string, RecipeSpec> = {
    ...spec.recipes,
    turn: { makes: { current: 1 }, energy: { coal: between(2000, 8000) } },
  };
  const areas: Record<string, AreaSpec> = {};
  names.forEach((name, a) => {
    const demand = chance(0.5) ? { current: Math.round(wanted * between(0.01, 0.1)) } : {};
    areas[name] = { ...spec.areas[name], demand: { ...spec.areas[name].demand, ...demand } };
    if (a > 0 && !isLocal && chance(0.4)) return;
    const full = Math.max(1, Math.round(wanted * between(0.1, 0.4)));
    sites[`turbine-${name}`] = {
      area: name,
      recipes: ["turn"],
      sizes: [{ capacity: full, energyToBuild: full * between(1000, 9000), life: 20, most: draw.integer(1, 3) }],
    };
  });
  const wires: LinkSpec[] = [];
  for (let a = 1; a < names.length && !isLocal; a++) {
    const loss = chance(0.8) ? { loss: between(0.01, 0.15) } : {};
    wires.push({ between: [names[draw.integer(0, a - 1)], names[a]], mode: "wire", km: 100, ...loss });
  }
  return {
    ...spec,
    modes: { ...spec.modes, wire: { energyPerTonneKm: 0 } },
    freight: { ...spec.freight, wired: ["wire"] },
    goods: { ...withFreight(spec.goods), current },
    recipes,
    areas,
    sites,
    links: [...links, ...wires],
  };
}

/** What may go by every mode must not go by wire. */
function withFreight(goods: ContinentSpec["goods"]): Record<string, GoodSpec> {
  return Object.fromEntries(
    Object.entries(goods).map(([id, good]) => [
      id,
      good.freight === undefined && good.local !== true ? { ...good, freight: "general" } : good,
    ]),
  );
}

function bodily(link: LinkSpec, { chance, between, integer }: Draw, wanted: number, hasCurrent: boolean): LinkSpec {
  const loss = chance(0.45) ? { loss: between(0.002, chance(0.3) ? 0.3 : 0.06) } : {};
  const takes = hasCurrent && chance(0.4) ? { takes: { current: between(0.002, 0.06) } } : {};
  const makes = hasCurrent && chance(0.25) ? { makes: { current: between(0.002, 0.03) } } : {};
  if (!chance(0.5)) return { ...link, ...loss, ...takes, ...makes };
  const sizes = Array.from({ length: integer(1, 2) }, (_, s) => {
    const capacity = Math.max(1, Math.round((wanted * between(0.1, 0.9)) / (s + 1)));
    const perYear = capacity * between(20, 900);
    return {
      name: ["wide", "narrow"][s],
      capacity,
      energyToBuild: perYear * 25,
      life: 25,
      keep: capacity * between(0, 60),
      most: integer(1, 2),
    };
  });
  const capacity = { capacity: chance(0.5) ? 0 : Math.round(wanted * between(0.02, 0.3)) };
  return { ...link, ...loss, ...takes, ...makes, ...capacity, sizes };
}

function ofMetal(size: SizeSpec, { chance, between }: Draw): SizeSpec {
  if (!chance(0.45)) return size;
  const { capacity } = size;
  const full = typeof capacity === "number" ? capacity : Math.max(...Object.values(capacity as Record<string, number>));
  return { ...size, buildGoods: { metal: full * between(0.1, 1.5) } };
}
