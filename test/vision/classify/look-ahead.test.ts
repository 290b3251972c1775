import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { lookAhead } from "#vision/classify/look-ahead.js";

describe("lookAhead", () => {
  it("keeps the order, whatever is done first", async () => {
    const delays = [30, 1, 20, 2];
    const seen: number[] = [];
    for await (const value of lookAhead(delays, 4, (ms) => setTimeout(ms, ms))) seen.push(value);
    assert.deepEqual(seen, delays);
  });

  it("never has more under way than told", async () => {
    let underWay = 0;
    let most = 0;
    const work = async (item: number) => {
      most = Math.max(most, ++underWay);
      await setTimeout(1);
      underWay--;
      return item;
    };
    const all: number[] = [];
    for await (const item of lookAhead(
      Array.from({ length: 20 }, (_, i) => i),
      3,
      work,
    )) {
      all.push(item);
    }
    assert.equal(all.length, 20);
    assert.ok(most <= 3, `${most}`);
  });

  it("closes its source and waits for what is under way when it is left early", async () => {
    let closed = false;
    let done = 0;
    async function* source() {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed = true;
      }
    }
    const work = async () => {
      await setTimeout(5);
      done++;
    };
    for await (const _ of lookAhead(source(), 3, work)) break;
    assert.equal(closed, true);
    assert.equal(done, 3);
  });
});
