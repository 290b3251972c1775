import { loadEngine } from "#core/engine/engine.js";
import type { Activation } from "#core/ops/activation.js";
import { affine } from "#core/ops/affine.js";
import { batchNorm, foldedBias, foldedKernel } from "#core/ops/batch-norm.js";
import { scaleBytes } from "#core/ops/bytes.js";
import { conv2d, depthwiseConv2d } from "#core/ops/convolution.js";
import { flatten } from "#core/ops/flatten.js";
import { pad } from "#core/ops/pad.js";
import { averagePool, maxPool, meanOfPixels } from "#core/ops/pool.js";
import { resizeBilinear } from "#core/ops/resize.js";
import { checkOperation, fixed, learnt } from "./check-operation.js";

/** So large a step crosses the kinks of ReLU less often than it loses digits. */
const KINKED = { difference: 2e-3 };

describe("operations on pictures agree with their composition and with finite differences", () => {
  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  for (const stride of [1, 2]) {
    for (const pad of ["same", "valid"] as const) {
      it(`convolution, stride ${stride}, ${pad}`, () => {
        const inputs = [learnt([2, 5, 4, 2], 1), learnt([3, 3, 2, 3], 2, 0.5), learnt([3], 3)];
        checkOperation(([x, kernel, bias]) => conv2d(x, kernel, bias, { stride, pad }), inputs);
      });

      it(`depthwise convolution, stride ${stride}, ${pad}`, () => {
        const inputs = [learnt([2, 5, 5, 3], 4), learnt([3, 3, 3, 1], 5, 0.5)];
        const apply = depthwiseConv2d;
        checkOperation(([x, kernel]) => apply(x, kernel, undefined, { stride, pad }), inputs);
      });
    }
  }

  for (const activation of [
    "relu",
    "relu6",
    "leakyRelu",
    "swish",
  ] as const satisfies Activation[]) {
    it(`${activation} after a convolution`, () => {
      const inputs = [learnt([2, 3, 3, 2], 6, 3), learnt([1, 1, 2, 3], 7), learnt([3], 8)];
      checkOperation(
        ([x, kernel, bias]) => conv2d(x, kernel, bias, { activation }),
        inputs,
        KINKED,
      );
      const depthwise = [learnt([1, 3, 3, 2], 9, 3), learnt([3, 3, 2, 1], 10), learnt([2], 11)];
      checkOperation(
        ([x, kernel, bias]) => depthwiseConv2d(x, kernel, bias, { activation }),
        depthwise,
        KINKED,
      );
    });
  }

  it("largest and mean of squares, with and without padding", () => {
    for (const options of [
      { size: 2 },
      { size: 3, stride: 2, pad: "same" },
      { size: 2, stride: 1, pad: "same" },
    ] as const) {
      checkOperation(([x]) => maxPool(x, options), [learnt([2, 5, 4, 2], 12)], KINKED);
      checkOperation(([x]) => averagePool(x, options), [learnt([2, 5, 4, 2], 13)]);
    }
  });

  it("the mean over all pixels", () => {
    checkOperation(([x]) => meanOfPixels(x), [learnt([2, 3, 4, 5], 14)]);
  });

  for (const activation of ["linear", "relu", "swish"] as const) {
    it(`batch normalisation, ${activation}`, () => {
      const inputs = [learnt([3, 3, 2, 2], 15, 2), learnt([2], 16), learnt([2], 17)];
      const statistics = [fixed([2], 18), fixed([2], 19)];
      checkOperation(
        ([x, gamma, beta, mean, variance]) =>
          batchNorm(x, { gamma, beta, mean, variance }, { share: 0, activation }),
        [...inputs, ...statistics],
        KINKED,
      );
    });
  }

  it("a kernel and a bias that also normalise", () => {
    const variance = fixed([3], 21, 0.1, 2);
    checkOperation(
      ([x, kernel, gamma, beta, mean, variance]) => {
        const norm = { gamma, beta, mean, variance };
        return conv2d(x, foldedKernel(kernel, norm), foldedBias(norm));
      },
      [
        learnt([1, 3, 3, 2], 22),
        learnt([2, 2, 2, 3], 23),
        learnt([3], 24),
        learnt([3], 25),
        fixed([3], 26),
        variance,
      ],
    );
  });

  it("bytes around 0, one mean for all channels or one for each", () => {
    const bytes = { shape: [1, 2, 1, 3], data: Uint8Array.of(0, 1, 2, 128, 254, 255) };
    for (const mean of [100, [100, 110, 120]]) {
      const scale = { mean, deviation: 50 };
      checkOperation(([x]) => scaleBytes(x, scale), [{ ...bytes, learning: false }]);
    }
  });

  it("zeros around, and everything of an example in one row", () => {
    const paddings = [
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 3],
    ] as const;
    checkOperation(([x]) => flatten(pad(x, paddings)), [learnt([2, 2, 3, 1], 27)]);
  });

  it("a line through every number", () => {
    checkOperation(([x]) => affine(x, { factor: -0.5, offset: 3 }), [learnt([2, 3], 30)]);
  });

  it("another size", () => {
    const smaller = { height: 2, width: 3 };
    checkOperation(([x]) => resizeBilinear(x, smaller), [learnt([2, 4, 5, 2], 28)]);
    const larger = { height: 7, width: 5 };
    checkOperation(([x]) => resizeBilinear(x, larger), [learnt([2, 3, 2, 2], 29)]);
  });
});
