/**
 * Runs one speed benchmark: `npm run bench:speed -- CASE [arguments of the case]`.
 *
 * @module
 */
import { runCase, type SpeedCase } from "./harness.js";
import { visionFolder } from "./vision-folder/case.js";

const cases: readonly SpeedCase[] = [visionFolder];

const [name, ...args] = process.argv.slice(2);
const chosen = cases.find((speedCase) => speedCase.name === name);
if (chosen) {
  await runCase(chosen, args);
} else {
  const list = cases.map(({ name, description }) => `  ${name}  ${description}`).join("\n");
  process.stderr.write(`Expected one of these cases, received ${name ?? "none"}:\n${list}\n`);
  process.exitCode = 2;
}
