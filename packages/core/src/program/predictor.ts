/**
 * A network ready to predict.
 *
 * @module
 */
import { tf } from "../engine/tensorflow.js";
import { GraphWriter } from "../graph/graph-writer.js";
import type { Feeds, HostArray, InputSpecs } from "../graph/host-array.js";
import { isNative, startSession } from "../graph/session.js";
import { GraphVariables } from "../graph/variables.js";
import type { Parameter } from "../network/block.js";
import { type InputValues, type Network, parametersOf } from "../network/network.js";
import { GraphContext, type GraphMode } from "../operation/graph-context.js";
import type { Context, Value } from "../operation/operation.js";
import { parameterTensors, TensorContext } from "../operation/tensor-context.js";

/** What a predictor computes: inputs by name to one output. */
export interface Prediction {
  readonly inputs: InputSpecs;
  readonly blocks: Network["blocks"];
  /** From inputs to the output; a network's own forward pass, or that and more. */
  forward(context: Context, inputs: InputValues): Value;
}

/** Runs a network with the weights it had when the predictor was made. */
export interface Predictor {
  /** @returns the output, row-major */
  run(feeds: Feeds): HostArray;
  dispose(): void;
}

/** Never learning, never dropping, statistics as they are stored. */
export const PREDICTING: Omit<GraphMode, "parameter"> = {
  isLearning: () => false,
  usesBatchStatistics: () => false,
  drops: () => false,
};

/** Brings a network into the engine, which must be loaded: as one graph where it is native. */
export function createPredictor(prediction: Prediction): Predictor {
  return isNative() ? graphPredictor(prediction) : tensorPredictor(prediction);
}

function graphPredictor({ inputs, forward }: Prediction): Predictor {
  const graph = new GraphWriter();
  const variables = new GraphVariables(graph);
  const tables = new Map<string, HostArray>();
  const context = new GraphContext(graph, {
    ...PREDICTING,
    parameter: (parameter) => constantParameter(graph, variables, tables, parameter),
  });
  const names = Object.keys(inputs);
  const placeholders = names.map((name) => graph.placeholder(inputs[name]));
  const values = names.map((name, i) => [name, context.value(placeholders[i])]);
  const output = context.nodeOf(forward(context, Object.fromEntries(values)));
  const connect = variables.finish();
  const session = startSession(graph.nodes);
  connect(session).write(tables);
  const call = session.call(placeholders, [output]);
  return {
    run: (feeds) => call(names.map((name) => feeds[name]))[0],
    dispose: () => session.dispose(),
  };
}

/** Parameters are constants, which TensorFlow folds; those read by rows are variables. */
function constantParameter(
  graph: GraphWriter,
  variables: GraphVariables,
  tables: Map<string, HostArray>,
  parameter: Parameter,
) {
  const { name, shape, values } = parameter;
  let constant: string | undefined;
  return {
    get name() {
      constant ??= graph.constant("float32", shape, values);
      return constant;
    },
    variable: {
      parameter,
      handle() {
        tables.set(name, { shape, data: values });
        return variables.variable(name, shape).handle;
      },
    },
  };
}

/** The same on tfjs's own operations: what runs on WebAssembly, and what graphs are tested against. */
export function tensorPredictor({ inputs, blocks, forward }: Prediction): Predictor {
  const parameters = parameterTensors(parametersOf({ blocks }));
  const context = new TensorContext(parameters);
  return {
    run: (feeds) =>
      tf.tidy(() => {
        const values = Object.entries(inputs).map(([name, { dtype }]) => {
          const { shape, data } = feeds[name];
          const type = dtype === "float32" ? "float32" : "int32";
          return [name, context.value(tf.tensor(data, [...shape], type))];
        });
        const output = context.tensorOf(forward(context, Object.fromEntries(values)));
        return { shape: output.shape, data: output.dataSync() as HostArray["data"] };
      }),
    dispose: () => {
      for (const tensor of parameters.values()) tensor.dispose();
    },
  };
}
