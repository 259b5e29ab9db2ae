import type { CoupledInstance } from "./instance.ts";

/**
 * What has a price: in the fine form each final demand and each input of each size; in the coarse form each cell.
 *
 * Shapes: m nodes, those of cell c are nodeStart[c] .. nodeStart[c + 1] - 1.
 * Keeps:  nothing that is sent from one place to a node is ever more than the node's most.
 */
export interface PriceNodes {
  readonly nodeCount: number;
  readonly nodeStart: Int32Array;
  readonly nodeCell: Int32Array;
  readonly most: Float64Array;
  /** The node of each input in the instance's inputGood, and of each cell's final demand (-1 where there is none). */
  readonly inputNode: Int32Array;
  readonly demandNode: Int32Array;
  /** Cells: the sum of most over the cell's nodes. */
  readonly cellMost: Float64Array;
}

/** One node for each final demand and each input. */
export function fineNodes(instance: CoupledInstance): PriceNodes {
  const { demand, inputMost } = instance;
  const cellCount = demand.length;
  const inputCell = inputCells(instance);
  const nodeStart = new Int32Array(cellCount + 1);
  for (let at = 0; at < inputCell.length; at++) nodeStart[inputCell[at] + 1]++;
  for (let cell = 0; cell < cellCount; cell++) nodeStart[cell + 1] += nodeStart[cell] + (demand[cell] > 0 ? 1 : 0);
  const nodeCount = nodeStart[cellCount];
  const next = nodeStart.slice(0, cellCount);
  const nodes = emptyNodes(nodeCount, nodeStart, inputMost.length, cellCount);
  for (let cell = 0; cell < cellCount; cell++) {
    if (!(demand[cell] > 0)) continue;
    const j = next[cell]++;
    nodes.demandNode[cell] = j;
    nodes.most[j] = demand[cell];
  }
  for (let at = 0; at < inputCell.length; at++) {
    const j = next[inputCell[at]]++;
    nodes.inputNode[at] = j;
    nodes.most[j] = inputMost[at];
  }
  return finish(nodes);
}

/** One node for each cell that wants anything. */
export function coarseNodes(instance: CoupledInstance): PriceNodes {
  const { demand, inputMost } = instance;
  const cellCount = demand.length;
  const inputCell = inputCells(instance);
  const wanted = demand.slice();
  for (let at = 0; at < inputCell.length; at++) wanted[inputCell[at]] += inputMost[at];
  const nodeStart = new Int32Array(cellCount + 1);
  for (let cell = 0; cell < cellCount; cell++) nodeStart[cell + 1] = nodeStart[cell] + (wanted[cell] > 0 ? 1 : 0);
  const nodes = emptyNodes(nodeStart[cellCount], nodeStart, inputMost.length, cellCount);
  for (let cell = 0; cell < cellCount; cell++) {
    if (!(wanted[cell] > 0)) continue;
    const j = nodeStart[cell];
    nodes.most[j] = wanted[cell];
    if (demand[cell] > 0) nodes.demandNode[cell] = j;
  }
  for (let at = 0; at < inputCell.length; at++) nodes.inputNode[at] = nodeStart[inputCell[at]];
  return finish(nodes);
}

/** The cell of each input: its good at its size's place. */
export function inputCells({ inputStart, inputGood, sizeCell, sizeCount, placeCount }: CoupledInstance): Int32Array {
  const cell = new Int32Array(inputGood.length);
  for (let k = 0; k < sizeCount; k++) {
    const place = sizeCell[k] % placeCount;
    for (let at = inputStart[k]; at < inputStart[k + 1]; at++) cell[at] = inputGood[at] * placeCount + place;
  }
  return cell;
}

function emptyNodes(nodeCount: number, nodeStart: Int32Array, inputCount: number, cellCount: number): PriceNodes {
  return {
    nodeCount,
    nodeStart,
    nodeCell: new Int32Array(nodeCount),
    most: new Float64Array(nodeCount),
    inputNode: new Int32Array(inputCount),
    demandNode: new Int32Array(cellCount).fill(-1),
    cellMost: new Float64Array(cellCount),
  };
}

function finish(nodes: PriceNodes): PriceNodes {
  const { cellMost, nodeStart, nodeCell, most } = nodes;
  for (let cell = 0; cell < cellMost.length; cell++) {
    for (let j = nodeStart[cell]; j < nodeStart[cell + 1]; j++) {
      nodeCell[j] = cell;
      cellMost[cell] += most[j];
    }
  }
  return nodes;
}

/** Values of final demands, by cell, and of inputs, as the instance lists them, written out for every node. */
export function nodeValues(
  { nodeCount, demandNode, inputNode }: PriceNodes,
  ofDemand: Float64Array,
  ofInput: Float64Array,
): Float64Array {
  const values = new Float64Array(nodeCount);
  for (let cell = 0; cell < demandNode.length; cell++)
    if (demandNode[cell] >= 0) values[demandNode[cell]] = ofDemand[cell];
  for (let at = 0; at < inputNode.length; at++) values[inputNode[at]] = ofInput[at];
  return values;
}

/** Prices by cell, written out for every node. */
export function spreadPrices(nodes: PriceNodes, cellPrice: Float64Array): Float64Array {
  const price = new Float64Array(nodes.nodeCount);
  for (let j = 0; j < nodes.nodeCount; j++) price[j] = cellPrice[nodes.nodeCell[j]];
  return price;
}

/** Prices of nodes by cell, of which each has one at most; cells without nodes count as nothing. */
export function cellPrices({ nodeCount, nodeCell, cellMost }: PriceNodes, price: Float64Array): Float64Array {
  const cells = new Float64Array(cellMost.length);
  for (let j = 0; j < nodeCount; j++) cells[nodeCell[j]] = price[j];
  return cells;
}
