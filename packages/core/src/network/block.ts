/**
 * Blocks: named groups of parameters, the unit that reuse and stages address.
 *
 * @module
 */
import { MltlError } from "../errors.js";
import type { Random } from "../random/random.js";
import { type Initializer, ones, zeros } from "./initializers.js";

/**
 * What a parameter is for. Weight decay leaves out `bias` and `norm`; `statistic` (the moving
 * averages of normalisation) is kept with the weights and never trained.
 */
export type ParameterRole = "weight" | "bias" | "norm" | "statistic";

/** An axis of the input picture's channels. */
export const CHANNELS = "channel";

/** For each axis of a parameter what its entries are; undefined where they have no meaning. */
export type Axes = readonly (string | undefined)[];

/** What may be said of a parameter beside its shape. */
export interface ParameterOptions {
  readonly axes?: Axes;
}

/** One array of a network. */
export interface Parameter {
  /** Full name, `block/parameter`, unique in its network, e.g. `body/1/first/kernel`. */
  readonly name: string;
  readonly role: ParameterRole;
  readonly shape: readonly number[];
  /**
   * What the entries along each axis are, where reuse can tell them apart: {@link CHANNELS}, or the
   * list that names them (`label`, `tag`, `character`, `word`).
   */
  readonly axes?: Axes;
  /** The numbers, row-major. While a program trains the network they are those it began with. */
  readonly values: Float32Array;
}

/** A named group of parameters. Layers add theirs while the network is built. */
export class Block {
  readonly parameters: Parameter[] = [];

  constructor(
    readonly name: string,
    private readonly random: Random,
  ) {}

  weight(
    name: string,
    shape: readonly number[],
    initializer: Initializer,
    options?: ParameterOptions,
  ): Parameter {
    return this.add(name, "weight", shape, initializer, options);
  }

  bias(
    name: string,
    shape: readonly number[],
    initializer: Initializer = zeros,
    options?: ParameterOptions,
  ): Parameter {
    return this.add(name, "bias", shape, initializer, options);
  }

  /** Factor and offset of a normalisation of each example alone, over `channels`. */
  layerNorm(name: string, channels: number) {
    return {
      gamma: this.add(`${name}/gamma`, "norm", [channels], ones),
      beta: this.add(`${name}/beta`, "norm", [channels], zeros),
    };
  }

  /** The four arrays of a normalisation over `channels` by a batch's statistics. */
  norm(name: string, channels: number) {
    return {
      ...this.layerNorm(name, channels),
      mean: this.add(`${name}/mean`, "statistic", [channels], zeros),
      variance: this.add(`${name}/variance`, "statistic", [channels], ones),
    };
  }

  private add(
    name: string,
    role: ParameterRole,
    shape: readonly number[],
    initializer: Initializer,
    { axes }: ParameterOptions = {},
  ): Parameter {
    const full = `${this.name}/${name}`;
    if (this.parameters.some((parameter) => parameter.name === full)) {
      throw new MltlError(
        "E_USAGE",
        `Expected parameter names to be unique, received '${full}' twice`,
      );
    }
    const values = initializer(shape, this.random);
    const parameter = { name: full, role, shape, values, ...(axes && { axes }) };
    this.parameters.push(parameter);
    return parameter;
  }
}
