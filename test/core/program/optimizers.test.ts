import assert from "node:assert/strict";
import { loadEngine, type OptimizerOptions } from "@mltl/core";
import { linearProgram, rowsOf, tableProgram, vector, weightsIn } from "./linear-program.js";

const GRADIENTS = [
  [0.5, -2],
  [1, 0.25],
  [-3, 0.125],
  [0, 1],
];
const RATE = 0.1;

/** PyTorch's formulas (torch.optim), RMSprop with epsilon within the root, in float64. */
const REFERENCE: Record<string, (options: never) => (g: number, t: number) => number> = {
  sgd: ({ momentum, nesterov }: OptimizerOptions & { name: "sgd" }) => {
    let v = 0;
    return (g) => {
      v = momentum * v + g;
      return RATE * (nesterov ? g + momentum * v : v);
    };
  },
  adamw: ({ beta1, beta2, epsilon }: OptimizerOptions & { name: "adamw" }) => {
    let m = 0;
    let v = 0;
    return (g, t) => {
      m = beta1 * m + (1 - beta1) * g;
      v = beta2 * v + (1 - beta2) * g * g;
      return (RATE * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
    };
  },
  adamax: ({ beta1, beta2, epsilon }: OptimizerOptions & { name: "adamax" }) => {
    let m = 0;
    let u = 0;
    return (g, t) => {
      m = beta1 * m + (1 - beta1) * g;
      u = Math.max(beta2 * u, Math.abs(g));
      return (RATE * (m / (1 - beta1 ** t))) / (u + epsilon);
    };
  },
  rmsprop: ({ decay, momentum, epsilon }: OptimizerOptions & { name: "rmsprop" }) => {
    let s = 0;
    let v = 0;
    return (g) => {
      s = decay * s + (1 - decay) * g * g;
      v = momentum * v + (RATE * g) / Math.sqrt(s + epsilon);
      return v;
    };
  },
};

const OPTIMIZERS: readonly OptimizerOptions[] = [
  { name: "sgd", momentum: 0, nesterov: false },
  { name: "sgd", momentum: 0.9, nesterov: false },
  { name: "sgd", momentum: 0.9, nesterov: true },
  { name: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-2 },
  { name: "adamax", beta1: 0.9, beta2: 0.999, epsilon: 1e-4 },
  { name: "rmsprop", decay: 0.9, momentum: 0.5, epsilon: 1e-3 },
];

function expected(optimizer: OptimizerOptions, start: readonly number[]): number[] {
  return start.map((value, i) => {
    const delta = REFERENCE[optimizer.name](optimizer as never);
    return GRADIENTS.reduce((w, gradient, t) => w - delta(gradient[i], t + 1), value);
  });
}

function assertClose(actual: readonly number[], wanted: readonly number[]): void {
  wanted.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) < 2e-5 * (1 + Math.abs(value)), `${actual} v ${wanted}`);
  });
}

describe("optimizers", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  for (const optimizer of OPTIMIZERS) {
    const label = JSON.stringify(optimizer);

    it(`${label} moves a vector as published`, () => {
      const program = linearProgram({ optimizer, start: [1, 2] });
      GRADIENTS.forEach((gradient) => {
        program.step(0, "main", vector(...gradient), { rate: RATE, seed: 0 });
      });
      assertClose(weightsIn(program), expected(optimizer, [1, 2]));
      program.dispose();
    });

    it(`${label} moves the rows that were read, and no others`, () => {
      const program = tableProgram(5, { optimizer });
      GRADIENTS.forEach(([a, b]) => {
        // Row 3 is read twice: its gradient is the sum of both.
        const feeds = rowsOf([3, 3], [a / 4, b / 4, (3 * a) / 4, (3 * b) / 4]);
        program.step(0, "main", feeds, { rate: RATE, seed: 0 });
      });
      const table = weightsIn(program);
      assertClose(table.slice(6, 8), expected(optimizer, [6, 7]));
      assert.deepEqual([...table.slice(0, 6), ...table.slice(8)], [0, 1, 2, 3, 4, 5, 8, 9]);
      program.dispose();
    });
  }

  it("a momentum that the schedule gives takes the place of the optimizer's", () => {
    const optimizer = { name: "sgd", momentum: 0.9, nesterov: false } as const;
    const program = linearProgram({ optimizer, start: [0] });
    program.step(0, "main", vector(1), { rate: 1, seed: 0, momentum: 0.5 });
    program.step(0, "main", vector(1), { rate: 1, seed: 0, momentum: 0.5 });
    assertClose(weightsIn(program), [-2.5]);
    program.dispose();
  });

  it("decays weights by their own share, never biases or normalisation", () => {
    for (const [role, wanted] of [
      ["weight", 1.9],
      ["bias", 2],
      ["norm", 2],
    ] as const) {
      const program = linearProgram({ role, start: [2], weightDecay: 0.5 });
      program.step(0, "main", vector(0), { rate: 0.1, seed: 0 });
      assertClose(weightsIn(program), [wanted]);
      program.dispose();
    }
  });

  it("multiplies the step's rate by the block's", () => {
    const program = linearProgram({ start: [1], factor: 0.25 });
    program.step(0, "main", vector(2), { rate: 1, seed: 0 });
    assertClose(weightsIn(program), [0.5]);
    program.dispose();
  });
});
