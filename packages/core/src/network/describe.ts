/**
 * What a network is made of: blocks, parameters by role, shapes, numbers, shares.
 *
 * @module
 */
import { sizeOf } from "../graph/host-array.js";
import { formatTable, type TableColumn, type TableOptions } from "../io/output/table-writer.js";
import { printable } from "../io/printable.js";
import type { Parameter, ParameterRole } from "./block.js";
import type { Network } from "./network.js";

/** One parameter. */
export interface ParameterDescription {
  readonly name: string;
  readonly role: ParameterRole;
  readonly shape: readonly number[];
  /** What the entries along each axis are, where that is known; null where they have no meaning. */
  readonly axes?: readonly (string | null)[];
  readonly numbers: number;
}

/** One block. */
export interface BlockDescription {
  readonly name: string;
  readonly numbers: number;
  /** Of the network's numbers, 0-1. */
  readonly share: number;
  readonly byRole: Readonly<Record<ParameterRole, number>>;
  readonly parameters: readonly ParameterDescription[];
}

/** A network in plain data, ready for JSON. */
export interface NetworkDescription {
  readonly architecture: string;
  readonly options: Network["options"];
  readonly numbers: number;
  /** All but the moving statistics of normalisation. */
  readonly trainable: number;
  readonly blocks: readonly BlockDescription[];
}

const ROLES: readonly ParameterRole[] = ["weight", "bias", "norm", "statistic"];

/** Describes a network, its blocks in order. */
export function describe(
  network: Pick<Network, "architecture" | "options" | "blocks">,
): NetworkDescription {
  const { architecture, options } = network;
  const counted = network.blocks.map(({ name, parameters }) => {
    const described = parameters.map(describeParameter);
    return { name, parameters: described, numbers: total(described), byRole: byRole(described) };
  });
  const numbers = counted.reduce((sum, block) => sum + block.numbers, 0);
  const blocks = counted.map((block) => ({ ...block, share: block.numbers / (numbers || 1) }));
  const statistics = counted.reduce((sum, block) => sum + block.byRole.statistic, 0);
  return { architecture, options, numbers, trainable: numbers - statistics, blocks };
}

function describeParameter({ name, role, shape, axes }: Parameter): ParameterDescription {
  const named = axes?.some((axis) => axis !== undefined);
  return {
    name,
    role,
    shape,
    ...(named && { axes: axes?.map((axis) => axis ?? null) }),
    numbers: sizeOf(shape),
  };
}

function total(parameters: readonly ParameterDescription[]): number {
  return parameters.reduce((sum, { numbers }) => sum + numbers, 0);
}

function byRole(parameters: readonly ParameterDescription[]): Record<ParameterRole, number> {
  const counts = ROLES.map((role) => [role, total(parameters.filter((p) => p.role === role))]);
  return Object.fromEntries(counts);
}

const BLOCK_COLUMNS: readonly TableColumn[] = [
  { name: "block" },
  ...["parameters", "numbers", "share", ...ROLES].map((name) => ({
    name,
    align: "right" as const,
  })),
];

/** A line for each block, then the sum. */
export function formatBlocks(
  { blocks, numbers }: NetworkDescription,
  options: TableOptions = {},
): string {
  const sums = ROLES.map((role) => blocks.reduce((sum, block) => sum + block.byRole[role], 0));
  const parameters = blocks.reduce((sum, block) => sum + block.parameters.length, 0);
  const rows = blocks.map((block) => [
    printable(block.name),
    ...[block.parameters.length, block.numbers].map(counted),
    percent(block.share),
    ...ROLES.map((role) => counted(block.byRole[role])),
  ]);
  const last = ["all", counted(parameters), counted(numbers), percent(1), ...sums.map(counted)];
  return formatTable(BLOCK_COLUMNS, [...rows, last], options);
}

const PARAMETER_COLUMNS: readonly TableColumn[] = [
  { name: "parameter" },
  { name: "role" },
  { name: "shape" },
  { name: "numbers", align: "right" },
  { name: "axes" },
];

/** A line for each parameter. */
export function formatParameters(
  { blocks }: NetworkDescription,
  options: TableOptions = {},
): string {
  const rows = blocks.flatMap(({ parameters }) =>
    parameters.map(({ name, role, shape, numbers, axes }) => [
      printable(name),
      role,
      shape.join("x") || "scalar",
      counted(numbers),
      printable(axes?.map((axis) => axis ?? "-").join(" ") ?? ""),
    ]),
  );
  return formatTable(PARAMETER_COLUMNS, rows, options);
}

function counted(value: number): string {
  return value.toLocaleString("en");
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
