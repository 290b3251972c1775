import assert from "node:assert/strict";
import { loadEngine } from "#core/engine/engine.js";
import { attr } from "#core/graph/attribute.js";
import { GraphWriter } from "#core/graph/graph-writer.js";
import type { HostArray } from "#core/graph/host-array.js";
import { stackRows, writeLoop } from "#core/graph/loop.js";
import { startSession } from "#core/graph/session.js";

const INT = { T: attr.type("int32") };

describe("loops in graphs", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  const count = (value: number): HostArray => ({ shape: [], data: Int32Array.of(value) });
  const column = (...data: number[]): HostArray => ({
    shape: [data.length, 1],
    data: Float32Array.from(data),
  });

  /** Runs the running sum of `rows`, and what it was at each step. */
  function runningSum(lengths: readonly number[], backwards: boolean) {
    const graph = new GraphWriter();
    const turns = graph.placeholder({ dtype: "int32", shape: [] });
    const rows = graph.placeholder({ dtype: "float32", shape: [-1, 1] });
    const loop = writeLoop(graph, {
      count: turns,
      state: [{ node: graph.floats([1], [100]) }],
      reads: [{ node: rows }],
      writes: ["float32", "int32"],
      backwards,
      body(body, step, [sum], [row]) {
        const next = body.node("AddV2", [sum, row]);
        const doubled = body.node("Mul", [step, body.scalar(2, "int32")], INT);
        return { state: [next], writes: [next, doubled] };
      },
    });
    const outputs = [
      loop.state[0],
      ...loop.writes.map((written) => stackRows(graph, written, turns)),
    ];
    const session = startSession(graph.nodes);
    const call = session.call([turns, rows], outputs);
    const all = lengths.map((length) => {
      const numbers = Array.from({ length }, (_, i) => i + 1);
      return call([count(length), column(...numbers)]).map(({ data }) => [...data]);
    });
    session.dispose();
    return all;
  }

  it("turn as often as a run says, and stack what they write", () => {
    assert.deepEqual(runningSum([3, 1], false), [
      [[106], [101, 103, 106], [0, 2, 4]],
      [[101], [101], [0]],
    ]);
  });

  it("run from the last row to the first", () => {
    assert.deepEqual(runningSum([3], true), [[[106], [106, 105, 103], [0, 2, 4]]]);
  });

  it("read the rows that a loop before them wrote, and values from outside", () => {
    const graph = new GraphWriter();
    const turns = graph.placeholder({ dtype: "int32", shape: [] });
    const factor = graph.placeholder({ dtype: "float32", shape: [] });
    const powers = writeLoop(graph, {
      count: turns,
      state: [{ node: graph.scalar(1) }],
      writes: ["float32"],
      body(body, _step, [power]) {
        return { state: [body.node("Mul", [power, body.outer(factor)])], writes: [power] };
      },
    });
    const sum = writeLoop(graph, {
      count: turns,
      state: [{ node: graph.scalar(0) }],
      reads: powers.writes,
      body: (body, _step, [sum], [power]) => ({ state: [body.node("AddV2", [sum, power])] }),
    });
    const session = startSession(graph.nodes);
    const call = session.call([turns, factor], sum.state);
    assert.equal(call([count(4), { shape: [], data: Float32Array.of(3) }])[0].data[0], 40);
    session.dispose();
  });

  it("keep their state where they don't turn", () => {
    const graph = new GraphWriter();
    const turns = graph.placeholder({ dtype: "int32", shape: [] });
    const loop = writeLoop(graph, {
      count: turns,
      state: [{ node: graph.scalar(5) }],
      body: (body, _step, [x]) => ({ state: [body.node("Neg", [x])] }),
    });
    const session = startSession(graph.nodes);
    assert.equal(session.call([turns], loop.state)([count(0)])[0].data[0], 5);
    session.dispose();
  });

  it("name a node that the body reads without letting it in", () => {
    const graph = new GraphWriter();
    const outside = graph.placeholder({ dtype: "float32", shape: [] });
    const write = () =>
      writeLoop(graph, {
        count: graph.scalar(1, "int32"),
        state: [{ node: graph.scalar(0) }],
        body: (body, _step, [x]) => ({ state: [body.node("AddV2", [x, outside])] }),
      });
    assert.throws(write, { message: new RegExp(`'${outside}' from outside`) });
  });
});
