import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, relative } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { type InputFile, type InputOptions, listInputs, MltlError } from "@mltl/core";
import { scratchFolder } from "./scratch.js";

async function list(patterns: string[], options?: InputOptions): Promise<InputFile[]> {
  const found: InputFile[] = [];
  for await (const input of listInputs(patterns, options)) found.push(input);
  return found;
}

async function paths(patterns: string[], options?: InputOptions): Promise<string[]> {
  return (await list(patterns, options)).map((input) => input.path);
}

/** What a listing gives to a user who may not read everything, as root may. */
function listAsNobody(pattern: string): InputFile[] {
  const script = `
    const { listInputs } = await import(${JSON.stringify(import.meta.resolve("@mltl/core"))});
    const found = [];
    for await (const input of listInputs([${JSON.stringify(pattern)}])) found.push(input);
    process.stdout.write(JSON.stringify(found));`;
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const words = ["--input-type=module", "-e", script];
  return JSON.parse(execFileSync(process.execPath, words, { ...user, cwd: "/", encoding: "utf8" }));
}

const isJpg: InputOptions = {
  accept: (path) => path.endsWith(".jpg"),
  acceptName: (path) => path.endsWith(".jpg"),
};

function stdin(text: string | Buffer, nul = false): InputOptions {
  return { fromStdin: { stream: Readable.from([text]), nul } };
}

describe("listInputs", () => {
  const folder = scratchFolder();

  function make(...files: string[]): void {
    for (const file of files) {
      mkdirSync(dirname(folder.at(file)), { recursive: true });
      writeFileSync(folder.at(file), file);
    }
  }

  /** The paths below the scratch folder that a listing gives. */
  async function below(patterns: string[], options?: InputOptions): Promise<string[]> {
    const found = await paths(
      patterns.map((pattern) => folder.at(pattern)),
      options,
    );
    return found.map((path) => relative(folder.path, path));
  }

  it("yields a named file as it was named", async () => {
    make("named/a.txt");
    const path = folder.at("named/a.txt");
    assert.deepEqual(await list([path]), [{ path }]);
  });

  it("yields a named file that accept would refuse", async () => {
    make("named/b.txt");
    assert.deepEqual(await below(["named/b.txt"], isJpg), ["named/b.txt"]);
  });

  it("yields a missing file with its status", async () => {
    const path = folder.at("nowhere.jpg");
    assert.deepEqual(await list([path]), [
      { path, status: "missing", reason: "no such file or folder" },
    ]);
  });

  it("walks a folder to the bottom, names in code point order", async () => {
    make("walk/b.jpg", "walk/B.jpg", "walk/a/z.jpg", "walk/é.jpg", "walk/a/10.jpg", "walk/a/9.jpg");
    assert.deepEqual(await below(["walk"]), [
      "walk/B.jpg",
      "walk/a/10.jpg",
      "walk/a/9.jpg",
      "walk/a/z.jpg",
      "walk/b.jpg",
      "walk/é.jpg",
    ]);
  });

  it("sorts names beyond the basic plane after those within, as their bytes do", async () => {
    make("astral/\u{1F600}.jpg", "astral/\uFF21.jpg");
    assert.deepEqual(await below(["astral"]), ["astral/\uFF21.jpg", "astral/\u{1F600}.jpg"]);
  });

  it("takes in a folder what accept takes and reports the rest", async () => {
    make("mixed/a.jpg", "mixed/notes.txt", "mixed/sub/b.jpg", "mixed/sub/c.pdf");
    const ignored: string[] = [];
    const found = await below(["mixed"], { ...isJpg, onIgnored: (path) => ignored.push(path) });
    assert.deepEqual(found, ["mixed/a.jpg", "mixed/sub/b.jpg"]);
    assert.deepEqual(ignored, [folder.at("mixed/notes.txt"), folder.at("mixed/sub/c.pdf")]);
  });

  it("leaves hidden names in a folder out and reports them", async () => {
    make("hidden/.trash/a.jpg", "hidden/._b.jpg", "hidden/b.jpg");
    const ignored: string[] = [];
    const found = await below(["hidden"], { onIgnored: (path) => ignored.push(path) });
    assert.deepEqual(found, ["hidden/b.jpg"]);
    assert.equal(ignored.length, 2);
  });

  it("takes a hidden folder that is named itself", async () => {
    make(".cache/a.jpg");
    assert.deepEqual(await below([".cache"]), [".cache/a.jpg"]);
  });

  it("keeps names with newlines, emoji and spaces as they are", async () => {
    make("odd/two\nlines.jpg", "odd/smile \u{1F600}.jpg", "odd/ space .jpg");
    assert.deepEqual(await below(["odd"]), [
      "odd/ space .jpg",
      "odd/smile \u{1F600}.jpg",
      "odd/two\nlines.jpg",
    ]);
  });

  it("survives links that lead round in a loop", async () => {
    make("loop/a.jpg", "loop/sub/b.jpg");
    symlinkSync("..", folder.at("loop/sub/up"));
    symlinkSync(".", folder.at("loop/here"));
    assert.deepEqual(await below(["loop"]), ["loop/a.jpg", "loop/sub/b.jpg"]);
  });

  it("follows a link to a folder elsewhere", async () => {
    make("elsewhere/a.jpg", "linked/b.jpg");
    symlinkSync("../elsewhere", folder.at("linked/away"));
    assert.deepEqual(await below(["linked"]), ["linked/away/a.jpg", "linked/b.jpg"]);
  });

  it("reports a dangling link as missing", async () => {
    make("dangling/a.jpg");
    symlinkSync("gone.jpg", folder.at("dangling/b.jpg"));
    assert.deepEqual((await list([folder.at("dangling")], isJpg))[1], {
      path: folder.at("dangling/b.jpg"),
      status: "missing",
      reason: "a link to a file that is not there",
    });
  });

  it("reports a link to itself as unreadable", async () => {
    symlinkSync("self.jpg", folder.at("self.jpg"));
    const [input] = await list([folder.at("self.jpg")]);
    assert.equal(input.status, "unreadable");
  });

  it("reports a named pipe as unsupported, without opening it", async () => {
    make("pipe/a.jpg");
    execFileSync("mkfifo", [folder.at("pipe/b.jpg")]);
    const found = await list([folder.at("pipe")], isJpg);
    assert.deepEqual(found[1], {
      path: folder.at("pipe/b.jpg"),
      status: "unsupported",
      reason: "a named pipe, not a regular file",
    });
  });

  it("never asks accept about what is not a regular file", async () => {
    make("asked/a.jpg");
    execFileSync("mkfifo", [folder.at("asked/pipe")]);
    const asked: string[] = [];
    const ignored: string[] = [];
    await list([folder.at("asked")], {
      accept: (path) => asked.push(path) > 0,
      acceptName: () => false,
      onIgnored: (path) => ignored.push(path),
    });
    assert.deepEqual(asked, [folder.at("asked/a.jpg")]);
    assert.deepEqual(ignored, [folder.at("asked/pipe")]);
  });

  it("reports a socket as unsupported", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(folder.at("socket"), resolve));
    const [input] = await list([folder.at("socket")]);
    await new Promise((resolve) => server.close(resolve));
    assert.equal(input.reason, "a socket, not a regular file");
  });

  it("reports a device as unsupported", async () => {
    const [input] = await list(["/dev/null"]);
    assert.deepEqual(input, {
      path: "/dev/null",
      status: "unsupported",
      reason: "a device, not a regular file",
    });
  });

  it("reports a file and a folder without permission as unreadable", () => {
    make("locked/a.jpg", "locked/sub/b.jpg");
    chmodSync(folder.path, 0o755);
    chmodSync(folder.at("locked/a.jpg"), 0);
    chmodSync(folder.at("locked/sub"), 0);
    const found = listAsNobody(folder.at("locked"));
    chmodSync(folder.at("locked/sub"), 0o755);
    assert.deepEqual(
      found.map(({ status, reason }) => [status, reason]),
      [
        ["unreadable", "permission denied"],
        ["unreadable", "permission denied"],
      ],
    );
  });

  it("leaves out folders that it is told to, and does not mind if they are not there", async () => {
    make("out/a.jpg", "out/results/b.jpg");
    const leaveOut = [folder.at("out/results"), folder.at("out/nowhere")];
    assert.deepEqual(await below(["out"], { leaveOut }), ["out/a.jpg"]);
    assert.deepEqual(await below(["out/**"], { leaveOut }), ["out/a.jpg"]);
  });

  it("matches a glob", async () => {
    make("glob/a.jpg", "glob/b.png", "glob/sub/c.jpg", "glob/sub/deep/d.jpg");
    assert.deepEqual(await below(["glob/*.jpg"]), ["glob/a.jpg"]);
    assert.deepEqual(await below(["glob/*/*.jpg"]), ["glob/sub/c.jpg"]);
    assert.deepEqual(await below(["glob/**/*.{jpg,png}"]), [
      "glob/a.jpg",
      "glob/b.png",
      "glob/sub/c.jpg",
      "glob/sub/deep/d.jpg",
    ]);
  });

  it("survives a loop of links under a glob", async () => {
    make("globloop/a.jpg");
    symlinkSync(".", folder.at("globloop/here"));
    assert.deepEqual(await below(["globloop/**"]), ["globloop/a.jpg"]);
  });

  it("takes a file whose name looks like a glob for itself", async () => {
    make("literal/a[1].jpg", "literal/a1.jpg");
    assert.deepEqual(await below(["literal/a[1].jpg"]), ["literal/a[1].jpg"]);
  });

  it("reports a glob that matches nothing as missing", async () => {
    const path = folder.at("glob/*.gif");
    assert.deepEqual(await list([path]), [
      { path, status: "missing", reason: "no file matches it" },
    ]);
  });

  it("yields once a file that several patterns reach", async () => {
    make("twice/a.jpg", "twice/sub/b.jpg", "twice/notes.txt");
    const once = ["twice/a.jpg", "twice/sub/b.jpg"];
    assert.deepEqual(await below(["twice", "twice/a.jpg", "twice/sub", "twice/**"], isJpg), once);
    assert.deepEqual(
      (await below(["twice/sub/b.jpg", "twice", "twice/*.jpg"], isJpg)).sort(),
      once,
    );
  });

  it("still yields a named file that its folder left out", async () => {
    assert.deepEqual(await below(["twice", "twice/notes.txt"], isJpg), [
      "twice/a.jpg",
      "twice/sub/b.jpg",
      "twice/notes.txt",
    ]);
  });

  it("reads a list of lines, and knows lines that end in a carriage return", async () => {
    make("listed/a.jpg", "listed/b.jpg");
    const names = `${folder.at("listed/a.jpg")}\r\n\n${folder.at("listed/b.jpg")}`;
    assert.equal((await paths(["-"], stdin(names))).length, 2);
  });

  it("reads a list separated by NUL, with newlines in names", async () => {
    make("listed/two\nlines.jpg");
    const path = folder.at("listed/two\nlines.jpg");
    assert.deepEqual(await list(["-"], stdin(`${path}\0`, true)), [{ path }]);
  });

  it("takes a name in a list literally, never as a glob", async () => {
    const [input] = await list(["-"], stdin(`${folder.path}/listed/*.jpg\n`));
    assert.equal(input.status, "missing");
  });

  it("reads a name that a list's chunks cut within a character", async () => {
    make("listed/é.jpg");
    const bytes = Buffer.from(`${folder.at("listed/é.jpg")}\n`);
    const cut = bytes.indexOf(0xa9);
    const stream = Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)]);
    const [input] = await list(["-"], { fromStdin: { stream, nul: false } });
    assert.deepEqual(input, { path: folder.at("listed/é.jpg") });
  });

  it("reports a name that holds NUL or is far too long as missing", async () => {
    const found = await list(["-"], stdin(`a\0b\n${"x".repeat(5000)}\n`));
    assert.deepEqual(
      found.map((input) => input.status),
      ["missing", "missing"],
    );
  });

  it("refuses - without a list to read", async () => {
    await assert.rejects(list(["-"]), (error) => error instanceof MltlError);
  });

  it("stops waiting for a list when it is told to", async () => {
    const stop = new AbortController();
    const stream = new PassThrough();
    const listing = list(["-"], { fromStdin: { stream, nul: false }, signal: stop.signal });
    stop.abort();
    await assert.rejects(listing);
  });

  it("stops when it is told to", async () => {
    make("many/a.jpg", "many/b.jpg", "many/c.jpg");
    const stop = new AbortController();
    const found: string[] = [];
    await assert.rejects(async () => {
      for await (const input of listInputs([folder.at("many")], { signal: stop.signal })) {
        found.push(input.path);
        stop.abort();
      }
    });
    assert.equal(found.length, 1);
  });
});
