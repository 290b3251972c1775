/** What the bootstrap is for: each job takes its arguments and gives an exit code. */
import { existsSync } from "node:fs";
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

  /** Side by side with peers: `npm run bench:speed -- vision-folder`. */
  "bench:speed": (args) => {
    const program = inRoot("benchmarks/dist/speed/main.js");
    if (!existsSync(program)) throw new Error(`there is no ${program}`);
    return node(program, ...args);
  },
};
