"""Models that translate: true architectures, small and taught a few sentences, loaded and asked as real ones are."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from backend.errors import BadOption, DeviceOutOfMemory, ModelUnavailable
from tests.models.conftest import hub  # noqa: F401 - a fixture
from tests.models.hub_server import Hub
from tests.training.tiny_translators import ENGLISH, SAID, write_chat, write_nllb, write_opus
from training.translation.model_translator import ModelTranslator
from training.translation.models import PRESETS, TARGETS, models_by_language
from training.translation.seq2seq import NLLB_CODES, OPUS_CODES

pytestmark = pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
KINDS: dict[str, Callable[[Path], Path]] = {"nllb": write_nllb, "opus": write_opus, "chat": write_chat}


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """Models as small as these are slower on several."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder a kind of model."""
    folder = tmp_path_factory.mktemp("translators")
    return {kind: write(folder / kind) for kind, write in KINDS.items()}


def copied(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to


def translator(folder: Path, batch: int = 16) -> ModelTranslator:
    return ModelTranslator(f"local-dir:{folder}", "cpu", batch)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", [1, 2, 16])
def test_a_model_says_what_it_was_taught_in_the_language_it_is_asked_for(
    taught: dict[str, Path], kind: str, batch: int
) -> None:
    asked = translator(taught[kind], batch)
    for language in ("de", "fr", "de"):
        assert asked.translate(ENGLISH, language) == list(SAID[language])


def test_a_model_of_one_target_needs_no_tag_and_says_which_it_has(tmp_path: Path) -> None:
    german = translator(write_opus(tmp_path / "german", languages=["de"]))
    assert german.translate(ENGLISH, "de") == list(SAID["de"])
    with pytest.raises(BadOption, match="does not translate into French but into German"):
        german.translate(ENGLISH, "fr")


@pytest.mark.parametrize("kind", KINDS)
def test_a_language_that_a_model_does_not_have_is_told(taught: dict[str, Path], kind: str) -> None:
    asked = translator(taught[kind])
    with pytest.raises(BadOption, match="'xx'"):
        asked.translate(ENGLISH, "xx")
    if kind == "opus":
        with pytest.raises(BadOption, match=r"into Korean but into >>deu<<, >>fra<<"):
            asked.translate(ENGLISH, "ko")


def test_a_chat_ends_with_its_turn_even_where_the_configuration_does_not_say_so(
    taught: dict[str, Path], tmp_path: Path
) -> None:
    folder = copied(taught["chat"], tmp_path / "silent")
    for name, key, value in (
        ("generation_config.json", "eos_token_id", 1),
        ("tokenizer_config.json", "eos_token", "<pad>"),
    ):
        (folder / name).write_text(json.dumps(json.loads((folder / name).read_text()) | {key: value}))
    assert translator(folder).translate(ENGLISH, "fr") == list(SAID["fr"])


@pytest.mark.filterwarnings("ignore:Unfeasible length constraints")
@pytest.mark.parametrize("write", [write_nllb, write_opus, write_chat])
def test_a_sentence_that_comes_to_no_end_is_none(tmp_path: Path, write: Callable[..., Path]) -> None:
    rambling = write(tmp_path / "untaught", taught=False)
    config = json.loads((rambling / "generation_config.json").read_text())
    config["min_new_tokens"] = 10_000  # a random model seldom ends; this one never does
    (rambling / "generation_config.json").write_text(json.dumps(config))
    assert translator(rambling).translate(ENGLISH[1:2], "de") == [None]


def test_a_vocabulary_that_cannot_spell_english_is_refused(tmp_path: Path) -> None:
    mute = translator(write_opus(tmp_path / "mute", taught=False, spells=False))
    with pytest.raises(ModelUnavailable, match=r"cannot spell English: \d+ % of the tokens"):
        mute.translate(ENGLISH, "de")


def test_a_model_without_chat_template_is_no_chat_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="has no chat template"):
        translator(write_chat(tmp_path / "base", taught=False, template=False)).translate(ENGLISH, "de")


def test_memory_that_runs_out_halves_the_batch_and_then_is_one_sentence(
    taught: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from transformers import M2M100ForConditionalGeneration

    generate, sizes, room = M2M100ForConditionalGeneration.generate, [], 1

    def with_little_room(self: object, input_ids: torch.Tensor, **named: object) -> object:
        sizes.append(len(input_ids))
        if len(input_ids) > room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return generate(self, input_ids=input_ids, **named)

    monkeypatch.setattr(M2M100ForConditionalGeneration, "generate", with_little_room)
    assert translator(taught["nllb"]).translate(ENGLISH, "de") == list(SAID["de"])
    assert sizes == [3, 1, 1, 1]
    room = 0
    with pytest.raises(DeviceOutOfMemory, match="for one sentence"):
        translator(taught["nllb"]).translate(ENGLISH, "de")


# Files


def test_weights_as_pickled_tensors_are_read(taught: dict[str, Path], tmp_path: Path) -> None:
    folder = copied(taught["opus"], tmp_path / "old")
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    assert translator(folder).translate(ENGLISH, "fr") == list(SAID["fr"])


class Bomb:
    """Runs code when it is unpickled by an unwary reader."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.file,)


def test_weights_that_would_run_code_are_refused(taught: dict[str, Path], tmp_path: Path) -> None:
    folder = copied(taught["opus"], tmp_path / "bomb")
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(tmp_path / "ran"), protocol=2))
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        translator(folder).translate(ENGLISH, "fr")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_damaged_files_are_one_sentence(taught: dict[str, Path], tmp_path: Path, name: str) -> None:
    folder = copied(taught["nllb"], tmp_path / "damaged")
    (folder / name).write_bytes((folder / name).read_bytes()[:99])
    with pytest.raises(ModelUnavailable) as refused:
        translator(folder).translate(ENGLISH, "de")
    assert str(folder) in str(refused.value) and "\n" not in str(refused.value)


def test_a_folder_without_weights_and_an_unknown_name_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"holds no config\.json"):
        translator(tmp_path).translate(ENGLISH, "de")
    with pytest.raises(ModelUnavailable, match=r"Unknown translation model 'nlllb': choose one of nllb"):
        ModelTranslator("nlllb").translate(ENGLISH, "de")


@pytest.fixture
def near_hub(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:  # noqa: F811
    """The hub that this process asks, with a cache of its own; the client reads these names when it is asked."""
    from huggingface_hub import constants

    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setenv("TERRALEX_MODEL_DIR", str(tmp_path / "own"))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hf"))
    monkeypatch.setattr(constants, "ENDPOINT", hub.url)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", hub.url + "/{repo_id}/resolve/{revision}/{filename}")
    return hub


def test_a_model_of_the_hub_is_fetched_once_and_then_needs_no_hub(
    near_hub: Hub, taught: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = copied(taught["opus"], tmp_path / "served")
    (served / "README.md").write_text("not wanted")
    torch.save({}, served / "pytorch_model.bin")
    near_hub.add("tests/opus", served)
    assert ModelTranslator("hf-hub:tests/opus", "cpu").translate(ENGLISH, "fr") == list(SAID["fr"])
    fetched = {line.split("/")[-1] for line in near_hub.asked if line.startswith("GET") and "/resolve/" in line}
    assert {"config.json", "vocab.json", "source.spm", "target.spm", "model.safetensors"} <= fetched
    assert not {"README.md", "pytorch_model.bin"} & fetched
    asked = len(near_hub.asked)
    for offline in ("", "1"):
        monkeypatch.setenv("TERRALEX_OFFLINE", offline)
        assert ModelTranslator("hf-hub:tests/opus", "cpu").translate(ENGLISH, "fr") == list(SAID["fr"])
    assert len(near_hub.asked) == asked


def test_what_the_hub_does_not_have_is_one_sentence(
    near_hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "weights.gguf").write_text("x")
    near_hub.add("tests/other", tmp_path / "other")
    for repository, words in (("tests/nothing", "no public model repository"), ("tests/other", "no translation model")):
        with pytest.raises(ModelUnavailable, match=words):
            ModelTranslator(f"hf-hub:{repository}", "cpu").translate(ENGLISH, "fr")
    monkeypatch.setenv("TERRALEX_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match=r"offline mode forbids.*own/tests--nothing"):
        ModelTranslator("hf-hub:tests/nothing", "cpu").translate(ENGLISH, "fr")


# Which model a language gets


def test_every_code_is_of_a_language_we_speak() -> None:
    assert set(OPUS_CODES) == set(TARGETS) == set(NLLB_CODES) - {"en"}
    assert len({code for codes in OPUS_CODES.values() for code in codes}) == sum(map(len, OPUS_CODES.values()))


def test_models_are_chosen_by_short_name_and_by_language() -> None:
    assert set(models_by_language(["nllb"]).values()) == {PRESETS["nllb"]["de"]}
    mixed = models_by_language(["opus-mt", "ko=hf-hub:some/model"])
    assert mixed["ko"] == "hf-hub:some/model" and mixed["de"].endswith("opus-mt-en-de")
    assert "ko" not in models_by_language(["opus-mt"])
    assert models_by_language(["local-dir:x"]) == dict.fromkeys(TARGETS, "local-dir:x")
    assert models_by_language(["nl=tower"]) == {"nl": PRESETS["tower"]["nl"]}
    assert set(models_by_language(["local-dir:a=b"]).values()) == {"local-dir:a=b"}
    with pytest.raises(BadOption, match="unknown language 'xx'"):
        models_by_language(["xx=nllb"])
    with pytest.raises(BadOption, match="opus-mt has no model of 'ko'"):
        models_by_language(["ko=opus-mt"])
