/**
 * Negative log-likelihood of what is known of label sequences under a linear-chain conditional random
 * field (Tsuboi et al. 2008).
 *
 * @module
 */
import { arithmetic } from "../graph/arithmetic.js";
import type { Operation, Value } from "../operation/operation.js";
import { composeCrfMarginalNll } from "./compose-crf-nll.js";
import { type CrfCounts, writeCrfChain } from "./crf-chain.js";
import { type CrfNllOptions, type CrfValues, joinScores, splitScores } from "./crf-scores.js";

/**
 * Mean of -log of the probability that a sequence's labels are among those allowed, a scalar: all
 * paths through them together, whichever is right. With one label a step it is `crfNll`. Steps past a
 * sequence's length change neither loss nor gradient.
 *
 * A sequence of which no path is allowed, or none that the mask allows, has an infinite loss.
 *
 * @param emissions - `[time, batch, K]`
 * @param allowed - int32 `[time, batch, K]`: 1 for labels that a step may have, 0 for others
 * @param lengths - int32 `[batch]`
 */
export function crfMarginalNll(
  emissions: Value,
  { start, transitions, end }: CrfValues,
  allowed: Value,
  lengths: Value,
  options: CrfNllOptions = {},
): Value {
  const inputs = [emissions, start, transitions, end, allowed, lengths];
  return emissions.context.apply(crfMarginalNllOperation, inputs, options);
}

export const crfMarginalNllOperation: Operation<CrfNllOptions> = {
  name: "crfMarginalNll",
  write(graph, inputs, { mask, reduction = "sentence" }) {
    const [emissions, start, transitions, end, allowed, lengths] = inputs.map(({ name }) => name);
    const { sub, mul, div, sum, from, constant } = arithmetic(graph, "float64");
    const [time, batch, labels] = [0, 1, 2].map((axis) => graph.sizeOf(emissions, axis));
    const scores = joinScores(graph, { start, transitions, end }, mask);
    const nodes = { emissions, scores, lengths, time, batch, labels };
    const all = writeCrfChain(graph, nodes);
    const known = writeCrfChain(graph, { ...nodes, allowed });
    const size = reduction === "token" ? sum(from(lengths, "int32"), [0]) : from(batch, "int32");
    const share = div(constant(1), size);
    const toFloat = (x: string) => arithmetic(graph, "float32").from(x, "float64");
    return {
      output: toFloat(mul(sub(all.logPartition, known.logPartition), share)),
      gradient(dy) {
        const factor = mul(from(dy, "float32"), share);
        const [expected, wanted] = [all.expectedCounts(), known.expectedCounts()];
        const slope = (of: keyof CrfCounts) => toFloat(mul(sub(expected[of], wanted[of]), factor));
        const parts = splitScores(graph, slope("scores"), labels);
        const { start, transitions, end } = parts;
        return [slope("emissions"), start, transitions, end, undefined, undefined];
      },
    };
  },
  compose: composeCrfMarginalNll,
};
