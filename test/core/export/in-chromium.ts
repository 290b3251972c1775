import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";
import { serveFolder } from "./static-server.js";

const CHROMIUM = "/usr/bin/chromium";

/** Whether Debian's Chromium is on this machine. */
export const hasChromium = existsSync(CHROMIUM);

/**
 * Serves a folder with TensorFlow.js beside it, and gives what a script gives in a page of that
 * server. The script sees `tf`, on its plain JavaScript backend, and may import the folder's files.
 *
 * @param script - body of an async function
 */
export async function runInChromium<T>(folder: string, script: string): Promise<T> {
  const require = createRequire(import.meta.url);
  const tfjs = path.join(path.dirname(require.resolve("@tensorflow/tfjs")), "tf.min.js");
  const server = await serveFolder(folder, {
    "/tf.min.js": await readFile(tfjs),
    "/page.html": '<!doctype html><meta charset="utf-8"><script src="tf.min.js"></script>',
  });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/page.html`);
    return (await page.evaluate(`(async () => { await tf.setBackend("cpu"); ${script} })()`)) as T;
  } finally {
    await browser.close();
    server.close();
  }
}
