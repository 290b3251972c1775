/**
 * Registers the architectures that classify faces: import it for its effect.
 *
 * @module
 */
import "../face-api/dense-features.js";
import "../face-api/recognition.js";
import "./dense-face-live.js";
import "./emotion-mobile.js";
import "./emotion-resnet.js";
import "./emotion-vgg.js";
import "./small-cnn.js";
