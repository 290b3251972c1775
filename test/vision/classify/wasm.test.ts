import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { loadEngine } from "@mltl/core";
import { classify, type ImageRecord } from "@mltl/vision";
import { samplePath } from "../photographs.js";

const inputs = [3, 5].map(samplePath);
const script = `
import { classify } from "@mltl/vision";
for await (const record of classify(${JSON.stringify(inputs)})) console.log(JSON.stringify(record));
`;

/** The same photographs in a process that has WebAssembly only. */
async function throughWasm(): Promise<ImageRecord[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", script],
    { env: { ...process.env, MLTL_ENGINE: "wasm" }, cwd: import.meta.dirname, maxBuffer: 1e8 },
  );
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ImageRecord);
}

describe("classify through WebAssembly", function () {
  this.timeout(120_000);

  it("gives the labels and probabilities of the native engine", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const native: ImageRecord[] = [];
    for await (const record of classify(inputs)) native.push(record);
    const wasm = await throughWasm();
    assert.equal(wasm.length, native.length);
    for (const [i, { faces }] of native.entries()) {
      assert.equal(wasm[i].faces.length, faces.length);
      for (const [j, face] of faces.entries()) {
        const other = wasm[i].faces[j];
        assert.equal(other.label, face.label);
        assert.ok(Math.abs(other.score - face.score) < 1e-3);
        for (const [label, probability] of Object.entries(face.probabilities)) {
          const off = Math.abs(other.probabilities[label] - probability);
          assert.ok(off < 1e-3, `${label} is off by ${off}`);
        }
      }
    }
  });
});
