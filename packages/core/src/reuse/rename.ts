/**
 * Names of a source's parameters as they are called in the target.
 *
 * @module
 */
import picomatch from "picomatch";
import { MltlError } from "../errors.js";
import { unmatchedGlob } from "../network/select-blocks.js";

/**
 * Globs over the source's names -> what they are called in the target. A glob names a parameter, or
 * a block whose parameters keep their names below it: `body/*` -> `encoder/*` makes
 * `encoder/1/kernel` of `body/1/kernel`. The stars on the right are, in order, what the stars and
 * lists (`{a,b}`) on the left stood for. Of several globs the first that matches holds.
 */
export type NameMap = Readonly<Record<string, string>>;

/**
 * Every name with its name in the target; a name that no glob matches stays as it is.
 *
 * @throws MltlError `E_BAD_PLAN` for a glob that matches nothing, wildcards that don't agree, or
 *   two names that become one
 */
export function renamed(names: Iterable<string>, map: NameMap = {}): Map<string, string> {
  const all = [...names];
  const rules = Object.entries(map).map(([from, to]) => renameRule(from, to));
  const used = new Set<string>();
  const result = new Map<string, string>();
  const takenBy = new Map<string, string>();
  for (const name of all) {
    const matching = rules.filter(({ apply }) => apply(name) !== undefined);
    for (const { from } of matching) used.add(from);
    const target = matching[0]?.apply(name) ?? name;
    const other = takenBy.get(target);
    if (other !== undefined) {
      throw new MltlError(
        "E_BAD_PLAN",
        `Expected one weight for '${target}', received '${other}' and '${name}'`,
      );
    }
    takenBy.set(target, name);
    result.set(name, target);
  }
  const idle = rules.find(({ from }) => !used.has(from));
  if (idle) throw new MltlError("E_BAD_PLAN", unmatchedGlob("weight", idle.from, all));
  return result;
}

function renameRule(from: string, to: string) {
  const pattern = picomatch.makeRe(from, { capture: true, nobracket: true });
  const parts = to.split(/\*+/);
  const wildcards = groupsOf(pattern);
  if (parts.length - 1 > wildcards) {
    throw new MltlError(
      "E_BAD_PLAN",
      `Expected at most ${wildcards} wildcards in '${to}' (for '${from}'), received ${parts.length - 1}`,
    );
  }
  const apply = (name: string): string | undefined => {
    for (let end = name.length; end > 0; end = name.lastIndexOf("/", end - 1)) {
      const match = pattern.exec(name.slice(0, end));
      if (!match) continue;
      const head = parts.reduce((text, part, i) => text + (match[i] ?? "") + part);
      return (head + name.slice(end)).replace(/\/{2,}/g, "/");
    }
    return undefined;
  };
  return { from, apply };
}

function groupsOf({ source }: RegExp): number {
  return (new RegExp(`${source}|`).exec("") as RegExpExecArray).length - 1;
}
