/**
 * IEEE 754 half precision, which Node has had no typed array for until version 24.
 *
 * @module
 */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Rounds to nearest, ties to even; beyond 65,504 to infinity. */
export function toFloat16(values: Float32Array): Uint16Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i];
    const sign = (bits[0] >>> 16) & 0x8000;
    const exponent = ((bits[0] >>> 23) & 0xff) - 112;
    const mantissa = bits[0] & 0x7fffff;
    if (exponent >= 31) {
      halves[i] = sign | (exponent === 143 && mantissa !== 0 ? 0x7e00 : 0x7c00);
    } else if (exponent <= 0) {
      halves[i] = exponent < -10 ? sign : sign | roundShift(mantissa | 0x800000, 14 - exponent);
    } else {
      halves[i] = sign + roundShift((exponent << 23) | mantissa, 13);
    }
  }
  return halves;
}

function roundShift(value: number, shift: number): number {
  const half = 2 ** (shift - 1);
  const low = value % 2 ** shift;
  const high = Math.floor(value / 2 ** shift);
  return low > half || (low === half && high % 2 === 1) ? high + 1 : high;
}

/** What a half's exponent multiplies by. */
const POWERS = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (exponent - 15));

/** Widens exactly. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) {
    const sign = halves[i] & 0x8000 ? -1 : 1;
    const exponent = (halves[i] >>> 10) & 0x1f;
    const mantissa = halves[i] & 0x3ff;
    if (exponent === 0) values[i] = sign * mantissa * 2 ** -24;
    else if (exponent === 31) values[i] = mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else values[i] = sign * (1 + mantissa / 1024) * POWERS[exponent];
  }
  return values;
}
