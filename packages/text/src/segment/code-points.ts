const SURROGATE = /[\ud800-\udfff]/;

/**
 * Number of Unicode code points in a string. A lone surrogate counts as one.
 *
 * @param text - any string, well-formed or not
 */
export function countCodePoints(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      count--;
      i++;
    }
  }
  return count;
}

/** Whether cutting before `index` would separate the two halves of a surrogate pair. */
export function cutsSurrogatePair(text: string, index: number): boolean {
  return (
    index > 0 &&
    index < text.length &&
    (text.charCodeAt(index - 1) & 0xfc00) === 0xd800 &&
    (text.charCodeAt(index) & 0xfc00) === 0xdc00
  );
}
