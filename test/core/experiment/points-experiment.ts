/**
 * A folder with an experiment on points: data, manifest, plans, cache.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  type Cell,
  type ExperimentPlaces,
  experimentCells,
  type LevelInput,
  randomStream,
  readDataHashes,
  readExperiment,
} from "@mltl/core";
import { newFolder } from "../engine/new-folder.js";
import { POINTS_TASK } from "./points-task.js";

export const POINTS_MODULE = new URL("./points-task.js", import.meta.url).href;

export interface PointsExperiment {
  readonly folder: string;
  /** The experiment's file. */
  readonly file: string;
  readonly places: ExperimentPlaces & { manifests: string };
  /** Reads everything afresh. */
  cells(): Promise<Cell[]>;
  /** A line for each training that has begun: level, seed, items. */
  trained(): string[];
  /** Writes other data, under a manifest that says so. */
  writePoints(curve: number): void;
}

type Stage = LevelInput["stages"][number];

const STAGE: Stage = {
  name: "all",
  epochs: 2,
  rate: 0.02,
  optimizer: "adam",
  schedule: "constant",
};

/** A level on points. */
export function pointsLevel(more: Partial<LevelInput> = {}): LevelInput {
  return {
    name: "target",
    task: POINTS_TASK,
    data: { set: "points" },
    network: { architecture: "points" },
    monitor: "margin",
    stages: [STAGE],
    ...more,
  };
}

/** Two plans that share their first level and differ in the second. */
export const TWO_PLANS = {
  slow: [pointsLevel({ name: "source" }), secondLevel(0.01)],
  fast: [pointsLevel({ name: "source" }), secondLevel(0.05)],
};

function secondLevel(rate: number): LevelInput {
  return pointsLevel({ init: { from: "previous" }, stages: [{ ...STAGE, rate }] });
}

/**
 * @param plans - levels by plan
 * @param rest - other fields of the experiment's file
 */
export function pointsExperiment(
  plans: Record<string, LevelInput[]>,
  rest: Record<string, unknown> = {},
): PointsExperiment {
  const folder = newFolder();
  const places = {
    cache: path.join(folder, "cache"),
    dataRoot: path.join(folder, "data"),
    manifests: path.join(folder, "manifests"),
    modules: [POINTS_MODULE],
  };
  mkdirSync(path.join(places.dataRoot, "points"), { recursive: true });
  mkdirSync(places.manifests);
  for (const [name, levels] of Object.entries(plans)) {
    const card = { title: name, licence: "MIT", intendedUse: "tests", limits: "none" };
    const plan = { schema: "mltl.plan/1", name, levels, card };
    writeFileSync(path.join(folder, `${name}.yaml`), JSON.stringify(plan));
  }
  const file = path.join(folder, "experiment.yaml");
  const experiment = {
    schema: "mltl.experiment/1",
    name: "points",
    plans: Object.keys(plans).map((name) => ({ name, file: `${name}.yaml` })),
    seeds: [1],
    ...rest,
  };
  writeFileSync(file, JSON.stringify(experiment));
  const writePoints = (curve: number) => {
    const text = JSON.stringify(points(curve));
    writeFileSync(path.join(places.dataRoot, "points", "points.json"), text);
    const manifest = {
      ...{ schema: "mltl.data/1", name: "points", title: "Points", task: "vision/classify" },
      ...{ format: "points", folder: "points", source: "made up", licence: "CC0", ship: true },
      files: { "points.json": createHash("sha256").update(text).digest("hex") },
    };
    writeFileSync(path.join(places.manifests, "points.yaml"), JSON.stringify(manifest));
  };
  writePoints(1);
  return {
    folder,
    file,
    places,
    async cells() {
      const hashes = await readDataHashes(places.manifests);
      return experimentCells(await readExperiment(file), hashes);
    },
    trained: () =>
      readFileSync(path.join(places.dataRoot, "trained.log"), "utf8").trim().split("\n"),
    writePoints,
  };
}

function points(curve: number) {
  const split = (name: string, count: number) => {
    const random = randomStream("points", name);
    const x = Array.from({ length: count }, () => [random.normal(), random.normal()]);
    return { x, above: x.map(([a, b]) => (b > curve * a * a - 0.5 ? 1 : 0)) };
  };
  return { train: split("train", 80), dev: split("dev", 40), test: split("test", 40) };
}
