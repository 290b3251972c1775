import assert from "node:assert/strict";
import { longestFirst, mergeSpans, type RuleMode } from "#text/rules/merge-spans.js";
import type { RuleSpan } from "#text/rules/rule-tokens.js";

const rule = (type: string, start: number, end: number): RuleSpan => ({
  type,
  start,
  end,
  source: "gazetteer",
});
const found = (type: string, start: number, end: number) => ({
  type,
  start,
  end,
  probability: 0.8,
});

function merged(network: ReturnType<typeof found>[], rules: RuleSpan[], mode: RuleMode): string[] {
  return mergeSpans(network, rules, mode).map(
    ({ type, start, end, source, probability }) =>
      `${type} ${start}-${end} ${source} ${probability}`,
  );
}

describe("rules and the network", () => {
  const network = [found("PER", 0, 2), found("LOC", 5, 6)];
  const rules = [rule("ORG", 1, 3), rule("ORG", 2, 3), rule("DATE", 8, 9)];

  it("win: what overlaps a rule goes", () => {
    assert.deepEqual(merged(network, rules, "win"), [
      "ORG 1-3 gazetteer null",
      "LOC 5-6 model 0.8",
      "DATE 8-9 gazetteer null",
    ]);
  });

  it("lose: what overlaps the network goes, before the longest is chosen", () => {
    assert.deepEqual(merged(network, rules, "lose"), [
      "PER 0-2 model 0.8",
      "ORG 2-3 gazetteer null",
      "LOC 5-6 model 0.8",
      "DATE 8-9 gazetteer null",
    ]);
  });

  it("keeps the longest of hits that overlap, then the first, then the one named first", () => {
    const hits = [
      rule("A", 0, 2),
      rule("B", 1, 4),
      rule("C", 3, 6),
      rule("D", 6, 7),
      rule("E", 6, 7),
    ];
    assert.deepEqual(
      longestFirst(hits).map(({ type }) => type),
      ["B", "D"],
    );
    assert.deepEqual(longestFirst([]), []);
  });
});
