import assert from "node:assert/strict";
import { randomStream } from "@mltl/core";

describe("randomStream", () => {
  it("repeats for the same keys and differs for others", () => {
    const draw = (...keys: (number | string)[]) => {
      const random = randomStream(...keys);
      return [random.next(), random.next(), random.next()];
    };
    assert.deepEqual(draw(1, "order", 2), draw(1, "order", 2));
    assert.notDeepEqual(draw(1, "order", 2), draw(1, "order", 3));
    assert.notDeepEqual(draw(1, "order", 12), draw(1, "order1", 2));
  });

  it("is uniform in [0, 1)", () => {
    const random = randomStream("uniform");
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(10 * random.next())]++;
    for (const count of bins) assert.ok(Math.abs(count - 10_000) < 500, `${bins}`);
  });

  it("draws normal deviates of mean 0 and deviation 1", () => {
    const random = randomStream("normal");
    const values = Array.from({ length: 50_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    assert.ok(Math.abs(mean) < 0.02);
    assert.ok(Math.abs(variance - 1) < 0.03);
  });

  it("shuffles in place without losing anything", () => {
    const items = Int32Array.from({ length: 100 }, (_, i) => i);
    const shuffled = randomStream("shuffle").shuffle(items);
    assert.equal(shuffled, items);
    assert.notDeepEqual([...items.slice(0, 10)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(
      [...items].sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, i) => i),
    );
  });
});
