/**
 * What `mltl setup` would build with. Only a matter where there is no native engine yet.
 *
 * @module
 */
import { findAddon } from "../find-addon.js";
import { findCompiler } from "../setup/compile-addon.js";
import { findPip } from "../setup/pip.js";
import { pinnedWheel } from "../setup/wheels.js";
import type { Check } from "./check.js";

/** Whether there is a pip, a compiler and a wheel for this platform. */
export async function checkBuildTools(): Promise<Check[]> {
  const pip = await findPip();
  const compiler = await findCompiler();
  const checks = [
    judge("pip", pip?.version, "Install Python 3 with pip."),
    judge("C++ compiler", compiler?.version, "Install g++ or clang++."),
  ];
  if (!pinnedWheel()) {
    const advice = "See docs/platforms.md for what runs where.";
    checks.push(judge("wheel", undefined, advice));
  }
  return checks;
}

function judge(name: string, found: string | undefined, advice: string): Check {
  if (found) return { name, status: "ok", detail: found };
  if (findAddon()) return { name, status: "ok", detail: "none; only `mltl setup` would need it" };
  return { name, status: "warning", detail: "none; `mltl setup` needs it", advice };
}
