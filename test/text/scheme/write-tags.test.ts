import assert from "node:assert/strict";
import fc from "fast-check";
import type { TagSchemeName } from "#text/scheme/parse-tag.js";
import { INVALID_TAGS, tagsToSpans } from "#text/scheme/read-tags.js";
import { spansToTags } from "#text/scheme/write-tags.js";

const span = (type: string, start: number, end: number) => ({ type, start, end });

const flatSpans = fc
  .array(fc.tuple(fc.constantFrom("PER", "LOC"), fc.nat(2), fc.integer({ min: 1, max: 4 })))
  .map((parts) => {
    let at = 0;
    return parts.map(([type, gap, length]) => {
      const start = at + gap;
      at = start + length;
      return span(type, start, at);
    });
  });

const SCHEMES: TagSchemeName[] = ["IOB1", "BIO", "IOB2", "BIOES", "IOBES", "BILUO", "BILOU"];

describe("spansToTags", () => {
  const spans = [span("PER", 0, 2), span("PER", 2, 5), span("LOC", 5, 6)];
  const written: [TagSchemeName, string][] = [
    ["IOB1", "I-PER I-PER B-PER I-PER I-PER I-LOC O"],
    ["BIO", "B-PER I-PER B-PER I-PER I-PER B-LOC O"],
    ["BIOES", "B-PER E-PER B-PER I-PER E-PER S-LOC O"],
    ["BILUO", "B-PER L-PER B-PER I-PER L-PER U-LOC O"],
  ];
  for (const [scheme, tags] of written) {
    it(`writes ${scheme}`, () => {
      assert.equal(spansToTags(spans, 7, scheme).join(" "), tags);
    });
  }

  for (const scheme of SCHEMES) {
    it(`is undone by reading ${scheme}, under any policy`, () => {
      fc.assert(
        fc.property(flatSpans, (made) => {
          const tags = spansToTags(made, (made.at(-1)?.end ?? 0) + 1, scheme);
          for (const invalid of INVALID_TAGS) {
            assert.deepEqual(tagsToSpans(tags, { scheme, invalid }), made);
          }
        }),
      );
    });
  }

  it("refuses what tags can't say", () => {
    assert.throws(() => spansToTags([span("A", 0, 3), span("B", 2, 4)], 5), { code: "E_USAGE" });
    assert.throws(() => spansToTags([span("A", 0, 3)], 2), { code: "E_USAGE" });
    assert.throws(() => spansToTags([span("A", 1, 1)], 2), { code: "E_USAGE" });
    assert.throws(() => spansToTags([span("A", -1, 1)], 2), { code: "E_USAGE" });
  });
});
