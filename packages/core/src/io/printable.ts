/** Characters that move a terminal's cursor, change its state or the direction of what follows. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Makes a name or a text safe to print on one line of a terminal: control characters and
 * direction overrides become escapes such as `\n` and `\u202e`.
 */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
