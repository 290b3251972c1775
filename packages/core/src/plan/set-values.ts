/**
 * Changes to a plan from the command line: `levels.0.stages.1.epochs=3`.
 *
 * @module
 */
import { parse } from "yaml";
import { MltlError } from "../errors.js";
import { didYouMean } from "../nearest-name.js";
import { isRecord } from "./forms.js";

/**
 * A copy of a plan with fields set. A field is a path with dots, in which an item of a list is
 * named by its index or its `name`; the value is YAML, and nothing takes the field away. Fields that
 * no plan has are left to `parsePlan` to refuse.
 *
 * @param plan - as it was read, before it is checked
 * @param assignments - `path=value`, in order
 * @throws MltlError `E_USAGE` for what is no assignment or leads nowhere, naming what there is
 */
export function setValues(plan: unknown, assignments: readonly string[]): unknown {
  const changed = structuredClone(plan);
  for (const assignment of assignments) {
    const at = assignment.indexOf("=");
    if (at < 1) {
      throw new MltlError("E_USAGE", `Expected field=value for --set, received '${assignment}'`, {
        hint: "For example: --set levels.0.stages.0.epochs=3",
      });
    }
    const path = assignment.slice(0, at).split(".");
    const last = path.pop() as string;
    let place = changed;
    path.forEach((step, i) => {
      const key = keyIn(place, step, path.slice(0, i));
      const container = place as Record<string | number, unknown>;
      container[key] ??= {};
      place = container[key];
    });
    const key = keyIn(place, last, path);
    const value = yamlOf(assignment.slice(at + 1), assignment);
    if (value === null && isRecord(place)) delete place[key];
    else (place as Record<string | number, unknown>)[key] = value;
  }
  return changed;
}

/** Where a step of a path leads: a field of a record, or the index of an item. */
function keyIn(place: unknown, step: string, path: readonly string[]): string | number {
  if (isRecord(place)) return step;
  const where = path.join(".");
  if (!Array.isArray(place)) {
    throw new MltlError(
      "E_USAGE",
      `Expected a field that holds others for --set, received '${where}.${step}': ${where} is ${JSON.stringify(place)}`,
      { hint: `Set it whole: --set "${where}={ name: ${String(place)}, ${step}: ... }"` },
    );
  }
  const names = place.map((item, i) => (isRecord(item) ? String(item.name ?? i) : String(i)));
  const index = /^\d+$/.test(step) ? Number(step) : names.indexOf(step);
  if (index >= 0 && index < place.length) return index;
  throw new MltlError(
    "E_USAGE",
    `Expected one of ${names.join(", ")} in ${where} for --set, received '${step}'${didYouMean(step, names)}`,
  );
}

function yamlOf(text: string, assignment: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const message = `Expected YAML after the = for --set, received '${assignment}'`;
    throw new MltlError("E_USAGE", message, { cause });
  }
}
