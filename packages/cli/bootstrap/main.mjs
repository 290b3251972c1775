/**
 * `npm start`, `npm test` and the benchmarks on a fresh clone: brings in what is missing,
 * then does the job. Plain JavaScript without dependencies, for it runs before there are any.
 *
 * Usage: node packages/cli/bootstrap/main.mjs start|test|bench:speed|bench:accuracy [arguments of the job]
 */
import { build } from "./build.mjs";
import { installDependencies } from "./dependencies.mjs";
import { setUpEngine } from "./engine.mjs";
import { jobs } from "./jobs.mjs";
import { assertNodeVersion } from "./node-version.mjs";
import { say } from "./steps.mjs";

const [name, ...args] = process.argv.slice(2);

try {
  const job = jobs[name];
  if (!job) throw new Error(`expected one of ${Object.keys(jobs).join(", ")}, received '${name}'`);
  assertNodeVersion();
  await installDependencies();
  await build();
  await setUpEngine();
  process.exitCode = await job(args);
} catch (error) {
  say(error.message);
  process.exitCode = error.exitCode ?? 1;
}
