/**
 * What `results/accuracy-vision.json` holds.
 *
 * @module
 */
import type { Machine } from "../../speed/report.js";
import type { FerPlusFigures } from "./ferplus.js";
import type { CalmFaces, Lead, PartFigures } from "./figures.js";
import type { GreyAgreement } from "./grey-photographs.js";
import type { TestFaces, TestPart } from "./test-faces.js";

/** One contender, and what it was made of. */
export interface ContenderFacts {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly versions?: Readonly<Record<string, string>>;
  /** Of its weights. */
  readonly sha256?: string;
}

/** One set of faces, every contender's figures on it. */
export interface PartReport extends Pick<TestPart, "id" | "name" | "note" | "unit"> {
  readonly data: TestFaces["data"];
  readonly faces: number;
  /** Independent units: faces, persons. */
  readonly units: number;
  /** Where faces come in sequences of near copies. */
  readonly sequences?: number;
  /** Faces by label. */
  readonly counts: Readonly<Record<string, number>>;
  /** Faces of classes that no contender knows, not scored. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** By contender. */
  readonly figures: Readonly<Record<string, PartFigures>>;
  /** By contender, where faces are neutral. */
  readonly calm: Readonly<Record<string, CalmFaces>>;
  /** Our lead over each peer, p adjusted over all leads of the report (Holm 1979). */
  readonly leads: Readonly<Record<string, Lead & { readonly adjustedP: number }>>;
}

/** The same faces made worse. */
export interface ConditionReport {
  readonly name: string;
  readonly title: string;
  /** How it is done. */
  readonly what: string;
  readonly figures: Readonly<Record<string, PartFigures>>;
}

/** Everything that was measured. */
export interface FacesReport {
  readonly date: string;
  readonly machine: Machine;
  readonly contenders: readonly ContenderFacts[];
  readonly parts: readonly PartReport[];
  /** On FER2013's test faces. */
  readonly conditions: readonly ConditionReport[];
  readonly grey: {
    readonly photographs: number;
    readonly agreements: Readonly<Record<string, GreyAgreement>>;
  };
  /** Of a model that has learned from FER+, where there is one. */
  readonly ferplus: FerPlusFigures;
  /** Faces a second by contender, where they were timed: see speed-face-networks.json. */
  readonly speed: Readonly<Record<string, ContenderSpeed>>;
}

/** A contender at its best batch size. */
export interface ContenderSpeed {
  readonly cell: string;
  /** Median. */
  readonly facesPerSecond: number;
  readonly facesPerCpuSecond?: number;
  /** Ours over it, round by round: median. */
  readonly ratio: number;
  readonly ratioCpu?: number;
}
