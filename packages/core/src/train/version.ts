/**
 * The declared version of training.
 *
 * @module
 */

/**
 * Raised with every change after which the same plan, data and seed may come to other weights or
 * figures: operations, optimizers, schedules, reuse, the loop, how artifacts store weights. Cached
 * levels of experiments with another version are trained again. What belongs to one task is
 * versioned there (`TaskKind.version`).
 */
export const TRAINING_VERSION = 1;
