import { loadEngine } from "#core/engine/engine.js";
import { concatLast } from "#core/ops/concat.js";
import { dense } from "#core/ops/dense.js";
import { add, multiply, relu, scale, sigmoid, tanh } from "#core/ops/elementwise.js";
import { embedding, gatherRows } from "#core/ops/embedding.js";
import { fromRows, reshape } from "#core/ops/reshape.js";
import {
  softmax,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from "#core/ops/softmax-cross-entropy.js";
import { checkOperation, fixed, integers, learnt } from "./check-operation.js";

describe("operations agree with their composition and with finite differences", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("a dense layer", () => {
    const inputs = [learnt([3, 4], 1), learnt([4, 2], 2), learnt([2], 3)];
    checkOperation(([x, kernel, bias]) => dense(x, kernel, bias), inputs);
  });

  for (const [name, operation] of Object.entries({ relu, tanh, sigmoid })) {
    it(name, () => checkOperation(([x]) => operation(x), [learnt([5, 3], 4)]));
  }

  it("sums, products and multiples", () => {
    const inputs = [learnt([2, 3], 5), learnt([2, 3], 6)];
    checkOperation(([a, b]) => multiply(add(a, b), scale(a, -0.3)), inputs);
  });

  it("joins along the last axis", () => {
    const inputs = [learnt([2, 3, 1], 7), learnt([2, 3, 2], 8), learnt([2, 3, 4], 9)];
    checkOperation((parts) => concatLast(parts, 3), inputs);
  });

  it("other shapes", () => {
    checkOperation(([x]) => reshape(x, [3, -1]), [learnt([2, 3, 2], 10)]);
    const inputs = [learnt([6, 4], 11), fixed([2, 3, 7], 12)];
    checkOperation(([x, like]) => fromRows(x, like, 4), inputs);
  });

  it("rows of a table, some read twice and some never", () => {
    const inputs = [learnt([5, 3], 13), integers([2, 2], [4, 0, 4, 2])];
    checkOperation(([table, ids]) => embedding(table, ids, 3), inputs);
    checkOperation(([x, ids]) => gatherRows(scale(x, 2), ids, 3), inputs);
  });

  it("cross-entropy and softmax", () => {
    const targets = { shape: [2, 3], data: Float32Array.of(0.2, 0.5, 0.3, 0, 1, 0) };
    const soft = [learnt([2, 3], 14), { ...targets, learning: false }];
    checkOperation(([logits, targets]) => softmaxCrossEntropy(logits, targets), soft);
    const weights = { shape: [2], data: Float32Array.of(0.5, 2), learning: false };
    checkOperation(
      ([logits, targets, weights]) => softmaxCrossEntropy(logits, targets, weights),
      [...soft, weights],
    );
    const hard = [learnt([4, 3], 15), integers([4], [2, 0, 1, 1])];
    checkOperation(([logits, classes]) => sparseSoftmaxCrossEntropy(logits, classes), hard);
    checkOperation(([logits]) => softmax(logits), [fixed([2, 3], 16)]);
  });
});
