import assert from "node:assert/strict";
import { markdownTable, withSection } from "@mltl/core";

describe("markdownTable", () => {
  it("escapes bars", () => {
    assert.equal(
      markdownTable(["a", "b"], [["1|2", "3"]]),
      "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |",
    );
  });
});

describe("withSection", () => {
  it("replaces its own section of a page, and nothing else", () => {
    const page = "a\n<!-- one -->\nold\n<!-- /one -->\nb";
    assert.equal(
      withSection(page, "one", "new\n", "page"),
      "a\n<!-- one -->\nnew\n<!-- /one -->\nb",
    );
    assert.throws(() => withSection(page, "two", "new", "page"), {
      code: "E_BAD_DATA",
      message: /<!-- two --> and <!-- \/two --> in page/,
    });
  });
});
