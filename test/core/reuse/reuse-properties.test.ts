import assert from "node:assert/strict";
import fc from "fast-check";
import { CHANNELS } from "#core/network/block.js";
import { type ReuseOptions, reuse } from "#core/reuse/reuse.js";
import { block, sourceOf } from "./tiny.js";

const LETTERS = ["a", "b", "c", "d", "e"];
const list = fc.subarray(LETTERS, { minLength: 1 });
const kinds = fc.constantFrom(undefined, CHANNELS, "label", "word");
const side = fc.integer({ min: 1, max: 2 });

interface Drawn {
  name: string;
  kinds: (string | undefined)[];
  sides: number[];
}

const arrays = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom("a/x", "b/x", "b/c/x", "b/c/y"),
    kinds: fc.array(kinds, { minLength: 1, maxLength: 2 }),
    sides: fc.tuple(side, side),
  }),
  { selector: ({ name }) => name, minLength: 2 },
);
const lists = fc.record({ label: list, word: list });

function shapeOf({ kinds: axes, sides }: Drawn, names: Record<string, string[]>): number[] {
  return axes.map((kind, i) => (kind && kind in names ? names[kind].length : sides[i]));
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

describe("every reuse", () => {
  const options = fc.constantFrom<ReuseOptions>(
    {},
    { onShapeMismatch: "skip" },
    { blocks: ["b/**"] },
  );

  it("accounts for every parameter of both sides, and for every number", () => {
    let reuses = 0;
    fc.assert(
      fc.property(
        arrays,
        arrays,
        lists,
        lists,
        options,
        (theirs, ours, theirNames, ourNames, given) => {
          const source = sourceOf(
            Object.fromEntries(
              theirs.map((drawn) => {
                const shape = shapeOf(drawn, theirNames);
                const values = Array.from({ length: sizeOf(shape) }, (_, i) => i + 1);
                return [drawn.name, { shape, values, axes: drawn.kinds }];
              }),
            ),
            theirNames,
          );
          const blocks = ["a", "b", "b/c"].map(block);
          for (const drawn of ours) {
            const slash = drawn.name.lastIndexOf("/");
            const home = blocks.find(({ name }) => name === drawn.name.slice(0, slash));
            const zero = (shape: readonly number[]) => new Float32Array(sizeOf(shape));
            home?.weight(drawn.name.slice(slash + 1), shapeOf(drawn, ourNames), zero, {
              axes: drawn.kinds,
            });
          }
          const run = () => reuse(source, { blocks }, { ...given, vocabularies: ourNames });
          const report = quietly(run);
          if (!report) return;
          reuses++;
          const { matched, adapted, skipped, unused, totals } = report;
          const taken = [...matched, ...adapted];
          assert.deepEqual(
            [...taken, ...skipped].map(({ parameter }) => parameter).sort(),
            ours.map(({ name }) => name).sort(),
          );
          assert.deepEqual(
            [...taken, ...unused].map(({ from }) => from).sort(),
            theirs.map(({ name }) => name).sort(),
          );
          const filled = blocks
            .flatMap(({ parameters }) => parameters)
            .reduce((sum, { values }) => sum + values.filter((value) => value !== 0).length, 0);
          assert.equal(totals.reused, filled);
          for (const { reused, numbers } of matched) assert.equal(reused, numbers);
          for (const { reused } of adapted) assert.ok(reused > 0);
        },
      ),
      { numRuns: 500 },
    );
    assert.ok(reuses > 100, `only ${reuses} of 500 took anything over`);
  });
});

/** Undefined where the two have nothing in common, which is refused. */
function quietly<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    assert.match(String(error), /Nothing of tiny fits the network|No block matches/);
    return undefined;
  }
}
