import type { EmotionModel } from "#vision/classify/emotion-model.js";

/** A model that tells light faces from dark ones: what it says follows from the crop alone. */
export function shadeModel(onPredict?: (crops: Uint8Array, count: number) => void): EmotionModel {
  const inputSize = 48;
  return {
    labels: ["light", "dark"],
    inputSize,
    predict(crops, count) {
      onPredict?.(crops, count);
      const area = inputSize * inputSize;
      return Float32Array.from({ length: count * 2 }, (_, i) => {
        const crop = crops.subarray(Math.floor(i / 2) * area, (Math.floor(i / 2) + 1) * area);
        const light = crop.reduce((sum, level) => sum + level, 0) / area / 255;
        return i % 2 === 0 ? light : 1 - light;
      });
    },
    dispose() {},
  };
}
