"""Six convolutions with batch normalisation over grey 48x48 faces, seven classes.

In either memory layout: which one oneDNN is faster with differs between processors.
"""

import torch
from torch import Tensor, nn

SIDE = 48
CLASSES = 7
WIDTHS = [[32, 32], [64, 64], [128, 128]]
LAYOUTS = {"channels-last": torch.channels_last, "channels-first": torch.contiguous_format}


def emotion_cnn(layout: str) -> nn.Sequential:
    """[B, 1, 48, 48] to [B, 7] logits; a maximum pooling by two after each pair of convolutions."""
    layers: list[nn.Module] = []
    channels = 1
    for pair in WIDTHS:
        for width in pair:
            layers += [
                nn.Conv2d(channels, width, 3, padding=1, bias=False),
                nn.BatchNorm2d(width),
                nn.ReLU(inplace=True),
            ]
            channels = width
        layers.append(nn.MaxPool2d(2))
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES)]
    return nn.Sequential(*layers).to(memory_format=LAYOUTS[layout])


def random_batches(count: int, size: int, layout: str) -> list[tuple[Tensor, Tensor]]:
    """Noise with random classes, ready in memory."""
    return [
        (
            torch.rand(size, 1, SIDE, SIDE).to(memory_format=LAYOUTS[layout]),
            torch.randint(CLASSES, (size,)),
        )
        for _ in range(count)
    ]
