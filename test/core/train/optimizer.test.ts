import assert from "node:assert/strict";
import { loadEngine, type Parameter, tf } from "@mltl/core";
import { createOptimizer } from "#core/train/optimizer.js";

function parameter(name: string, role: Parameter["role"], value: number): Parameter {
  return { name, role, variable: tf.variable(tf.tensor1d([value])) };
}

function run(
  optimizer: ReturnType<typeof createOptimizer>,
  target: Parameter,
  gradients: number[],
  rate = 0.1,
  decay = 0,
): number {
  for (const gradient of gradients) {
    tf.tidy(() => optimizer.apply(new Map([[target, tf.tensor1d([gradient])]]), rate, decay));
  }
  return target.variable.dataSync()[0];
}

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} v ${expected}`);

describe("optimizers", () => {
  before(() => loadEngine());

  it("SGD with momentum: v = m v + g, w -= rate v", () => {
    const optimizer = createOptimizer({ name: "sgd", momentum: 0.9, nesterov: false });
    close(run(optimizer, parameter("a", "weight", 1), [1, 1]), 1 - 0.1 * 1 - 0.1 * 1.9);
  });

  it("Nesterov looks ahead: w -= rate (g + m v)", () => {
    const optimizer = createOptimizer({ name: "sgd", momentum: 0.9, nesterov: true });
    close(
      run(optimizer, parameter("a", "weight", 1), [1, 1]),
      1 - 0.1 * 1.9 - 0.1 * (1 + 0.9 * 1.9),
    );
  });

  it("Adam's first steps have the size of the rate, whatever the gradient's scale", () => {
    const options = { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
    close(run(createOptimizer(options), parameter("a", "weight", 1), [1000]), 0.9);
    const small = run(createOptimizer(options), parameter("a", "weight", 1), [0.001, 0.001]);
    assert.ok(Math.abs(small - 0.8) < 1e-4);
  });

  it("decays weights, never biases or normalisation", () => {
    const options = { name: "sgd", momentum: 0, nesterov: false } as const;
    close(run(createOptimizer(options), parameter("a", "weight", 2), [0], 0.1, 0.5), 1.9);
    close(run(createOptimizer(options), parameter("a", "bias", 2), [0], 0.1, 0.5), 2);
    close(run(createOptimizer(options), parameter("a", "norm", 2), [0], 0.1, 0.5), 2);
  });

  it("goes on from a saved state as if it had not stopped", () => {
    const options = { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
    const whole = run(createOptimizer(options), parameter("a", "weight", 1), [1, -2, 3, 0.5]);
    const first = createOptimizer(options);
    const target = parameter("a", "weight", 1);
    run(first, target, [1, -2]);
    const second = createOptimizer(options);
    second.restore(first.state());
    assert.equal(run(second, target, [3, 0.5]), whole);
  });

  it("leaves no tensors behind but its slots", () => {
    const optimizer = createOptimizer({ name: "sgd", momentum: 0.9, nesterov: true });
    const target = parameter("a", "weight", 1);
    const before = tf.memory().numTensors;
    run(optimizer, target, [1, 2, 3]);
    assert.equal(tf.memory().numTensors, before + 1);
    optimizer.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
});
