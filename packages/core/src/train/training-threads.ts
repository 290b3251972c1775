/**
 * Threads for the engine that is about to train.
 *
 * @module
 */
import { availableParallelism } from "node:os";
import type { EngineThreads } from "../engine/native.js";
import type { Plan } from "../plan/plan.js";
import { taskKind } from "./task.js";

/**
 * The threads that suit a plan's tasks, to be known before the engine loads: where every task gains
 * by running operations side by side each gets one thread, else all share as many.
 *
 * @param count - threads to share out; every core where left out
 * @throws MltlError `E_BAD_PLAN` for a task that isn't registered
 */
export function trainingThreads(
  { levels }: Pick<Plan, "levels">,
  count: number = availableParallelism(),
): EngineThreads {
  const across = levels.every(({ task }) => taskKind(task).parallel === "across");
  return { within: across ? 1 : count, across: count };
}
