import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { openLevelSentences, parseLevelSentences } from "@mltl/text/training";
import { scratchFolder } from "../../core/io/scratch.js";

type Sets = Parameters<typeof parseLevelSentences>[0]["sets"];

describe("what a set is annotated with", () => {
  const folder = scratchFolder();

  before(() => {
    const sentence = (type: string, i: number) => `w${i}\tB-${type}\nleft\tO\n\n`;
    for (const [set, types] of [
      ["both", ["PER", "LOC"]],
      ["people", ["PER"]],
    ] as const) {
      mkdirSync(folder.at(set));
      for (const split of ["train", "dev", "test"]) {
        const text = [0, 1, 2, 3].map((i) => sentence(types[i % types.length], i)).join("");
        writeFileSync(folder.at(set, `${split}.conll`), text);
      }
    }
  });

  const open = (people: Partial<Sets[number]> = {}) => {
    const sets = [{ set: folder.at("both") }, { set: folder.at("people"), ...people }];
    return openLevelSentences(parseLevelSentences({ sets }), { dataRoot: "nowhere", seed: 1 });
  };
  const annotated = async (people?: Partial<Sets[number]>) => {
    const { train, notices } = await open(people);
    return { annotates: train.map((sentence) => sentence.annotates?.join()), notices };
  };

  it("is what occurs in it, where nothing says more: and that is said by name", async () => {
    const { annotates, notices } = await annotated();
    assert.deepEqual(annotates, [...Array(4).fill(undefined), ...Array(4).fill("PER")]);
    assert.deepEqual(notices, [
      "people has no LOC, and is taken to say nothing of it; if it is annotated with all types, say so in the plan: annotates: [PER, LOC]",
    ]);
  });

  it("is what the plan says", async () => {
    const all = await annotated({ annotates: ["LOC", "PER"] });
    assert.deepEqual(all, { annotates: Array(8).fill(undefined), notices: [] });
    const some = await annotated({ annotates: ["PER"] });
    assert.deepEqual([some.annotates[4], some.notices], ["PER", []]);
  });

  it("is what types are taken of it", async () => {
    const { annotates, notices } = await annotated({ types: { PER: "PER" } });
    assert.deepEqual([annotates[4], notices], ["PER", []]);
  });

  it("can't be without what occurs in it, nor what nobody has", async () => {
    await assert.rejects(open({ annotates: ["LOC"] }), {
      code: "E_BAD_PLAN",
      message: "Expected every type of people in its annotates, received LOC without PER",
    });
    await assert.rejects(open({ annotates: ["PER", "LOK"] }), {
      message: "No type 'LOK' for people to be annotated with. Types: LOC, PER",
    });
  });
});
