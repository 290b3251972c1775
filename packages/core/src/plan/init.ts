/**
 * What a level's network begins with: random weights, or blocks of another network.
 *
 * @module
 */
import { z } from "zod";
import { choice, isRecord } from "./forms.js";

/** What to do with an array whose shape differs from the one it would become. */
const SHAPE_MISMATCHES = ["skip", "error", "adapt"] as const;

const reuseSchema = z.strictObject({
  /** `previous` for the level before, the folder of an artifact, or weights of another kind. */
  from: choice<string | { source: string; path: string }>((value) =>
    isRecord(value)
      ? z.strictObject({
          /** A registered source of weights. */
          source: z.string().min(1),
          path: z.string().min(1),
        })
      : z.string().min(1),
  ),
  /** Globs over the source's blocks -> what they are called here; as they are named where left out. */
  map: z.record(z.string().min(1), z.string().min(1)).optional(),
  onShapeMismatch: z.enum(SHAPE_MISMATCHES).default("adapt"),
  /** Globs over this network's blocks: the only ones that take anything over. */
  blocks: z.array(z.string().min(1)).min(1).optional(),
});

export type Reuse = z.infer<typeof reuseSchema>;
export type Init = "scratch" | Reuse;

/** As it is written: what has a default may be left out. */
type InitInput = "scratch" | z.input<typeof reuseSchema>;

export const initSchema = choice<Init, InitInput>((value) =>
  isRecord(value) ? reuseSchema : z.literal("scratch"),
);
