/**
 * Registers the architectures that classify faces: import it for its effect.
 *
 * @module
 */
import "./emotion-resnet.js";
import "./small-cnn.js";
