"""``python -m index train-encoder``: from raw text to an encoder folder, in one straight line."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.contrastive import ContrastiveOptions, train_vectors
from index.training.initial import document_frequency, initial_vectors
from index.training.lexicon import LexiconEntry, read_lexicon
from index.training.model_folder import write_model
from index.training.pairs import PairMaker, PairOptions
from index.training.texts import TrainingArticle, read_articles
from index.training.vocabulary import train_tokenizer

LEXICON_PIECE = 4  # an expression of the lexicon up to so many characters is a piece of its own


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the bytes of the model, besides the texts."""

    pieces: int = 40_000
    dim: int = 512
    seed: int = 0
    pairs: PairOptions = field(default_factory=PairOptions)
    contrastive: ContrastiveOptions = field(default_factory=ContrastiveOptions)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``train-encoder`` to ``parser``."""
    recipe = Recipe()
    parser.add_argument(
        "--text",
        type=Path,
        action="append",
        required=True,
        metavar="PATH",
        help="folder of .txt and .md files, or .tar.xz of them; may be repeated",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="folder for the model, new or empty, e.g. models/my-encoder",
    )
    parser.add_argument(
        "--lexicon", type=Path, metavar="FOLDER", help="folder of .tsv tables: everyday words, official terms"
    )
    parser.add_argument(
        "--tokenizer", type=Path, metavar="FOLDER", help="model whose vocabulary is kept; without it one is learned"
    )
    parser.add_argument(
        "--pieces", type=int, default=recipe.pieces, help="size of the vocabulary (default %(default)s)"
    )
    parser.add_argument("--dim", type=int, default=recipe.dim, help="columns of a vector (default %(default)s)")
    parser.add_argument(
        "--steps", type=int, default=recipe.contrastive.steps, help="training steps (default %(default)s)"
    )
    parser.add_argument(
        "--batch", type=int, default=recipe.contrastive.batch, help="pairs a step (default %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=recipe.seed, help="equal seeds, texts and threads give equal bytes")
    parser.add_argument(
        "--threads", type=int, default=recipe.contrastive.threads, help="cores for torch (default %(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Train and write an encoder as ``args`` say, printing progress; return the exit code.

    :raises ValueError: if a path, size or lexicon is wrong, or the output folder holds something.
    """
    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        raise ValueError(f"{args.out}: exists and is not empty; give --out a new folder")
    if min(args.pieces, args.dim // 8, args.steps, args.batch - 1, args.threads) < 1:
        raise ValueError("--pieces, --steps and --threads must be at least 1, --batch at least 2 and --dim at least 8")
    dims = tuple(sorted({args.dim // 4, args.dim // 2, args.dim}))
    contrastive = ContrastiveOptions(
        steps=args.steps, batch=args.batch, dims=dims, seed=args.seed, threads=args.threads
    )
    recipe = Recipe(pieces=args.pieces, dim=args.dim, seed=args.seed, contrastive=contrastive)
    articles = read_articles(args.text)
    lexicon = read_lexicon(args.lexicon) if args.lexicon else []
    _say(f"{len(articles)} articles, {len(lexicon)} lexicon entries")
    tokenizer, vectors = train_encoder(articles, lexicon, recipe, tokenizer=kept_tokenizer(args.tokenizer))
    write_model(args.out, tokenizer, vectors, recipe=describe(recipe, articles, lexicon))
    size = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file()) / 1e6
    _say(f"{args.out}: {len(vectors)} pieces, {vectors.shape[1]} columns, {size:.1f} MB")
    return 0


def kept_tokenizer(folder: Path | None) -> Tokenizer | None:
    """Return the tokenizer of a model folder; None when none is named.

    :raises ValueError: if the folder holds none.
    """
    if folder is None:
        return None
    if not (folder / "tokenizer.json").is_file():
        raise ValueError(f"{folder}: no tokenizer.json there; give --tokenizer the folder of an encoder")
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def train_encoder(
    articles: Sequence[TrainingArticle],
    lexicon: Sequence[LexiconEntry],
    recipe: Recipe,
    *,
    tokenizer: Tokenizer | None = None,
) -> tuple[Tokenizer, NDArray[np.float32]]:
    """Return a tokenizer and one row per piece, (pieces, dim) float32.

    :param tokenizer: whose pieces are kept; learned from the texts and the lexicon when None.
    :raises ValueError: if the vocabulary has no room for the characters of the texts.
    """
    if tokenizer is None:
        texts = [f"{article.title}\n{article.heading}\n{article.body}" for article in articles]
        wanted = {text for entry in lexicon for text in (entry.everyday, *entry.official) if len(text) <= LEXICON_PIECE}
        tokenizer = train_tokenizer(texts, size=recipe.pieces, wanted=wanted)
    _say(f"{tokenizer.get_vocab_size()} pieces")
    maker = PairMaker(articles, tokenizer, lexicon=lexicon, options=recipe.pairs, seed=recipe.seed)
    frequency, number = document_frequency(maker.passages(), tokenizer.get_vocab_size())
    vectors = initial_vectors(tokenizer, frequency, number, dim=recipe.dim, seed=recipe.seed)
    losses: list[float] = []

    def report(step: int, loss: float) -> None:
        losses.append(loss)
        if (step + 1) % 50 == 0:
            _say(f"step {step + 1} of {recipe.contrastive.steps}: loss {sum(losses[-50:]) / 50:.3f}")

    return tokenizer, train_vectors(vectors, maker.batch, recipe.contrastive, report=report)


def describe(recipe: Recipe, articles: Sequence[TrainingArticle], lexicon: Sequence[LexiconEntry]) -> str:
    """Return the recipe and a digest of what was read, as JSON text for the model folder."""
    digest = hashlib.sha256()
    for article in articles:
        digest.update(f"{article.title}\t{article.heading}\t{article.body}\n".encode())
    for entry in lexicon:
        digest.update(f"{entry.everyday}\t{';'.join(entry.official)}\n".encode())
    read = {"articles": len(articles), "lexicon_entries": len(lexicon), "sha256": digest.hexdigest()}
    return json.dumps({"recipe": asdict(recipe), "read": read}, ensure_ascii=False, indent=2) + "\n"


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the progress of a command
