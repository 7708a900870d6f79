"""The configuration of a run: one TOML file with everything that determines its result."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from backend.lexicon import LANGUAGES
from training.config.data import DataConfig, Share, Strict

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Weight = Annotated[float, Field(ge=0)]
ScaleRange = tuple[Annotated[float, Field(gt=0, le=1)], Annotated[float, Field(gt=0, le=1)]]


Trained = Literal["all", "projection", "nothing"]


class StartConfig(Strict):
    """The model that training starts from: an existing one, or a new one with an architecture.

    Attributes:
        model: a catalogue id, ``hf-hub:ORG/NAME``, ``local-dir:FOLDER``, or the name of an open_clip architecture.
        architecture: instead of ``model``: open_clip's ``model_cfg``, with random weights except ``image_weights``.
        preprocessing: open_clip's ``preprocess_cfg`` for such an architecture.
        weights: for the name of an architecture: a file with weights, or ``random``.
        image_weights: safetensors file with the weights of a new model's timm trunk, without projection.
        tokenizer: folder with a ``tokenizer.json`` to use instead of the model's own.
        vocabulary: for a new model: train a vocabulary with at most this many pieces on the lexicon and the run's
            captions.
        fresh_projections: whether both projections, and the temperature, of an existing model start from random
            weights: they then know nothing of what the model was trained on before; its towers stay as they are.
    """

    model: str = ""
    architecture: dict[str, Any] = Field(default_factory=dict)
    preprocessing: dict[str, Any] = Field(default_factory=dict)
    weights: str = ""
    image_weights: str = ""
    tokenizer: str = ""
    vocabulary: Count = 0
    fresh_projections: bool = False

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if bool(self.model) == bool(self.architecture):
            raise ValueError("start: give either model or architecture")
        if not self.architecture and (self.image_weights or self.vocabulary or self.preprocessing):
            raise ValueError("start: image_weights, vocabulary and preprocessing belong to an architecture")
        if self.architecture and self.fresh_projections:
            raise ValueError("start: fresh_projections belongs to a model; those of an architecture are always new")
        if self.vocabulary and self.tokenizer:
            raise ValueError("start: give either vocabulary or tokenizer")
        return self


class ImageConfig(Strict):
    """Training of the image tower.

    Attributes:
        trains: ``projection``: only the layers after the pooled features of a timm trunk.
        frozen_blocks: for ``all``: number of first blocks of a timm EfficientNet-family tower that do not train.
        batch_statistics: whether batch norms keep the start model's statistics.
        feature_dropout: dropout of an image's pooled features before the projection (timm towers).
    """

    trains: Trained = "all"
    frozen_blocks: Count = 0
    batch_statistics: Literal["kept", "trained"] = "kept"
    feature_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0


class TextConfig(Strict):
    """Training of the text tower.

    Attributes:
        trains: ``projection``: only what comes after its layers.
        trainable_layers: for ``all``: only this many last layers and what comes after them train; 0 trains all layers
            and the embeddings.
        token_dropout: share of a caption's tokens to drop, never the first or last.
        kept: for ``projection``: whether to cache the layers' features of texts in memory.
    """

    trains: Trained = "all"
    trainable_layers: Count = 0
    token_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0
    kept: bool = False

    @model_validator(mode="after")
    def _keeps_what_does_not_change(self) -> Self:
        if self.kept and (self.trains != "projection" or self.token_dropout):
            raise ValueError("text.kept: needs text.trains = 'projection' and no token_dropout")
        return self


class LanguagesConfig(Strict):
    """How the language of a caption is drawn.

    Attributes:
        sampling: ``uniform``: all equally. ``english-share``: English with ``english_share``, the others equally.
            ``temperature``: in proportion to the number of captions to the power of 1 / ``temperature``.
        composed: whether languages without a caption of the image may be drawn, with captions composed from the
            lexicon.
        general_share: how often the caption of an image with a class uses a more general concept
            (``resources/prompts/implied.json``), such as water for a river.
    """

    codes: Annotated[tuple[str, ...], Field(min_length=1)] = LANGUAGES
    sampling: Literal["uniform", "english-share", "temperature"] = "uniform"
    english_share: Share = 0.5
    temperature: Annotated[float, Field(ge=1)] = 3.0
    composed: bool = True
    general_share: Share = 0.0


class ViewsConfig(Strict):
    """Views of an image. Scales are shares of its area, ``aspect`` the largest ratio of a crop's sides.

    ``global_size`` 0 is the model's own input size. Colour factors are drawn within 1 -+ the given number.
    ``coarse_share`` of the views are resampled with ``coarsest`` to 0.8 of their pixels, like those of a coarser
    sensor. ``kept`` 0 draws new views every step; otherwise this many sets of views of an image are drawn once, and the
    outputs of the frozen part of the image tower are stored: many times faster without a GPU.
    """

    global_count: Positive = 2
    global_size: Count = 0
    global_scale: ScaleRange = (0.4, 1.0)
    local_count: Count = 8
    local_size: Positive = 96
    local_scale: ScaleRange = (0.05, 0.4)
    aspect: Annotated[float, Field(ge=1)] = 4 / 3
    quarter_turns: bool = True
    flips: bool = True
    brightness: Share = 0.25
    contrast: Share = 0.25
    saturation: Share = 0.5
    grey_share: Share = 0.05
    coarse_share: Share = 0.0
    coarsest: Annotated[float, Field(gt=0, le=1)] = 0.35
    kept: Count = 0


class LossesConfig(Strict):
    """Weights of the losses; 0 disables a loss, and what only it needs is not computed.

    ``labels`` is the cross entropy against the class prompts of a source's label set, ``names`` aligns names across
    languages by contrast with other names, ``translations`` moves them to where their English names are, ``text_space``
    keeps texts where a pretrained text tower places them. ``alike`` determines how captions with equal meaning are
    treated in the contrastive loss.
    """

    contrastive: Weight = 1.0
    self_distillation: Weight = 1.0
    labels: Weight = 0.0
    names: Weight = 0.0
    translations: Weight = 0.0
    text_space: Weight = 0.0
    alike: Literal["negatives", "left-out"] = "negatives"


class NamesConfig(Strict):
    """The names that ``losses.names`` and ``losses.translations`` align.

    Attributes:
        pairs: number of concepts per step, each with an English name.
        languages: number of other languages with which each is aligned in a step.
        files: files with names in addition to the lexicon's, relative to the working directory: JSON Lines, each
            ``{"en": ["swimming pool"], "de": ["Schwimmbad"]}``.
    """

    pairs: Annotated[int, Field(ge=2)] = 48
    languages: Positive = 1
    files: tuple[str, ...] = ()


class TextSpaceConfig(Strict):
    """The texts that ``losses.text_space`` keeps in place.

    They are the names of the lexicon and of ``names.files`` in the languages of the run, its written captions, and the
    lines of ``files`` (relative to the working directory).

    Attributes:
        teacher: model whose text tower is the reference, as in ``start.model``; empty for the start model.
        texts: number of texts per step.
    """

    teacher: str = ""
    files: tuple[str, ...] = ()
    texts: Positive = 64


class SelfDistillationConfig(Strict):
    """Settings of DINO. ``momentum`` changes from its first to its second value along a cosine over the whole run."""

    prototypes: Positive = 65_536
    hidden: Positive = 2048
    bottleneck: Positive = 256
    student_temperature: Annotated[float, Field(gt=0)] = 0.1
    teacher_temperature: tuple[float, float] = (0.04, 0.07)
    teacher_temperature_epochs: Weight = 5.0
    centre_momentum: Share = 0.9
    momentum: tuple[Share, Share] = (0.996, 1.0)
    frozen_last_layer_epochs: Weight = 1.0


class OptimiserConfig(Strict):
    """AdamW. The rates of the text tower and the head are ``learning_rate`` times their factor.

    ``layer_decay`` below 1 reduces the rate by this factor per layer below the topmost.
    """

    learning_rate: Annotated[float, Field(gt=0)]
    text_factor: Weight = 1.0
    head_factor: Weight = 1.0
    layer_decay: Annotated[float, Field(gt=0, le=1)] = 1.0
    weight_decay: Weight = 0.05
    betas: tuple[Share, Share] = (0.9, 0.98)
    epsilon: float = 1e-6
    warmup_steps: Count = 100
    floor: Share = 0.0
    clip_gradient: Annotated[float, Field(gt=0)] = 1.0


class TrainingConfig(Strict):
    """The training loop. ``batch`` is the number of images over all processes and all parts of an accumulated step.

    Attributes:
        repeats: how often a source's images occur in an epoch; 1 by default, 0 omits it.
        average_decay: decay of the averaged weights that are evaluated and exported; 0 uses the last weights.
        bad_steps: maximum number of consecutive steps skipped because of a non-finite loss or gradient.
        bad_samples: maximum share of a step's images that may be unreadable and are replaced.
        loader_threads: threads that decode images in advance.
        word_processes: processes that draw and tokenise captions in advance; 0 does it within the step. A GPU takes
            less time for a step than one process for its captions.
        hold_images: whether to keep decoded images in the memory of the training device, so that each is read once.
    """

    steps: Positive
    batch: Annotated[int, Field(ge=2)]
    accumulation: Positive = 1
    repeats: dict[str, Count] = Field(default_factory=dict)
    precision: Literal["float32", "bfloat16"] = "bfloat16"
    checkpointing: bool = False
    average_decay: Share = 0.999
    checkpoint_every: Positive = 500
    log_every: Positive = 20
    evaluate_every: Count = 0
    loader_threads: Positive = 4
    word_processes: Count = 0
    hold_images: bool = False
    bad_steps: Positive = 5
    bad_samples: Share = 0.1

    @model_validator(mode="after")
    def _parts_are_whole(self) -> Self:
        if self.batch % self.accumulation:
            raise ValueError(f"batch {self.batch} cannot be cut into {self.accumulation} equal parts")
        return self


class ExportConfig(Strict):
    """``start_share``: share of the start model in the exported weights (WiSE-FT, arXiv 2109.01903).

    ``mixed_with``: a model to mix in instead of the start model, as in :class:`StartConfig`, such as an earlier one in
    a series of runs.
    """

    start_share: Share = 0.0
    mixed_with: str = ""


class RunConfig(Strict):
    """The configuration of a whole run."""

    name: str
    seed: int = 0
    threads: int = 0
    data: DataConfig
    start: StartConfig
    image: ImageConfig = ImageConfig()
    text: TextConfig = TextConfig()
    languages: LanguagesConfig = LanguagesConfig()
    views: ViewsConfig = ViewsConfig()
    losses: LossesConfig = LossesConfig()
    names: NamesConfig = NamesConfig()
    text_space: TextSpaceConfig = TextSpaceConfig()
    self_distillation: SelfDistillationConfig = SelfDistillationConfig()
    optimiser: OptimiserConfig
    training: TrainingConfig
    export: ExportConfig = ExportConfig()

    @model_validator(mode="after")
    def _something_to_learn(self) -> Self:
        losses, views = self.losses, self.views
        if not any(value for value in losses.model_dump(exclude={"alike"}).values()):
            raise ValueError("losses: every weight is 0, so there is nothing to learn")
        if losses.self_distillation and views.global_count + views.local_count < 2:
            raise ValueError("views: self-distillation needs at least two views")
        if self.image.trains == self.text.trains == "nothing":
            raise ValueError("image.trains, text.trains: both towers are frozen, so there is nothing to learn")
        if views.kept and self.image.trains == "all" and not self.image.frozen_blocks:
            raise ValueError(
                "views.kept: needs a frozen part whose output is kept: image.frozen_blocks or image.trains"
            )
        if unknown := set(self.languages.codes) - set(LANGUAGES):
            raise ValueError(f"languages.codes: unknown language {sorted(unknown)[0]!r}")
        return self
