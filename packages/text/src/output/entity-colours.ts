/** Colours of one kind of entity: the mark behind the text, and the text on it. */
export interface EntityColour {
  /** `[background, ink]` on a light page. */
  light: readonly [string, string];
  /** `[background, ink]` on a dark page. */
  dark: readonly [string, string];
}

/**
 * Colours for kinds of entities, in the model's order, used again from the start when there are
 * more kinds. Ink on background has a contrast of 7:1 or more, and each mark has its type's name in
 * it, so that nothing hangs on telling the colours apart.
 */
export const ENTITY_COLOURS: readonly EntityColour[] = [
  { light: ["#cfe3fb", "#12304f"], dark: ["#1f4468", "#e6f1fd"] },
  { light: ["#d3efd0", "#173a16"], dark: ["#22492a", "#e4f6e2"] },
  { light: ["#fbdcc4", "#4d2508"], dark: ["#5f3515", "#fdeee2"] },
  { light: ["#e6d9f7", "#351f57"], dark: ["#44306a", "#f1eafb"] },
  { light: ["#f8d4dc", "#541426"], dark: ["#642435", "#fce9ed"] },
  { light: ["#cdeeee", "#0d3a3a"], dark: ["#17494a", "#e0f6f6"] },
  { light: ["#f6eab5", "#423605"], dark: ["#4d4212", "#fbf4d6"] },
  { light: ["#dedede", "#2a2a2a"], dark: ["#474747", "#f0f0f0"] },
];
