/**
 * The wheels whose C library is used: one for each platform, pinned by SHA-256.
 *
 * A wheel is a zip file. Any Python's pip can download it, whatever version of Python it was made
 * for; nothing of it is ever run by Python.
 *
 * @module
 */
import { TENSORFLOW_VERSION } from "../native-paths.js";

/** One wheel and what is taken out of it. */
export interface PinnedWheel {
  /** The project's name, as in a requirements file. */
  readonly project: string;
  /** pip's name for the platform. */
  readonly platformTag: string;
  /** The wheel's file name. */
  readonly file: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** The two libraries, inside `tensorflow/`: the C interface first. */
  readonly libraries: readonly [string, string];
  /** A folder of further libraries that must lie beside `lib/`. */
  readonly extraFolder?: string;
}

const linux = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;
const mac = ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"] as const;

/** By `process.platform` and `process.arch`. */
const PINNED_WHEELS: Readonly<Record<string, PinnedWheel>> = {
  "linux-x64": {
    project: "tensorflow-cpu",
    platformTag: "manylinux2014_x86_64",
    file: `tensorflow_cpu-${TENSORFLOW_VERSION}-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl`,
    sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
    size: 207_208_420,
    libraries: linux,
  },
  "linux-arm64": {
    project: "tensorflow-cpu-aws",
    platformTag: "manylinux2014_aarch64",
    file: `tensorflow_cpu_aws-${TENSORFLOW_VERSION}-cp311-cp311-manylinux_2_17_aarch64.manylinux2014_aarch64.whl`,
    sha256: "d4c3a3a9363bf42999adedbbd514e3a133be2d62f61fee9cfa46aaefb087c09e",
    size: 211_874_120,
    libraries: linux,
    extraFolder: "tensorflow_cpu_aws.libs",
  },
  "darwin-arm64": {
    project: "tensorflow",
    platformTag: "macosx_12_0_arm64",
    file: `tensorflow-${TENSORFLOW_VERSION}-cp311-cp311-macosx_12_0_arm64.whl`,
    sha256: "aa926114d1e13ffe5b2ea59c3f195216f26646d7fe36e9e5207b291e4b7902ff",
    size: 205_736_374,
    libraries: mac,
  },
  "darwin-x64": {
    project: "tensorflow",
    platformTag: "macosx_10_15_x86_64",
    file: `tensorflow-${TENSORFLOW_VERSION}-cp311-cp311-macosx_10_15_x86_64.whl`,
    sha256: "6761efe511e6ee0f893f60738fefbcc51d6dc386eeaaafea59d21899ef369ffd",
    size: 236_482_723,
    libraries: mac,
  },
};

/** The wheel of this machine, where there is one. */
export function pinnedWheel(): PinnedWheel | undefined {
  return PINNED_WHEELS[`${process.platform}-${process.arch}`];
}
