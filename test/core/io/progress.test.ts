import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { createProgress } from "@mltl/core";

/** A stream that keeps what it gets and may pass for a terminal. */
function fakeStream(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  let text = "";
  stream.on("data", (chunk) => {
    text += chunk;
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

describe("createProgress", () => {
  it("writes plain lines where there is no terminal", () => {
    const { stream, text } = fakeStream(false);
    const progress = createProgress({
      label: "reading",
      unit: "files",
      total: 2,
      stream,
      every: 0,
    });
    progress.tick();
    progress.tick();
    assert.match(
      text(),
      /^reading: 1\/2 files, [\d,.]+\/s, .* left\nreading: 2\/2 files, .*\/s\n$/,
    );
  });

  it("keeps quiet when all is over soon", () => {
    const { stream, text } = fakeStream(false);
    const progress = createProgress({ label: "reading", unit: "files", stream });
    progress.tick(1000);
    progress.stop();
    assert.equal(text(), "");
  });

  it("draws a bar on a terminal and takes it away at the end", () => {
    const { stream, text } = fakeStream(true);
    const progress = createProgress({ label: "reading", unit: "files", total: 4, stream });
    progress.tick(2);
    progress.note("half of it");
    progress.stop();
    assert.match(text(), /reading █+░+ 2\/4 files/);
    assert.match(text(), /half of it\n/);
  });

  it("counts without a bar while the total is not known", () => {
    const { stream, text } = fakeStream(true);
    const progress = createProgress({ label: "reading", unit: "files", stream });
    progress.tick(3);
    progress.note("so far");
    progress.stop();
    assert.match(text(), /reading 3 files · [\d,.]+\/s/);
  });

  it("shows details beside the count, and no more than the terminal has room for", () => {
    for (const isTTY of [true, false]) {
      const { stream, text } = fakeStream(isTTY);
      const progress = createProgress({ label: "head", unit: "steps", total: 9, stream, every: 0 });
      progress.details(["loss 0.623", "rate 0.04"]);
      progress.tick();
      progress.note("");
      assert.match(
        text(),
        isTTY ? /steps( · .* left)? · loss 0.623 · rate 0.04/ : /steps, loss 0.623, rate 0.04, /,
      );
      progress.details(["x".repeat(200)]);
      progress.tick();
      progress.note("");
      progress.stop();
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor is no text
      const lines = text().split(/[\r\n]|\x1b\[[?\d]*[A-Za-z]/);
      if (isTTY) assert.ok(lines.every((line) => line.length <= 80));
    }
  });
});
