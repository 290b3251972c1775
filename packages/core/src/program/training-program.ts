/**
 * A network, its losses and its optimizers as one graph: every step is one run of it.
 *
 * @module
 */
import { attr, FLOAT } from "../graph/attribute.js";
import { GraphWriter } from "../graph/graph-writer.js";
import { type Feeds, type HostArray, type InputSpecs, sizeOf } from "../graph/host-array.js";
import { withMixedPrecision } from "../graph/mixed-precision.js";
import { requireBfloat16 } from "../graph/require-bfloat16.js";
import { type GraphCall, startSession } from "../graph/session.js";
import { type GraphVariable, GraphVariables } from "../graph/variables.js";
import type { Block, Parameter } from "../network/block.js";
import { type InputValues, type Network, parametersOf } from "../network/network.js";
import { GraphContext, type GraphMode } from "../operation/graph-context.js";
import type { Context, Node, Value } from "../operation/operation.js";
import { updateRule } from "./optimizers.js";
import { PREDICTING, type Prediction } from "./predictor.js";
import { type UpdateOptions, writeUpdates } from "./write-updates.js";

/** A loss over batches of some form. */
export interface Loss {
  readonly inputs: InputSpecs;
  /** Mean loss of a batch, a scalar. */
  loss(context: Context, inputs: InputValues): Value;
}

/** What learns in a stage, and how. */
export interface ProgramStage extends UpdateOptions {
  /** Learning blocks, each with what the step's rate is multiplied by. */
  readonly learning: ReadonlyMap<Block, number>;
  /** Whether frozen blocks normalise with their stored statistics (the default) or the batch's. */
  readonly frozenNormalisation?: "stored" | "batch";
  /** Whether frozen blocks drop. Default: no. */
  readonly frozenDropout?: boolean;
}

/** What the program is made of. */
export interface TrainingProgramOptions {
  readonly network: Network;
  readonly losses: Readonly<Record<string, Loss>>;
  readonly predictions: Readonly<Record<string, Prediction>>;
  readonly stages: readonly ProgramStage[];
  /** Whether an average of the weights is kept, and predicts. */
  readonly average: boolean;
  /** What convolutions learn in; predictions are float32 in any case. Default: `float32`. */
  readonly precision?: Precision;
}

/** `bfloat16`: convolutions and what lies between them; weights and the rest stay float32. */
export const PRECISIONS = ["float32", "bfloat16"] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Numbers of one step. */
export interface StepNumbers {
  readonly rate: number;
  /** Momentum (beta1); the optimizer's own when left out. */
  readonly momentum?: number;
  /** Decides what is dropped; a 32-bit integer. */
  readonly seed: number;
  /** Share of the old average that is kept. */
  readonly averageKept?: number;
}

/** What a step gives. Where `finite` is false, nothing was updated. */
export interface StepOutcome {
  readonly loss: number;
  readonly finite: boolean;
  /** Norm of each learning block's gradient, in the stage's order. */
  readonly norms: Float32Array;
}

/** A program in the native engine. It holds the weights while it lives. */
export interface TrainingProgram {
  step(stage: number, loss: string, feeds: Feeds, numbers: StepNumbers): StepOutcome;
  /** Runs a prediction with the averaged weights, where an average is kept. */
  predict(name: string, feeds: Feeds): HostArray;
  /** The present numbers of a parameter, as they predict. */
  valuesOf(parameter: Parameter): Float32Array;
  /** The weights that predict, by parameter name. */
  weights(): Map<string, HostArray>;
  /** Everything that moves: weights, average, slots of optimizers. */
  state(): Map<string, HostArray>;
  /** Takes back what `state` gave. */
  restore(state: ReadonlyMap<string, HostArray>): void;
  dispose(): void;
}

const AVERAGE = "average/";

/** Builds and loads the program; the network's present values are where it begins. */
export function createTrainingProgram(options: TrainingProgramOptions): TrainingProgram {
  const { network, losses, predictions, stages, average, precision = "float32" } = options;
  if (precision === "bfloat16") requireBfloat16();
  const graph = new GraphWriter();
  const variables = new GraphVariables(graph);
  const parameters = parametersOf(network);
  for (const { name, shape } of parameters) variables.variable(name, shape);
  const averageOf = ({ name, shape }: Parameter) => variables.variable(AVERAGE + name, shape);
  const scalars = writeScalars(graph);

  const firstStepNode = graph.nodes.length;
  const steps = stages.map((stage) =>
    mapValues(losses, (loss) => {
      const inputs = placeholders(graph, loss.inputs);
      return writeStep({ graph, variables, scalars, stage, loss, inputs, average });
    }),
  );
  const ofSteps = new Set(graph.nodes.slice(firstStepNode).map(({ name }) => name));
  const runs = mapValues(predictions, (prediction) => {
    const inputs = placeholders(graph, prediction.inputs);
    const source = average
      ? averageOf
      : ({ name, shape }: Parameter) => variables.variable(name, shape);
    const context = new GraphContext(graph, {
      ...PREDICTING,
      parameter: (parameter) => parameterNode(parameter, source(parameter)),
    });
    const output = context.nodeOf(prediction.forward(context, valuesOf(context, inputs)));
    return { inputs, output };
  });
  const initial = initialState(options, variables);
  const connect = variables.finish();
  const session = startSession(
    precision === "bfloat16" ? withMixedPrecision(graph.nodes, ofSteps) : graph.nodes,
  );
  const access = connect(session);
  access.write(initial);

  const stepCalls = steps.map((byLoss) =>
    mapValues(byLoss, ({ inputs, outputs }) =>
      session.call([...Object.values(inputs), ...SCALARS.map((name) => scalars[name])], outputs),
    ),
  );
  const predictCalls: Record<string, GraphCall> = mapValues(runs, ({ inputs, output }) =>
    session.call(Object.values(inputs), [output]),
  );
  const prefix = average ? AVERAGE : "";
  return {
    step(stage, loss, feeds, { rate, momentum, seed, averageKept = 0 }) {
      const arrays = Object.keys(losses[loss].inputs).map((name) => feeds[name]);
      const given = momentum ?? updateRule(stages[stage].optimizer).momentum;
      const numbers = [float(rate), float(given), float(averageKept), int(seed)];
      const [value, norms, finite] = stepCalls[stage][loss]([...arrays, ...numbers]);
      return {
        loss: value.data[0],
        finite: finite.data[0] === 1,
        norms: norms.data as Float32Array,
      };
    },
    predict: (name, feeds) =>
      predictCalls[name](Object.keys(predictions[name].inputs).map((input) => feeds[input]))[0],
    valuesOf: ({ name }) => access.read([prefix + name]).get(prefix + name)?.data as Float32Array,
    weights() {
      const read = access.read(parameters.map(({ name }) => prefix + name));
      return new Map([...read].map(([name, array]) => [name.slice(prefix.length), array]));
    },
    state: () => access.read([...initial.keys()]),
    restore: (state) => access.write(state),
    dispose: () => session.dispose(),
  };
}

const SCALARS = ["rate", "momentum", "averageKept", "seed"] as const;
type ScalarNodes = Record<(typeof SCALARS)[number], string>;

function writeScalars(graph: GraphWriter): ScalarNodes {
  const scalar = (dtype: "float32" | "int32") => graph.placeholder({ dtype, shape: [] });
  return {
    rate: scalar("float32"),
    momentum: scalar("float32"),
    averageKept: scalar("float32"),
    seed: scalar("int32"),
  };
}

interface StepParts {
  readonly graph: GraphWriter;
  readonly variables: GraphVariables;
  readonly scalars: ScalarNodes;
  readonly stage: ProgramStage;
  readonly loss: Loss;
  readonly inputs: Readonly<Record<string, string>>;
  readonly average: boolean;
}

function writeStep(parts: StepParts) {
  const { graph, variables, scalars, stage, loss, inputs, average } = parts;
  const learns = (block: Block) => stage.learning.has(block);
  const mode: GraphMode = {
    parameter: (parameter) =>
      parameterNode(parameter, variables.variable(parameter.name, parameter.shape)),
    isLearning: learns,
    usesBatchStatistics: (block) => learns(block) || stage.frozenNormalisation === "batch",
    drops: (block) => learns(block) || stage.frozenDropout === true,
    seed: scalars.seed,
  };
  const trained = new Set(
    parametersOf({ blocks: [...stage.learning.keys()] }).filter(({ role }) => role !== "statistic"),
  );
  const context = new GraphContext(graph, mode, (parameter) => trained.has(parameter));
  const value = loss.loss(context, valuesOf(context, inputs));
  const gradients = context.gradients(value);
  const blocks = [...stage.learning].map(([block, rate]) => ({
    block,
    rate,
    gradients: new Map(
      block.parameters.flatMap((parameter) => {
        const gradient = gradients.get(parameter);
        return gradient ? [[parameter, gradient] as const] : [];
      }),
    ),
  }));
  const lossNode = context.nodeOf(value);
  const { norms, finite, updates, gate } = writeUpdates(
    graph,
    variables,
    lossNode,
    blocks,
    scalars,
    stage,
  );
  const followed = context.followings.map(({ statistic, observed, share }) =>
    moveTowards(graph, statistic, observed, graph.scalar(share), [gate]),
  );
  const done = [...updates, ...followed];
  const averaged = average
    ? parametersOf({ blocks: [...stage.learning.keys()] }).map((parameter) =>
        moveAverage(graph, variables, parameter, scalars.averageKept, [gate, ...done]),
      )
    : [];
  const flag = graph.node("Cast", [finite], {
    SrcT: attr.type("bool"),
    DstT: attr.type("float32"),
  });
  const lossOnceDone = whenDone(graph, lossNode, finite, [...done, ...averaged]);
  return { inputs, outputs: [lossOnceDone, norms, flag] };
}

/** `value` once `updates` are done, or at once where `finite` is false and they never run. */
function whenDone(graph: GraphWriter, value: string, finite: string, updates: readonly string[]) {
  const branches = graph.node("Switch", [value, finite]);
  const updated = graph.node("Identity", [`${branches}:1`], FLOAT, { after: updates });
  return graph.node("Merge", [branches, updated], { ...FLOAT, N: attr.int(2) });
}

function moveTowards(
  graph: GraphWriter,
  statistic: Node,
  observed: string,
  share: string,
  after: readonly string[],
): string {
  const difference = graph.node("Sub", [statistic.name, observed]);
  const handle = statistic.variable?.handle() as string;
  const step = graph.node("Mul", [difference, share]);
  return graph.node("AssignSubVariableOp", [handle, step], FLOAT32, { after });
}

function moveAverage(
  graph: GraphWriter,
  variables: GraphVariables,
  { name, shape }: Parameter,
  kept: string,
  after: readonly string[],
): string {
  const average = variables.variable(AVERAGE + name, shape);
  const { handle } = variables.variable(name, shape);
  const updated = graph.node("ReadVariableOp", [handle], FLOAT32, { after });
  const difference = graph.node("Sub", [average.value, updated]);
  const step = graph.node("Mul", [difference, graph.node("Sub", [graph.scalar(1), kept])]);
  return graph.node("AssignSubVariableOp", [average.handle, step], FLOAT32);
}

const FLOAT32 = { dtype: attr.type("float32") };

function parameterNode(parameter: Parameter, { value, handle }: GraphVariable): Node {
  return { name: value, variable: { parameter, handle: () => handle } };
}

function placeholders(graph: GraphWriter, specs: InputSpecs) {
  return mapValues(specs, (spec) => graph.placeholder(spec));
}

function valuesOf(context: GraphContext, inputs: Readonly<Record<string, string>>): InputValues {
  return mapValues(inputs, (node) => context.value(node));
}

/** Weights and averages as the network has them, all slots at 0. */
function initialState(
  { network }: TrainingProgramOptions,
  variables: GraphVariables,
): Map<string, HostArray> {
  const state = new Map<string, HostArray>();
  for (const { name, shape } of variables.all) {
    state.set(name, { shape, data: new Float32Array(sizeOf(shape)) });
  }
  for (const { name, shape, values } of parametersOf(network)) {
    state.set(name, { shape, data: values });
    if (state.has(AVERAGE + name)) state.set(AVERAGE + name, { shape, data: values });
  }
  return state;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function float(value: number): HostArray {
  return { shape: [], data: Float32Array.of(value) };
}

function int(value: number): HostArray {
  return { shape: [], data: Int32Array.of(value) };
}
