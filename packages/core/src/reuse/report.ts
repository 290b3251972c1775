/**
 * What became of every parameter when one network took over another's weights.
 *
 * @module
 */
import { type ReuseSummary, summaryText } from "../artifact/lineage.js";
import { formatTable, type TableColumn, type TableOptions } from "../io/output/table-writer.js";
import { printable } from "../io/printable.js";

/** A parameter of the target that has the source's numbers. */
export interface TakenOver {
  readonly parameter: string;
  readonly block: string;
  /** Its name in the source. */
  readonly from: string;
  /** Numbers of the parameter, and those that came from the source. */
  readonly numbers: number;
  readonly reused: number;
  /** How it was fitted, `5 of 7 labels`, or what is to be known of it. */
  readonly how?: string;
}

/** A parameter of the target that was left as it was. */
export interface Skipped {
  readonly parameter: string;
  readonly block: string;
  readonly numbers: number;
  readonly reason: string;
}

/** A parameter of the source that went nowhere. */
export interface Unused {
  readonly from: string;
  readonly numbers: number;
  readonly reason: string;
}

/**
 * The report: every parameter of the target is in `matched`, `adapted` or `skipped`, every one of
 * the source is the `from` of one of the first two or in `unused`. Plain data, ready for JSON.
 */
export interface ReuseReport {
  readonly source: string;
  /** Taken over as they were. */
  readonly matched: readonly TakenOver[];
  /** Fitted: entries that the source doesn't have keep what they began with. */
  readonly adapted: readonly TakenOver[];
  readonly skipped: readonly Skipped[];
  readonly unused: readonly Unused[];
  readonly totals: {
    /** Numbers of the target, and those that came from the source. */
    readonly numbers: number;
    readonly reused: number;
    /** The same without the moving statistics of normalisation, which are never trained. */
    readonly trainable: number;
    readonly trainableReused: number;
  };
}

/** The report in counts, as the lineage keeps it. */
export function summaryOf({
  matched,
  adapted,
  skipped,
  unused,
  totals,
}: ReuseReport): ReuseSummary {
  return {
    matched: matched.length,
    adapted: adapted.length,
    skipped: skipped.length,
    unused: unused.length,
    reused: totals.reused,
    numbers: totals.numbers,
  };
}

interface Row {
  readonly block: string;
  readonly outcome: keyof Pick<ReuseReport, "matched" | "adapted" | "skipped" | "unused">;
  readonly note: string;
  parameters: number;
  numbers: number;
  reused: number;
}

const COLUMNS: readonly TableColumn[] = [
  { name: "block" },
  { name: "outcome" },
  { name: "parameters", align: "right" },
  { name: "numbers", align: "right" },
  { name: "reused", align: "right" },
  { name: "note", cut: "end" },
];

/** The report for people: a line for each block and outcome, then the totals. */
export function formatReuseReport(report: ReuseReport, options: TableOptions = {}): string {
  const rows = groupRows(report);
  const count = (value: number) => value.toLocaleString("en");
  const table = formatTable(
    COLUMNS,
    rows.map(({ block, outcome, note, parameters, numbers, reused }) => [
      printable(block),
      outcome,
      count(parameters),
      count(numbers),
      count(reused),
      printable(note),
    ]),
    options,
  );
  const { trainable, trainableReused } = report.totals;
  const share = trainable === 0 ? 0 : (100 * trainableReused) / trainable;
  return `${table}
from ${printable(report.source)}: ${summaryText(summaryOf(report))}
trainable: ${count(trainableReused)} of ${count(trainable)} begin with the source's numbers (${share.toFixed(1)} %)
`;
}

/** A row for each block, outcome and note: what matched first, what was left over last. */
function groupRows({ matched, adapted, skipped, unused }: ReuseReport): Row[] {
  const rows = new Map<string, Row>();
  const add = (row: Omit<Row, "parameters">) => {
    const key = JSON.stringify([row.block, row.outcome, row.note]);
    const known = rows.get(key);
    if (!known) {
      rows.set(key, { ...row, parameters: 1 });
      return;
    }
    known.parameters++;
    known.numbers += row.numbers;
    known.reused += row.reused;
  };
  for (const { block, numbers, reused, how = "" } of matched) {
    add({ block, outcome: "matched", note: how, numbers, reused });
  }
  for (const { block, numbers, reused, how = "" } of adapted) {
    add({ block, outcome: "adapted", note: how, numbers, reused });
  }
  for (const { block, numbers, reason } of skipped) {
    add({ block, outcome: "skipped", note: reason, numbers, reused: 0 });
  }
  for (const { from, numbers, reason } of unused) {
    const block = from.includes("/") ? from.slice(0, from.lastIndexOf("/")) : from;
    add({ block, outcome: "unused", note: reason, numbers, reused: 0 });
  }
  return [...rows.values()];
}
