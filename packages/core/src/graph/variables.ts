/**
 * Variables of a graph: arrays that stay in the engine from run to run.
 *
 * @module
 */
import { attr, FLOAT } from "./attribute.js";
import type { GraphWriter } from "./graph-writer.js";
import type { HostArray } from "./host-array.js";
import type { GraphSession } from "./session.js";

/** A variable of float32. */
export interface GraphVariable {
  readonly name: string;
  readonly shape: readonly number[];
  /** The node that stands for the variable itself, for operations that write to it. */
  readonly handle: string;
  /** The node that reads the variable as it is when a run begins. */
  readonly value: string;
}

/** The variables of a graph, with what it takes to read and write them from outside. */
export class GraphVariables {
  private readonly byName = new Map<string, GraphVariable>();

  constructor(private readonly graph: GraphWriter) {}

  /** The variable of that name, made at the first call. */
  variable(name: string, shape: readonly number[]): GraphVariable {
    const known = this.byName.get(name);
    if (known) return known;
    const handle = this.graph.node("VarHandleOp", [], {
      container: attr.string(""),
      shared_name: attr.string(name),
      dtype: attr.type("float32"),
      shape: attr.shape(shape),
    });
    const value = this.graph.node("ReadVariableOp", [handle], { dtype: attr.type("float32") });
    const made = { name, shape, handle, value };
    this.byName.set(name, made);
    return made;
  }

  get all(): readonly GraphVariable[] {
    return [...this.byName.values()];
  }

  /** Ends the graph: from here on no variable may be added. Gives what reads and writes them. */
  finish(): (session: GraphSession) => VariableAccess {
    const writes = this.all.map(({ name, shape, handle }) => {
      const input = this.graph.placeholder({ dtype: "float32", shape });
      // TensorFlow may read a fed array where it lies, and updates variables in place: a copy keeps
      // training from writing into the caller's array.
      const copy = this.graph.node("Mul", [input, this.graph.scalar(1)]);
      const assign = this.graph.node("AssignVariableOp", [handle, copy], {
        dtype: attr.type("float32"),
      });
      const done = this.graph.node("Identity", [this.graph.scalar(0)], FLOAT, { after: [assign] });
      return { name, input, done };
    });
    const outputs = new Map(
      this.all.map(({ name, value }) => [name, this.graph.node("Identity", [value], FLOAT)]),
    );
    return (session) => ({
      write(arrays) {
        const wanted = writes.filter(({ name }) => arrays.has(name));
        if (wanted.length === 0) return;
        const inputs = wanted.map(({ input }) => input);
        const done = wanted.map((write) => write.done);
        session.call(inputs, done)(wanted.map(({ name }) => arrays.get(name) as HostArray));
      },
      read(names) {
        const values = session.call(
          [],
          names.map((name) => outputs.get(name) as string),
        )([]);
        return new Map(names.map((name, i) => [name, values[i]]));
      },
    });
  }
}

/** Reads and writes variables of a running graph. */
export interface VariableAccess {
  /** Sets the variables that `arrays` names. */
  write(arrays: ReadonlyMap<string, HostArray>): void;
  /** Copies of variables. */
  read(names: readonly string[]): Map<string, HostArray>;
}
