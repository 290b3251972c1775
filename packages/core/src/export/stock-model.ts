/**
 * A prediction as a model of TensorFlow.js.
 *
 * @module
 */
import type * as TF from "@tensorflow/tfjs";
import { tf } from "../engine/tensorflow.js";
import { attr, FLOAT } from "../graph/attribute.js";
import { GraphWriter } from "../graph/graph-writer.js";
import type { Feeds, HostArray } from "../graph/host-array.js";
import type { Prediction } from "../program/predictor.js";
import { foldConstants, pruneGraph } from "./fold-constants.js";
import { graphModel } from "./graph-model.js";
import { StockContext } from "./stock-context.js";

/**
 * Writes a prediction with operations that TensorFlow.js has. Inputs are named as the prediction
 * names them; uint8 becomes int32. Loops need `executeAsync`.
 *
 * @param output - what its output is named
 */
export function stockModel({ inputs, forward }: Prediction, output: string): TF.io.ModelArtifacts {
  const graph = new GraphWriter();
  const context = new StockContext(graph);
  const values = Object.entries(inputs).map(([name, { dtype, shape }]) => {
    const attributes = { dtype: attr.type(dtype), shape: attr.shape(shape) };
    return [name, context.value(graph.node("Placeholder", [], attributes, { name }))] as const;
  });
  const result = context.nodeOf(forward(context, Object.fromEntries(values)));
  graph.node("Identity", [result], FLOAT, { name: output });
  const nodes = foldConstants(pruneGraph(graph.nodes, [output]), [output]);
  return graphModel(nodes, { inputs, outputs: [output] });
}

/** Runs such a model as a page would, on the present backend. */
export async function runStockModel(
  artifacts: TF.io.ModelArtifacts,
  feeds: Feeds,
): Promise<HostArray> {
  const model = await tf.loadGraphModel(tf.io.fromMemory(artifacts));
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, data }]) => [
      name,
      tf.tensor(data, [...shape], data instanceof Float32Array ? "float32" : "int32"),
    ]),
  );
  const output = (await (hasLoops(artifacts)
    ? model.executeAsync(tensors)
    : model.execute(tensors))) as TF.Tensor;
  const data = (await output.data()) as HostArray["data"];
  tf.dispose([output, tensors]);
  model.dispose();
  return { shape: output.shape, data };
}

/** Whether a model has loops, for which `executeAsync` is needed. */
export function hasLoops({ modelTopology }: TF.io.ModelArtifacts): boolean {
  const { node } = modelTopology as { node: { op: string }[] };
  return node.some(({ op }) => op === "LoopCond");
}
