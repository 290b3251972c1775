/**
 * Convolutions in bfloat16, everything else in float32 (Micikevicius et al. 2018; Kalamkar et al.
 * 2019, "A Study of BFLOAT16 for Deep Learning Training").
 *
 * @module
 */
import { attr, type Dtype } from "./attribute.js";
import type { GraphNode } from "./graph-writer.js";

/** Which inputs of an operation are of its type `T`; the others are sizes and statistics. */
type TypedInputs = readonly number[] | "all";

/** Operations that are worth it: most of the arithmetic is theirs. */
const CONVOLUTIONS: Readonly<Record<string, TypedInputs>> = {
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  DepthwiseConv2dNative: [0, 1],
  DepthwiseConv2dNativeBackpropInput: [1, 2],
  DepthwiseConv2dNativeBackpropFilter: [0, 2],
};

/**
 * Operations that pass on what convolutions give to others: they take its type, which spares the
 * casts between. Normalisations keep their statistics in float32.
 */
const PASSED_ON: Readonly<Record<string, { typed: TypedInputs; decisive: TypedInputs }>> = {
  FusedBatchNormV3: { typed: [0], decisive: [0] },
  FusedBatchNormGradV3: { typed: [0, 1], decisive: [1] },
  Relu: { typed: [0], decisive: [0] },
  ReluGrad: { typed: [0, 1], decisive: [1] },
  Relu6: { typed: [0], decisive: [0] },
  Relu6Grad: { typed: [0, 1], decisive: [1] },
  MaxPool: { typed: [0], decisive: [0] },
  MaxPoolGrad: { typed: [0, 1, 2], decisive: [0] },
  AddV2: { typed: [0, 1], decisive: [0, 1] },
  AddN: { typed: "all", decisive: "all" },
};

/**
 * The graph with its convolutions, and what lies between them, in bfloat16. Variables, sums of
 * squares, losses and optimizers stay in float32, and so does whatever isn't a candidate.
 *
 * @param nodes - in an order in which inputs come before what reads them
 * @param candidates - names of the nodes that may change
 */
export function withMixedPrecision(
  nodes: readonly GraphNode[],
  candidates: ReadonlySet<string>,
): GraphNode[] {
  const low = new Map<string, ReadonlySet<number>>();
  for (const node of nodes) {
    if (!candidates.has(node.name)) continue;
    const typed = typedInputs(node, (input) => low.has(input));
    if (typed) low.set(node.name, typed);
  }
  const written: GraphNode[] = [];
  const casts = new Map<string, string>();
  const cast = (input: string, from: Dtype, to: Dtype): string => {
    const name = `${input.replace(":", "_")}/${to}`;
    if (!casts.has(name)) {
      const attributes = { SrcT: attr.type(from), DstT: attr.type(to) };
      written.push({ name, op: "Cast", inputs: [input], attributes });
      casts.set(name, input);
    }
    return name;
  };
  for (const node of nodes) {
    const typed = low.get(node.name);
    if (typed) {
      const inputs = node.inputs.map((input, i) =>
        typed.has(i) && !low.has(input) ? cast(input, "float32", "bfloat16") : input,
      );
      written.push({ ...node, inputs, attributes: { ...node.attributes, T: LOW } });
    } else if (node.op === "Shape" && low.has(node.inputs[0])) {
      written.push({ ...node, attributes: { ...node.attributes, T: LOW } });
    } else {
      const inputs = node.inputs.map((input) =>
        low.has(input) ? cast(input, "bfloat16", "float32") : input,
      );
      written.push({ ...node, inputs });
    }
  }
  return written;
}

const LOW = attr.type("bfloat16");

/** Which inputs of a node become bfloat16; none where it stays as it is. */
function typedInputs(
  { op, inputs }: GraphNode,
  isLow: (input: string) => boolean,
): ReadonlySet<number> | undefined {
  const data = inputs.filter((input) => !input.startsWith("^"));
  const places = (which: TypedInputs) => (which === "all" ? [...data.keys()] : which);
  if (op in CONVOLUTIONS) return new Set(places(CONVOLUTIONS[op]));
  const passed = PASSED_ON[op];
  if (!passed || !places(passed.decisive).every((place) => isLow(data[place]))) return undefined;
  return new Set(places(passed.typed));
}
