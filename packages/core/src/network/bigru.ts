/**
 * A bidirectional GRU over padded sequences of known lengths.
 *
 * @module
 */
import type { Value } from "../operation/operation.js";
import { gru } from "../ops/gru.js";
import { type Bidirectional, bidirectional } from "./bidirectional.js";
import type { Block } from "./block.js";
import { glorotUniform } from "./initializers.js";

/** Adds both directions to a block, `units` a direction. What follows a sequence's end is not seen. */
export function biGru(block: Block, name: string, inputs: number, units: number): Bidirectional {
  const direction = (side: string) => {
    const parameters = {
      gates: block.weight(`${name}/${side}/gates`, [inputs + units, 2 * units], glorotUniform),
      gatesBias: block.bias(`${name}/${side}/gates-bias`, [2 * units]),
      candidate: block.weight(`${name}/${side}/candidate`, [inputs + units, units], glorotUniform),
      candidateBias: block.bias(`${name}/${side}/candidate-bias`, [units]),
    };
    return (x: Value) => {
      const values = {
        gates: x.context.parameter(parameters.gates),
        gatesBias: x.context.parameter(parameters.gatesBias),
        candidate: x.context.parameter(parameters.candidate),
        candidateBias: x.context.parameter(parameters.candidateBias),
      };
      return gru(x, values, { inputs, units });
    };
  };
  return bidirectional(direction("forward"), direction("backward"), { inputs, units });
}
