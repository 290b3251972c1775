/** What the bootstrap is for: each job takes its arguments and gives an exit code. */
import path from "node:path";
import { root, run } from "./steps.mjs";

const inRoot = (...parts) => path.join(root, ...parts);

async function node(...command) {
  return (await run([process.execPath, ...command], "inherit")).code;
}

export const jobs = {
  /** The demonstration. */
  start: (args) => node(inRoot("packages/cli/bin/mltl.js"), "demo", ...args),

  /** mocha; arguments such as `--grep setup` are passed on. */
  test: (args) => node(inRoot("node_modules/mocha/bin/mocha.js"), ...args),

  /** Time beside peers: `npm run bench:speed -- vision-folder`. */
  "bench:speed": (args) => node(inRoot("benchmarks/dist/speed/main.js"), ...args),

  /** Accuracy beside peers: `npm run bench:accuracy -- vision`. */
  "bench:accuracy": (args) => node(inRoot("benchmarks/dist/accuracy/main.js"), ...args),
};
