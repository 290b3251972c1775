#!/usr/bin/env node
import { existsSync } from "node:fs";

const build = new URL("../dist/main.js", import.meta.url);
if (existsSync(build)) {
  const { main } = await import(build.href);
  await main(process.argv.slice(2));
} else {
  process.stderr.write(
    "mltl: not built yet\nhint: run `npm start` once in the repository's root\n",
  );
  process.exitCode = 1;
}
