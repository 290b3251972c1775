import assert from "node:assert/strict";
import { loadEngine, tf } from "@mltl/core";
import { linearProgram, rowsOf, tableProgram, vector, weightsIn } from "./linear-program.js";

describe("training program", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("gives the loss before the step and the norm of each block's gradient", () => {
    const program = linearProgram({ start: [1, 2] });
    const { loss, norms, finite } = program.step(0, "main", vector(3, 4), { rate: 0.1, seed: 0 });
    assert.equal(loss, 11);
    assert.deepEqual([...norms], [5]);
    assert.equal(finite, true);
    program.dispose();
  });

  it("clips the whole gradient to the norm that is allowed", () => {
    const program = linearProgram({ start: [0, 0], clipNorm: 1 });
    program.step(0, "main", vector(3, 4), { rate: 1, seed: 0 });
    program.step(0, "main", vector(0.3, 0.4), { rate: 1, seed: 0 });
    weightsIn(program).forEach((w, i) => {
      assert.ok(Math.abs(w - [-0.9, -1.2][i]) < 1e-6);
    });
    program.dispose();
  });

  it("clips rows by the norm of their sums", () => {
    const program = tableProgram(4, { clipNorm: 1 });
    const { norms } = program.step(0, "main", rowsOf([1, 1], [1.5, 2, 1.5, 2]), {
      rate: 1,
      seed: 0,
    });
    assert.ok(Math.abs(norms[0] - 5) < 1e-6);
    const table = weightsIn(program);
    assert.ok(Math.abs(table[2] - 1.4) < 1e-6 && Math.abs(table[3] - 2.2) < 1e-6, `${table}`);
    program.dispose();
  });

  it("changes nothing at all where loss or gradient is not a number", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const optimizer = { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
      const program = linearProgram({ optimizer, weightDecay: 0.1, average: true });
      program.step(0, "main", vector(1, 1), { rate: 0.1, seed: 0, averageKept: 0.5 });
      const before = program.state();
      const { finite, norms } = program.step(0, "main", vector(1, bad), {
        rate: 0.1,
        seed: 0,
        averageKept: 0.5,
      });
      assert.equal(finite, false);
      assert.ok(!Number.isFinite(norms[0]));
      assert.deepEqual(program.state(), before);
      program.dispose();
    }
  });

  it("keeps an average of the weights, which predicts", () => {
    const program = linearProgram({ start: [0, 0], average: true });
    program.step(0, "main", vector(-1, -2), { rate: 1, seed: 0, averageKept: 0.75 });
    program.step(0, "main", vector(-1, -2), { rate: 1, seed: 0, averageKept: 0.5 });
    // weights 1 then 2; average 0.25, then halfway to 2
    assert.deepEqual(weightsIn(program), [1.125, 2.25]);
    assert.equal(program.predict("main", vector(1, 0)).data[0], 1.125);
    program.dispose();
  });

  it("goes on from a saved state as if it had not stopped", () => {
    const optimizer = { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
    const options = { optimizer, average: true, weightDecay: 0.01 };
    const numbers = { rate: 0.1, seed: 0, averageKept: 0.9 };
    const whole = linearProgram(options);
    const first = linearProgram(options);
    for (const g of [1, -2]) {
      for (const program of [whole, first]) program.step(0, "main", vector(g, 1), numbers);
    }
    const second = linearProgram(options);
    second.restore(first.state());
    for (const g of [3, 0.5]) {
      for (const program of [whole, second]) program.step(0, "main", vector(g, 1), numbers);
    }
    assert.deepEqual(second.state(), whole.state());
    for (const program of [whole, first, second]) program.dispose();
  });

  it("never writes into the arrays it was given, wherever they lie in memory", () => {
    for (let offset = 0; offset < 16; offset++) {
      const program = linearProgram({ start: [0] });
      const buffer = new ArrayBuffer(4096);
      const data = new Float32Array(buffer, 4 * offset, 1).fill(5);
      program.restore(new Map([["only/w", { shape: [1], data }]]));
      program.step(0, "main", vector(1), { rate: 1, seed: 0 });
      assert.deepEqual([weightsIn(program)[0], data[0]], [4, 5]);
      program.dispose();
    }
  });

  it("a step on a table of 400,000 rows costs what it reads", () => {
    const time = (rows: number) => {
      const optimizer = { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
      const program = tableProgram(rows, { optimizer });
      const ids = Array.from({ length: 64 }, (_, i) => (i * 31) % rows);
      const feeds = rowsOf(ids, new Array(128).fill(0.1));
      const step = () => program.step(0, "main", feeds, { rate: 0.1, seed: 0 });
      for (let i = 0; i < 20; i++) step();
      const times = Array.from({ length: 50 }, () => {
        const start = performance.now();
        step();
        return performance.now() - start;
      });
      program.dispose();
      return times.sort((a, b) => a - b)[25];
    };
    const [small, large] = [time(1000), time(400_000)];
    assert.ok(large < 2 * small + 0.2, `${small} ms at 1,000 rows, ${large} ms at 400,000`);
  });

  it("1,000 steps leave no tensor behind, nor memory", () => {
    const optimizer = { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
    const program = linearProgram({ optimizer, start: new Array(10_000).fill(1), average: true });
    const feeds = vector(...new Array(10_000).fill(0.1));
    const step = () => program.step(0, "main", feeds, { rate: 0.1, seed: 0, averageKept: 0.9 });
    for (let i = 0; i < 300; i++) step();
    const tensors = tf.memory().numTensors;
    const resident = process.memoryUsage.rss();
    for (let i = 0; i < 1000; i++) step();
    const grown = process.memoryUsage.rss() / resident;
    assert.equal(tf.memory().numTensors, tensors);
    assert.ok(grown < 1.05, `resident memory grew ${grown.toFixed(3)} times`);
    program.dispose();
  });
});
