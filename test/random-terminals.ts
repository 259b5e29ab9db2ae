import type { BuildSizeSpec, ContinentSpec, TerminalSpec } from "../src/model/spec.ts";
import { drawFrom } from "./draw.ts";

/**
 * The same continent by chance with terminals that are limited or may be built, from a stream of their own so that all
 * else stays as it was drawn.
 *
 * @param wanted t/yr of metal, to which limits are fitted.
 */
export function withRandomTerminals(seed: number, spec: ContinentSpec, wanted: number): ContinentSpec {
  const random = drawFrom(seed * 15_485_863 + 11);
  const { chance, between } = random;
  const terminals: TerminalSpec[] = [];
  for (const area of Object.keys(spec.areas)) {
    for (const mode of Object.keys(spec.modes ?? {})) {
      if (!chance(0.3)) continue;
      const terminal = { area, mode };
      const room = wanted * between(0.3, 1.6);
      if (chance(0.4)) {
        terminals.push({ ...terminal, capacity: Math.round(room) });
        continue;
      }
      const sizes = Array.from({ length: random.integer(1, 2) }, (_, s): BuildSizeSpec => {
        const capacity = Math.max(1, Math.round((wanted * between(0.08, 0.7)) / (s + 1)));
        return {
          name: ["quay", "ramp"][s],
          capacity,
          energyToBuild: capacity * between(5, 300) * 20,
          life: 20,
          keep: capacity * between(0, 30),
          most: random.integer(1, 2),
        };
      });
      const capacity = { capacity: chance(0.5) ? 0 : Math.round(room * 0.4) };
      terminals.push({ ...terminal, ...capacity, sizes });
    }
  }
  return { ...spec, terminals };
}
