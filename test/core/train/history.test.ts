import assert from "node:assert/strict";
import { appendFileSync, cpSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  createHistory,
  type Level,
  loadEngine,
  readHistory,
  tensorBoardView,
  tf,
  train,
} from "@mltl/core";
import { scratchFolder } from "../io/scratch.js";
import { halvesLevel, halvesTask, twoStages } from "./halves-task.js";
import { readScalars } from "./read-events.js";

const chain: Level[] = [
  { ...twoStages, name: "first" },
  { ...halvesLevel([{ name: "all", epochs: 1, rate: { slice: [0.001, 0.1] } }]), name: "second" },
];

describe("createHistory", () => {
  const folder = scratchFolder();

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  /** Trains levels of the chain with a history; stops after a step where told. */
  async function run(
    name: string,
    levels: readonly Level[],
    {
      stopAt,
      checkpoints,
      view = false,
    }: { stopAt?: number; checkpoints?: string; view?: boolean } = {},
  ) {
    const history = createHistory({
      file: folder.at(`${name}.jsonl`),
      levels: chain,
      everySteps: 2,
      view: view ? tensorBoardView(folder.at(name)) : undefined,
    });
    const stopper = new AbortController();
    try {
      for (const level of levels) {
        history.onLevel(level);
        await train(halvesTask(3), level, {
          seed: 3,
          checkpoints: checkpoints && path.join(checkpoints, level.name),
          signal: stopper.signal,
          onResume: history.onResume,
          onStep: (step) => {
            history.onStep(step);
            if (step.total === stopAt) stopper.abort();
          },
          onEpoch: history.onEpoch,
        }).catch((error) => {
          if (error.code !== "E_ABORTED") throw error;
        });
      }
    } finally {
      history.close();
    }
  }

  /** Lines but for what the clock says. */
  const lines = (name: string) =>
    readHistory(folder.at(`${name}.jsonl`)).map((line) =>
      line.kind === "epoch" ? { ...line, seconds: 0 } : line,
    );

  it("has a line for each epoch and for steps at the interval, over levels", async () => {
    await run("whole", chain);
    assert.deepEqual(
      lines("whole").map(({ kind, level, stage, steps }) => `${kind} ${level} ${stage} ${steps}`),
      [
        ...["step first head 2", "step first head 4", "epoch first head 5"],
        ...["step first all 6", "step first all 8", "step first all 10", "epoch first all 10"],
        ...["step first all 12", "step first all 14", "epoch first all 15"],
        ...["step second all 2", "step second all 4", "epoch second all 5"],
      ],
    );
  });

  it("tells the rate of the fastest block", async () => {
    await run("rates", chain);
    const rates = lines("rates").flatMap(({ level, kind, rate }) =>
      level === "second" && kind === "step" ? [Number(rate.toFixed(6))] : [],
    );
    assert.deepEqual(rates, [0.1, 0.05]);
  });

  it("holds no epoch and no step twice after a kill, and goes on where the checkpoint stands", async () => {
    await run("whole-again", chain);
    const checkpoints = folder.at("checkpoints");
    const older = folder.at("older");
    await run("killed", chain.slice(0, 1), { stopAt: 7, checkpoints });
    cpSync(checkpoints, older, { recursive: true });
    await run("killed", chain.slice(0, 1), { stopAt: 11, checkpoints });
    appendFileSync(folder.at("killed.jsonl"), '{"kind":"epoch","level":"fir');
    await run("killed", chain, { checkpoints: older });
    assert.deepEqual(lines("killed"), lines("whole-again"));
  });

  it("begins anew where a run does", async () => {
    await run("twice", chain);
    const once = lines("twice");
    await run("twice", chain);
    assert.deepEqual(lines("twice"), once);
  });

  it("writes TensorBoard's events, each step once after a resume, and leaves no tensors", async () => {
    const checkpoints = folder.at("board-checkpoints");
    const older = folder.at("board-older");
    const tensors = tf.memory().numTensors;
    await run("board", chain.slice(0, 1), { stopAt: 7, checkpoints, view: true });
    cpSync(checkpoints, older, { recursive: true });
    await run("board", chain.slice(0, 1), { stopAt: 11, checkpoints, view: true });
    await run("board", chain, { checkpoints: older, view: true });
    assert.equal(tf.memory().numTensors, tensors);
    const events = readdirSync(folder.at("board/first"));
    assert.equal(events.length, 1);
    const scalars = readScalars(readFileSync(folder.at(`board/first/${events[0]}`)));
    const expected = lines("board").flatMap((line) => {
      if (line.level !== "first") return [];
      if (line.kind === "step") {
        return [
          ["step/loss side", line.steps, line.loss],
          ["step/rate", line.steps, line.rate],
          ["step/gradient norm", line.steps, line.norm],
        ];
      }
      return [
        ["epoch/loss", line.steps, line.loss],
        ["epoch/rate", line.steps, line.rate],
        ["dev/accuracy", line.steps, line.metrics.accuracy],
        ["dev/steadiness", line.steps, line.metrics.steadiness],
      ];
    });
    assert.deepEqual(
      scalars,
      expected.map(([tag, step, value]) => [tag, step, Math.fround(value as number)]),
    );
  });
});
