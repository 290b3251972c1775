/**
 * Reuse: a network begins with the weights of another.
 *
 * @module
 */
import type { Vocabularies } from "../artifact/vocabularies.js";
import { MltlError } from "../errors.js";
import { sizeOf } from "../graph/host-array.js";
import type { Network } from "../network/network.js";
import { selectBlocks } from "../network/select-blocks.js";
import { type Decision, decide, type Taking } from "./decide.js";
import { type NameMap, renamed } from "./rename.js";
import type { ReuseReport, TakenOver, Unused } from "./report.js";
import { numbersTaken, takeOver } from "./take-over.js";
import type { WeightSource } from "./weight-source.js";

/**
 * What happens to a parameter that the source has in another shape, or with other names along an
 * axis: refuse everything, leave it as it was, or take over what fits (and leave it where nothing
 * does). Channels of the input picture are summed or shared out; entries with names (labels, tags,
 * characters, words) go to the entry of the same name, and those that the source doesn't have keep
 * what they began with.
 */
export type ShapeMismatch = "error" | "skip" | "adapt";

export interface ReuseOptions {
  readonly map?: NameMap;
  /** Default: `adapt`. */
  readonly onShapeMismatch?: ShapeMismatch;
  /** Globs over the target's blocks: the only ones that take anything over. Default: all. */
  readonly blocks?: readonly string[];
  /** Names of the entries along the target's axes. */
  readonly vocabularies?: Vocabularies;
}

/**
 * Copies the weights of matching parameters into the network's values: all that fit or, on an
 * error, none.
 *
 * @throws MltlError `E_BAD_PLAN` for globs that match nothing, for shapes that don't fit where that
 *   is an error, and when nothing at all could be taken over
 */
export function reuse(
  source: WeightSource,
  target: Pick<Network, "blocks">,
  { map, onShapeMismatch = "adapt", blocks = ["**"], vocabularies = {} }: ReuseOptions = {},
): ReuseReport {
  const names = renamed(source.parameters.keys(), map);
  const matching = {
    source,
    fromOf: new Map([...names].map(([from, to]) => [to, from])),
    chosen: selectBlocks(target.blocks, blocks),
    vocabularies,
  };
  const decisions = target.blocks
    .flatMap((block) => block.parameters.map((parameter) => decide(block, parameter, matching)))
    .map((decision) => (onShapeMismatch === "adapt" ? decision : exactOnly(decision)));
  if (onShapeMismatch === "error") refuseMisfits(source, decisions);
  refuseNothing(source, target, decisions);
  for (const decision of decisions) {
    if (decision.kind === "take") takeOver(decision.given, decision.parameter, decision.fits);
  }
  return reportOf(source, decisions, names);
}

/** Leaves what would have to be fitted. */
function exactOnly(decision: Decision): Decision {
  if (decision.kind === "leave" || decision.exact) return decision;
  const { block, parameter, from, how } = decision;
  return { kind: "leave", block, parameter, from, misfit: true, reason: how ?? "does not fit" };
}

function refuseMisfits(source: WeightSource, decisions: readonly Decision[]): void {
  const misfits = decisions.flatMap((decision) =>
    decision.kind === "leave" && decision.misfit
      ? `'${decision.parameter.name}' (${decision.reason})`
      : [],
  );
  if (misfits.length === 0) return;
  throw new MltlError(
    "E_BAD_PLAN",
    `Expected weights of the network's shapes from ${source.name}, received others for ${misfits.join(", ")}`,
    { hint: "`onShapeMismatch: adapt` takes over what fits, `skip` leaves these as they are." },
  );
}

function refuseNothing(
  source: WeightSource,
  target: Pick<Network, "blocks">,
  decisions: readonly Decision[],
): void {
  if (decisions.some(({ kind }) => kind === "take")) return;
  const ours = firstFew(target.blocks.map(({ name }) => name));
  throw new MltlError(
    "E_BAD_PLAN",
    `Nothing of ${source.name} fits the network: it holds ${firstFew([...source.parameters.keys()])}, the network's blocks are ${ours}`,
    { hint: "`map` says what the source's blocks are called in the network." },
  );
}

const FEW = 8;

function firstFew(names: readonly string[]): string {
  const rest = names.length > FEW ? ` and ${names.length - FEW} more` : "";
  return `${names.slice(0, FEW).join(", ") || "nothing"}${rest}`;
}

function reportOf(
  source: WeightSource,
  decisions: readonly Decision[],
  names: ReadonlyMap<string, string>,
): ReuseReport {
  const taken = decisions.filter((decision) => decision.kind === "take");
  const left = decisions.filter((decision) => decision.kind === "leave");
  const trainable = ({ parameter }: Decision) => parameter.role !== "statistic";
  return {
    source: source.name,
    matched: taken.filter(({ exact }) => exact).map(takenOver),
    adapted: taken.filter(({ exact }) => !exact).map(takenOver),
    skipped: left.map(({ block, parameter, reason }) => ({
      parameter: parameter.name,
      block: block.name,
      numbers: sizeOf(parameter.shape),
      reason,
    })),
    unused: unusedOf(source, decisions, names),
    totals: {
      numbers: numbersOf(decisions),
      reused: reusedOf(taken),
      trainable: numbersOf(decisions.filter(trainable)),
      trainableReused: reusedOf(taken.filter(trainable)),
    },
  };
}

function takenOver({ block, parameter, from, fits, how }: Taking): TakenOver {
  return {
    parameter: parameter.name,
    block: block.name,
    from,
    numbers: sizeOf(parameter.shape),
    reused: numbersTaken(parameter.shape, fits),
    ...(how !== undefined && { how }),
  };
}

function unusedOf(
  { parameters }: WeightSource,
  decisions: readonly Decision[],
  names: ReadonlyMap<string, string>,
): Unused[] {
  const byFrom = new Map(
    decisions.flatMap((decision) => (decision.from ? [[decision.from, decision]] : [])),
  );
  return [...parameters].flatMap(([from, { shape }]): Unused[] => {
    const decision = byFrom.get(from);
    if (decision?.kind === "take") return [];
    const reason = decision?.reason ?? `no '${names.get(from)}' in the network`;
    return [{ from, numbers: sizeOf(shape), reason }];
  });
}

function numbersOf(decisions: readonly Decision[]): number {
  return decisions.reduce((sum, { parameter }) => sum + sizeOf(parameter.shape), 0);
}

function reusedOf(taken: readonly Taking[]): number {
  return taken.reduce((sum, { parameter, fits }) => sum + numbersTaken(parameter.shape, fits), 0);
}
