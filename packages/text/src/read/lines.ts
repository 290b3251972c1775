import { MltlError } from "@mltl/core";
import { countCodePoints } from "../segment/code-points.js";

/** A line of a text, without its end. */
export interface Line {
  /** From 1. */
  number: number;
  /** UTF-16 units from the start of the text. */
  start: number;
  startCodePoint: number;
  text: string;
  /** How it ends: `\n`, `\r\n`, or nothing where the text does. */
  ending: string;
}

/**
 * Split text that comes in pieces at `\n` and `\r\n`, holding one line at a time.
 *
 * @param longest - UTF-16 units that a line may have
 * @throws MltlError `E_BAD_INPUT` for a longer one
 */
export async function* readLines(
  pieces: AsyncIterable<string> | Iterable<string>,
  longest: number,
): AsyncGenerator<Line, void, undefined> {
  let number = 1;
  let start = 0;
  let startCodePoint = 0;
  let rest: string[] = [];
  let restLength = 0;
  const take = (newline: string): Line => {
    const whole = rest.join("") + newline;
    rest = [];
    restLength = 0;
    const ending = newline && (whole.endsWith("\r\n") ? "\r\n" : "\n");
    const text = whole.slice(0, whole.length - ending.length);
    const line = { number: number++, start, startCodePoint, text, ending };
    start += whole.length;
    startCodePoint += countCodePoints(whole);
    return line;
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let to = piece.indexOf("\n"); to >= 0; to = piece.indexOf("\n", from)) {
      rest.push(piece.slice(from, to));
      from = to + 1;
      yield take("\n");
    }
    if (from === piece.length) continue;
    rest.push(piece.slice(from));
    restLength += piece.length - from;
    if (restLength > longest) {
      throw new MltlError("E_BAD_INPUT", `line ${number} is longer than ${longest} characters`);
    }
  }
  if (rest.length > 0) yield take("");
}
