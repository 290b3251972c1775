import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { registerTask, type TaskKind, trainingThreads } from "@mltl/core";
import { halvesTask } from "./halves-task.js";

const kind = (parallel: TaskKind["parallel"]): TaskKind => ({
  parallel,
  create: async () => halvesTask(1),
});
registerTask("test/within", kind("within"));
registerTask("test/across", kind("across"));

const threads = (tasks: string[], count?: number) =>
  trainingThreads({ levels: tasks.map((task) => ({ task })) as never }, count);

describe("trainingThreads", () => {
  it("gives operations a thread each where all tasks gain by that", () => {
    assert.deepEqual(threads(["test/across", "test/across"], 4), { within: 1, across: 4 });
  });

  it("shares operations where any task gains by that", () => {
    assert.deepEqual(threads(["test/within"], 4), { within: 4, across: 4 });
    assert.deepEqual(threads(["test/across", "test/within"], 2), { within: 2, across: 2 });
  });

  it("takes every core when nothing is said", () => {
    assert.equal(threads(["test/across"]).across, availableParallelism());
  });

  it("refuses a task that isn't there", () => {
    assert.throws(() => threads(["test/absent"]), { code: "E_BAD_PLAN", message: /test\/within/ });
  });
});
