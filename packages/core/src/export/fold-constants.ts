/**
 * What a graph computes from constants alone, computed once.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { attr } from "../graph/attribute.js";
import type { GraphNode } from "../graph/graph-writer.js";
import { graphModel } from "./graph-model.js";

/** Nodes that are not computed from their inputs alone. */
const MOVING = /^(Placeholder|Enter|Exit|Merge|Switch|NextIteration|LoopCond|TensorArray.*)$/;

const sourceOf = (input: string) => input.replace(/^\^/, "").replace(/:\d+$/, "");

/** The nodes that `outputs` need, in their order. */
export function pruneGraph(
  nodes: readonly GraphNode[],
  outputs: readonly string[],
): readonly GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const needed = new Set<string>();
  const waiting = outputs.map(sourceOf);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    waiting.push(...(byName.get(name)?.inputs.map(sourceOf) ?? []));
  }
  return nodes.filter(({ name }) => needed.has(name));
}

/**
 * The same graph with constants in place of what depends on constants alone, computed by
 * TensorFlow.js.
 */
export function foldConstants(
  nodes: readonly GraphNode[],
  outputs: readonly string[],
): readonly GraphNode[] {
  const fixed = new Set<string>();
  for (const { name, op, inputs } of nodes) {
    if (!MOVING.test(op) && inputs.every((input) => fixed.has(sourceOf(input)))) fixed.add(name);
  }
  const used = new Set(
    nodes.filter(({ name }) => !fixed.has(name)).flatMap(({ inputs }) => inputs),
  );
  const wanted = nodes
    .filter(({ name, op }) => fixed.has(name) && op !== "Const" && used.has(name))
    .map(({ name }) => name);
  const values = evaluate(pruneGraph(nodes, wanted), wanted);
  const folded = nodes.map((node) => values.get(node.name) ?? node);
  return pruneGraph(folded, outputs);
}

function evaluate(nodes: readonly GraphNode[], names: readonly string[]): Map<string, GraphNode> {
  if (names.length === 0) return new Map();
  const artifacts = graphModel(nodes, { inputs: {}, outputs: names });
  const model = tf.loadGraphModelSync(tf.io.fromMemorySync(artifacts));
  const results = [model.execute({}, [...names])].flat();
  const constants = results.flatMap((result, i) => {
    const { dtype, shape } = result;
    // Truth values have no place among a model's weights; they are computed where they are used.
    if (dtype !== "float32" && dtype !== "int32") return [];
    const value = attr.tensor(dtype, shape, result.dataSync());
    const attributes = { dtype: attr.type(dtype), value };
    return [{ name: names[i], op: "Const", inputs: [], attributes }];
  });
  tf.dispose(results);
  model.dispose();
  return new Map(constants.map((node) => [node.name, node]));
}
