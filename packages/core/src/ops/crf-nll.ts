/**
 * Negative log-likelihood of label sequences under a linear-chain conditional random field (Lafferty
 * et al. 2001).
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import { attr } from "../graph/attribute.js";
import type { GraphWriter } from "../graph/graph-writer.js";
import type { Operation, Value } from "../operation/operation.js";
import { composeCrfNll } from "./compose-crf-nll.js";
import { type CrfCounts, writeCrfChain } from "./crf-chain.js";
import { type CrfNllOptions, type CrfValues, joinScores, splitScores } from "./crf-scores.js";
import { writeWithin } from "./sequence-mask.js";

/**
 * Mean negative log-likelihood of gold paths, a scalar. Steps past a sequence's length change
 * neither loss nor gradient, whatever they hold as long as it is finite.
 *
 * Computed in float64 (`writeCrfChain` says what that bears).
 *
 * @param emissions - `[time, batch, K]`
 * @param gold - int32 `[time, batch]`: label indices
 * @param lengths - int32 `[batch]`
 */
export function crfNll(
  emissions: Value,
  { start, transitions, end }: CrfValues,
  gold: Value,
  lengths: Value,
  options: CrfNllOptions = {},
): Value {
  const inputs = [emissions, start, transitions, end, gold, lengths];
  return emissions.context.apply(crfNllOperation, inputs, options);
}

export const crfNllOperation: Operation<CrfNllOptions> = {
  name: "crfNll",
  write(graph, inputs, { mask, reduction = "sentence" }) {
    const [emissions, start, transitions, end, gold, lengths] = inputs.map(({ name }) => name);
    const { add, sub, mul, div, sum, from, constant } = arithmetic(graph, "float64");
    const [time, batch, labels] = [0, 1, 2].map((axis) => graph.sizeOf(emissions, axis));
    const scores = joinScores(graph, { start, transitions, end }, mask);
    const chain = writeCrfChain(graph, { emissions, scores, lengths, time, batch, labels });
    const counts = countGold(graph, { gold, lengths, time, batch, labels });
    const goldScore = add(
      sum(mul(counts.emissions, from(emissions, "float32")), [0, 1, 2]),
      sum(mul(counts.scores, scores), [0, 1]),
    );
    const size = reduction === "token" ? sum(from(lengths, "int32"), [0]) : from(batch, "int32");
    const share = div(constant(1), size);
    const toFloat = (x: string) => arithmetic(graph, "float32").from(x, "float64");
    return {
      output: toFloat(mul(sub(chain.logPartition, goldScore), share)),
      gradient(dy) {
        const factor = mul(from(dy, "float32"), share);
        const expected = chain.expectedCounts();
        const slope = (of: keyof CrfCounts) => toFloat(mul(sub(expected[of], counts[of]), factor));
        const parts = splitScores(graph, slope("scores"), labels);
        const { start, transitions, end } = parts;
        return [slope("emissions"), start, transitions, end, undefined, undefined];
      },
    };
  },
  compose: composeCrfNll,
};

/** How often each emission and each joint score is on the gold paths. */
function countGold(
  graph: GraphWriter,
  nodes: Record<"gold" | "lengths" | "time" | "batch" | "labels", string>,
): CrfCounts {
  const { gold, lengths, time, batch, labels } = nodes;
  const { add, mul, where, fill, concat, constant, pack } = arithmetic(graph, "int32");
  const { constant: double, reshape } = arithmetic(graph, "float64");
  const DOUBLE = attr.type("float64");
  const walk = where(writeWithin(graph, time, lengths), gold, labels);
  const outside = fill(pack([constant(1), batch]), labels);
  const sides = add(labels, constant(1));
  const pairs = add(mul(concat([outside, walk], 0), sides), concat([walk, outside], 0));
  const unweighted = graph.constant("float64", [0], new Float64Array());
  const counts = graph.node("Bincount", [pairs, mul(sides, sides), unweighted], { T: DOUBLE });
  return {
    // What is outside the labels is past the end of the row and leaves it at 0.
    emissions: graph.node("OneHot", [walk, labels, double(1), double(0)], {
      T: DOUBLE,
      TI: attr.type("int32"),
      axis: attr.int(-1),
    }),
    scores: reshape(counts, pack([sides, sides])),
  };
}
