/**
 * Keeps TensorFlow's and TensorFlow.js's start-up talk from the user.
 *
 * @module
 */
import { tf } from "./tensorflow.js";

/** Must run before the native library is loaded. What the user has set in the environment wins. */
export function quietTensorFlow(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
  // Silences tfjs's own console.warn ("Hi, looks like you are running TensorFlow.js in Node.js").
  tf.env().set("PROD", true);
}
