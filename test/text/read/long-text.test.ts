import assert from "node:assert/strict";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SENTENCE_LIMITS, type SentenceRecord, tag } from "@mltl/text";
import { capitalsModel } from "../tag/capitals-model.js";

const MEGABYTE = 1_000_000;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

describe("a very long text in one line", function () {
  this.timeout(180_000);
  const path = join(tmpdir(), `mltl-long-${process.pid}.txt`);
  afterEach(() => rm(path, { force: true }));

  const write = async (unit: string, megabytes: number) => {
    const handle = await open(path, "w");
    const block = unit.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(unit)));
    for (let i = 0; i < megabytes; i++) await handle.write(block);
    await handle.close();
    return (megabytes * block.length) / unit.length;
  };

  const run = async (every: number) => {
    const resident: number[] = [];
    let last: SentenceRecord | undefined;
    let records = 0;
    for await (const record of tag([path], { model: capitalsModel() })) {
      assert.ok(record.text.length <= SENTENCE_LIMITS.characters);
      last = record;
      if (++records % every !== 0) continue;
      collectGarbage();
      resident.push(process.memoryUsage.rss() / MEGABYTE);
    }
    assert.ok(last);
    return { resident, last, records };
  };

  const assertFlat = (resident: number[]) => {
    const early = Math.max(...resident.slice(0, 3));
    const late = Math.max(...resident.slice(3));
    assert.ok(late < 1.15 * early, `${resident.map(Math.round).join(", ")} MB`);
  };

  it("of 50 MB is tagged to its end in memory that doesn't grow", async () => {
    const unit = "Ann 😀 and Bob's friend didn't go to the old town near the sea on 3 May. ";
    const units = await write(unit, 50);
    const { resident, last, records } = await run(50_000);
    assert.equal(records, units);
    assert.equal(last.end, units * unit.length - 1);
    const may = last.entities.at(-1);
    assert.equal(may?.text, "May");
    assert.equal(may?.end, units * unit.length - 2);
    assert.equal(may?.endCodePoint, units * [...unit].length - 2);
    assertFlat(resident);
  });

  it("is cut, and nothing of it lost, where no sentence ends", async () => {
    const units = await write("Annandale", 10);
    const { resident, last, records } = await run(100);
    assert.equal(last.end, units * "Annandale".length);
    assert.ok(records > 1_000);
    assertFlat(resident);
  });
});
