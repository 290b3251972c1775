/**
 * Runs speed benchmarks: `npm run bench:speed -- CASE [--load] [arguments of the case]`.
 *
 * @module
 */
import { writeSection } from "../markdown-section.js";
import { cnnPredict } from "./cnn-predict/case.js";
import { cnnTrain } from "./cnn-train/case.js";
import { coldStart } from "./cold-start/case.js";
import { faceNetworks } from "./face-networks/case.js";
import { runCase, type SpeedCase } from "./harness.js";
import { readReports, writeReport } from "./report.js";
import { ratioText, speedTable } from "./table.js";
import { taggerTag } from "./tagger-tag/case.js";
import { taggerTrain } from "./tagger-train/case.js";
import { visionFolder } from "./vision-folder/case.js";

const cases: readonly SpeedCase[] = [
  visionFolder,
  faceNetworks,
  cnnTrain,
  cnnPredict,
  taggerTrain,
  taggerTag,
  coldStart,
];

const [name, ...args] = process.argv.slice(2);
const chosen = cases.find((speedCase) => speedCase.name === name);
if (chosen) {
  const rest = args.filter((arg) => arg !== "--load");
  const report = await runCase(chosen, rest, { load: rest.length < args.length });
  for (const cell of report.cells) {
    for (const peer of cell.peers) {
      const where = cell.name && `${cell.name}: `;
      const aside = peer.aside ? ` [${peer.aside}]` : "";
      process.stdout.write(`${where}mltl is ${ratioText(peer)} ${peer.name}${aside}\n`);
    }
  }
  process.stdout.write(`written: ${await writeReport(report)}\n`);
  await writeSection("README.md", "speed", speedTable(await readReports()));
} else {
  const list = cases.map(({ name, description }) => `  ${name}  ${description}`).join("\n");
  const load = "--load keeps one core busy with another process meanwhile";
  process.stderr.write(`Expected a case, received ${name ?? "none"}:\n${list}\n${load}\n`);
  process.exitCode = 2;
}
