/**
 * The two ways the tagger is written in PyTorch: as one commonly does, from its modules and a CRF
 * that autograd goes through; and tuned by hand, with gradients, decoding and dropout of our own.
 *
 * @module
 */

export const FORMS = ["plain", "tuned"] as const;

/** As `--network` of the peers takes it. */
export type PyTorchForm = (typeof FORMS)[number];

/** Names of contenders. */
export const PYTORCH: Readonly<Record<PyTorchForm, string>> = {
  plain: "PyTorch",
  tuned: "PyTorch tuned by hand",
};

/** What the name of a cell ends in. */
export function besideText(form: PyTorchForm): string {
  return form === "plain" ? "" : ", beside one tuned by hand";
}
