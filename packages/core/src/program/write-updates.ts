/**
 * The second half of a training step: gradients measured, clipped and applied.
 *
 * @module
 */
import { attr, FLOAT } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { GraphVariable, GraphVariables } from "../graph/variables.js";
import type { Block, Parameter } from "../network/block.js";
import type { Gradient } from "../operation/operation.js";
import type { OptimizerOptions, StepScalars, UpdateRule } from "./optimizers.js";
import { updateRule } from "./optimizers.js";

/** How a stage updates the parameters of the blocks that learn. */
export interface UpdateOptions {
  readonly optimizer: OptimizerOptions;
  /** Decoupled from the gradient (Loshchilov & Hutter 2019), on weights only. Default: 0. */
  readonly weightDecay?: number;
  /** Largest norm of the whole gradient; 0, the default, for no clipping. */
  readonly clipNorm?: number;
}

/** A learning block, its share of the stage's rate, and the gradients of its parameters. */
export interface BlockGradients {
  readonly block: Block;
  readonly rate: number;
  readonly gradients: ReadonlyMap<Parameter, Gradient>;
}

/** Nodes that a step gives. */
export interface WrittenUpdates {
  /** float32 `[blocks]`: the norm of each block's gradient, before clipping. */
  readonly norms: string;
  /** True where loss and gradients are finite; nothing is updated otherwise. */
  readonly finite: string;
  /** The updates, none of which runs unless `finite`. */
  readonly updates: readonly string[];
  /** Lets further updates wait for `finite`: put it into their `after`. */
  readonly gate: string;
}

/** Merged rows: a row that was read twice has one gradient, the sum. */
interface MergedRows {
  readonly rows: string;
  readonly ids: string;
}

/** Writes norms, clipping and updates into the graph. */
export function writeUpdates(
  graph: GraphWriter,
  variables: GraphVariables,
  loss: string,
  blocks: readonly BlockGradients[],
  scalars: Omit<StepScalars, "count">,
  options: UpdateOptions,
): WrittenUpdates {
  const { optimizer, weightDecay = 0, clipNorm = 0 } = options;
  const rule = updateRule(optimizer);
  const merged = blocks.map(({ block, rate, gradients }) => ({
    block,
    rate,
    gradients: new Map([...gradients].map(([p, gradient]) => [p, mergeRows(graph, gradient)])),
  }));
  const squares = merged.map(({ gradients }) => squaredNorm(graph, [...gradients.values()]));
  const packed = graph.node("Pack", squares, {
    N: attr.int(squares.length),
    T: attr.type("float32"),
    axis: attr.int(0),
  });
  const norm = graph.node("Sqrt", [
    graph.node("Sum", [packed, graph.ints([0])], { ...FLOAT, Tidx: attr.type("int32") }),
  ]);
  const finite = graph.node("IsFinite", [graph.node("AddV2", [loss, norm])]);
  const gate = graph.node("Identity", [`${graph.node("Switch", [norm, finite])}:1`]);
  const clip = clipNorm > 0 ? clipFactor(graph, norm, clipNorm) : undefined;

  const updates = merged.flatMap(({ block, rate, gradients }) => {
    if (gradients.size === 0) return [];
    const { count, counted } = countUpdate(
      graph,
      variables,
      `${optimizer.name}/${block.name}`,
      gate,
    );
    const blockRate = graph.node("Mul", [scalars.rate, graph.scalar(rate)]);
    const ownScalars = { ...scalars, rate: blockRate, count };
    const written = [...gradients].flatMap(([parameter, gradient]) => {
      const { name, shape, role } = parameter;
      const variable = variables.variable(name, shape);
      const slots = rule.slots.map((slot) =>
        variables.variable(`${optimizer.name}/${name}:${slot}`, shape),
      );
      const decay = role === "weight" ? weightDecay : 0;
      const write = typeof gradient === "string" ? updateWhole : updateRows;
      return write(graph, {
        rule,
        variable,
        slots,
        gradient: scaled(graph, gradient, clip) as never,
        scalars: ownScalars,
        decay,
        gate,
      });
    });
    return [counted, ...written];
  });
  return { norms: graph.node("Sqrt", [packed]), finite, updates, gate };
}

interface Update<G> {
  readonly rule: UpdateRule;
  readonly variable: GraphVariable;
  readonly slots: readonly GraphVariable[];
  readonly gradient: G;
  readonly scalars: StepScalars;
  readonly decay: number;
  readonly gate: string;
}

function updateWhole(graph: GraphWriter, update: Update<string>): string[] {
  const { rule, variable, slots, gradient, scalars, decay, gate } = update;
  const handles = [variable, ...slots].map(({ handle }) => handle);
  const after = [gate];
  if (decay > 0) {
    const share = graph.node("Mul", [scalars.rate, graph.scalar(decay)]);
    const lost = graph.node("Mul", [variable.value, share]);
    after.push(
      graph.node("AssignSubVariableOp", [variable.handle, lost], DTYPE, { after: [gate] }),
    );
  }
  if (rule.fused) return [rule.fused(graph, handles, gradient, scalars, after)];
  const current = slots.map(({ value }) => value);
  const { delta, slots: moved } = rule.formula(graph, gradient, current, scalars);
  return [
    graph.node("AssignSubVariableOp", [variable.handle, delta], DTYPE, { after }),
    ...moved.map((value, i) =>
      graph.node("AssignVariableOp", [slots[i].handle, value], DTYPE, { after }),
    ),
  ];
}

/** Lazily: rows that weren't read keep their values and slots. */
function updateRows(graph: GraphWriter, update: Update<MergedRows>): string[] {
  const { rule, variable, slots, gradient, scalars, decay, gate } = update;
  const { rows, ids } = gradient;
  const gather = ({ handle }: GraphVariable) =>
    graph.node("ResourceGather", [handle, ids], {
      ...ROWS,
      batch_dims: attr.int(0),
      validate_indices: attr.bool(true),
    });
  const { delta, slots: moved } = rule.formula(graph, rows, slots.map(gather), scalars);
  const share = graph.node("Mul", [scalars.rate, graph.scalar(decay)]);
  const lowered =
    decay > 0 ? graph.node("AddV2", [delta, graph.node("Mul", [gather(variable), share])]) : delta;
  const after = [gate];
  return [
    graph.node("ResourceScatterSub", [variable.handle, ids, lowered], ROWS, { after }),
    ...moved.map((value, i) =>
      graph.node("ResourceScatterUpdate", [slots[i].handle, ids, value], ROWS, { after }),
    ),
  ];
}

const DTYPE = { dtype: attr.type("float32") };
const ROWS = { dtype: attr.type("float32"), Tindices: attr.type("int32") };

function mergeRows(graph: GraphWriter, gradient: Gradient): string | MergedRows {
  if (typeof gradient === "string") return gradient;
  const INT = attr.type("int32");
  const unique = graph.node("Unique", [gradient.ids], { T: INT, out_idx: INT });
  const count = graph.node("Size", [unique], { T: INT, out_type: INT });
  const rows = graph.node("UnsortedSegmentSum", [gradient.rows, `${unique}:1`, count], {
    ...FLOAT,
    Tindices: INT,
    Tnumsegments: INT,
  });
  return { rows, ids: unique };
}

function squaredNorm(graph: GraphWriter, gradients: readonly (string | MergedRows)[]): string {
  if (gradients.length === 0) return graph.scalar(0);
  const halves = gradients.map((gradient) =>
    graph.node("L2Loss", [typeof gradient === "string" ? gradient : gradient.rows]),
  );
  const sum = graph.node("AddN", halves, { ...FLOAT, N: attr.int(halves.length) });
  return graph.node("Mul", [sum, graph.scalar(2)]);
}

function clipFactor(graph: GraphWriter, norm: string, limit: number): string {
  const largest = graph.node("Maximum", [norm, graph.scalar(limit)]);
  return graph.node("RealDiv", [graph.scalar(limit), largest]);
}

function scaled(
  graph: GraphWriter,
  gradient: string | MergedRows,
  factor: string | undefined,
): string | MergedRows {
  if (!factor) return gradient;
  if (typeof gradient === "string") return graph.node("Mul", [gradient, factor]);
  return { ...gradient, rows: graph.node("Mul", [gradient.rows, factor]) };
}

/** Counts the updates of a block: bias corrections start anew in a block that starts to learn. */
function countUpdate(graph: GraphWriter, variables: GraphVariables, name: string, gate: string) {
  const { handle, value } = variables.variable(`${name}:count`, []);
  const count = graph.node("AddV2", [value, graph.scalar(1)]);
  const counted = graph.node("AssignVariableOp", [handle, count], DTYPE, { after: [gate] });
  return { count, counted };
}
