import assert from "node:assert/strict";
import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "#core/io/lock.js";
import { newFolder } from "../engine/new-folder.js";

const NO_PROCESS = 2 ** 30;

describe("withLock", () => {
  it("lets one in at a time and tells the other whom it waits for", async () => {
    const file = path.join(newFolder(), "lock");
    const order: string[] = [];
    const slow = withLock(file, async () => {
      await sleep(50);
      order.push("first");
    });
    await sleep(10);
    const onWait = (holder: string) => order.push(holder);
    await Promise.all([slow, withLock(file, async () => order.push("second"), { onWait })]);
    assert.deepEqual(order, [`${process.pid} on ${hostname()}`, "first", "second"]);
    assert.equal(existsSync(file), false);
  });

  it("takes over from a process that is gone", async () => {
    const file = path.join(newFolder(), "lock");
    writeFileSync(file, `${NO_PROCESS} on ${hostname()}`);
    assert.equal(await withLock(file, async () => "in"), "in");
  });

  it("takes over what nobody has touched for long", async () => {
    const file = path.join(newFolder(), "lock");
    writeFileSync(file, "1 on another-machine");
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(file, minuteAgo, minuteAgo);
    assert.equal(await withLock(file, async () => "in"), "in");
  });

  it("stops waiting when told to", async () => {
    const file = path.join(newFolder(), "lock");
    writeFileSync(file, "1 on another-machine");
    const signal = AbortSignal.timeout(50);
    await assert.rejects(
      withLock(file, async () => {}, { signal }),
      { name: "AbortError" },
    );
    assert.equal(existsSync(file), true);
  });

  it("opens when the work fails", async () => {
    const file = path.join(newFolder(), "lock");
    await assert.rejects(
      withLock(file, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(existsSync(file), false);
  });
});
