/**
 * Registers the architectures that classify faces: import it for its effect.
 *
 * @module
 */
import "../face-api/dense-features.js";
import "../face-api/recognition.js";
import "./emotion-resnet.js";
import "./small-cnn.js";
