/**
 * Makes sure that there is one TensorFlow.js: tensors of one copy are strangers to another, and the
 * error that follows ("forwardFunc is not a function") says nothing of the cause.
 *
 * @module
 */
import { createRequire } from "node:module";
import path from "node:path";
import { MltlError } from "../errors.js";
import { tf } from "./tensorflow.js";

/**
 * @param tfjsNode - the folder of tfjs-node
 * @throws MltlError `E_NO_ENGINE` when tfjs-node would bring a TensorFlow.js of its own, or one of
 *   another version
 */
export function assertOneTfjs(tfjsNode: string): void {
  const requireHere = createRequire(import.meta.url);
  const requireThere = createRequire(path.join(tfjsNode, "package.json"));
  const hint = "Install one version of @tensorflow/tfjs and tfjs-node; `npm dedupe` may be enough.";
  const ours = requireHere.resolve("@tensorflow/tfjs");
  const theirs = requireThere.resolve("@tensorflow/tfjs");
  if (ours !== theirs) {
    throw new MltlError("E_NO_ENGINE", `Expected one TensorFlow.js, found ${ours} and ${theirs}`, {
      hint,
    });
  }
  const { version } = requireThere("./package.json") as { version: string };
  const differing = Object.entries({ ...tf.version, "tfjs-node": version }).filter(
    ([, found]) => found !== tf.version_core,
  );
  if (differing.length > 0) {
    const list = differing.map(([name, found]) => `${name} ${found}`).join(", ");
    throw new MltlError(
      "E_NO_ENGINE",
      `Expected every part of TensorFlow.js at ${tf.version_core}, found ${list}`,
      { hint },
    );
  }
}
