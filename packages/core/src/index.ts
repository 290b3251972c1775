/**
 * What faces and text share: the engine, blocks and training, artifacts, metrics, input and output.
 *
 * @module @mltl/core
 */
export {
  type Engine,
  type EngineFallback,
  type EngineOptions,
  loadEngine,
  requireNative,
} from "./engine/engine.js";
export { tf } from "./engine/tensorflow.js";
export { type ErrorCode, invalidArgument, MltlError, type MltlErrorOptions } from "./errors.js";
