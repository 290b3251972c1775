/**
 * face-api's networks as sources of weights: `{ source: face-api, path: recognition }` in a plan.
 *
 * @module
 */
import { networkSource, registerWeightSource, vocabulariesOf } from "@mltl/core";
import { loadPretrained } from "../face-api/pretrained.js";
import { WEIGHT_FILES } from "../face-api/weights.js";

/** What the form is called. Its paths are names of networks: `expression`, `landmarks`, `recognition`. */
export const FACE_API = "face-api";

registerWeightSource(FACE_API, {
  async open(name) {
    const { network, labels } = await loadPretrained(name);
    const { binary } = WEIGHT_FILES[name as keyof typeof WEIGHT_FILES];
    const title = `${FACE_API} ${name}`;
    return networkSource(title, network, labels && vocabulariesOf({ labels }), {
      name: title,
      format: FACE_API,
      sha256: binary.sha256,
      from: [],
    });
  },
});
