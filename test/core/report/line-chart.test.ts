import assert from "node:assert/strict";
import { intervalChart, lineChart, lineKey } from "@mltl/core";

describe("lineChart", () => {
  const options = {
    ...{ title: "CK+", xName: "labels", yName: "accuracy", logarithmic: true },
    ticks: [0.1, 0.25, 1].map((x) => ({ x, words: `${100 * x} %` })),
  };

  it("says in words what it draws", () => {
    const points = [
      { x: 0.1, y: 0.5, spread: 0.02 },
      { x: 1, y: 0.75 },
    ];
    const svg = String(lineChart([{ name: "scratch", points }], options));
    assert.match(
      svg,
      /aria-label="CK\+, accuracy in percent by labels\. scratch 10 %: 50\.0, 100 %: 75\.0"/,
    );
    assert.match(svg, /<title>scratch: 50\.0 % ± 2\.0<\/title>/);
  });

  it("puts equal factors at equal distances", () => {
    const points = [0.01, 0.1, 1].map((x) => ({ x, y: 0.5 }));
    const ticks = points.map(({ x }) => ({ x, words: String(x) }));
    const svg = String(lineChart([{ name: "a", points }], { ...options, ticks }));
    const [, path] = svg.match(/<polyline points="([^"]+)"/) as RegExpMatchArray;
    const [first, second, third] = path.split(" ").map((point) => Number(point.split(",")[0]));
    assert.ok(Math.abs(second - first - (third - second)) < 0.2, path);
  });

  it("holds up where nothing is there, or one mark, or all are the same", () => {
    for (const points of [
      [],
      [{ x: 1, y: 1 }],
      [
        { x: 0.1, y: 0 },
        { x: 1, y: 0 },
      ],
    ]) {
      assert.doesNotMatch(String(lineChart([{ name: "a", points }], options)), /NaN|Infinity/);
    }
  });

  it("has a key with a stroke for each line", () => {
    assert.equal(String(lineKey(["a", "<b>"])).match(/<li>/g)?.length, 2);
  });
});

describe("intervalChart", () => {
  it("says each difference, and fills the marks of those that are decided", () => {
    const svg = String(
      intervalChart("Differences", [
        {
          ...{ label: "two − one", value: 0.021, decided: true },
          ...{ wide: { lower: 0.01, upper: 0.03 }, thin: { lower: 0.005, upper: 0.035 } },
        },
        { label: "one − none", value: -0.004, decided: false },
      ]),
    );
    assert.match(svg, /aria-label="two − one: \+2\.10 points"/);
    assert.match(svg, /aria-label="one − none: −0\.40 points"/);
    assert.deepEqual(
      [...svg.matchAll(/<circle[^>]*fill:var\((--\w+)\)/g)].map(([, fill]) => fill),
      ["--ink", "--card"],
    );
  });

  it("holds up without rows", () => {
    assert.doesNotMatch(String(intervalChart("None", [])), /NaN|Infinity/);
  });
});
