/**
 * What the names of files say in the sets of the laboratories.
 *
 * @module
 */

/** The person and the sequence that a name gives, and the emotion where it has that too. */
export interface NameFacts {
  readonly subject?: string;
  readonly sequence?: string;
  readonly label?: string;
}

const CODES: Readonly<Record<string, string>> = {
  AN: "angry",
  AF: "fear",
  DI: "disgust",
  FE: "fear",
  HA: "happy",
  NE: "neutral",
  SA: "sad",
  SU: "surprise",
};

const FORMS: readonly { name: string; form: RegExp; facts(match: RegExpExecArray): NameFacts }[] = [
  {
    // CK+ (Lucey et al. 2010): S010_004_00000017.png
    name: "CK+",
    form: /^(S\d{3})_(\d{3})_\d{8}[._]/i,
    facts: ([, subject, sequence]) => ({ subject, sequence: `${subject}_${sequence}` }),
  },
  {
    // JAFFE (Lyons et al. 1998): KA.AN1.39.tiff
    name: "JAFFE",
    form: /^([A-Z]{2})\.(AN|DI|FE|HA|NE|SA|SU)\d?\.\d+\./i,
    facts: ([, subject, code]) => ({ subject, label: CODES[code.toUpperCase()] }),
  },
  {
    // KDEF (Lundqvist, Flykt & Ohman 1998): AF01ANS.JPG, session A or B, F or M, person, from where
    name: "KDEF",
    form: /^[AB]([FM]\d{2})(AF|AN|DI|HA|NE|SA|SU)(?:S|HL|HR|FL|FR)\./i,
    facts: ([, subject, code]) => ({ subject, label: CODES[code.toUpperCase()] }),
  },
];

/** What a file's name says; nothing for a name of no known form. */
export function factsOfName(name: string): NameFacts & { readonly form?: string } {
  for (const { name: set, form, facts } of FORMS) {
    const match = form.exec(name);
    if (match) return { form: set, ...facts(match) };
  }
  return {};
}
