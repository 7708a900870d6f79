"""The encoder: the model's own transform as tensors, and the shipped model through it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from safetensors.torch import save_file

from backend.errors import BadOption, ModelUnavailable
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models import encoder as encoder_module
from backend.models.catalog import load_catalogue, locate_model
from backend.models.crops import PictureCrops, TensorCrops
from backend.models.encoder import load_encoder, pick_device
from backend.models.preprocess import Preprocessing
from tests.models.conftest import write_tiny_model


def smooth_picture(seed: int) -> np.ndarray:
    """A random picture as smooth as a photograph, uint8 ``[3, 300, 420]``."""
    small = np.random.default_rng(seed).integers(0, 255, (20, 28, 3)).astype(np.uint8)
    picture = Image.fromarray(small).resize((420, 300), Image.Resampling.BICUBIC)
    return np.asarray(picture).transpose(2, 0, 1).copy()


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return smooth_picture(3)


def edged_picture(seed: int) -> np.ndarray:
    """A smooth picture with black and white right beside each other, where bicubic weights overshoot."""
    pixels = smooth_picture(seed)
    rng = np.random.default_rng(seed)
    for _ in range(30):
        x, y = rng.integers(0, 400), rng.integers(0, 280)
        pixels[:, y : y + rng.integers(1, 20), x : x + rng.integers(1, 20)] = rng.choice([0, 255])
    return pixels


@pytest.mark.parametrize("interpolation", ["bicubic", "bilinear"])
@settings(max_examples=25)
@given(st.integers(0, 1000), st.integers(0, 150), st.integers(0, 100), st.integers(40, 180), st.booleans())
def test_crops_equal_those_of_the_models_own_transform(
    interpolation: str, seed: int, left: int, top: int, side: int, edged: bool
) -> None:
    pixels = (edged_picture if edged else smooth_picture)(seed)
    box = np.array([[left, top, left + side, top + side]], float)
    picture = Image.fromarray(pixels.transpose(1, 2, 0)).crop(tuple(box[0].astype(int)))
    own = open_clip.transform.image_transform(
        96, is_train=False, mean=(0, 0, 0), std=(1, 1, 1), interpolation=interpolation
    )
    theirs = (own(picture).numpy() * 255).round().astype(int)
    on_cpu = PictureCrops(Image.fromarray(pixels.transpose(1, 2, 0)), 96, interpolation).cut(box)[0].numpy()
    as_on_gpu = TensorCrops(torch.from_numpy(pixels), 96, interpolation).cut(box)[0].numpy()
    assert np.array_equal(on_cpu, theirs)
    assert np.array_equal(as_on_gpu, theirs)


def test_windows_of_several_sizes_come_back_in_their_order(photo: np.ndarray) -> None:
    boxes = np.array([[0, 0, 64, 64], [10, 10, 106, 106], [5, 5, 69, 69], [0, 0, 300, 300], [7, 0, 71, 64.0]])
    crops = TensorCrops(torch.from_numpy(photo), 96, "bicubic")
    together = crops.cut(boxes)
    assert all(torch.equal(together[i], crops.cut(boxes[i : i + 1])[0]) for i in range(len(boxes)))
    assert torch.equal(together[1], torch.from_numpy(photo[:, 10:106, 10:106].copy()))


def test_a_box_over_the_edge_is_clipped_and_never_empty(photo: np.ndarray) -> None:
    recipe = Preprocessing(32, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    boxes = np.array([[-20, -20, 40, 40.0], [419.8, 299.9, 500, 500], [10, 10, 10.2, 10.1]])
    assert recipe.crop_resize(torch.from_numpy(photo), boxes).shape == (3, 3, 32, 32)


def test_windows_embed_as_in_the_loop_of_a_model_card(photo: np.ndarray) -> None:
    encoder = load_encoder(device="cpu")
    encoder.__dict__["dtype"] = torch.float32  # the loop of a model card runs in float32
    boxes = np.array([[0, 0, 224, 224], [50, 40, 250, 240], [100, 0, 400, 300.0]])
    ours = encoder.encode_windows(photo, boxes)
    model, _, transform = open_clip.create_model_and_transforms(f"local-dir:{encoder.files.folder}")
    picture = Image.fromarray(photo.transpose(1, 2, 0))
    with torch.no_grad():
        inputs = torch.stack([transform(picture.crop(tuple(box.astype(int)))) for box in boxes])
        theirs = torch.nn.functional.normalize(model.eval().encode_image(inputs), dim=-1).numpy()
    ours_again = encoder.encode_windows(photo[:, :300, :400], boxes)
    assert np.abs(ours[:2] - theirs[:2]).max() < 1e-4 and np.array_equal(ours, ours_again)
    assert np.abs(ours[2] - theirs[2]).max() < 1e-4


def test_the_numeric_type_changes_embeddings_little(photo: np.ndarray) -> None:
    boxes = np.array([[0, 0, 224, 224], [50, 40, 250, 240.0]])
    vectors = []
    for dtype in (torch.float32, torch.bfloat16):
        encoder = load_encoder(device="cpu")
        encoder.__dict__["dtype"] = dtype
        vectors.append(encoder.encode_windows(photo, boxes))
    assert (vectors[0] * vectors[1]).sum(1).min() > 0.99


def test_embeddings_are_unit_vectors_and_nothing_gives_nothing(photo: np.ndarray) -> None:
    encoder = load_encoder(device="cpu")
    texts = encoder.encode_texts(["forest", "숲", "forest"])
    assert np.allclose(np.linalg.norm(texts, axis=1), 1, atol=1e-5)
    assert np.array_equal(texts[0], texts[2])
    assert encoder.encode_texts([]).shape == (0, encoder.dimension)
    assert encoder.encode_windows(photo, np.empty((0, 4))).shape == (0, encoder.dimension)


def test_the_shipped_model_fits_its_promises() -> None:
    folder = locate_model("terralex-mini").folder
    assert sum(f.stat().st_size for f in folder.iterdir()) <= 60e6
    assert {"open_clip_config.json", "open_clip_model.safetensors", "tokenizer.json", "README.md"} <= {
        f.name for f in folder.iterdir()
    }


def test_texts_without_the_padding_of_the_context_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["lake", "a parking lot with many cars beside a football pitch", "수영장", "ж"]
    quick = load_encoder(device="cpu").encode_texts(texts)
    taken: list[int] = []

    def whole(tokens: Any, _: Any) -> Any:
        taken.append(tokens.shape[1])
        return tokens

    monkeypatch.setattr(encoder_module, "without_padding", whole)
    slow = load_encoder(device="cpu").encode_texts(texts)
    assert taken == [64]
    np.testing.assert_allclose(quick, slow, atol=1e-5)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_shipped_model_knows_a_thing_by_its_name_in_every_language(language: str) -> None:
    encoder, lexicon = load_encoder(device="cpu"), load_lexicon()
    kinds = ["airport", "forest", "river", "tennis_court", "storage_tank", "farmland", "beach", "parking_lot"]
    english = encoder.encode_texts([lexicon[k]["en"].many for k in kinds])
    foreign = encoder.encode_texts([lexicon[k][language].many for k in kinds])
    assert ((foreign @ english.T).argmax(1) == np.arange(len(kinds))).all()


def test_the_catalogue_names_a_licence_and_languages_for_each_model() -> None:
    catalogue = load_catalogue()
    assert "terralex-mini" in catalogue
    assert all(entry.licence and entry.languages for entry in catalogue.values())


@pytest.mark.parametrize(
    ("model_id", "words"),
    [
        ("no-such-model", "Unknown model 'no-such-model': choose one of terralex-mini"),
        ("local-dir:/no/such/folder", "open_clip_config.json is missing"),
    ],
)
def test_a_model_that_is_not_there_is_one_clear_sentence(model_id: str, words: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        locate_model(model_id)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_weights_that_do_not_fit_their_configuration_are_refused(tmp_path: Path) -> None:
    config = json.loads((locate_model("terralex-mini").folder / "open_clip_config.json").read_text())
    (tmp_path / "open_clip_config.json").write_text(json.dumps(config))
    save_file({"logit_scale": torch.zeros(())}, str(tmp_path / "open_clip_model.safetensors"))
    encoder = load_encoder(f"local-dir:{tmp_path}", "cpu")
    with pytest.raises(ModelUnavailable) as caught:
        encoder.encode_windows(np.zeros((3, 32, 32), np.uint8), np.array([[0, 0, 32, 32.0]]))
    assert str(tmp_path) in str(caught.value) and "\n" not in str(caught.value)


def test_the_temperature_is_the_models_own_and_capped() -> None:
    encoder = load_encoder(device="cpu")
    assert encoder.temperature == pytest.approx(min(float(encoder.model.logit_scale.exp()), 100))
    with torch.no_grad():
        encoder.model.logit_scale.fill_(9.0)
    assert encoder.temperature == 100


def test_the_memory_of_a_model_is_that_of_its_weights() -> None:
    encoder = load_encoder(device="cpu")
    assert encoder.bytes == encoder.files.weights.stat().st_size
    encoder.__dict__["dtype"] = torch.float32
    towers = encoder.model
    # Packed weights are buffers.
    numbers = sum(tensor.numel() for tensor in [*towers.parameters(), *towers.visual.buffers()])
    assert 4 * numbers <= encoder.bytes < 4.1 * numbers


def test_texts_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.models.encoder.TEXTS_KEPT", 3)
    encoder = load_encoder(device="cpu")
    first = encoder.encode_texts(["a", "b", "c", "d", "e"])
    assert len(encoder.texts) == 3 and len(encoder.remembered(["a", "b", "c", "d", "e"])) == 3
    again = encoder.encode_texts(["c", "a"])
    assert np.allclose(again, first[[2, 0]], atol=1e-6)
    assert set(encoder.remembered(["a", "c"])) == {"a", "c"} and len(encoder.texts) == 3


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("many cars", "MANY CARS"),
        ("many cars", "Many cars"),
        ("дорога", "ДОРОГА"),
        ("дорога с машинами", "Дорога с машинами"),
        ("strasse mit autos", "STRASSE MIT AUTOS"),
        ("straße mit autos", "Straße mit Autos"),
        ("forêt près d'une rivière", "FORÊT PRÈS D'UNE RIVIÈRE"),
        ("campo de fútbol", "Campo de Fútbol"),
    ],
)
def test_capitals_change_nothing_for_the_model_that_ships(one: str, another: str) -> None:
    encoder = load_encoder(device="cpu")
    assert np.array_equal(*encoder.encode_texts([one, another]))


def test_a_model_is_not_compiled_on_the_cpu() -> None:
    assert load_encoder(device="cpu").compile_for_long_job(10**9) is False


def test_a_compiled_tower_is_given_one_shape_and_the_rows_stay_the_same(photo: np.ndarray, tmp_path: Path) -> None:
    plain, compiled = (load_encoder(f"local-dir:{write_tiny_model(tmp_path / 'tiny')}", "cpu") for _ in range(2))
    boxes = np.random.default_rng(0).integers(0, 200, (21, 2)).astype(float)
    boxes = np.concatenate([boxes, boxes + 60], axis=1)
    shapes = []

    def tower(inputs: torch.Tensor) -> Any:
        shapes.append(tuple(inputs.shape))
        return compiled.model.visual(inputs)

    compiled._compiled = tower
    compiled.batch.fix(8)
    rows = compiled.encode_windows(photo, boxes)
    assert shapes == [(8, 3, 32, 32)] * 3 and len(rows) == 21
    assert np.allclose(rows, plain.encode_windows(photo, boxes), atol=2e-2)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_values_are_normalised_as_the_models_own_transform_does_it(dtype: Any, layout: Any) -> None:
    recipe = Preprocessing(24, (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
    values = np.random.default_rng(0).integers(0, 256, (5, 3, 24, 24), np.uint8)
    pixels = torch.from_numpy(values).contiguous(memory_format=layout)
    mean, std = (torch.tensor(given).view(1, 3, 1, 1) * 255 for given in (recipe.mean, recipe.std))
    expected = ((pixels.float() - mean) / std).to(dtype)
    found = recipe.normalise(pixels, dtype)
    assert torch.equal(found, expected), "to the last bit"
    assert found.is_contiguous(memory_format=torch.channels_last) and found.dtype == dtype


def test_windows_tell_what_they_took(photo: np.ndarray, tmp_path: Path) -> None:
    encoder = load_encoder(f"local-dir:{write_tiny_model(tmp_path / 'tiny')}", "cpu")
    before = encoder.spent.now()
    encoder.encode_windows(photo, np.array([[0, 0, 50.0, 50]]))
    spent = encoder.spent.since(before)
    assert spent.crop_s > 0 and spent.encode_s > 0


def test_an_unknown_device_is_refused() -> None:
    with pytest.raises(BadOption, match="choose one of auto, cpu, cuda"):
        pick_device("tpu")


def test_importing_the_backend_loads_nothing_heavy() -> None:
    code = (
        "import sys, backend, backend.cli, backend.models.encoder, backend.index.pipeline\n"
        "heavy = {'torch', 'open_clip', 'lancedb', 'transformers'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_folding_batch_norms_changes_no_embedding() -> None:
    from timm.layers.norm_act import BatchNormAct2d

    from backend.models.folding import fold_batch_norms

    model = open_clip.create_model(f"local-dir:{locate_model('terralex-mini').folder}").eval()
    pixels = torch.rand(2, 3, 224, 224)
    with torch.inference_mode():
        before = model.visual(pixels)
        fold_batch_norms(model.visual)
        assert not any(isinstance(module, BatchNormAct2d) for module in model.visual.modules())
        assert torch.allclose(model.visual(pixels), before, atol=1e-4)
