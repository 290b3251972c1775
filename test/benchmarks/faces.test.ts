import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { inOurOrder, LABELS } from "#benchmarks/accuracy/faces/contender.js";
import { calmFaces, leadOver, partFigures } from "#benchmarks/accuracy/faces/figures.js";
import { agreement } from "#benchmarks/accuracy/faces/grey-photographs.js";
import { withoutSubject } from "#benchmarks/accuracy/faces/test-faces.js";

const label = (name: string) => LABELS.indexOf(name);

describe("faces beside peers", () => {
  it("joins a contender's labels by name, whatever their order, and leaves out what others don't know", () => {
    const names = ["contempt", ...[...LABELS].reverse()];
    const ordered = inOurOrder(Float32Array.from([0.25, 1, 2, 3, 4, 5, 6, 7]), names);
    deepEqual([...ordered], [7, 6, 5, 4, 3, 2, 1]);
    throws(() => inOurOrder(new Float32Array(2), ["happy", "sad"]), /'angry' among happy, sad/);
  });

  it("leaves out one subject, and says so if it isn't there", () => {
    deepEqual([...withoutSubject(["S054", "S055", "S056", "S055"], "S055")], [0, 2]);
    throws(() => withoutSubject(["S054"], "S055"), /faces of S055/);
  });

  it("draws intervals over persons: faces of one are right and wrong together", () => {
    const gold = Array.from({ length: 40 }, (_, i) => label(i % 2 ? "happy" : "sad"));
    const predicted = gold.map((value, i) => (i < 20 ? value : label("fear")));
    const alone = partFigures({ gold, predicted, units: gold.map((_, i) => String(i)) });
    const persons = partFigures({ gold, predicted, units: gold.map((_, i) => String(i < 20)) });
    equal(alone.accuracy.estimate, 0.5);
    equal(persons.accuracy.estimate, 0.5);
    ok(alone.accuracy.lower > 0.3 && alone.accuracy.upper < 0.7);
    deepEqual([persons.accuracy.lower, persons.accuracy.upper], [0, 1]);
    equal(alone.balancedAccuracy.estimate, 0.5);
  });

  it("finds a lead on the same faces, none over itself", () => {
    const gold = Array.from({ length: 60 }, () => label("happy"));
    const units = gold.map((_, i) => String(i));
    const wrongFrom = (first: number) => gold.map((value, i) => (i < first ? value : label("sad")));
    const ours = { gold, units, predicted: wrongFrom(50) };
    const lead = leadOver(ours, { predicted: wrongFrom(30) });
    equal(Math.round(lead.difference * 60), 20);
    ok(lead.lower > 0.2 && lead.upper < 0.5 && lead.p < 0.001);
    const none = leadOver(ours, ours);
    deepEqual([none.difference, none.lower, none.upper, none.p], [0, 0, 0, 1]);
  });

  it("counts the neutral faces that are called sad or angry", () => {
    const gold = ["neutral", "neutral", "neutral", "sad"].map(label);
    const predicted = ["angry", "neutral", "sad", "angry"].map(label);
    deepEqual(calmFaces({ gold, predicted }), { neutral: 3, calledSadOrAngry: 2 });
    equal(calmFaces({ gold: [label("sad")], predicted: [label("sad")] }), undefined);
  });

  it("matches the faces of a photograph by their boxes", () => {
    const box = (x: number) => ({ x, y: 0, width: 10, height: 10 });
    const colour = [
      { box: box(0), label: "happy" },
      { box: box(50), label: "sad" },
      { box: box(90), label: "fear" },
    ];
    const grey = [
      { box: box(51), label: "neutral" },
      { box: box(1), label: "happy" },
    ];
    deepEqual(agreement(colour, grey), { faces: 2, same: 1, unmatched: 1 });
    deepEqual(agreement([], grey), { faces: 0, same: 0, unmatched: 2 });
  });
});
