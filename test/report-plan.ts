import { energyPerRun, energyPerTonne, mayTravel, terminalEnergy } from "../src/model/energy.ts";
import type { Continent } from "../src/model/types.ts";
import type { PlannedOutcome } from "../src/plan/outcome.ts";
import type { Balance, Plan, PlanSite, Shipment } from "../src/plan/types.ts";

interface Path {
  readonly energy: number;
  readonly links: readonly { readonly link: number; readonly way: 0 | 1 }[];
}

/** Cheapest ways of one good from everywhere to one area, by Bellman and Ford; ample for a few dozen areas. */
function pathsTo(continent: Continent, good: string, to: string): ReadonlyMap<string, Path> {
  const best = new Map<string, Path>([[to, { energy: 0, links: [] }]]);
  for (let changed = true; changed; ) {
    changed = false;
    continent.links.forEach((link, index) => {
      if (!mayTravel(continent, good, link.mode)) return;
      for (const way of [0, 1] as const) {
        const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
        const onward = best.get(head);
        if (onward === undefined) continue;
        const energy = onward.energy + energyPerTonne(continent, link, way) + 2 * terminalEnergy(continent, link.mode);
        if (energy < (best.get(tail)?.energy ?? Number.POSITIVE_INFINITY) - 1e-9) {
          best.set(tail, { energy, links: [{ link: index, way }, ...onward.links] });
          changed = true;
        }
      }
    });
  }
  return best;
}

/**
 * A plan that obeys its continent, made without a solver: every need goes to the nearest of a few chosen
 * works. Far from the best plan, but whole in every list that a report reads.
 */
export function naivePlan(continent: Continent): Plan {
  const makers = new Map<string, string[]>();
  for (const [site, { recipes }] of Object.entries(continent.sites)) {
    const good = mainGood(continent, recipes[0]);
    makers.set(good, [...(makers.get(good) ?? []), site]);
  }
  const runs = new Map<string, number>();
  const flows = new Map<string, Map<string, number>>();
  const moves = new Map<string, { load: number; unload: number }>();
  const shipments: Shipment[] = [];
  const balances = new Map<string, { -readonly [K in keyof Balance]: Balance[K] }>();
  const balance = (area: string, good: string) => {
    const key = JSON.stringify([area, good]);
    const found = balances.get(key) ?? {
      area,
      good,
      supplied: 0,
      made: 0,
      taken: 0,
      in: 0,
      out: 0,
      used: 0,
      surplus: 0,
      unmet: 0,
    };
    balances.set(key, found);
    return found;
  };
  const move = (area: string, mode: string, good: string) => {
    const key = JSON.stringify([area, mode, good]);
    const found = moves.get(key) ?? { load: 0, unload: 0 };
    moves.set(key, found);
    return found;
  };
  let transport = 0;
  for (const good of consumersFirst(continent)) {
    const sites = (makers.get(good) ?? []).slice(0, 8);
    for (const [area, { demand }] of Object.entries(continent.areas)) {
      const entry = balance(area, good);
      const wanted = (demand[good] ?? 0) + entry.taken;
      if (wanted === 0) continue;
      const paths = pathsTo(continent, good, area);
      const reachable = sites.filter((site) => paths.has(continent.sites[site].area));
      reachable.sort((a, b) => paths.get(continent.sites[a].area)!.energy - paths.get(continent.sites[b].area)!.energy);
      const site = reachable[0];
      if (site === undefined) {
        entry.unmet += demand[good] ?? 0;
        continue;
      }
      entry.used = demand[good] ?? 0;
      const from = continent.sites[site].area;
      const path = paths.get(from)!;
      runs.set(site, (runs.get(site) ?? 0) + wanted);
      const recipe = continent.recipes[continent.sites[site].recipes[0]];
      for (const [made, each] of Object.entries(recipe.makes)) balance(from, made).made += each * wanted;
      for (const [taken, each] of Object.entries(recipe.takes)) balance(from, taken).taken += each * wanted;
      const tonnes = wanted * continent.goods[good].tonnesPerUnit;
      transport += path.energy * tonnes;
      for (const { link: index, way } of path.links) {
        const link = continent.links[index];
        const [tail, head] = way === 0 ? [link.from, link.to] : [link.to, link.from];
        const key = JSON.stringify([index, way]);
        const carried = flows.get(key) ?? new Map<string, number>();
        flows.set(key, carried.set(good, (carried.get(good) ?? 0) + wanted));
        move(tail, link.mode, good).load += wanted;
        move(head, link.mode, good).unload += wanted;
        balance(tail, good).out += wanted;
        balance(head, good).in += wanted;
      }
      shipments.push({
        good,
        site,
        from,
        to: area,
        tonnes: wanted,
        energy: path.energy * tonnes,
        links: path.links.map(({ link }) => continent.links[link].id),
      });
    }
  }
  for (const entry of balances.values()) {
    entry.surplus = Math.max(
      0,
      entry.supplied + entry.made + entry.in + entry.unmet - entry.taken - entry.used - entry.out,
    );
  }

  const sites: PlanSite[] = [];
  let [production, construction, standing] = [0, 0, 0];
  for (const site of [...runs.keys()].sort()) {
    const { area, recipes, sizes } = continent.sites[site];
    const [recipe] = recipes;
    const amount = runs.get(site)!;
    const built = Math.max(1, Math.ceil(amount / sizes[0].capacity[recipe]));
    production += amount * energyPerRun(continent, continent.sites[site], sizes[0], continent.recipes[recipe]);
    construction += built * sizes[0].buildPerYear;
    standing += built * sizes[0].keep;
    sites.push({
      site,
      area,
      sizes: [
        {
          name: sizes[0].name,
          kept: 0,
          built,
          closed: 0,
          runs: { [recipe]: amount },
          load: amount / (built * sizes[0].capacity[recipe]),
        },
      ],
    });
  }
  const total = production + construction + standing + transport;
  const listed = [...balances.values()].sort((a, b) =>
    a.area === b.area ? (a.good < b.good ? -1 : 1) : a.area < b.area ? -1 : 1,
  );
  return {
    continent: continent.name,
    areas: Object.keys(continent.areas).sort(),
    goods: Object.keys(continent.goods).sort(),
    objective: total,
    energy: { total, production, construction, standing, transport, surplus: 0 },
    shortagePenalty: 0,
    terminals: [],
    spent: [
      { purpose: "production", area: "Essen", good: "steel", energy: production },
      { purpose: "construction", area: "Essen", energy: construction },
      { purpose: "standing", area: "Essen", energy: standing },
      { purpose: "transport", area: "Essen", good: "ore", energy: transport },
    ],
    commonEnergy: 0,
    sites,
    links: continent.links.flatMap((link, index) => {
      const ways = link.bothWays ? [0, 1] : [0];
      const carried = ways.map((way) => flows.get(JSON.stringify([index, way])));
      if (carried.every((one) => one === undefined)) return [];
      return [
        {
          link: link.id,
          built: {},
          ways: carried.map((one) => ({ tonnes: Object.fromEntries(one ?? []), guidePrice: 0 })),
        },
      ];
    }),
    transfers: [...moves].map(([key, { load, unload }]) => {
      const [area, mode, good] = JSON.parse(key) as [string, string, string];
      return { area, mode, good, load, unload };
    }),
    shipments,
    balances: listed,
    resources: [],
    guidePrices: listed.map(({ area, good }, i) => ({ area, good, value: 1000 + ((i * 37) % 500) })),
    embodied: listed.map(({ area, good }, i) => ({ area, good, value: 900 + ((i * 53) % 700) })),
    certificate: { version: 1, form: "strong", bound: 0.985 * total, prices: {}, resources: {}, links: {} },
  };
}

function mainGood(continent: Continent, recipe: string): string {
  const makes = Object.entries(continent.recipes[recipe].makes).sort(([, a], [, b]) => b - a);
  return makes[0][0];
}

/** Goods in an order in which whatever takes a good comes before the good itself. */
function consumersFirst(continent: Continent): readonly string[] {
  const order: string[] = [];
  const visit = (good: string): void => {
    if (order.includes(good)) return;
    for (const { makes, takes } of Object.values(continent.recipes)) {
      if (good in takes) for (const made of Object.keys(makes)) if (made !== good) visit(made);
    }
    order.push(good);
  };
  for (const good of Object.keys(continent.goods).sort()) visit(good);
  return order;
}

/** An outcome around a plan, as a solver with a certificate would give it. */
export function outcomeOf(plan: Plan): PlannedOutcome {
  const { objective } = plan;
  const { bound } = plan.certificate;
  const floor = 0.7 * objective;
  return {
    status: "solved",
    plan,
    objective,
    bound,
    gap: (objective - bound) / objective,
    floor,
    avoidableGap: (objective - bound) / (objective - floor),
    stop: "gap",
    claimed: { by: "HiGHS", bound: 0.992 * objective, gap: 0.008 },
    work: 12.5,
    timing: { totalMs: 2345, phases: { "start prices": 120, polish: 2225 } },
  };
}
