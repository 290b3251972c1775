/**
 * Makes a task that needs no data known to an `mltl` that is started with `--import` of this.
 *
 * @module
 */
import { registerNetwork, registerTask } from "@mltl/core";
import { halvesNetwork, halvesTask } from "../core/train/halves-task.js";

registerNetwork("halves", () => halvesNetwork(0));
registerTask("vision/halves", {
  parallel: "across",
  create: async ({ seed }) => halvesTask(seed),
});
