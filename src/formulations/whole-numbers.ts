import type { Indexed } from "../network/indexed.ts";
import { tagsOf } from "../network/tags.ts";
import type { Source, WholeNumber } from "../plan/types.ts";
import type { Relaxation } from "./relaxation.ts";

/** Amounts this small, in the problem's units, are none. */
const NOTHING = 1e-9;

/** A whole number of the continent, and what a relaxation makes of it. */
export interface WholePart {
  readonly whole: WholeNumber;
  /** What one more of it takes by itself, MJ/yr: how much a part of it could hide. */
  readonly energy: number;
  /** The most there may be. */
  readonly most: number;
  /** How much of it there is in a point of the relaxation. */
  valueIn(point: Float64Array): number;
  /** Narrows the columns' limits to a case's range. */
  restrict(lower: Float64Array, upper: Float64Array, least: number, most: number): void;
}

/** Everything that is decided in whole numbers and decides the rest: with these fixed, no other whole number is free. */
export function wholeParts(indexed: Indexed, relaxation: Relaxation): WholePart[] {
  return [
    ...moduleParts(indexed, relaxation),
    ...linkParts(indexed, relaxation),
    ...terminalParts(indexed, relaxation),
    ...sourceParts(indexed, relaxation),
  ];
}

function columnPart({ problem }: Relaxation, whole: WholeNumber, column: number, energy: number): WholePart[] {
  if (column < 0) return [];
  return [
    {
      whole,
      energy,
      most: problem.upper[column],
      valueIn: (point) => point[column],
      restrict: (lower, upper, least, most) => {
        lower[column] = least;
        upper[column] = most;
      },
    },
  ];
}

function moduleParts(indexed: Indexed, relaxation: Relaxation): WholePart[] {
  const { continent, sites, moduleSite, moduleStart, siteEnergy, keep, closing, build } = indexed;
  const { kept, built } = relaxation.columns;
  return Array.from(moduleSite).flatMap((position, module) => {
    const site = sites[position];
    const size = continent.sites[site].sizes[module - moduleStart[position]].name;
    const open = siteEnergy[position];
    return [
      ...columnPart(relaxation, { site, size, part: "kept" }, kept[module], open + keep[module] - closing[module]),
      ...columnPart(relaxation, { site, size, part: "built" }, built[module], open + build[module] + keep[module]),
    ];
  });
}

function linkParts(indexed: Indexed, relaxation: Relaxation): WholePart[] {
  const { continent, linkSizeLink, linkSizeStart, linkSizeBuild, linkSizeKeep } = indexed;
  return Array.from(linkSizeLink).flatMap((position, s) => {
    const { id, sizes } = continent.links[position];
    const whole = { link: id, size: sizes[s - linkSizeStart[position]].name };
    return columnPart(relaxation, whole, relaxation.columns.linkBuilt[s], linkSizeBuild[s] + linkSizeKeep[s]);
  });
}

function terminalParts(indexed: Indexed, relaxation: Relaxation): WholePart[] {
  const { continent, nodeTerminal, terminalSizeNode, terminalSizeStart, terminalSizeBuild, terminalSizeKeep } = indexed;
  return Array.from(terminalSizeNode).flatMap((node, s) => {
    const { area, mode, sizes } = continent.terminals[nodeTerminal[node]];
    const whole = { area, mode, size: sizes[s - terminalSizeStart[node]].name };
    const energy = terminalSizeBuild[s] + terminalSizeKeep[s];
    return columnPart(relaxation, whole, relaxation.columns.terminalBuilt[s], energy);
  });
}

/**
 * Which source serves an area, where one alone may. The relaxation lets several do so, each a part by what it serves;
 * who may not has nothing to ship. Of no energy by itself, so that works are decided first.
 */
function sourceParts(indexed: Indexed, relaxation: Relaxation): WholePart[] {
  const { rules, areas, goods, sites } = indexed;
  const tags = tagsOf(indexed);
  const places = new Map<number, number[]>();
  for (let tag = 0; tag < tags.count; tag++) {
    if (!rules.single[rules.taggedAt[tags.good[tag]]]) continue;
    const place = tags.to[tag] * goods.length + tags.good[tag];
    places.set(place, [...(places.get(place) ?? []), tag]);
  }
  const { shipments } = relaxation;
  const servedBy = (tag: number, point: Float64Array): number =>
    shipments[tag].reduce((sum, column) => sum + Math.max(0, point[column]), 0);
  return [...places.values()].flatMap((rivals) =>
    rivals.map((tag): WholePart => {
      const from = areas[tags.from[tag]];
      const source: Source = tags.site[tag] < 0 ? { area: from } : { site: sites[tags.site[tag]] };
      return {
        whole: { good: goods[tags.good[tag]], to: areas[tags.to[tag]], source },
        energy: 0,
        most: 1,
        valueIn: (point) => {
          const all = rivals.reduce((sum, rival) => sum + servedBy(rival, point), 0);
          return all > NOTHING ? servedBy(tag, point) / all : 0;
        },
        restrict: (_, upper, least, most) => {
          const idle = most === 0 ? [tag] : least > 0 ? rivals.filter((rival) => rival !== tag) : [];
          for (const rival of idle) for (const column of shipments[rival]) upper[column] = 0;
        },
      };
    }),
  );
}
