/**
 * Options of the commands that look for faces in photographs.
 *
 * @module
 */
import { Option } from "commander";
import { fraction, positiveInteger } from "./option-parsers.js";

/** `--detector` */
export function detectorOption(): Option {
  return new Option("--detector <name>", "what finds faces: ssd finds more, tiny is faster")
    .choices(["ssd", "tiny"])
    .default("ssd");
}

/** `--faces` */
export function facesOption(): Option {
  return new Option(
    "--faces <how>",
    "detect: find them; crop: each picture is one face already; auto: small pictures are",
  )
    .choices(["detect", "crop", "auto"])
    .default("detect");
}

/** `--min-face` */
export function minFaceOption(): Option {
  return new Option("--min-face <pixels>", "leave out faces smaller than this").argParser(
    positiveInteger,
  );
}

/** `--min-confidence` */
export function minConfidenceOption(): Option {
  return new Option(
    "--min-confidence <0-1>",
    "leave out faces the detector is less sure of",
  ).argParser(fraction);
}
