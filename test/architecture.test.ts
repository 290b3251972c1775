import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Which of our packages each may import. */
const ALLOWED: Record<string, readonly string[]> = {
  core: [],
  vision: ["core"],
  text: ["core"],
  cli: ["core", "vision", "text"],
};

const MOST_BYTES = 15_000;

function sources(name: string): { file: string; text: string }[] {
  const folder = path.join("packages", name, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), "utf8") }));
}

describe("the house", () => {
  for (const [name, allowed] of Object.entries(ALLOWED)) {
    it(`${name} imports ${allowed.join(", ") || "no sibling"}`, () => {
      for (const { file, text } of sources(name)) {
        for (const [, imported] of text.matchAll(/["']@mltl\/(\w+)[^"']*["']/g)) {
          if (name === "cli" || imported !== name) {
            assert.ok(allowed.includes(imported), `${name}/${file} imports ${imported}`);
          }
        }
        assert.doesNotMatch(text, /from "(\.\.\/)+(core|vision|text|cli)\/src/, file);
      }
    });

    it(`${name} says so in package.json and tsconfig.json`, () => {
      const manifest = JSON.parse(readFileSync(`packages/${name}/package.json`, "utf8"));
      const config = JSON.parse(readFileSync(`packages/${name}/tsconfig.json`, "utf8"));
      const depends = Object.keys(manifest.dependencies).filter((key) => key.startsWith("@mltl/"));
      const refers = (config.references as { path: string }[]).map((reference) => reference.path);
      assert.deepEqual(depends.sort(), allowed.map((other) => `@mltl/${other}`).sort());
      assert.deepEqual(refers.sort(), allowed.map((other) => `../${other}`).sort());
    });
  }

  it("keeps files small", () => {
    for (const name of Object.keys(ALLOWED)) {
      for (const { file } of sources(name)) {
        const { size } = statSync(path.join("packages", name, "src", file));
        assert.ok(size < MOST_BYTES, `${name}/${file} has ${size} bytes`);
      }
    }
  });

  it("has training loops, schedules and optimizers in core alone", () => {
    for (const name of ["vision", "text", "cli"]) {
      for (const { file, text } of sources(name)) {
        assert.doesNotMatch(
          text,
          /variableGrads|tf\.train\.|\.fit\(|(?<!RE2JS)\.compile\(/,
          `${name}/${file}`,
        );
      }
    }
  });

  it("fits its tagger into 8 MB, and its models into 14", () => {
    const sizeOf = (folder: string) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((file) => statSync(path.join(folder, file)))
        .reduce((sum, facts) => sum + (facts.isFile() ? facts.size : 0), 0);
    const [vision, text] = ["vision", "text"].map((name) =>
      sizeOf(path.join("packages", name, "models")),
    );
    assert.ok(text < 8e6, `${text} bytes`);
    assert.ok(vision + text < 14e6, `${vision + text} bytes`);
  });
});
