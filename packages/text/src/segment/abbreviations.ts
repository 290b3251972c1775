/**
 * Abbreviations that keep their full stop, in lower case and without it.
 *
 * @module
 */

const words = (list: string) => new Set(list.split(" "));

/** What stands before a name or a number, so that a sentence never ends after it. */
const BEFORE_A_NAME = words(
  "mr mrs ms mx dr drs prof rev fr hon pres gov sen rep gen col lt sgt capt cmdr adm maj cpl pvt " +
    "st mt ft messrs mme mlle supt det insp vs cf fig figs eq vol nos pp",
);

/** What may end a sentence, when a word follows that likely begins one. */
const ANYWHERE = words(
  "inc corp co ltd llc bros plc jr sr esq etc dept univ assn est approx ave blvd rd hwy al " +
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri " +
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont " +
    "neb nev okla ore pa penn tenn tex vt va wash wis wyo ed eds tel ext",
);

/** Abbreviations only where a number follows: `No. 5`, `p. 12`. */
const BEFORE_A_NUMBER = words("no p art para sec ch");

/** Abbreviations that are words too, and so need a capital: `Wash.` is one, `wash.` is not. */
const NEEDS_CAPITAL = words(
  "gen col det mar mon wed ill ind mass miss wash del la co ed fig rep sen maj adm hon pres gov " +
    "est ext tel ala ark pa ore ave",
);

/** How a full stop after a word is read. */
export type Stop = "title" | "abbreviation" | "none";

/**
 * How the full stop after `word` is read: part of a title (a sentence can't end there), part of an
 * abbreviation (it may), or none of the word's business.
 *
 * @param word - without the full stop
 * @param beforeNumber - whether a digit follows
 */
export function stopAfter(word: string, beforeNumber: boolean): Stop {
  const lower = word.toLowerCase();
  if (!(word === lower && NEEDS_CAPITAL.has(lower))) {
    if (BEFORE_A_NAME.has(lower)) return "title";
    if (ANYWHERE.has(lower)) return "abbreviation";
  }
  if (beforeNumber && BEFORE_A_NUMBER.has(lower)) return "title";
  return "none";
}
