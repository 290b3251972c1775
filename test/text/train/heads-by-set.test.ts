import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  inspectArtifact,
  loadEngine,
  MltlError,
  openWeights,
  parametersOf,
  parsePlan,
  randomStream,
  reuse,
  runPlan,
  taskKind,
} from "@mltl/core";
import "@mltl/text/training";
import { buildTagger } from "#text/network/tagger.js";
import { loadTaggerModel } from "#text/tag/tagger-model.js";

/** Sentences in which the same names are of one type: two such sets disagree of every name. */
function corpus(type: string, names: readonly string[]): string {
  const lines = names.flatMap((name) =>
    ["they call", "we call"].map((before) => {
      const words = `${before} ${name} again`.split(" ");
      return `${words.map((word) => `${word}\t${word === name ? `B-${type}` : "O"}`).join("\n")}\n`;
    }),
  );
  return lines.join("\n");
}

const NAMES = ["Ann", "Bo", "Cid", "Dee", "Eve", "Flo", "Gus", "Hal"];

describe("a tagger with a head for each set", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "mltl-heads-"));
    await writeFile(path.join(folder, "people.conll"), corpus("PER", NAMES));
    await writeFile(path.join(folder, "towns.conll"), corpus("LOC", NAMES));
  });
  after(() => rm(folder, { recursive: true }));

  const planOf = (data: object) =>
    parsePlan(
      {
        schema: "mltl.plan/1",
        name: "heads",
        levels: [
          {
            name: "both",
            task: "text/tag",
            data: {
              sets: ["people", "towns"].map((name) => ({
                set: path.join(folder, `${name}.conll`),
              })),
              heads: "by-set",
              vocabulary: { atLeast: 1 },
              batch: 4,
              ...data,
            },
            network: {
              architecture: "bilstm-crf",
              options: { units: 8, characterFilters: 8, wordWidth: 8, dropout: 0.1 },
            },
            stages: [{ name: "all", epochs: 12, rate: 0.03 }],
            monitor: "f1",
          },
        ],
        card: { title: "heads", licence: "MIT", intendedUse: "tests", limits: "tests" },
      },
      "the test's plan",
    );

  it("learns from all batches of all sets each epoch, and says of a word what each set does", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const out = path.join(folder, "model");
    const steps: string[] = [];
    await runPlan(planOf({}), {
      ...{ out, dataRoot: folder },
      onStep: ({ objective }: { objective: string }) => steps.push(objective),
    });
    const { network, manifest } = await inspectArtifact(out);
    const blocks = network.blocks.map(({ name }) => name);
    const own = ["people", "towns"].flatMap((set) => [`head/${set}.conll`, `crf/${set}.conll`]);
    assert.deepEqual(blocks, ["words", "characters", "casing", "encoder", ...own]);
    const { dev } = manifest.metrics;
    assert.deepEqual([dev.f1, dev["f1 of people.conll"], dev["f1 of towns.conll"]], [1, 1, 1]);
    for (const [head, type] of [
      ["people.conll", "PER"],
      ["towns.conll", "LOC"],
    ]) {
      const model = await loadTaggerModel(out, head);
      assert.deepEqual(model.types, [type]);
      const [[span]] = model.predict([["they", "call", "Ann", "again"]]);
      assert.deepEqual([span.type, span.start, span.end], [type, 2, 3]);
      model.dispose();
    }
    await assert.rejects(
      loadTaggerModel(out, "rivers"),
      /No head 'rivers'.*people.conll, towns.conll/,
    );
    const epoch = steps.slice(0, steps.length / 12);
    const count = (name: string) => epoch.filter((objective) => objective === name).length;
    assert.equal(count("people.conll"), count("towns.conll"));
    assert.ok(count("people.conll") >= 3 && steps.length % 12 === 0);
  });

  it("hands one of its heads on to a tagger that has one", async function () {
    if ((await loadEngine()).kind !== "native") this.skip();
    const source = await openWeights(path.join(folder, "model"));
    const options = {
      ...{ types: ["LOC"], units: 8, characterFilters: 8, wordWidth: 8 },
      ...{ vocabularySize: source.vocabularies.word.length },
      alphabetSize: source.vocabularies.character.length - 2,
    };
    const network = buildTagger(options, randomStream(1));
    const { skipped } = reuse(source, network, {
      map: { "head/towns.conll": "head", "crf/towns.conll": "crf" },
      vocabularies: { ...source.vocabularies, tag: network.tags },
    });
    assert.deepEqual(skipped, []);
    for (const name of ["head/emissions/kernel", "crf/transitions"]) {
      const given = source.parameters.get(name.replace("/", "/towns.conll/"))?.values;
      const taken = parametersOf(network).find((parameter) => parameter.name === name)?.values;
      assert.deepEqual(taken, given);
    }
  });

  it("refuses types beside heads by set, and two sets of one name", async () => {
    const fault = async (data: object, expected: RegExp) => {
      const plan = planOf(data);
      const request = { plan, level: plan.levels[0], seed: 1, dataRoot: folder };
      await assert.rejects(taskKind("text/tag").create(request), (error: MltlError) => {
        assert.equal(error.code, "E_BAD_PLAN");
        assert.match(error.message, expected);
        return error instanceof MltlError;
      });
    };
    await fault({ types: ["PER"] }, /no types beside/);
    const set = path.join(folder, "people.conll");
    await fault({ sets: [{ set }, { set }] }, /people.conll twice/);
  });
});
