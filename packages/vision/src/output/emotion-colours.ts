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

const others = ["#1f9e9e", "#a3702c", "#c2528b", "#5b74c9", "#7d8f2e"];

/** A CSS colour for a label; labels of a model of one's own get one of their own, always the same. */
export function emotionColour(label: string): string {
  const sum = [...label].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return colours[label] ?? others[sum % others.length];
}
