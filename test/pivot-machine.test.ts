import { expect, test } from "vitest";
import { netgenShape } from "../bench/instances/networks.ts";
import { addArc, readSimplex, startSimplex, stepAway, stepSimplex } from "../src/kernels/network-simplex.ts";
import { MORE, type Network, OPTIMAL, type TreeState } from "../src/kernels/network-tree.ts";
import { bringHome } from "../src/kernels/pivot-machine.ts";
import { stepNarrow } from "../src/kernels/pivot-narrow.ts";
import { stepWide } from "../src/kernels/pivot-wide.ts";
import { transport } from "../src/solvers/transport.ts";
import { toNetwork } from "../src/solvers/whole-network.ts";
import { verifyTransport } from "../src/verify/numbers/transport.ts";

const { network } = toNetwork(netgenShape(400, 3200, 5));

function finish(state: TreeState, step: (state: TreeState) => number): TreeState {
  while (step(state) === MORE);
  return state;
}

/** Everything in a state but the room for renumbering. */
function contents(state: TreeState): unknown {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !/^(spare|spent|visits)/.test(name)));
}

test("the machine's state is the TypeScript's after any number of steps, to the last bit", () => {
  const machine = startSimplex(network);
  const script = startSimplex(network) as TreeState<Int32Array>;
  for (let k = 0; ; k++) {
    const code = stepSimplex(machine, 20_000);
    expect(stepNarrow(script, 20_000)).toBe(code);
    expect(contents(machine), `step ${k}`).toEqual(contents(script));
    if (code === OPTIMAL) break;
    expect(k).toBeLessThan(1000);
  }
});

test("states that take turns in the machine do not disturb each other", () => {
  const alone = finish(startSimplex(network), (state) => stepSimplex(state, 5000));
  const one = startSimplex(network);
  const other = startSimplex(toNetwork(netgenShape(300, 2500, 6)).network);
  let code = MORE;
  while (code === MORE) {
    code = stepAway(one, 5000);
    stepAway(other, 3000);
  }
  bringHome(one);
  bringHome(other);
  expect(contents(one)).toEqual(contents(alone));
});

test("arcs added to a state at rest are priced in the machine too", () => {
  const state = finish(startSimplex(network, undefined, 1), (state) => stepSimplex(state, 1e6));
  const before = readSimplex(state, network.arcCount);
  const source = network.supply.findIndex((amount) => amount > 0);
  const sink = network.supply.findIndex((amount) => amount < 0);
  expect(before.potential[sink] - before.potential[source]).toBeGreaterThan(1);
  addArc(state, network.arcCount, source, sink, 1, 10);
  finish(state, (state) => stepSimplex(state, 1e6));
  expect(readSimplex(state, network.arcCount + 1).flow[network.arcCount]).toBe(10);
});

test("narrow and wide agree on flow and potentials where both can", () => {
  const narrow = finish(startSimplex(network), (state) => stepSimplex(state, 1e7));
  expect(narrow.cost).toBeInstanceOf(Int32Array);
  const scale = 2 ** 22;
  const dear: Network = { ...network, cost: network.cost.map((cost) => cost * scale) };
  const wide = finish(startSimplex(dear), (state) => stepWide(state as TreeState<Float64Array>, 1e7));
  expect(wide.cost).toBeInstanceOf(Float64Array);
  expect(wide.pivots).toBe(narrow.pivots);
  const a = readSimplex(narrow, network.arcCount);
  const b = readSimplex(wide, network.arcCount);
  expect(b.flow).toEqual(a.flow);
  expect(b.potential).toEqual(a.potential.map((value) => value * scale));
});

test.each([1, 3, 50])("dense transport with only %d different costs takes few looks", (different) => {
  const [n, m] = [90, 200];
  const problem = {
    supply: new Float64Array(n).fill(9),
    demand: new Float64Array(m).fill(4),
    cost: Float64Array.from({ length: n * m }, (_, k) => (k * 7) % different),
  };
  const result = transport(problem);
  expect(verifyTransport(problem, result)).toMatchObject({ valid: true, certifiedBound: result.objective });
  expect(result.work).toBeLessThan(3);
});
