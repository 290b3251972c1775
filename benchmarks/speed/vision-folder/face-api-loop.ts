/**
 * Times face-api on one photograph after the other: `node face-api-loop.js FOLDER COUNT`.
 *
 * @module
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Timing } from "../harness.js";
import { loadFaceApi } from "../peers/face-api.js";

const [folder, count] = process.argv.slice(2);
const { classify, versions } = await loadFaceApi();

const files = (await readdir(folder)).sort().slice(0, Number(count));
await classify(path.join(folder, files[0]));
let faces = 0;
const cpuThen = process.cpuUsage();
const start = performance.now();
for (const file of files) faces += (await classify(path.join(folder, file))).length;
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuThen);
const timing: Timing = {
  work: files.length,
  seconds,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  versions,
  notes: { faces },
};
process.stdout.write(JSON.stringify(timing));
