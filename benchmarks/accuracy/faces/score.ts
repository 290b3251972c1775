/**
 * Tries contenders on the same faces.
 *
 * @module
 */
import { argmaxRows, holmAdjust } from "@mltl/core";
import { FACE_CONDITIONS } from "#vision/evaluate/conditions.js";
import { type FaceContender, LABELS, SIDE } from "./contender.js";
import { type Answers, calmFaces, type Lead, leadOver, membersOf, partFigures } from "./figures.js";
import type { ConditionReport, PartReport } from "./report.js";
import type { TestCase, TestFaces, TestPart } from "./test-faces.js";

type UnadjustedPart = Omit<PartReport, "leads"> & { readonly leads: Record<string, Lead> };

/** The figures of every part. Leads are those of the first contender over the peers. */
export async function scoreParts(
  cases: readonly TestCase[],
  contenders: readonly FaceContender[],
  peers: readonly FaceContender[],
): Promise<PartReport[]> {
  const reports: UnadjustedPart[] = [];
  for (const { faces, parts } of cases) {
    const labels = await classifyAll(faces.crops, faces.count, contenders);
    for (const part of parts) reports.push(partReport(faces, part, labels, peers));
  }
  const tested = reports.flatMap(({ leads }) => Object.values(leads));
  const adjusted = holmAdjust(tested.map(({ p }) => p));
  return reports.map((report) => ({
    ...report,
    leads: Object.fromEntries(
      Object.entries(report.leads).map(([id, lead]) => [
        id,
        { ...lead, adjustedP: adjusted[tested.indexOf(lead)] },
      ]),
    ),
  }));
}

/** The figures under each condition that crops can be put in. */
export async function scoreConditions(
  faces: TestFaces,
  contenders: readonly FaceContender[],
): Promise<ConditionReport[]> {
  const reports: ConditionReport[] = [];
  for (const { name, title, what, change } of FACE_CONDITIONS) {
    const crops = eachFace(faces, (face, i) => change(face, SIDE, i));
    const labels = await classifyAll(crops, faces.count, contenders);
    const figures = [...labels].map(([id, predicted]) => [
      id,
      partFigures({ gold: faces.gold, predicted, units: faces.units }),
    ]);
    reports.push({ name, title, what, figures: Object.fromEntries(figures) });
  }
  return reports;
}

function partReport(
  faces: TestFaces,
  { id, name, note, unit, rows }: TestPart,
  labels: ReadonlyMap<string, Uint8Array>,
  peers: readonly FaceContender[],
): UnadjustedPart {
  const chosen = (values: Uint8Array) => Uint8Array.from(rows, (row) => values[row]);
  const gold = chosen(faces.gold);
  const units = Array.from(rows, (row) => faces.units[row]);
  const answers = new Map<string, Answers>(
    [...labels].map(([contender, predicted]) => [
      contender,
      { gold, units, predicted: chosen(predicted) },
    ]),
  );
  const [[, ours]] = answers;
  const answersOf = (contender: string) => answers.get(contender) as Answers;
  const { sequence } = faces.columns;
  const figures = mapOf(answers, partFigures);
  for (const [contender, { accuracy }] of Object.entries(figures)) {
    process.stderr.write(`${name}, ${contender}: ${(100 * accuracy.estimate).toFixed(1)} %\n`);
  }
  return {
    ...{ id, name, note, unit, data: faces.data, faces: rows.length },
    units: membersOf(units).length,
    ...(sequence && { sequences: new Set(Array.from(rows, (row) => sequence[row])).size }),
    counts: Object.fromEntries(
      LABELS.map((label, i) => [label, gold.filter((value) => value === i).length]),
    ),
    leftOut: faces.leftOut,
    figures,
    calm: mapOf(answers, calmFaces),
    leads: Object.fromEntries(peers.map(({ id }) => [id, leadOver(ours, answersOf(id))])),
  };
}

/** What a function says of each; nothing where it says nothing. */
function mapOf<T>(
  answers: ReadonlyMap<string, Answers>,
  of: (answers: Answers) => T | undefined,
): Record<string, T> {
  const entries = [...answers].flatMap(([id, one]) => {
    const value = of(one);
    return value === undefined ? [] : [[id, value] as const];
  });
  return Object.fromEntries(entries);
}

async function classifyAll(
  crops: Uint8Array,
  count: number,
  contenders: readonly FaceContender[],
): Promise<Map<string, Uint8Array>> {
  const labels = new Map<string, Uint8Array>();
  for (const contender of contenders) {
    process.stderr.write(`${contender.name}: ${count} faces\n`);
    const probabilities = await contender.classify(crops, count);
    labels.set(contender.id, argmaxRows(probabilities, LABELS.length));
  }
  return labels;
}

function eachFace(
  { crops, count }: TestFaces,
  change: (face: Uint8Array, i: number) => Uint8Array,
): Uint8Array {
  const area = SIDE * SIDE;
  const changed = new Uint8Array(crops.length);
  for (let i = 0; i < count; i++) {
    changed.set(change(crops.subarray(i * area, (i + 1) * area), i), i * area);
  }
  return changed;
}
