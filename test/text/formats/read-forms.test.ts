import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { CodePointOffsets } from "#text/formats/code-point-offsets.js";
import { readDocuments } from "#text/formats/read-documents.js";
import { formFiles, named } from "./in-memory.js";

const text = "😀 Ann Lee left.";

describe("forms of annotated text", () => {
  const { folder, read } = formFiles();
  const found = async (name: string, content: string | object, options = {}) => {
    const whole = typeof content === "string" ? content : JSON.stringify(content);
    const { form, documents, problems } = await read(name, whole, options);
    return { form, names: named(documents).flat(), kinds: problems.map(({ kind }) => kind) };
  };

  it("count offsets as each tool does, an emoji before the entity", async () => {
    const ann = ["PER Ann Lee"];
    const one = async (content: object) => {
      const { form, names } = await found("a.jsonl", content);
      return [form, names];
    };
    assert.deepEqual(await one({ text, entities: [[2, 9, "PER"]] }), ["spacy", ann]);
    assert.deepEqual(await one({ text, ents: [{ start: 2, end: 9, label: "PER" }] }), [
      "spacy",
      ann,
    ]);
    assert.deepEqual(await one([text, { entities: [[2, 9, "PER"]] }]), ["spacy", ann]);
    assert.deepEqual(await one({ text, label: [[3, 10, "PER"]] }), ["doccano", ann]);
    assert.deepEqual(await one({ data: text, label: [[3, 10, "PER"]] }), ["doccano", ann]);
    const entities = [{ id: 1, label: "PER", start_offset: 3, end_offset: 10 }];
    assert.deepEqual(await one({ text, entities, relations: [] }), ["doccano", ann]);
    assert.deepEqual(await one({ text, spans: [{ start: 2, end: 9, label: "PER" }] }), [
      "prodigy",
      ann,
    ]);
    const value = { start: 2, end: 9, text: "Ann Lee", labels: ["PER"] };
    const annotations = [
      { was_cancelled: true, result: [] },
      { result: [{ type: "labels", value }] },
    ];
    assert.deepEqual(await one([{ id: 1, data: { text }, annotations }]), ["label-studio", ann]);
    assert.deepEqual(await one([{ id: 1, text, label: [value] }]), ["label-studio", ann]);
  });

  it("take another unit if told so, and say where nothing tells which it is", async () => {
    const content = { text, label: [[2, 9, "PER"]] };
    const declared = await found("a.jsonl", content, { offsets: "code-point" });
    assert.deepEqual([declared.names, declared.kinds], [["PER Ann Lee"], []]);
    assert.deepEqual((await found("a.jsonl", content)).kinds, ["unknown-unit"]);
    const plain = { text: "Ann left", label: [[0, 3, "PER"]] };
    assert.deepEqual((await found("a.jsonl", plain)).kinds, []);
  });

  it("say when an entity's own text fits the other unit only", async () => {
    const value = { start: 3, end: 10, text: "Ann Lee", labels: ["PER"] };
    const tasks = [{ data: { text }, annotations: [{ result: [{ value }] }] }];
    const { documents, problems } = await read("old.json", JSON.stringify(tasks));
    assert.deepEqual(named(documents), [["PER nn Lee "]]);
    assert.match(problems[0].reason, /counted in UTF-16 units it is what the file says/);
    const again = await found("old.json", tasks, { offsets: "utf16" });
    assert.deepEqual(again, { form: "label-studio", names: ["PER Ann Lee"], kinds: [] });
  });

  it("name records that can't be read and offsets outside the text, each with its line", async () => {
    const lines = [
      '{"text":"Ann","entities":[[0,3,"PER"],[2,9,"LOC"],[1,1,"X"],[-1,2,"X"],[0,1,""]]}',
      "{broken",
      '{"body":"Ann","entities":[]}',
      '{"text":"Ann","spans":[]}',
      '{"text":"Bo","entities":[[0,2,"PER"]],"meta":{"a":1}}',
    ];
    const { documents, problems, leftOut } = await read("a.jsonl", lines.join("\r\n"));
    assert.deepEqual(named(documents), [["PER Ann"], ["PER Bo"]]);
    assert.deepEqual(
      problems.map(({ kind, line }) => `${kind} ${line}`),
      [...Array(4).fill("bad-offsets 1"), "broken-line 2", "broken-line 3", "broken-line 4"],
    );
    assert.deepEqual(leftOut, { "key 'meta'": 1 });
  });

  it("brat: pieces, overlaps, other annotations, and texts that are missing", async () => {
    mkdirSync(folder.at("brat/sub"), { recursive: true });
    const write = (name: string, content: string) =>
      writeFileSync(folder.at(`brat/${name}`), content);
    write("a.txt", "😀 North and South\r\nKorea");
    write(
      "a.ann",
      "T1\tLOC 2 7;19 24\tNorth Korea\nT2\tLOC 12 17;19 24\tSouth Korea\n#1\tNote T1\tx\n",
    );
    write("sub/b.txt", "nothing");
    write("c.ann", "T1\tLOC 0 1\tx\n");
    const { form, documents, problems, leftOut } = await readDocuments(folder.at("brat"));
    assert.equal(form, "brat");
    assert.deepEqual(
      documents.map(({ id }) => id),
      ["a", "sub/b"],
    );
    const own = documents[0];
    assert.deepEqual(
      own.entities.map(({ fragments }) =>
        fragments?.map(({ start, end }) => own.text.slice(start, end)),
      ),
      [
        ["North", "Korea"],
        ["South", "Korea"],
      ],
    );
    assert.deepEqual(leftOut, { notes: 1 });
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ["no-text"],
    );
    assert.equal((await readDocuments(folder.at("brat/a.ann"))).documents.length, 1);
  });

  it("CSV: text repeated, given once, or in a file beside it; columns by several names", async () => {
    const rows = `text,start,end,label\n"${text}",3,6,PER\n"${text}",7,10,PER\nplain,,,\n`;
    const repeated = await read("a.csv", rows);
    assert.deepEqual(named(repeated.documents), [["PER Ann", "PER Lee"], []]);
    writeFileSync(folder.at("note.txt"), text);
    const beside = await read(
      "b.tsv",
      "doc_id\tbegin\tend\ttype\nnote\t3\t10\tPER\ngone\t0\t1\tX\n",
    );
    assert.deepEqual([beside.form, named(beside.documents)], ["csv", [["PER Ann Lee"]]]);
    assert.deepEqual(
      beside.problems.map(({ kind }) => kind),
      ["unknown-unit", "no-text"],
    );
    await assert.rejects(
      read("c.csv", "text,from,to\na,0,1\n"),
      /Expected columns start, end, label in .*c\.csv, received: text, from, to/,
    );
  });

  it("CoNLL-U: text to the last blank, multiword tokens, MISC or a column of its own", async () => {
    const line = (id: string, form: string, misc = "_") =>
      `${id}\t${form}\t_\t_\t_\t_\t_\t_\t_\t${misc}`;
    const rows = [
      "# newdoc id = one",
      "# text = 😀 Ann didn't go.",
      line("1", "😀"),
      line("2", "Ann", "NER=S-PER"),
      line("3-4", "didn't"),
      line("3", "did"),
      line("4", "n't"),
      line("4.1", "empty"),
      line("5", "go", "SpaceAfter=No"),
      line("6", ".", "SpacesAfter=\\n\\n"),
      "",
      "# newdoc id = two",
      "# text = au Mans",
      line("1-2", "au", "NER=B-LOC"),
      line("1", "à", "NER=B-LOC"),
      line("2", "le", "NER=I-LOC"),
      line("3", "Mans", "NER=E-LOC"),
      "",
    ];
    const { documents, problems, notes, leftOut } = await read("a.conllu", rows.join("\n"));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      documents.map((one) => [one.id, one.text, one.exactText]),
      [
        ["one", "😀 Ann didn't go.\n\n", true],
        ["two", "au Mans", true],
      ],
    );
    assert.deepEqual(named(documents), [["PER Ann"], ["LOC au Mans"]]);
    assert.deepEqual(
      documents[0].sentences?.[0].map((token) => token.text),
      ["😀", "Ann", "did", "n't", "go", "."],
    );
    assert.deepEqual(notes, ["tags in NER of MISC", "scheme BIOES, found over the whole file"]);
    assert.deepEqual(leftOut, { "empty nodes": 1 });

    const plus = "# global.columns = ID FORM ENT\n1\tAnn\tB-PER\n2\tran\t_\n";
    assert.deepEqual((await found("b.conllup", plus)).names, ["PER Ann"]);
    await assert.rejects(
      read("b.conllup", plus, { columns: { tag: "NER" } }),
      /No column or key of MISC 'NER'/,
    );
  });

  it("converts between code points and UTF-16 units at every offset", () => {
    const any = fc
      .array(fc.constantFrom("a", "é", "😀", "𝒳", "\ud83d", "\ude00"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(any, (own) => {
        const map = new CodePointOffsets(own);
        let at = 0;
        [...own, ""].forEach((character, i) => {
          assert.equal(map.toUtf16(i), at);
          assert.equal(map.fromUtf16(at), i);
          at += character.length;
        });
        assert.equal(map.differ, [...own].length !== own.length);
      }),
    );
  });
});
