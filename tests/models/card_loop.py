"""The loop of public model cards beside ours, in one process that knows one hub.

    python card_loop.py MODEL_ID REPOSITORY [FILE ARCHITECTURE]

Prints the largest difference of any number of an image's and of a text's embedding, in float32.
"""

from __future__ import annotations

import json
import sys

import numpy as np
import open_clip
import torch
from huggingface_hub import hf_hub_download
from PIL import Image

TEXTS = ["a satellite photo of an airport.", "Muchos aviones en el área abierta.", "숲", "森林和一条河流"]
BOXES = np.array([[0, 0, 224, 224], [50, 40, 250, 240], [100, 0, 400, 300], [7, 9, 97, 99.0]])


def picture() -> Image.Image:
    """As smooth as a photograph, with a few hard edges."""
    small = np.random.default_rng(3).integers(0, 255, (20, 28, 3)).astype(np.uint8)
    pixels = np.asarray(Image.fromarray(small).resize((420, 300), Image.Resampling.BICUBIC)).copy()
    pixels[100:130, 100:220] = (255, 0, 0)
    return Image.fromarray(pixels)


def by_the_card(repository: str, file: str | None, architecture: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings as the model's card makes them, with the validation transform."""
    if file is None or architecture is None:
        name = f"hf-hub:{repository}"
        model, _, preprocess = open_clip.create_model_and_transforms(name)
    else:
        name = architecture
        model, _, preprocess = open_clip.create_model_and_transforms(name)
        model.load_state_dict(torch.load(hf_hub_download(repository, file), map_location="cpu"))
    tokenizer = open_clip.get_tokenizer(name)
    model.eval()
    crops = [picture().crop(tuple(box.astype(int))) for box in BOXES]
    with torch.no_grad():
        images = model.encode_image(torch.stack([preprocess(crop) for crop in crops]))
        texts = model.encode_text(tokenizer(TEXTS))
        images /= images.norm(dim=-1, keepdim=True)
        texts /= texts.norm(dim=-1, keepdim=True)
    return images.numpy(), texts.numpy()


def by_terralex(model_id: str) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings as an index and a query have them, but in float32."""
    from backend.models.encoder import load_encoder

    encoder = load_encoder(model_id, "cpu")
    encoder.__dict__["dtype"] = torch.float32
    pixels = np.asarray(picture()).transpose(2, 0, 1)
    return encoder.encode_windows(pixels, BOXES), encoder.encode_texts(TEXTS)


def main(model_id: str, repository: str, file: str | None = None, architecture: str | None = None) -> None:
    """Print the differences."""
    ours, theirs = by_terralex(model_id), by_the_card(repository, file, architecture)
    spread = [float(np.abs(rows[0] - rows[1]).max()) for rows in theirs]
    differences = [float(np.abs(a - b).max()) for a, b in zip(ours, theirs, strict=True)]
    print(json.dumps({"images": differences[0], "texts": differences[1], "spread": spread}))


if __name__ == "__main__":
    main(*sys.argv[1:])
