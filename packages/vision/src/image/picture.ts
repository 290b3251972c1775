/**
 * A decoded picture.
 *
 * @module
 */

/**
 * An upright picture in 8-bit sRGB. It may have been shrunk while it was decoded: `scale` says by
 * how much, and `full*` are the pixels that results are reported in.
 */
export interface Picture {
  /** `height * width * 3` bytes: red, green, blue; row by row from the upper left. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  /** Size of the upright picture as it is in the file. */
  readonly fullWidth: number;
  readonly fullHeight: number;
  /** `width / fullWidth`, at most 1. */
  readonly scale: number;
}
