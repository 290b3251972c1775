import assert from "node:assert/strict";
import { crfDecode, maskScores, randomStream } from "@mltl/core";
import fc from "fast-check";
import { bioesMask, bioesTags, bioesToSpans, spansToBioes } from "#text/scheme/tag-scheme.js";

const span = (type: string, start: number, end: number) => ({ type, start, end });

describe("tag schemes", () => {
  it("writes single tokens and longer spans in BIOES", () => {
    assert.deepEqual(spansToBioes([span("PER", 0, 1), span("LOC", 2, 5)], 6), [
      "S-PER",
      "O",
      "B-LOC",
      "I-LOC",
      "E-LOC",
      "O",
    ]);
  });

  it("comes back from BIOES to the same spans", () => {
    const spans = fc.array(
      fc.tuple(fc.constantFrom("PER", "LOC"), fc.nat(3), fc.integer({ min: 1, max: 4 })),
    );
    fc.assert(
      fc.property(spans, (parts) => {
        let at = 0;
        const made = parts.map(([type, gap, length]) => {
          const start = at + gap;
          at = start + length;
          return span(type, start, at);
        });
        assert.deepEqual(bioesToSpans(spansToBioes(made, at + 1)), made);
      }),
    );
  });

  it("lets only whole entities be decoded", () => {
    const tags = bioesTags(["PER", "LOC"]);
    const random = randomStream("legal");
    const draw = (count: number) => Float32Array.from({ length: count }, () => 5 * random.normal());
    for (let i = 0; i < 50; i++) {
      const K = tags.length;
      const scores = { start: draw(K), transitions: draw(K * K), end: draw(K) };
      const path = crfDecode(draw(7 * K), 0, K, 7, maskScores(scores, bioesMask(tags)));
      const decoded = Array.from(path, (label) => tags[label]);
      assert.deepEqual(spansToBioes(bioesToSpans(decoded), 7), decoded);
    }
  });
});
