/**
 * Everything that core can say about the machine and the engine.
 *
 * @module
 */
import { type DoctorReport, type Examination, runExaminations } from "./check.js";
import {
  checkEngineChoice,
  checkNativeEngine,
  checkNativeFiles,
  checkTensorFlowJs,
  checkWasmEngine,
} from "./engines.js";
import { checkMemory, checkNode, checkPlatform, checkProcessor } from "./machine.js";
import { checkBuildTools } from "./tools.js";

/**
 * Examines engine and machine, then what the caller adds (models, image library).
 * Engines run in child processes; nothing is written.
 */
export function examine(more: readonly Examination[] = []): Promise<DoctorReport> {
  return runExaminations([
    { name: "native engine", examine: async () => [await checkNativeEngine()] },
    { name: "WASM engine", examine: async () => [await checkWasmEngine()] },
    { name: "MLTL_ENGINE", examine: checkEngineChoice },
    { name: "TensorFlow.js", examine: () => [checkTensorFlowJs()] },
    { name: "native files", examine: checkNativeFiles },
    {
      name: "machine",
      examine: () => [checkNode(), checkPlatform(), checkProcessor(), checkMemory()],
    },
    { name: "build tools", examine: checkBuildTools },
    ...more,
  ]);
}
