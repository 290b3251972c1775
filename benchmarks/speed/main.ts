/**
 * Runs one speed benchmark: `npm run bench:speed -- CASE [arguments of the case]`.
 *
 * @module
 */
import { writeReadmeSection } from "../readme-section.js";
import { type ContenderSummary, runCase, type SpeedCase, type SpeedReport } from "./harness.js";
import { visionFolder } from "./vision-folder/case.js";

const cases: readonly SpeedCase[] = [visionFolder];

const [name, ...args] = process.argv.slice(2);
const chosen = cases.find((speedCase) => speedCase.name === name);
if (chosen) {
  const report = await runCase(chosen, args);
  await writeReadmeSection("speed", speedTable(report));
} else {
  const list = cases.map(({ name, description }) => `  ${name}  ${description}`).join("\n");
  process.stderr.write(`Expected one of these cases, received ${name ?? "none"}:\n${list}\n`);
  process.exitCode = 2;
}

function speedTable({ unit, description, ours, peers, machine, date }: SpeedReport): string {
  const row = ({ name, versions, speed }: ContenderSummary, ratio: string) => {
    const made = Object.entries(versions).map(([part, version]) => `${part} ${version}`);
    const spread = `${speed.min.toFixed(1)}-${speed.max.toFixed(1)}`;
    return `| ${name} | ${speed.median.toFixed(1)} ${unit} | ${spread} | ${ratio} | ${made.join(", ")} |`;
  };
  return [
    `${description.replace(/ \[.*/, "")}; contenders in turn, medians; ${machine.cpu}, ${machine.cores} cores, ${date}.`,
    "",
    "| contender | speed | min-max | ours is | versions |",
    "| --- | --- | --- | --- | --- |",
    row(ours, ""),
    ...peers.map((peer) => row(peer, `${peer.ratio.median.toFixed(2)}x`)),
  ].join("\n");
}
