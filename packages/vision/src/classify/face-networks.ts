/**
 * The networks that find faces and their landmarks.
 *
 * @module
 */
import { loadEngine } from "@mltl/core";
import { type DetectorName, type FaceDetector, loadDetector } from "../detect/detector.js";
import { type LandmarkNetwork, loadLandmarks } from "../detect/landmarks-68.js";

/** A detector and the landmark network, loaded. */
export interface FaceNetworks {
  readonly detector: FaceDetector;
  readonly landmarks: LandmarkNetwork;
  dispose(): void;
}

/**
 * Loads them, which takes about a second of work: once for many calls of `classify`.
 *
 * @throws MltlError `E_USAGE` for an unknown detector, `E_CHECKSUM` or `E_NOT_FOUND` for the weights
 */
export async function loadFaceNetworks(detectorName: DetectorName = "ssd"): Promise<FaceNetworks> {
  await loadEngine();
  const detector = await loadDetector(detectorName);
  const landmarks = await loadLandmarks();
  return {
    detector,
    landmarks,
    dispose: () => {
      detector.dispose();
      landmarks.dispose();
    },
  };
}
