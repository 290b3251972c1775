import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { imageRecordSchema } from "@mltl/vision";
import { parse } from "csv-parse/sync";
import sharp, { type Sharp } from "sharp";
import { runMltl } from "../core/engine/child.js";
import { scratchFolder } from "../core/io/scratch.js";

const binary = path.resolve("packages/cli/bin/mltl.js");
const quick = ["--detector", "tiny", "--no-retry"];

function start(words: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [binary, "vision", "classify", ...words, ...quick], { cwd });
}

function photograph(n: number): string {
  const from = createRequire(path.resolve("packages/vision/package.json"));
  return from.resolve(`@vladmandic/face-api/demo/sample${n}.jpg`);
}

function drawn(side: number): Sharp {
  return sharp({ create: { width: side, height: side, channels: 3, background: "#a67" } });
}

function records(jsonl: string) {
  const lines = jsonl.trimEnd().split("\n");
  return lines.map((line) => imageRecordSchema.parse(JSON.parse(line)));
}

describe("mltl vision classify", function () {
  this.timeout(120_000);
  const folder = scratchFolder();

  /** Runs it in the scratch folder. */
  const run = (...words: string[]) =>
    runMltl(["vision", "classify", ...words, ...quick], { cwd: folder.path });

  before(async () => {
    mkdirSync(folder.at("odd"));
    await sharp(photograph(5)).resize(640).jpeg().toFile(folder.at("faces.jpg"));
    await drawn(64).png().toFile(folder.at("plain.png"));
    await drawn(64).png().toFile(folder.at("odd/two\nlines.png"));
    await drawn(64).webp().toFile(folder.at("odd/smile \u{1F600}.webp"));
    await drawn(1).png().toFile(folder.at("odd/one-pixel.png"));
    const jpeg = await drawn(300).jpeg().toBuffer();
    writeFileSync(folder.at("odd/cut-short.jpg"), jpeg.subarray(0, jpeg.length / 2));
    writeFileSync(folder.at("odd/empty.jpg"), "");
    writeFileSync(folder.at("odd/text.jpg"), "no image at all\n");
    writeFileSync(folder.at("odd/notes.txt"), "not looked at\n");
    copyFileSync(folder.at("plain.png"), folder.at("odd/without-extension"));
    symlinkSync("nowhere.jpg", folder.at("odd/dangling.jpg"));
    symlinkSync(".", folder.at("odd/again"));
    execFileSync("mkfifo", [folder.at("odd/pipe.jpg")]);
  });

  it("gives a line a file whatever becomes of it, and exit code 0", async () => {
    const { code, stdout, stderr } = await run("missing.jpg", "odd", "faces.jpg");
    const statuses = Object.fromEntries(records(stdout).map((r) => [r.path, r.status]));
    assert.deepEqual(statuses, {
      "missing.jpg": "missing",
      "odd/cut-short.jpg": "unreadable",
      "odd/dangling.jpg": "missing",
      "odd/empty.jpg": "unreadable",
      "odd/one-pixel.png": "no-face",
      "odd/pipe.jpg": "unsupported",
      "odd/smile \u{1F600}.webp": "no-face",
      "odd/text.jpg": "unsupported",
      "odd/two\nlines.png": "no-face",
      "odd/without-extension": "no-face",
      "faces.jpg": "ok",
    });
    assert.equal(code, 0);
    assert.match(stderr, /2 missing.*; 1 other files ignored\nfaces: \d+ \(/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it("exits with 1 under --strict if any file fails", async () => {
    const [strict, fine] = await Promise.all([
      run("--strict", "plain.png", "missing.jpg"),
      run("--strict", "plain.png"),
    ]);
    assert.deepEqual([strict.code, fine.code], [1, 0]);
    assert.equal(records(strict.stdout).length, 2);
  });

  it("exits with 1 if nothing could be read, or nothing is there", async () => {
    mkdirSync(folder.at("nothing"));
    const [unread, nothing] = await Promise.all([run("odd/text.jpg"), run("nothing")]);
    assert.deepEqual([unread.code, nothing.code], [1, 1]);
    assert.match(nothing.stderr, /mltl: no images found/);
  });

  it("reads a list on standard input, by lines or by NUL", async () => {
    for (const [words, list] of [
      [["-"], "plain.png\nfaces.jpg\n"],
      [["-", "-0"], "plain.png\0odd/two\nlines.png\0"],
    ] as const) {
      const child = start(words, folder.path);
      child.stdin.end(list);
      const lines = await text(child);
      assert.equal(records(lines).length, 2, words.join(" "));
    }
  });

  it("ends quietly when its reader goes away", async () => {
    const line = `"${process.execPath}" "${binary}" vision classify plain.png odd ${quick.join(" ")} | head -1`;
    const child = spawn("bash", ["-o", "pipefail", "-c", line], { cwd: folder.path });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const [lines, [code]] = await Promise.all([text(child), once(child, "close")]);
    assert.equal(records(lines).length, 1);
    assert.equal(code, 0);
    assert.doesNotMatch(stderr, /EPIPE|\n\s+at /);
  });

  it("stops at Ctrl-C with 130 and leaves no half-made file", async () => {
    const child = start(["-", "--out", "stopped.json"], folder.path);
    const closed = once(child, "close");
    child.stdin.write("plain.png\n");
    for (let i = 0; i < 600 && !readdirSync(folder.path).some((n) => n.endsWith(".part")); i++) {
      await wait(50);
    }
    child.kill("SIGINT");
    assert.deepEqual(await closed, [130, null]);
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.includes("stopped")),
      [],
    );
  });

  it("writes a page, marked photographs, faces and sorted copies in one go", async () => {
    const { code, stdout } = await run(
      ...["faces.jpg", "odd/without-extension", "--out", "new/page.html", "--annotate", "marked"],
      ...["--save-crops", "crops", "--sort-into", "sorted"],
    );
    assert.deepEqual([code, stdout], [0, ""]);
    const page = readFileSync(folder.at("new/page.html"), "utf8");
    assert.match(page, /<\/html>\n$/);
    assert.deepEqual(readdirSync(folder.at("marked"), { recursive: true }).sort(), [
      "faces.jpg",
      "odd",
      "odd/without-extension.jpg",
    ]);
    const crops = readdirSync(folder.at("crops")).filter((name) => name.endsWith(".png"));
    assert.equal(crops.length, page.match(/class="box /g)?.length);
    assert.equal((await sharp(folder.at(`crops/${crops[0]}`)).metadata()).width, 48);
    assert.ok(existsSync(folder.at("sorted/no-face/without-extension")));
  });

  it("takes the format from the ending of --out", async () => {
    await run("plain.png", "faces.jpg", "--out", "faces.json");
    const found = JSON.parse(readFileSync(folder.at("faces.json"), "utf8"));
    assert.equal(found.length, 2);
  });

  describe("after kill -9", () => {
    let expected: string[];

    before(async () => {
      mkdirSync(folder.at("sixty"));
      for (let i = 0; i < 60; i++) {
        const name = `${String(i).padStart(2, "0")}${i % 7 === 0 ? "\n" : ""}.jpg`;
        copyFileSync(folder.at(i % 10 === 0 ? "faces.jpg" : "plain.png"), folder.at("sixty", name));
      }
      const { stdout } = await run("sixty", "--faces", "auto");
      expected = filesOfLines(stdout);
      assert.equal(expected.length, 60);
      assert.match(expected[0], /[2-9]$/, "a photograph of several faces, of several rows in CSV");
    });

    for (const format of ["jsonl", "csv"] as const) {
      it(`goes on with no line of ${format} lost or doubled`, async () => {
        const out = `resumed.${format}`;
        const words = ["sixty", "--faces", "auto", "--out", out, "--resume"];
        let kills = 0;
        for (const lines of [3, 20, 40]) {
          const child = start(words, folder.path);
          const closed = once(child, "close");
          while (child.exitCode === null && countLines(folder.at(out)) < lines) await wait(5);
          if (child.kill("SIGKILL")) kills++;
          await closed;
        }
        assert.ok(kills > 0, "killed at least once before it was done");
        const { code, stderr } = await run(...words);
        assert.equal(code, 0);
        assert.match(stderr, /, \d+ done before/);
        const written = readFileSync(folder.at(out), "utf8");
        assert.deepEqual(format === "csv" ? filesOfRows(written) : filesOfLines(written), expected);
      });
    }
  });
});

async function text(child: { stdout: NodeJS.ReadableStream }): Promise<string> {
  let all = "";
  for await (const chunk of child.stdout) all += chunk;
  return all;
}

function countLines(file: string): number {
  if (!existsSync(file) || statSync(file).size === 0) return 0;
  return readFileSync(file, "utf8").split("\n").length - 1;
}

/** Each line's file and its number of faces. */
function filesOfLines(jsonl: string): string[] {
  return records(jsonl).map((record) => `${record.path} ${record.faces.length}`);
}

/** Each file and its number of faces; its rows have to be there in order, each once. */
function filesOfRows(csv: string): string[] {
  const rows: Record<string, string>[] = parse(csv, { columns: true });
  const files: string[] = [];
  for (let at = 0; at < rows.length; at += Math.max(1, Number(rows[at].faces))) {
    const { path: file, faces } = rows[at];
    const mine = rows.slice(at, at + Math.max(1, Number(faces)));
    const numbers = faces === "0" ? [""] : mine.map((_, i) => String(i + 1));
    assert.deepEqual(
      mine.map((row) => `${row.path} ${row.face}`),
      numbers.map((n) => `${file} ${n}`),
    );
    files.push(`${file} ${faces}`);
  }
  return files;
}
