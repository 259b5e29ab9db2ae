import type { FigureValue } from "./figure.ts";
import { europeFigures } from "./figures.ts";
import type { AreaLot } from "./lots.ts";
import type { FinalGood } from "./recipes.ts";

const BY_COUNTRY = new Set(europeFigures.map((figure) => figure.id));

/** A figure per person for a country, or the one that stands for countries without. */
function perPerson(good: FinalGood, country: string, value: FigureValue): number {
  const own = `${good}-per-person-${country}`;
  return value(BY_COUNTRY.has(own) ? own : `${good}-per-person`);
}

/**
 * What each area needs in a year, whole tonnes by good: so much per person of each country gathered there. Most of
 * the ammonia is needed where wheat grows, in proportion to the harvest, which stands for all fields.
 */
export function demandOf(
  lots: readonly AreaLot[],
  wanted: readonly FinalGood[],
  value: FigureValue,
): ReadonlyMap<string, number>[] {
  const people = lots.reduce((sum, lot) => sum + lot.area.people, 0);
  const wheat = lots.reduce((sum, lot) => sum + (lot.yields.get("wheat") ?? 0), 0);
  const ammonia = (people * value("ammonia-per-person")) / 1000;
  const onFields = wheat > 0 ? value("ammonia-on-fields") : 0;
  return lots.map(({ area, yields }) => {
    const demand = new Map<string, number>();
    for (const good of wanted) {
      let tonnes = 0;
      if (good === "ammonia") {
        const fields = wheat > 0 ? (yields.get("wheat") ?? 0) / wheat : 0;
        tonnes = ammonia * (onFields * fields + (1 - onFields) * (area.people / people));
      } else {
        for (const city of area.cities) tonnes += (city.people * perPerson(good, city.country, value)) / 1000;
      }
      if (Math.round(tonnes) > 0) demand.set(good, Math.round(tonnes));
    }
    return demand;
  });
}
