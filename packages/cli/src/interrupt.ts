/**
 * Ctrl-C as an AbortSignal: the first one lets a command close its files, the second ends it at once.
 *
 * @module
 */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

let controller: AbortController | undefined;
let stopped: number | undefined;

/**
 * The signal that is aborted by the first Ctrl-C. A command that never asks for it is ended by
 * Ctrl-C at once, as any process is.
 */
export function interruptSignal(): AbortSignal {
  if (controller) return controller.signal;
  const created = new AbortController();
  controller = created;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (stopped !== undefined) process.exit(stopped);
      stopped = exitCodes[name];
      created.abort();
    });
  }
  return created.signal;
}

/** The exit code of the signal that stopped the command, if one did. */
export function stoppedBy(): number | undefined {
  return stopped;
}
