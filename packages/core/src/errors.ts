/**
 * The one family of errors: each has a `code` for programs, a message for people and a `hint`
 * that says what to do.
 *
 * @module
 */

/** Every code an {@link MltlError} can carry. */
export type ErrorCode =
  | "E_USAGE"
  | "E_NO_ENGINE"
  | "E_ENGINE_SETUP"
  | "E_NOT_FOUND"
  | "E_BAD_INPUT"
  | "E_BAD_ENCODING"
  | "E_BAD_ARTIFACT"
  | "E_BAD_DATA"
  | "E_BAD_PLAN"
  | "E_BAD_SCHEME"
  | "E_CHECKSUM"
  | "E_NOT_FINITE"
  | "E_ABORTED";

/** Extra facts given to an {@link MltlError}. */
export interface MltlErrorOptions {
  /** What the reader can do about it, as one sentence. */
  hint?: string;
  /** The error underneath, kept for `--verbose`. */
  cause?: unknown;
}

/** An error whose message may be shown to people as it is. */
export class MltlError extends Error {
  override readonly name = "MltlError";
  readonly code: ErrorCode;
  readonly hint?: string;

  constructor(code: ErrorCode, message: string, options: MltlErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
  }
}

/**
 * The sentence every wrong argument gets: `Expected X for Y, received Z`.
 *
 * @param name - what the value is for, in the caller's words
 * @param expected - what would have been accepted
 * @param actual - what came instead
 */
export function invalidArgument(
  name: string,
  expected: string,
  actual: unknown,
  options: MltlErrorOptions = {},
): MltlError {
  const received = typeof actual === "string" ? `'${actual}'` : String(actual);
  return new MltlError(
    "E_USAGE",
    `Expected ${expected} for ${name}, received ${received}`,
    options,
  );
}
