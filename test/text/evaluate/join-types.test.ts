import assert from "node:assert/strict";
import { findDataManifest, readPlan } from "@mltl/core";
import { joinTypes, renameSpans } from "#text/evaluate/join-types.js";

const model = ["PER", "LOC", "ORG"];

describe("a set's types and a tagger's", () => {
  it("are joined by name; the others are left out or ignored", () => {
    assert.deepEqual(joinTypes({ name: "x", types: ["LOC", "MISC", "PER"] }, model), {
      map: { LOC: "LOC", PER: "PER" },
      leftOut: ["MISC"],
      ignored: ["ORG"],
    });
  });

  it("are joined as the set's manifest says, where there is no such name", () => {
    const set = {
      name: "x",
      types: ["person", "group", "LOC"],
      commonTypes: { person: "PER", LOC: "ORG" },
    };
    const { map, leftOut } = joinTypes(set, model);
    assert.deepEqual([map, leftOut], [{ person: "PER", LOC: "LOC" }, ["group"]]);
  });

  it("are joined as asked for and no further", () => {
    const set = { name: "x", types: ["person", "group", "LOC"], given: { group: "PER" } };
    const { map, leftOut, ignored } = joinTypes(set, model);
    assert.deepEqual(map, { group: "PER" });
    assert.deepEqual(
      [leftOut, ignored],
      [
        ["person", "LOC"],
        ["LOC", "ORG"],
      ],
    );
  });

  it("are refused by name", () => {
    assert.throws(() => joinTypes({ name: "x", types: ["gene"] }, model), {
      code: "E_USAGE",
      message: /PER, LOC, ORG.*gene in x/,
      hint: /--types gene=PER/,
    });
    const given = (map: Record<string, string>) => () =>
      joinTypes({ name: "x", types: ["gene"], given: map }, model);
    assert.throws(given({ genes: "PER" }), /of x for --types \(gene\), received 'genes'/);
    assert.throws(given({ gene: "GENE" }), /of the model .*received 'GENE'/);
  });

  it("rename spans, and drop those that have no name here", () => {
    const spans = ["constructor", "person"].map((type, start) => ({ type, start, end: start + 1 }));
    assert.deepEqual(renameSpans(spans, { person: "PER" }), [{ type: "PER", start: 1, end: 2 }]);
  });

  it("are called in manifests what the plan of the model that comes along calls them", async () => {
    const { levels } = await readPlan("benchmarks/plans/text/en.yaml");
    const { sets } = levels[0].data as { sets: { set: string; types: Record<string, string> }[] };
    for (const { set, types } of sets) {
      const { labels = [], commonTypes } = await findDataManifest(set);
      const { map } = joinTypes({ name: set, types: labels, commonTypes }, model);
      const scored = Object.entries(types).filter(([, type]) => model.includes(type));
      assert.deepEqual(map, Object.fromEntries(scored), set);
    }
  });
});
