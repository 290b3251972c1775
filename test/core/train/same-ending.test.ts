import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { loadEngine, randomStream } from "@mltl/core";
import { scratchFolder } from "../io/scratch.js";

const CHILD = fileURLToPath(new URL("./train-child.js", import.meta.url));
const POINTS = 20;
const STEPS = 15;
const AT_ONCE = 2;

/** Threads within an operation, and operations at once. */
type Threads = readonly [within: number, across: number];

/** Runs the child, killed `delay` milliseconds after it has taken `killAfter` steps. */
function run(
  checkpoints: string,
  killAfter = Number.POSITIVE_INFINITY,
  delay = 0,
  [within, across]: Threads = [1, 1],
) {
  return new Promise<{ output: string; killed: boolean }>((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, checkpoints], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        TF_NUM_INTRAOP_THREADS: String(within),
        TF_NUM_INTEROP_THREADS: String(across),
      },
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const taken = output.match(/step/g)?.length ?? 0;
      if (taken >= killAfter) setTimeout(() => child.kill("SIGKILL"), delay);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve({ output, killed: signal === "SIGKILL" });
      else reject(new Error(`the child ended with ${code ?? signal}`));
    });
  });
}

const ending = (output: string) => /weights (\w+)/.exec(output)?.[1];

describe("a training on one thread and on several", () => {
  const folder = scratchFolder();

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it("ends with the same weights", async () => {
    const endings: (string | undefined)[] = [];
    for (const threads of [
      [1, 1],
      [1, 2],
      [2, 2],
    ] as const) {
      const { output } = await run(folder.at(threads.join("-")), undefined, 0, threads);
      endings.push(ending(output));
    }
    assert.ok(endings[0]);
    assert.deepEqual(endings, new Array(3).fill(endings[0]));
  }).timeout(60_000);
});

describe("a training killed with -9", () => {
  const folder = scratchFolder();

  before(async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
  });

  it(`at any of ${POINTS} random moments and resumed ends with the same weights`, async () => {
    const expected = ending((await run(folder.at("whole"))).output);
    assert.ok(expected);
    const random = randomStream("kill");
    const points = Array.from({ length: POINTS }, (_, i) => ({
      checkpoints: folder.at(`killed-${i}`),
      after: 1 + random.integer(STEPS - 1),
      delay: 8 * random.next(),
    }));
    let killed = 0;
    const work = async () => {
      for (let point = points.pop(); point; point = points.pop()) {
        const first = await run(point.checkpoints, point.after, point.delay);
        if (first.killed) killed++;
        const second = await run(point.checkpoints);
        const where = `killed ${point.delay.toFixed(1)} ms after step ${point.after}`;
        assert.equal(ending(second.output), expected, where);
        // The step in flight may be lost, so that after the first one there may be nothing to resume.
        const anew = second.output.startsWith("step 1\n");
        if (first.killed && point.after > 1) assert.ok(!anew, `${where}: began anew`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    assert.ok(killed > POINTS / 2, `only ${killed} of ${POINTS} were killed in time`);
  }).timeout(180_000);
});
