import assert from "node:assert/strict";
import { csvColumns, csvRows, isWholeImage } from "#vision/output/csv-rows.js";
import { sortedFolder } from "#vision/output/sort-into.js";
import { tableColumns, tableRows } from "#vision/output/table-rows.js";
import { face, labels, record } from "./sample-record.js";

describe("csvRows", () => {
  const columns = csvColumns(labels);
  const rowsOf = (of: Parameters<typeof csvRows>[0]) =>
    csvRows(of, labels).map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

  it("gives one row a face", () => {
    const [first, second] = rowsOf(record("a.jpg", [face("sad", 10, 20), face("happy", 90, 20)]));
    assert.deepEqual(
      [first.path, first.faces, first.face, first.label, first.x, first.p_sad],
      ["a.jpg", 2, 1, "sad", 10, 0.8],
    );
    assert.deepEqual([second.face, second.label], [2, "happy"]);
  });

  it("gives one row to a file without faces, as wide as the others", () => {
    const faceless = record("b.jpg", [], { status: "unreadable", reason: "cut short" });
    const [row] = rowsOf(faceless);
    assert.deepEqual(
      [row.status, row.reason, row.faces, row.face],
      ["unreadable", "cut short", 0, ""],
    );
    assert.equal(csvRows(faceless, labels)[0].length, columns.length);
  });

  it("keeps to its columns", () => {
    assert.deepEqual(
      columns.join(),
      "path,status,reason,width,height,turned,faces,face,x,y,box_width,box_height,roll,score," +
        "label,probability,flags,p_happy,p_sad,p_fear",
    );
  });
});

describe("isWholeImage", () => {
  it("tells from the last row whether all faces are there", () => {
    assert.equal(isWholeImage([{ faces: "2", face: "1" }]), false);
    assert.equal(
      isWholeImage([
        { faces: "2", face: "1" },
        { faces: "2", face: "2" },
      ]),
      true,
    );
    assert.equal(isWholeImage([{ faces: "0", face: "" }]), true);
  });
});

describe("tableRows", () => {
  it("names the file once and gives percent", () => {
    const rows = tableRows(record("a.jpg", [face("sad", 10, 20), face("happy", 90, 20)]));
    assert.deepEqual(rows[0], ["a.jpg", "1", "sad", "80 %", "40×40", ""]);
    assert.equal(rows[1][0], "");
    assert.equal(rows[1].length, tableColumns.length);
  });

  it("says what became of a file without faces", () => {
    const [row] = tableRows(record("b.jpg", [], { status: "missing", reason: "no such file" }));
    assert.equal(row.at(-1), "missing: no such file");
  });
});

describe("sortedFolder", () => {
  it("goes by the largest face", () => {
    const faces = [face("sad", 0, 0, 20), face("happy", 50, 0, 60), face("fear", 150, 0, 30)];
    assert.equal(sortedFolder(record("a.jpg", faces)), "happy");
  });

  it("has a folder for pictures without faces and none for what failed", () => {
    assert.equal(sortedFolder(record("a.jpg", [])), "no-face");
    assert.equal(sortedFolder(record("a.jpg", [], { status: "failed" })), undefined);
  });

  it("keeps a label that is a path within the folder", () => {
    const odd = { ...face("sad", 0, 0), label: "../sad" };
    assert.equal(sortedFolder(record("a.jpg", [odd])), ".._sad");
  });
});
