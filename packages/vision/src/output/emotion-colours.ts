/** One colour for each emotion, the same on photographs, in charts and in tables. */
const colours: Readonly<Record<string, string>> = {
  angry: "#d6453d",
  contempt: "#b0578d",
  disgust: "#5f9e3f",
  fear: "#8a5cd0",
  happy: "#d99a00",
  neutral: "#868b93",
  sad: "#3b7dd8",
  surprise: "#e0762b",
};

/** As dark as those above, so that white letters and thin lines can be seen on and in them. */
const others = [
  "#1f9e9e",
  "#a3702c",
  "#c2528b",
  "#5b74c9",
  "#7d8f2e",
  "#2f8f5b",
  "#b0503a",
  "#6d5fb0",
  "#2a86ad",
  "#96618f",
  "#5c7a74",
];

/** A CSS colour for a label; labels of a model of one's own get one of their own, always the same. */
export function emotionColour(label: string): string {
  let hash = 0;
  for (const character of label) hash = (31 * hash + (character.codePointAt(0) ?? 0)) >>> 0;
  return colours[label] ?? others[hash % others.length];
}
