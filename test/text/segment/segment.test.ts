import assert from "node:assert/strict";
import { segment } from "@mltl/text";

const tokens = (text: string) =>
  segment(text).map((sentence) => sentence.tokens.map((token) => token.text).join(" "));
const sentences = (text: string) => segment(text).map((sentence) => sentence.text);

describe("tokens", () => {
  const cases: [string, string, string][] = [
    ["contractions part", "He didn't and can't; I'll go.", "He did n't and ca n't ; I 'll go ."],
    ["the curly apostrophe counts", "It’s Ann’s.", "It ’s Ann ’s ."],
    ["possessives part, O'Brien stays", "O'Brien's dogs' food", "O'Brien 's dogs ' food"],
    ["cannot is two words", "We cannot.", "We can not ."],
    [
      "abbreviations keep their stop",
      "the U.S. Senate at 5 p.m. today",
      "the U.S. Senate at 5 p.m. today",
    ],
    ["titles and initials keep theirs", "Dr. J. K. Rowling", "Dr. J. K. Rowling"],
    ["a last letter gives it up", "I chose plan B.", "I chose plan B ."],
    ["numbers stay whole", "3,000.50 on 11/28/2000, 50%", "3,000.50 on 11/28/2000 , 50 %"],
    ["currency and clock time part", "$5 at 5pm", "$ 5 at 5 pm"],
    ["hyphens stay inside", "Anglo-American state-of-the-art", "Anglo-American state-of-the-art"],
    [
      "addresses stay whole",
      "See https://a.org/b_(c), or x.y@z.co.uk.",
      "See https://a.org/b_(c) , or x.y@z.co.uk .",
    ],
    ["names and tags stay whole", "@ann_b likes #news!", "@ann_b likes #news !"],
    ["quotes and brackets part", '("Go")', '( " Go " )'],
    ["repeated marks stay together", "What?! Well... no -- yes", "What ?! Well ... no -- yes"],
    ["a missing space after a stop", "He left.Then she did.", "He left . Then she did ."],
    ["emoji never part", "I ❤️👩‍👩‍👧‍👦😀 you👍🏽!", "I ❤️ 👩‍👩‍👧‍👦 😀 you 👍🏽 !"],
    ["combining marks stay", "Jose\u0301 Nu\u0301n\u0303ez.", "Jose\u0301 Nu\u0301n\u0303ez ."],
    ["scripts without spaces", "东京是日本的首都。", "东京 是 日本 的 首都 。"],
    ["right to left", "\u200fמשה גר בחיפה.\u200f", "משה גר בחיפה ."],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => assert.equal(tokens(text).join(" "), expected));
  }

  it("a NUL byte is a character like others", () => {
    assert.deepEqual(tokens("Ann\0 Lee"), ["Ann \0 Lee"]);
  });
});

describe("sentences", () => {
  it("end at a full stop before a capital", () => {
    assert.deepEqual(sentences("Ann left. Bob stayed. "), ["Ann left.", "Bob stayed."]);
  });

  it("don't end after titles, initials and abbreviations", () => {
    const text = "Mr. J. Smith of Acme Inc. met Dr. Lee in the U.S. Senate at 5 p.m. London time.";
    assert.deepEqual(sentences(text), [text]);
  });

  it("end after an abbreviation when a word follows that begins sentences", () => {
    assert.deepEqual(sentences("He lives in the U.S. The house is old."), [
      "He lives in the U.S.",
      "The house is old.",
    ]);
  });

  it("go on before a word in lower case", () => {
    const text = 'He sold Yahoo! and AOL... or so he said. "Why?" asked Ann.';
    assert.deepEqual(sentences(text), [
      "He sold Yahoo! and AOL... or so he said.",
      '"Why?" asked Ann.',
    ]);
  });

  it("keep closing quotes, and the speaker after a quoted question", () => {
    assert.deepEqual(sentences('She said "Go." Then "Why?" he asked.'), [
      'She said "Go."',
      'Then "Why?" he asked.',
    ]);
  });

  it("go over a line end inside a paragraph and stop at a blank line", () => {
    assert.deepEqual(sentences("The people of New\nYork voted\r\n\r\nfor Ann"), [
      "The people of New\nYork voted",
      "for Ann",
    ]);
  });

  it("stop after a heading and at items of a list", () => {
    assert.deepEqual(sentences("Chapter One\nAnn left home\n- Bob\n- Cy\n1. Dee\n2. Eve"), [
      "Chapter One",
      "Ann left home",
      "- Bob",
      "- Cy",
      "1. Dee",
      "2. Eve",
    ]);
  });

  it("end without a space where the script has none", () => {
    assert.deepEqual(sentences("我喜欢它。你呢？「好。」他说。"), [
      "我喜欢它。",
      "你呢？",
      "「好。」",
      "他说。",
    ]);
  });

  it("end at the marks of other scripts", () => {
    assert.deepEqual(sentences("كيف حالك؟ بخير."), ["كيف حالك؟", "بخير."]);
    assert.deepEqual(sentences("राम घर गया। सीता आई।"), ["राम घर गया।", "सीता आई।"]);
  });

  it("are the lines themselves in line mode, numbered as lines", () => {
    const found = segment("Ann. Bob.\r\n\r\nCy\nDee", { lines: true });
    assert.deepEqual(
      found.map(({ index, text }) => [index, text]),
      [
        [0, "Ann. Bob."],
        [2, "Cy"],
        [3, "Dee"],
      ],
    );
  });

  it("without an end are cut at a token's border, and nothing is lost", () => {
    const text = "word ".repeat(5_000);
    const found = segment(text);
    assert.ok(found.every(({ text: t, tokens: k }) => t.length <= 10_000 && k.length <= 2_000));
    assert.equal(found.flatMap((sentence) => sentence.tokens).length, 5_000);
  });

  it("count a byte order mark as one unit and code points beside units", () => {
    const [first, second] = segment("\ufeff😀 Hi. 😀 Ann.");
    assert.deepEqual([first?.start, first?.startCodePoint], [1, 1]);
    assert.deepEqual([second?.start, second?.startCodePoint], [8, 7]);
  });
});
