"""``terralex-train translate``: captions of a run's data sets in nine more languages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.errors import BadOption
from training.commands.console import progress_bar, say

if TYPE_CHECKING:
    from training.translation.translator import Translator

CACHE = Path("runs", "translation-cache.parquet")


@click.command()
@click.argument("config_file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Parquet file to write.")
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="MODEL",
    help="nllb, opus-mt, tower, hf-hub:ORG/NAME or local-dir:FOLDER; LANGUAGE=MODEL for one language. Repeatable.",
)
@click.option("--file", "file", type=click.Path(path_type=Path), help="A ready file: source, language and text.")
@click.option("--language", "languages", multiple=True, help="Only this language. Repeatable.")
@click.option("--source", default="", help="Only this data set of the run.")
@click.option("--limit", type=click.IntRange(1), help="Only so many sentences, to try a model.")
@click.option(
    "--cache", type=click.Path(path_type=Path), default=CACHE, show_default=True, help="What models answered."
)
@click.option("--device", default="auto", show_default=True, help="auto, cpu or cuda.")
@click.option("--batch", type=click.IntRange(1), default=16, show_default=True, help="Sentences at once.")
def translate(
    config_file: Path,
    output: Path,
    models: tuple[str, ...],
    file: Path | None,
    languages: tuple[str, ...],
    source: str,
    limit: int | None,
    cache: Path,
    device: str,
    batch: int,
) -> None:
    """Translate the English captions of CONFIG_FILE's data sets; name OUTPUT in its data.translations to train on them.

    What a model answered is kept in the cache: run the same command again after an interruption. What is plainly no
    translation is left out and listed, with the reason, in OUTPUT.rejected.jsonl.
    """
    from backend.lexicon import load_lexicon
    from training.commands.run_data import chosen_data
    from training.sources.source import open_sources
    from training.translation.cache import TranslationCache
    from training.translation.sentences import sentences_without, translate_sentences, write_rejections
    from training.translation.translation_file import write_translations

    translator_of, known = _backend(models, file, device, batch)
    spoken = _languages(languages, known)
    if output.suffix != ".parquet":
        raise BadOption(f"-o {output}: name a .parquet file.")
    data = chosen_data(config_file, source).model_copy(update={"translations": ()})
    samples = [s for opened in open_sources(data, Path.cwd(), load_lexicon(), say) for s in opened.samples]
    wanted = {language: sentences_without(samples, language)[:limit] for language in spoken}
    if not any(wanted.values()):
        raise BadOption(f"{config_file}: its data sets have no English captions that lack a language.")
    # A ready file answers as fast as a cache would.
    store: AbstractContextManager[TranslationCache | None] = TranslationCache(cache) if models else nullcontext()
    with store as opened_cache, progress_bar(True) as bar:
        tasks = {language: bar.add_task(language, total=len(texts)) for language, texts in wanted.items()}
        outcome = translate_sentences(
            wanted, translator_of, opened_cache, lambda language, count: bar.update(tasks[language], advance=count)
        )
    rejected = output.with_name(f"{output.name}.rejected.jsonl")
    write_rejections(rejected, outcome.rejections)
    write_translations(output, outcome.translations)
    for line in outcome.summary():
        say(line)
    say(f"wrote {output}; what was left out is in {rejected}")


def _languages(chosen: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for language in chosen:
        if language not in known:
            raise BadOption(f"--language {language}: the backend has {', '.join(known) or 'none'}.")
    return chosen or known


def _backend(
    models: tuple[str, ...], file: Path | None, device: str, batch: int
) -> tuple[Callable[[str], Translator], tuple[str, ...]]:
    """The chosen backend of each language, and the languages that there is one of."""
    from training.translation.models import TARGETS, models_by_language

    if bool(models) == (file is not None):
        raise BadOption("Give either --model or --file.")
    if file is not None:
        from training.translation.ready_file import ReadyFile

        ready = ReadyFile(file)
        return (lambda _: ready), tuple(language for language in TARGETS if language in ready.languages)
    from training.translation.model_translator import ModelTranslator

    by_language = models_by_language(models)
    current: list[ModelTranslator] = []

    def translator_of(language: str) -> Translator:
        if not current or current[0].name != by_language[language]:
            current[:] = [ModelTranslator(by_language[language], device, batch)]  # the one before gives its memory back
        return current[0]

    return translator_of, tuple(language for language in TARGETS if language in by_language)
