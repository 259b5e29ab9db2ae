import type { Indexed } from "./indexed.ts";
import { tagsOf } from "./tags.ts";

/**
 * What is decided about an indexed continent: the numbers a solver finds and a plan is written from.
 *
 * Shapes: as `Indexed`; tables over arcs and nodes are good-minor: flow[arc * G + g].
 * Units:  modules whole; runs/yr; t/yr or the good's own unit a year.
 */
export interface Decision {
  /** Per module: standing ones that go on, and new ones. */
  readonly kept: Float64Array;
  readonly built: Float64Array;
  /** Per size of a link: modules built. */
  readonly linkBuilt: Float64Array;
  /** Per size of a terminal: modules built. */
  readonly terminalBuilt: Float64Array;
  /** Per activity, runs/yr of all open modules together. */
  readonly runs: Float64Array;
  /** A * G. */
  readonly supplied: Float64Array;
  readonly surplus: Float64Array;
  readonly unmet: Float64Array;
  /** Arcs * G. */
  readonly flow: Float64Array;
  /** Nodes * G. */
  readonly load: Float64Array;
  readonly unload: Float64Array;
  /** Per tag, what it serves of final demand; in the flows as well. */
  readonly served: Float64Array;
}

export function emptyDecision(indexed: Indexed): Decision {
  const { areas, goods, moduleSite, activityModule, arcTail, nodeArea, linkSizeLink, terminalSizeNode } = indexed;
  const cells = areas.length * goods.length;
  return {
    kept: new Float64Array(moduleSite.length),
    built: new Float64Array(moduleSite.length),
    linkBuilt: new Float64Array(linkSizeLink.length),
    terminalBuilt: new Float64Array(terminalSizeNode.length),
    runs: new Float64Array(activityModule.length),
    supplied: new Float64Array(cells),
    surplus: new Float64Array(cells),
    unmet: new Float64Array(cells),
    flow: new Float64Array(arcTail.length * goods.length),
    load: new Float64Array(nodeArea.length * goods.length),
    unload: new Float64Array(nodeArea.length * goods.length),
    served: new Float64Array(tagsOf(indexed).count),
  };
}
