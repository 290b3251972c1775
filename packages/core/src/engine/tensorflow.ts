/**
 * The one TensorFlow.js of the process.
 *
 * tfjs's packages are CommonJS; going through `require` makes sure that this, tfjs-node and
 * anything else share one instance (two give "forwardFunc is not a function").
 *
 * @module
 */
import { createRequire } from "node:module";
import type * as TensorFlow from "@tensorflow/tfjs";

const require = createRequire(import.meta.url);

/** TensorFlow.js. Call {@link loadEngine} before the first operation. */
export const tf = require("@tensorflow/tfjs") as typeof TensorFlow;
