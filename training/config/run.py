"""The configuration of a run: one TOML file with everything that decides its outcome."""

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
    """The model that training starts from: one that there is, or a new one of an architecture.

    Attributes:
        model: a catalogue id, ``hf-hub:ORG/NAME``, ``local-dir:FOLDER``, or the name of an open_clip architecture.
        architecture: in place of ``model``: open_clip's ``model_cfg``, its weights random but for ``image_weights``.
        preprocessing: open_clip's ``preprocess_cfg`` of such an architecture.
        weights: for the name of an architecture: a file of weights, or ``random``.
        image_weights: file (safetensors) of the weights of a new model's timm trunk, without its projection.
        tokenizer: folder with a ``tokenizer.json`` to use in place of the model's own.
        vocabulary: of a new model: train a vocabulary of at most so many pieces on the lexicon and the run's captions.
    """

    model: str = ""
    architecture: dict[str, Any] = Field(default_factory=dict)
    preprocessing: dict[str, Any] = Field(default_factory=dict)
    weights: str = ""
    image_weights: str = ""
    tokenizer: str = ""
    vocabulary: Count = 0

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if bool(self.model) == bool(self.architecture):
            raise ValueError("start: give either model or architecture")
        if not self.architecture and (self.image_weights or self.vocabulary or self.preprocessing):
            raise ValueError("start: image_weights, vocabulary and preprocessing belong to an architecture")
        if self.vocabulary and self.tokenizer:
            raise ValueError("start: give either vocabulary or tokenizer")
        return self


class ImageConfig(Strict):
    """The image tower in training.

    Attributes:
        trains: ``projection``: only what lies above the pooled features of a timm trunk.
        frozen_blocks: of ``all``, the first so many blocks of a tower of timm's EfficientNet family that do not train.
        batch_statistics: whether batch norms keep the statistics of the start model.
        feature_dropout: share of an image's pooled features left out before the projection (towers of timm).
    """

    trains: Trained = "all"
    frozen_blocks: Count = 0
    batch_statistics: Literal["kept", "trained"] = "kept"
    feature_dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0


class TextConfig(Strict):
    """The text tower in training.

    Attributes:
        trains: ``projection``: only what lies above its layers.
        trainable_layers: of ``all``, only the last so many layers and what lies above them train; 0 trains every one,
            and the embeddings.
        token_dropout: share of a caption's tokens left out, never its first or last.
        kept: of ``projection``, whether the layers' features of a text are kept in memory once they are known.
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
    """Which language a caption is drawn in.

    Attributes:
        sampling: ``uniform``: all alike. ``english-share``: English with ``english_share``, the others alike.
            ``temperature``: in proportion to the captions there are, to the power of 1 / ``temperature``.
        composed: whether a language that an image has no caption in may be drawn, its caption then being composed
            from the lexicon; else only languages with a caption of the image are drawn.
        general_share: how often an image with a class is told by something more general that the class shows
            (``resources/prompts/implied.json``): water of a river.
    """

    codes: Annotated[tuple[str, ...], Field(min_length=1)] = LANGUAGES
    sampling: Literal["uniform", "english-share", "temperature"] = "uniform"
    english_share: Share = 0.5
    temperature: Annotated[float, Field(ge=1)] = 3.0
    composed: bool = True
    general_share: Share = 0.0


class ViewsConfig(Strict):
    """Views of an image. Scales are shares of its area, ``aspect`` the largest ratio of a crop's sides.

    ``global_size`` 0 is the model's own input size. Colour factors are drawn within 1 -+ the number given.
    ``coarse_share`` of the views are sampled again at ``coarsest`` to 0.8 of their pixels, as a coarser sensor would.
    ``kept`` 0 draws fresh views every step; else so many sets of views of an image are drawn once, and what the frozen
    part of the image tower gives of them is kept: many times as fast without a GPU.
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
    """Weights of the losses; 0 leaves one out, and what only it needs is not computed.

    ``labels`` is cross entropy against the class prompts of a source's label set, ``names`` aligns names across
    languages, ``text_space`` keeps texts where a pretrained text tower has them. ``alike`` says what captions of equal
    meaning are to each other in the contrastive loss.
    """

    contrastive: Weight = 1.0
    self_distillation: Weight = 1.0
    labels: Weight = 0.0
    names: Weight = 0.0
    text_space: Weight = 0.0
    alike: Literal["negatives", "left-out"] = "negatives"


class NamesConfig(Strict):
    """Which names ``losses.names`` aligns.

    Attributes:
        pairs: concepts a step, each with an English name.
        languages: other languages that each of them is aligned with in a step.
        files: of more names beside the lexicon's, relative to the working directory: JSON lines, each
            ``{"en": ["swimming pool"], "de": ["Schwimmbad"]}``.
    """

    pairs: Annotated[int, Field(ge=2)] = 48
    languages: Positive = 1
    files: tuple[str, ...] = ()


class TextSpaceConfig(Strict):
    """What ``losses.text_space`` keeps in place.

    The texts are the names of the lexicon and of ``names.files`` in the languages of the run, its captions as written,
    and the lines of ``files`` (relative to the working directory).

    Attributes:
        teacher: model whose text tower says where texts belong, as ``start.model``; empty for the start model itself.
        texts: how many are drawn in a step.
    """

    teacher: str = ""
    files: tuple[str, ...] = ()
    texts: Positive = 64


class SelfDistillationConfig(Strict):
    """DINO's settings. ``momentum`` goes from its first to its second value along a cosine over the whole run."""

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
    """AdamW. Rates of the text tower and of the head are ``learning_rate`` times their factor.

    ``layer_decay`` below 1 lowers the rate of every layer under the topmost by this factor.
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
    """The loop. ``batch`` counts images over all processes and all parts of an accumulated step.

    Attributes:
        repeats: how often a source's images come in an epoch; 1 where it is not named, 0 leaves it out.
        average_decay: of the averaged weights that are evaluated and exported; 0 exports the last ones.
        bad_steps: so many steps in a row may be skipped for a loss or gradient that is no number.
        bad_samples: share of a step's images that may be unreadable and are replaced.
        loader_threads: that decode images ahead of the step.
        word_processes: that draw and tokenise captions ahead of the step; 0 draws them in the step. A GPU takes a
            step in less time than one process draws its captions in.
        hold_images: whether decoded images stay in the memory of the device that trains, and are read once.
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
    """``start_share``: how much of the start model is mixed into the exported weights (WiSE-FT, arXiv 2109.01903).

    ``mixed_with``: a model to mix in place of the start, as :class:`StartConfig` takes it: an earlier one of the same
    line, where a run is not the first after it.
    """

    start_share: Share = 0.0
    mixed_with: str = ""


class RunConfig(Strict):
    """A whole run."""

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
        if not (losses.contrastive or losses.self_distillation or losses.labels or losses.names or losses.text_space):
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
