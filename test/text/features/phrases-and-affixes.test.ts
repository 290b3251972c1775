import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { affixRowsOf } from "#text/features/affixes.js";
import { alphabet } from "#text/features/encode-characters.js";
import { encodeSentences } from "#text/features/encode-sentences.js";
import {
  gazetteerFile,
  readGazetteerFile,
  readGazetteerLists,
} from "#text/features/gazetteer-files.js";
import { gazetteerLists } from "#text/features/gazetteer-lists.js";

describe("characters for an LSTM", () => {
  it("are those of each word in both orders, one step each, the longest word's many", () => {
    const { feeds } = encodeSentences([["ab", "c"]], {
      letters: alphabet("abc"),
      reading: { characters: "lstm", affixRows: 0 },
    });
    const { characters, forwards, backwards, lastOf } = feeds;
    assert.deepEqual([...characters.data], [2, 3, 4, 0]);
    assert.deepEqual(forwards, { shape: [2, 2], data: Int32Array.of(0, 2, 1, 3) });
    assert.deepEqual(backwards, { shape: [2, 2], data: Int32Array.of(1, 2, 0, 3) });
    assert.deepEqual(lastOf, { shape: [2], data: Int32Array.of(2, 1) });
  });

  it("are none where the network reads none", () => {
    const reading = { characters: "none", affixRows: 0 } as const;
    const { feeds } = encodeSentences([["a"]], { letters: alphabet("a"), reading });
    assert.deepEqual(Object.keys(feeds).sort(), ["casing", "lengths", "spelling"]);
  });
});

describe("affixes", () => {
  it("are the same rows for the same letters, in any case", () => {
    const rows = affixRowsOf("Hausbau", 5000);
    assert.deepEqual(affixRowsOf("HAUSBAU", 5000), rows);
    const other = affixRowsOf("Hausboot", 5000);
    assert.deepEqual(other.slice(0, 3), rows.slice(0, 3));
    assert.ok(other.slice(3).every((row, i) => row !== rows[3 + i]));
    assert.ok(rows.every((row) => row > 0 && row < 5000));
  });

  it("are row 0 where the word is shorter, and a beginning is no end", () => {
    const [two, three, four, ...ends] = affixRowsOf("abc", 5000);
    assert.deepEqual([four, ends[2]], [0, 0]);
    assert.ok(two > 0 && three > 0 && ends[0] > 0);
    assert.notEqual(three, ends[1]);
  });

  it("count characters, not units of UTF-16", () => {
    assert.deepEqual([...affixRowsOf("\u{1F600}", 5000)], [0, 0, 0, 0, 0, 0]);
  });

  it("are fed once for each distinct word", () => {
    const reading = { characters: "cnn", affixRows: 100 } as const;
    const { feeds } = encodeSentences([["one", "two", "one"]], { letters: alphabet("a"), reading });
    assert.deepEqual(feeds.affixes.shape, [2, 6]);
    assert.deepEqual(feeds.affixes.data.slice(6), affixRowsOf("two", 100));
  });
});

describe("lists of phrases", () => {
  const lists = gazetteerLists(
    ["place", "person"],
    [
      ["New York", "place"],
      ["New York City", "place"],
      ["York", "place"],
      ["York", "person"],
    ],
    "exact",
  );

  it("say of each list where in its longest phrase a token is", () => {
    const { shape, data } = lists.encode([["in", "New", "York", "City", "York"], ["York"]], 5);
    assert.deepEqual(shape, [5, 2, 8]);
    const row = (t: number, b: number) => [...data.slice((t * 2 + b) * 8, (t * 2 + b + 1) * 8)];
    assert.deepEqual(row(0, 0), [0, 0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(row(1, 0), [1, 0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(row(2, 0), [0, 1, 0, 0, 0, 0, 0, 1]);
    assert.deepEqual(row(3, 0), [0, 0, 1, 0, 0, 0, 0, 0]);
    assert.deepEqual(row(4, 0), [0, 0, 0, 1, 0, 0, 0, 1]);
    assert.deepEqual(row(0, 1), [0, 0, 0, 1, 0, 0, 0, 1]);
    assert.deepEqual(row(1, 1), [0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("come from files, and back from that of an artifact in the same order", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "mltl-lists-"));
    try {
      const [towns, typed] = [path.join(folder, "towns.txt"), path.join(folder, "typed.tsv")];
      await writeFile(towns, "Oslo\nNew  York\n");
      await writeFile(typed, "Ann Lee\tperson\nOslo\tperson\n");
      const read = await readGazetteerLists([{ file: towns, list: "place" }, typed], "ignore");
      assert.deepEqual(read.names, ["place", "person"]);
      const [name, text] = gazetteerFile(read);
      await writeFile(path.join(folder, name), text);
      const again = await readGazetteerFile(folder, read.names, "ignore");
      assert.deepEqual(again.phrases, read.phrases);
      const sentences = [["new", "york", "and", "OSLO"]];
      assert.deepEqual(again.encode(sentences, 4), read.encode(sentences, 4));
      assert.deepEqual([...again.encode(sentences, 4).data.slice(0, 8)], [1, 0, 0, 0, 0, 0, 0, 0]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
