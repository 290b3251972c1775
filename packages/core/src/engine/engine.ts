/**
 * Chooses and starts the engine: native TensorFlow where `mltl setup` has put it, else WebAssembly.
 *
 * @module
 */
import { invalidArgument, MltlError } from "../errors.js";
import { findAddon } from "./find-addon.js";
import { type EngineThreads, startNative } from "./native.js";
import { nativeFolder } from "./native-paths.js";
import { startWasm } from "./wasm.js";

/** The engines by name; `auto` is native where it can be had, else WASM. */
const ENGINE_KINDS = ["auto", "native", "wasm"] as const;

/** What the process computes with. */
export interface Engine {
  /** `native`: TensorFlow's C library, trains and predicts. `wasm`: predicts only. */
  readonly kind: "native" | "wasm";
  /** Version of the library underneath, e.g. `2.15.1`. */
  readonly version: string;
  /** Why WASM runs, when native was not asked away in code. */
  readonly fallback?: EngineFallback;
}

/** Why the native engine is not the one that runs. */
export interface EngineFallback {
  /** One line for people: why, and what to do. */
  readonly notice: string;
  /** What failed, when something did. */
  readonly cause?: unknown;
}

/** How {@link loadEngine} chooses. */
export interface EngineOptions {
  /** `auto` (default), `native` or `wasm`. `MLTL_ENGINE` in the environment overrides. */
  kind?: (typeof ENGINE_KINDS)[number];
  /**
   * Threads of the native engine, fixed at the first load: within one operation and across
   * operations that don't wait for each other. A number is `{ within: number, across: 1 }`; default:
   * every core for both. `TF_NUM_INTRAOP_THREADS` and `TF_NUM_INTEROP_THREADS` override.
   */
  threads?: number | EngineThreads;
  /** Gets {@link EngineFallback.notice}, once for the process. */
  onNotice?: (line: string) => void;
}

let starting: Promise<Engine> | undefined;
let noticeGiven = false;

/**
 * Starts the engine once; later calls give the same one.
 *
 * @throws MltlError `E_NO_ENGINE` when the engine asked for cannot be had, or another already runs;
 *   `E_USAGE` for an unknown name in `MLTL_ENGINE` or a bad `threads`
 */
export async function loadEngine(options: EngineOptions = {}): Promise<Engine> {
  const kind = wantedKind(options.kind);
  const threads = checkedThreads(options.threads);
  starting ??= start(kind, threads).catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  const engine = await starting;
  if (kind !== "auto" && kind !== engine.kind) {
    throw new MltlError(
      "E_NO_ENGINE",
      `Expected the ${kind} engine, but this process already runs the ${engine.kind} one`,
      { hint: "Ask for the engine before anything else loads it, or set MLTL_ENGINE." },
    );
  }
  if (engine.fallback && options.onNotice && !noticeGiven) {
    noticeGiven = true;
    options.onNotice(engine.fallback.notice);
  }
  return engine;
}

/**
 * Stops with one clear sentence where the engine cannot do what is wanted.
 *
 * @param whatFor - the work that needs it, as the sentence's beginning, e.g. `Training`
 * @throws MltlError `E_NO_ENGINE` unless `engine` is native
 */
export function requireNative(engine: Engine, whatFor: string): void {
  if (engine.kind === "native") return;
  const { fallback } = engine;
  throw new MltlError(
    "E_NO_ENGINE",
    `${whatFor} needs the native engine, and this process runs on WebAssembly, which can only predict`,
    {
      hint: "Run `mltl setup` to install the native engine, `mltl doctor` to see what is missing.",
      cause: fallback?.cause,
    },
  );
}

function wantedKind(asked: EngineOptions["kind"] = "auto"): (typeof ENGINE_KINDS)[number] {
  const fromEnvironment = process.env.MLTL_ENGINE || undefined;
  const kind = ENGINE_KINDS.find((known) => known === (fromEnvironment ?? asked));
  if (kind !== undefined) return kind;
  const name = fromEnvironment ? "MLTL_ENGINE" : "the engine";
  throw invalidArgument(name, `one of ${ENGINE_KINDS.join(", ")}`, fromEnvironment ?? asked);
}

function checkedThreads(threads: EngineOptions["threads"]): EngineThreads | undefined {
  if (threads === undefined) return undefined;
  const asked = typeof threads === "number" ? { within: threads, across: 1 } : threads;
  for (const count of [asked.within, asked.across]) {
    if (Number.isInteger(count) && count > 0) continue;
    throw invalidArgument("threads", "a whole number above 0", count);
  }
  return asked;
}

async function start(
  kind: (typeof ENGINE_KINDS)[number],
  threads: EngineThreads | undefined,
): Promise<Engine> {
  if (kind === "wasm") return { kind, version: await startWasm(), ...askedForWasm() };
  const native = tryNative(threads);
  if (native.engine) return native.engine;
  if (kind === "native") throw native.failure;
  const reason = firstLine(native.failure.message);
  const fallback = {
    notice: `${reason}; predicting with WebAssembly, which is slower and cannot train (\`mltl setup\` installs the native engine)`,
    cause: native.failure,
  };
  return { kind: "wasm", version: await startWasm(), fallback };
}

function askedForWasm(): Pick<Engine, "fallback"> {
  if (process.env.MLTL_ENGINE !== "wasm") return {};
  const notice = "MLTL_ENGINE=wasm: predicting with WebAssembly, which is slower and cannot train";
  return { fallback: { notice } };
}

type NativeOutcome =
  | { engine: Engine; failure?: undefined }
  | { engine?: undefined; failure: MltlError };

function tryNative(threads: EngineThreads | undefined): NativeOutcome {
  const hint = "Run `mltl setup` to install it, `mltl doctor` to see what is missing.";
  const addon = findAddon();
  if (addon === undefined) {
    const message = `No native engine in ${nativeFolder()}`;
    return { failure: new MltlError("E_NO_ENGINE", message, { hint }) };
  }
  try {
    return { engine: { kind: "native", version: startNative(addon, threads) } };
  } catch (cause) {
    if (cause instanceof MltlError) return { failure: cause };
    const message = `The native engine at ${addon} does not load: ${firstLine(String(cause))}`;
    return { failure: new MltlError("E_NO_ENGINE", message, { hint, cause }) };
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0];
}
