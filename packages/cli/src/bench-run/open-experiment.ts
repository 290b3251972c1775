/**
 * An experiment as the `bench` commands are given it: file, options, cells.
 *
 * @module
 */
import type { Cell, Experiment, ExperimentPlaces } from "@mltl/core";
import type { Command } from "commander";
import { loadTasks, taskModules } from "../load-tasks.js";
import { positiveInteger } from "../option-parsers.js";

/** The options that every `bench` command takes. */
export interface ExperimentFlags {
  seeds?: number;
  only?: string;
  cache: string;
  dataRoot?: string;
}

/** What a `bench` command works with. */
export interface OpenedExperiment {
  readonly experiment: Experiment;
  /** Those that `--only` chooses. */
  readonly cells: readonly Cell[];
  /** Every cell, whatever `--only` says. */
  readonly all: readonly Cell[];
  readonly places: ExperimentPlaces;
}

/** Adds the argument and the options of {@link ExperimentFlags}. */
export function addExperimentOptions(command: Command): Command {
  return command
    .argument("<file>", "a YAML file, such as those in benchmarks/experiments")
    .option("--seeds <n>", "how many seeds (default: the file's)", positiveInteger)
    .option("--only <glob>", "cells whose names match, such as 'transfer/*/seed=1'")
    .option("--cache <folder>", "where trained levels and results are kept", ".mltl/experiments")
    .option("--data-root <folder>", "where data sets lie (default: MLTL_DATA)");
}

/** Reads the file, and names and keys its cells. */
export async function openExperiment(
  file: string,
  { seeds, only, cache, dataRoot }: ExperimentFlags,
): Promise<OpenedExperiment> {
  const core = await import("@mltl/core");
  const read = await core.readExperiment(file);
  const tasks = read.variants.flatMap(({ resolved }) => resolved.levels.map(({ task }) => task));
  await loadTasks(tasks);
  const experiment =
    seeds === undefined ? read : { ...read, seeds: core.seedsFor(read.seeds, seeds) };
  const all = await core.experimentCells(experiment, await core.readDataHashes());
  return {
    experiment,
    all,
    cells: only === undefined ? all : core.selectCells(all, only),
    places: { cache, dataRoot: core.dataRoot(dataRoot), modules: taskModules(tasks) },
  };
}
