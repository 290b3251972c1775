/**
 * Optimizers as graph nodes: what becomes of a gradient and the slots it moves.
 *
 * @module
 */

import { arithmetic } from "../graph/arithmetic.js";
import { type Attributes, attr, FLOAT } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";

/** What a plan says of the optimizer. */
export type OptimizerOptions =
  | { name: "sgd"; momentum: number; nesterov: boolean }
  | { name: "adam" | "adamw"; beta1: number; beta2: number; epsilon: number }
  | { name: "adamax"; beta1: number; beta2: number; epsilon: number }
  | { name: "rmsprop"; decay: number; momentum: number; epsilon: number };

/** Scalars of a step, as nodes. */
export interface StepScalars {
  readonly rate: string;
  /** Takes the place of SGD's momentum and of beta1. */
  readonly momentum: string;
  /** Updates of this block so far, this one included. */
  readonly count: string;
}

/** The rule of one optimizer. */
export interface UpdateRule {
  /** Names of the arrays kept for each parameter, each of its shape. */
  readonly slots: readonly string[];
  /** Momentum (beta1) when the schedule doesn't move it. */
  readonly momentum: number;
  /**
   * The rule in elementary operations: what the parameter is lowered by, and the new slots. Works
   * on whole arrays and on rows of them.
   */
  formula(
    graph: GraphWriter,
    gradient: string,
    slots: readonly string[],
    scalars: StepScalars,
  ): { readonly delta: string; readonly slots: readonly string[] };
  /**
   * The same in TensorFlow's one operation: updates variable and slots in place.
   *
   * @param handles - of the parameter, then of its slots
   */
  fused?(
    graph: GraphWriter,
    handles: readonly string[],
    gradient: string,
    scalars: StepScalars,
    after: readonly string[],
  ): string;
}

/** The rule that a plan's optimizer stands for. */
export function updateRule(options: OptimizerOptions): UpdateRule {
  switch (options.name) {
    case "sgd":
      return options.momentum === 0 ? plainSgd : momentumSgd(options);
    case "adam":
    case "adamw":
      return adam(options);
    case "adamax":
      return adamax(options);
    case "rmsprop":
      return rmsprop(options);
  }
}

/** Arithmetic on nodes and numbers of float32. */
function arithmeticOf(graph: GraphWriter) {
  const { add, sub, mul, div, pow, maximum, sqrt, square, abs, constant } = arithmetic(
    graph,
    "float32",
  );
  type Term = string | number;
  const node = (term: Term) => (typeof term === "number" ? constant(term) : term);
  const mixed = (operation: (a: string, b: string) => string) => (a: Term, b: Term) =>
    operation(node(a), node(b));
  return {
    add: mixed(add),
    sub: mixed(sub),
    mul: mixed(mul),
    div: mixed(div),
    pow: mixed(pow),
    max: mixed(maximum),
    sqrt,
    square,
    abs,
  };
}

const UNLOCKED: Attributes = { ...FLOAT, use_locking: attr.bool(false) };

const plainSgd: UpdateRule = {
  slots: [],
  momentum: 0,
  formula: (graph, gradient, _, { rate }) => ({
    delta: arithmeticOf(graph).mul(gradient, rate),
    slots: [],
  }),
  fused: (graph, [variable], gradient, { rate }, after) =>
    graph.node("ResourceApplyGradientDescent", [variable, rate, gradient], UNLOCKED, { after }),
};

/** As in PyTorch: v = m v + g, then v, or g + m v with Nesterov's look-ahead. */
function momentumSgd({ momentum, nesterov }: OptimizerOptions & { name: "sgd" }): UpdateRule {
  return {
    slots: ["velocity"],
    momentum,
    formula(graph, gradient, [velocity], { rate, momentum }) {
      const { add, mul } = arithmeticOf(graph);
      const moved = add(mul(velocity, momentum), gradient);
      const direction = nesterov ? add(gradient, mul(moved, momentum)) : moved;
      return { delta: mul(direction, rate), slots: [moved] };
    },
    fused: (graph, [variable, velocity], gradient, { rate, momentum }, after) =>
      graph.node(
        "ResourceApplyMomentum",
        [variable, velocity, rate, gradient, momentum],
        { ...UNLOCKED, use_nesterov: attr.bool(nesterov) },
        { after },
      ),
  };
}

/** Adam with bias correction (Kingma & Ba 2015, algorithm 1). */
function adam({
  beta1,
  beta2,
  epsilon,
}: {
  beta1: number;
  beta2: number;
  epsilon: number;
}): UpdateRule {
  return {
    slots: ["first", "second"],
    momentum: beta1,
    formula(graph, gradient, [first, second], { rate, momentum, count }) {
      const { add, sub, mul, div, pow, sqrt, square } = arithmeticOf(graph);
      const m = add(mul(first, momentum), mul(gradient, sub(1, momentum)));
      const v = add(mul(second, beta2), mul(square(gradient), 1 - beta2));
      const correctedFirst = div(m, sub(1, pow(momentum, count)));
      const correctedSecond = div(v, sub(1, pow(beta2, count)));
      const direction = div(correctedFirst, add(sqrt(correctedSecond), epsilon));
      return { delta: mul(direction, rate), slots: [m, v] };
    },
    fused(graph, [variable, first, second], gradient, { rate, momentum, count }, after) {
      const { sub, mul, pow, sqrt } = arithmeticOf(graph);
      const power1 = pow(momentum, count);
      const power2 = pow(beta2, count);
      // TensorFlow adds epsilon before the correction of the second moment; this undoes it.
      const scaledEpsilon = mul(sqrt(sub(1, power2)), epsilon);
      return graph.node(
        "ResourceApplyAdam",
        [
          variable,
          first,
          second,
          power1,
          power2,
          rate,
          momentum,
          graph.scalar(beta2),
          scaledEpsilon,
          gradient,
        ],
        { ...UNLOCKED, use_nesterov: attr.bool(false) },
        { after },
      );
    },
  };
}

/** Adam with the infinity norm (Kingma & Ba 2015, algorithm 2). */
function adamax({ beta1, beta2, epsilon }: OptimizerOptions & { name: "adamax" }): UpdateRule {
  return {
    slots: ["first", "norm"],
    momentum: beta1,
    formula(graph, gradient, [first, norm], { rate, momentum, count }) {
      const { add, sub, mul, div, pow, max, abs } = arithmeticOf(graph);
      const m = add(mul(first, momentum), mul(gradient, sub(1, momentum)));
      const u = max(mul(norm, beta2), abs(gradient));
      const corrected = div(m, sub(1, pow(momentum, count)));
      return { delta: mul(div(corrected, add(u, epsilon)), rate), slots: [m, u] };
    },
    fused(graph, [variable, first, norm], gradient, { rate, momentum, count }, after) {
      const power = arithmeticOf(graph).pow(momentum, count);
      return graph.node(
        "ResourceApplyAdaMax",
        [
          variable,
          first,
          norm,
          power,
          rate,
          momentum,
          graph.scalar(beta2),
          graph.scalar(epsilon),
          gradient,
        ],
        UNLOCKED,
        { after },
      );
    },
  };
}

/** Tieleman & Hinton 2012, epsilon within the root as in TensorFlow; momentum on the step. */
function rmsprop({ decay, momentum, epsilon }: OptimizerOptions & { name: "rmsprop" }): UpdateRule {
  return {
    slots: ["square", "velocity"],
    momentum,
    formula(graph, gradient, [meanSquare, velocity], { rate, momentum }) {
      const { add, mul, div, sqrt, square } = arithmeticOf(graph);
      const s = add(mul(meanSquare, decay), mul(square(gradient), 1 - decay));
      const step = div(mul(gradient, rate), sqrt(add(s, epsilon)));
      const v = add(mul(velocity, momentum), step);
      return { delta: v, slots: [s, v] };
    },
    fused: (graph, [variable, meanSquare, velocity], gradient, { rate, momentum }, after) =>
      graph.node(
        "ResourceApplyRMSProp",
        [
          variable,
          meanSquare,
          velocity,
          rate,
          graph.scalar(decay),
          momentum,
          graph.scalar(epsilon),
          gradient,
        ],
        UNLOCKED,
        { after },
      ),
  };
}
