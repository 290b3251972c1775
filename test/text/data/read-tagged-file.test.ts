import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import fc from "fast-check";
import { readTaggedFile } from "#text/data/read-tagged-file.js";
import { alignDocument } from "#text/document/align-entities.js";
import { readDocuments } from "#text/formats/read-documents.js";
import { scratchFolder } from "../../core/io/scratch.js";

const OPTIONS = {};

/** Lines of a CoNLL file, good ones and others. */
const lines = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: line(fc.constantFrom("O", "B-PER", "I-PER", "B-LOC", "I-LOC")) },
    { weight: 1, arbitrary: line(fc.constantFrom("E-PER", "S-LOC", "PER")) },
    { weight: 3, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: fc.constantFrom("-DOCSTART-\tO", "# newdoc", "# text = x", "alone") },
  ),
  { minLength: 1, maxLength: 40 },
);

function line(tags: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const word = fc.constantFrom("Ann", "New York", "😀", "e\u0301", "#", "1", "\u05d0\u05d1");
  return fc.tuple(word, tags).map((cells) => cells.join("\t"));
}

describe("readTaggedFile", () => {
  const folder = scratchFolder();

  it("gives of CoNLL what its documents give once their entities are aligned", async () => {
    const file = folder.at("some.conll");
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(lines, async (text) => {
        await writeFile(file, text.join("\n"));
        const [tagged, read] = await Promise.allSettled([
          readTaggedFile(file, OPTIONS),
          readDocuments(file, OPTIONS),
        ]);
        assert.equal(tagged.status, read.status);
        if (tagged.status === "rejected" || read.status === "rejected") return;
        const { documents, problems } = read.value;
        const aligned = documents.map(alignDocument);
        assert.deepEqual(
          tagged.value.sentences,
          aligned.flatMap(({ sentences }) =>
            sentences.map(({ words, spans }) => ({ words, spans })),
          ),
        );
        const starts = aligned.map((_, i) =>
          aligned.slice(0, i).reduce((sum, { sentences }) => sum + sentences.length, 0),
        );
        assert.deepEqual(tagged.value.documents, starts.length > 1 ? starts : undefined);
        assert.deepEqual(tagged.value.problems, problems);
        compared++;
      }),
      { numRuns: 300 },
    );
    assert.ok(compared > 100, `${compared}`);
  });
});
