/**
 * Times `classify` over a folder: `node ours.js FOLDER`.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { listInputs, loadEngine } from "@mltl/core";
import { classify, loadFaceNetworks, loadModel } from "@mltl/vision";
import sharp from "sharp";
import type { Timing } from "../harness.js";

const MEMORY_FROM = 200;
const MIB = 1024 ** 2;

const [folder] = process.argv.slice(2);
const engine = await loadEngine();
const manifest = new URL("../package.json", import.meta.resolve("@mltl/vision"));
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };

const [first] = readdirSync(folder).sort();
const networks = await loadFaceNetworks();
const model = await loadModel();
for await (const _ of classify([path.join(folder, first)], { networks, model }));

let work = 0;
let faces = 0;
let failures = 0;
let memoryThen = 0;
let memoryMost = 0;
const cpuThen = process.cpuUsage();
const start = performance.now();
for await (const record of classify(listInputs([folder]), { networks, model })) {
  work++;
  faces += record.faces.length;
  if (record.status !== "ok" && record.status !== "no-face") failures++;
  if (work === MEMORY_FROM) memoryThen = process.memoryUsage.rss();
  if (work > MEMORY_FROM) memoryMost = Math.max(memoryMost, process.memoryUsage.rss());
}
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuThen);
const timing: Timing = {
  work,
  seconds,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  versions: {
    mltl: version,
    engine: `${engine.kind} ${engine.version}`,
    sharp: sharp.versions.sharp,
  },
  notes: {
    faces,
    failures,
    ...(memoryMost > 0 && {
      [`rssMiBAt${MEMORY_FROM}`]: Math.round(memoryThen / MIB),
      rssMiBMostAfter: Math.round(memoryMost / MIB),
    }),
  },
};
process.stdout.write(JSON.stringify(timing));
