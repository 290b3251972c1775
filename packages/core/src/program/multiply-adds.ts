/**
 * What a prediction costs, counted in its graph.
 *
 * @module
 */
import { GraphWriter } from "../graph/graph-writer.js";
import { type Feeds, sizeOf } from "../graph/host-array.js";
import { startSession } from "../graph/session.js";
import { GraphContext } from "../operation/graph-context.js";
import { PREDICTING, type Prediction } from "./predictor.js";

/** Operations that multiply and add; each reads its weights second. */
const MULTIPLYING = new Set(["Conv2D", "DepthwiseConv2dNative", "MatMul"]);

/**
 * Multiply-adds of convolutions and matrix products in one run of a prediction; what is left out
 * (normalisation, activations, pooling) is a few percent. The native engine has to be running, and the
 * network may have no loop.
 */
export function countMultiplyAdds({ inputs, forward }: Prediction, feeds: Feeds): number {
  const graph = new GraphWriter();
  const context = new GraphContext(graph, {
    ...PREDICTING,
    parameter: ({ shape, values }) => ({ name: graph.floats(shape, values) }),
  });
  const names = Object.keys(inputs);
  const placeholders = names.map((name) => graph.placeholder(inputs[name]));
  const values = names.map((name, i) => [name, context.value(placeholders[i])]);
  forward(context, Object.fromEntries(values));
  const multiplying = graph.nodes.filter(({ op }) => MULTIPLYING.has(op));
  const shapes = multiplying.flatMap(({ name, inputs: [, weights] }) => [
    graph.shapeOf(name),
    graph.shapeOf(weights),
  ]);
  const session = startSession(graph.nodes);
  try {
    const found = session.call(placeholders, shapes)(names.map((name) => feeds[name]));
    return multiplying.reduce((sum, _, i) => {
      const [output, weights] = [found[2 * i], found[2 * i + 1]].map(({ data }) => [...data]);
      return sum + (sizeOf(output) * sizeOf(weights)) / output[output.length - 1];
    }, 0);
  } finally {
    session.dispose();
  }
}
