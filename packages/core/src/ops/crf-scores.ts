/**
 * The scores of a conditional random field in a graph, as those of one walk.
 *
 * A sequence is written as a walk that begins and ends outside the labels: at one more label, K,
 * with `start` as the scores of its row and `end` as those of its column. The steps past a
 * sequence's length are spent there, which makes sequences of all lengths walks of one length.
 *
 * @module
 */
import type { CrfMask } from "../crf/scores.js";
import { arithmetic } from "../graph/arithmetic.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Value } from "../operation/operation.js";

/** The parameters of a CRF over K labels, as values. */
export interface CrfValues {
  /** `[K]` */
  readonly start: Value;
  /** `[K, K]`, from row to column */
  readonly transitions: Value;
  /** `[K]` */
  readonly end: Value;
}

/** How the loss is taken. */
export interface CrfNllOptions {
  /** What the tag scheme allows; anything when left out. */
  readonly mask?: CrfMask;
  /** What the sum over a batch is divided by: its sentences (the default), or its tokens. */
  readonly reduction?: "sentence" | "token";
}

/** Nodes of the parameters, or of their gradients. */
export interface ScoreNodes {
  readonly start: string;
  readonly transitions: string;
  readonly end: string;
}

/** `[K + 1, K + 1]` of float64: transitions, `end` as the last column, `start` as the last row. */
export function joinScores(graph: GraphWriter, scores: ScoreNodes, mask?: CrfMask): string {
  const { add, from, concat, constant, reshape } = arithmetic(graph, "float64");
  const labels = mask?.start.length ?? 0;
  const allowed = (name: keyof ScoreNodes, shape: readonly number[]) => {
    const given = from(scores[name], "float32");
    return mask ? add(given, from(graph.floats(shape, mask[name]), "float32")) : given;
  };
  const end = reshape(allowed("end", [labels]), graph.ints([-1, 1]));
  const start = reshape(allowed("start", [labels]), graph.ints([1, -1]));
  const upper = concat([allowed("transitions", [labels, labels]), end], 1);
  return concat([upper, concat([start, constant(0, [1, 1])], 1)], 0);
}

/** The gradients of what `joinScores` joins, from that of the whole. */
export function splitScores(graph: GraphWriter, joined: string, labels: string): ScoreNodes {
  const { reshape, slice } = arithmetic(graph, "float32");
  const { pack, constant } = arithmetic(graph, "int32");
  const [zero, one] = [constant(0), constant(1)];
  const part = (begin: readonly string[], size: readonly string[]) =>
    slice(joined, pack(begin), pack(size));
  const vector = graph.ints([-1]);
  return {
    start: reshape(part([labels, zero], [one, labels]), vector),
    transitions: part([zero, zero], [labels, labels]),
    end: reshape(part([zero, labels], [labels, one]), vector),
  };
}
