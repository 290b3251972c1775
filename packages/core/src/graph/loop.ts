/**
 * Loops whose length is known only when the graph runs.
 *
 * Written as TensorFlow's own control flow (Yu et al. 2018, "Dynamic Control Flow in Large-Scale
 * Machine Learning", section 4), which costs a microsecond or two per turn and value that goes round.
 *
 * @module
 */
import { type Attributes, attr, type Dtype } from "./attribute.js";
import { GraphWriter, type NodeOptions, outputOf } from "./graph-writer.js";

/** A node and its type, float32 when left out. */
export interface LoopValue {
  readonly node: string;
  readonly dtype?: Dtype;
}

/** Rows that loops write and read one by one; {@link stackRows} joins them. */
export interface Rows {
  readonly handle: string;
  /** Stands for the state of the rows: what reads them waits for what wrote them. */
  readonly flow: string;
  readonly dtype: Dtype;
}

/** What one turn of a loop gives, in the order of the loop's `state` and `writes`. */
export interface LoopTurn {
  /** The state that the next turn begins with; of the same types, and shapes may differ. */
  readonly state: readonly string[];
  /** Its rows of the outputs. */
  readonly writes?: readonly string[];
}

/** What goes round, what is read and what is written. */
export interface LoopOptions {
  /** Number of turns, an int32 scalar. */
  readonly count: string;
  /** What the first turn begins with. */
  readonly state: readonly LoopValue[];
  /** Arrays `[count, ...]`, or rows of a loop before: a turn sees the row of its step. */
  readonly reads?: readonly (LoopValue | Rows)[];
  /** Types of the outputs: each turn writes the row of its step. */
  readonly writes?: readonly Dtype[];
  /** Runs from the last step to the first. */
  readonly backwards?: boolean;
  /**
   * Writes one turn.
   *
   * @param step - int32 scalar, the index of the row that is read and written
   */
  body(body: LoopBody, step: string, state: readonly string[], reads: readonly string[]): LoopTurn;
}

/** What is there once the loop is done. */
export interface LoopResult {
  /** The state after the last turn. */
  readonly state: readonly string[];
  readonly writes: readonly Rows[];
}

/**
 * Writes nodes into the body of a loop. Constants may be written as anywhere; any other node from
 * outside the loop has to be brought in by {@link outer}.
 */
export class LoopBody extends GraphWriter {
  private readonly entered = new Map<string, string>();
  private readonly inside = new Set<string>();

  /** @param frame - name of the loop, unique in its graph */
  constructor(
    private readonly graph: GraphWriter,
    private readonly frame: string,
  ) {
    super(graph.nodes);
  }

  /** A node from outside, the same at every turn. */
  outer(node: string, dtype: Dtype = "float32"): string {
    const known = this.entered.get(node);
    if (known) return known;
    const entered = this.enter(node, dtype, true);
    this.entered.set(node, entered);
    return entered;
  }

  /** A node's value let into the loop: at every turn, or only at the first. */
  enter(node: string, dtype: Dtype, everyTurn: boolean): string {
    return this.adopt(
      this.graph.node("Enter", [node], {
        T: attr.type(dtype),
        frame_name: attr.string(this.frame),
        is_constant: attr.bool(everyTurn),
        parallel_iterations: attr.int(PARALLEL_TURNS),
      }),
    );
  }

  /** Lets the body read an output. */
  adopt(output: string): string {
    this.inside.add(output.replace(/:\d+$/, ""));
    return output;
  }

  override node(
    op: string,
    inputs: readonly string[],
    attributes?: Attributes,
    options?: NodeOptions,
  ): string {
    if (op === "Const") {
      const dtype = attributes?.dtype;
      const constant = this.graph.node(op, inputs, attributes, options);
      return this.outer(constant, dtype?.kind === "type" ? dtype.value : undefined);
    }
    const foreign = inputs.find((input) => !this.inside.has(input.replace(/:\d+$/, "")));
    if (foreign) throw new Error(`The loop's body reads '${foreign}' from outside: use outer()`);
    return this.adopt(this.graph.node(op, inputs, attributes, options));
  }
}

/** How many turns may overlap where they don't depend on each other: TensorFlow's own default. */
const PARALLEL_TURNS = 10;
const INT = { T: attr.type("int32") };

/** Writes a loop of `count` turns, which may be 0 where nothing is written. */
export function writeLoop(graph: GraphWriter, options: LoopOptions): LoopResult {
  const { count, state, reads = [], writes = [], backwards = false } = options;
  const frame = `loop_${graph.nodes.length}`;
  const body = new LoopBody(graph, frame);
  const one = graph.scalar(1, "int32");
  const zero = graph.scalar(0, "int32");
  const last = graph.node("Sub", [count, one], INT);
  const sources = reads.map((rows) => ("handle" in rows ? rows : unstackRows(graph, count, rows)));
  const sinks = writes.map((dtype) => rowsOf(graph, count, dtype));

  const first: Required<LoopValue>[] = [
    { node: backwards ? last : zero, dtype: "int32" },
    ...state.map(({ node, dtype = "float32" }) => ({ node, dtype })),
    ...sinks.map(({ flow }) => ({ node: flow, dtype: "float32" as const })),
  ];
  const types = first.map(({ dtype }) => ({ T: attr.type(dtype) }));
  const nextOf = (i: number) => `${frame}/next_${i}`;
  const present = first.map(({ node, dtype }, i) => {
    const inputs = [body.enter(node, dtype, false), nextOf(i)];
    return graph.node("Merge", inputs, { ...types[i], N: attr.int(2) });
  });
  const goesOn = backwards
    ? graph.node("GreaterEqual", [present[0], body.outer(zero, "int32")], INT)
    : graph.node("Less", [present[0], body.outer(count, "int32")], INT);
  const condition = graph.node("LoopCond", [goesOn], {});
  const branches = present.map((node, i) => graph.node("Switch", [node, condition], types[i]));
  const [step, ...values] = branches.map((node) => body.adopt(outputOf(node, 1)));

  const rows = sources.map((source) => readRow(body, source, step));
  const turn = options.body(body, step, values.slice(0, state.length), rows);
  const written = sinks.map((sink, i) => {
    const flow = values[state.length + i];
    return writeRow(body, { ...sink, flow }, step, turn.writes?.[i] as string);
  });
  const nextStep = body.node(backwards ? "Sub" : "AddV2", [step, body.outer(one, "int32")], INT);
  [nextStep, ...turn.state, ...written].forEach((node, i) => {
    graph.node("NextIteration", [node], types[i], { name: nextOf(i) });
  });
  const ends = branches.map((node, i) => graph.node("Exit", [node], types[i])).slice(1);
  return {
    state: ends.slice(0, state.length),
    writes: sinks.map((sink, i) => ({ ...sink, flow: ends[state.length + i] })),
  };
}

/**
 * The rows of a loop as one array `[count, ...]`.
 *
 * @param count - of rows, an int32 scalar, at least 1
 */
export function stackRows(
  graph: GraphWriter,
  { handle, flow, dtype }: Rows,
  count: string,
): string {
  const steps = graph.rangeTo(count);
  return graph.node("TensorArrayGatherV3", [handle, steps, flow], { dtype: attr.type(dtype) });
}

function rowsOf(graph: GraphWriter, count: string, dtype: Dtype): Rows {
  const handle = graph.node("TensorArrayV3", [count], {
    dtype: attr.type(dtype),
    clear_after_read: attr.bool(false),
    identical_element_shapes: attr.bool(true),
  });
  return { handle, flow: outputOf(handle, 1), dtype };
}

function unstackRows(
  graph: GraphWriter,
  count: string,
  { node, dtype = "float32" }: LoopValue,
): Rows {
  const { handle, flow } = rowsOf(graph, count, dtype);
  const inputs = [handle, graph.rangeTo(count), node, flow];
  return {
    handle,
    flow: graph.node("TensorArrayScatterV3", inputs, { T: attr.type(dtype) }),
    dtype,
  };
}

function readRow(body: LoopBody, { handle, flow, dtype }: Rows, step: string): string {
  const inputs = [body.outer(handle, "resource"), step, body.outer(flow)];
  return body.node("TensorArrayReadV3", inputs, { dtype: attr.type(dtype) });
}

function writeRow(
  body: LoopBody,
  { handle, flow, dtype }: Rows,
  step: string,
  value: string,
): string {
  const inputs = [body.outer(handle, "resource"), step, value, flow];
  return body.node("TensorArrayWriteV3", inputs, { T: attr.type(dtype) });
}
