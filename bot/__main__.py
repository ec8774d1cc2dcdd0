"""The command line."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from bot import log
from bot.config import Settings, load
from bot.config_secrets import secrets_of
from bot.errors import OperatorError, RetryError
from storage.damage import UnusableDatabaseError
from storage.records_search import Order

cli = typer.Typer(
    help="Colporteur carries a news site's articles and comments to Discord, answers questions about them, "
    "and gives subscribers their roles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

_CONFIG_HELP = (
    "The settings file (config.example.toml shows every key). Default: config.toml, if it is there."
)
Config = Annotated[Path | None, typer.Option("--config", "-c", help=_CONFIG_HELP)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def main() -> None:
    """Run the command line; what an operator must mend is said in words, with exit code 2."""
    try:
        cli()
    except (OperatorError, RetryError, UnusableDatabaseError) as error:
        err.print(f"[red]{escape(log.Redactor(()).clean(str(error)))}[/red]", soft_wrap=True)
        sys.exit(2)


@cli.command()
def run(config: Config = None) -> None:
    """Run the bot until Ctrl-C or SIGTERM."""
    from bot import app, client  # noqa: PLC0415 - the other commands start faster without Discord

    settings = _settings(config)
    _start_log(settings)
    client.prepare()
    _run(lambda stop: app.run(settings, stop))


@cli.command()
def check(config: Config = None) -> None:
    """Check settings, token, intents, permissions and sources; say how to mend what is wrong."""
    from bot import preflight  # noqa: PLC0415

    settings = _settings(config)
    _start_log(settings, quiet=True)
    findings = asyncio.run(preflight.check(settings))
    clean = log.Redactor(secrets_of(settings)).clean
    for finding in findings:
        mark = "[green]✓[/green]" if finding.fine else "[red]✗[/red]"
        what, mend = escape(clean(finding.what)), escape(clean(finding.mend))
        out.print(f"{mark} {what}" + (f"\n    → {mend}" if mend else ""))
    if not all(finding.fine for finding in findings):
        raise typer.Exit(1)


@cli.command()
def salvage(config: Config = None) -> None:
    """Save what can be read of a damaged database, which is kept beside it. Stop the bot first."""
    from storage.salvage import salvage as save  # noqa: PLC0415

    settings = _settings(config)
    path = Path(settings.storage.url.removeprefix("sqlite:///"))
    if not path.exists():
        raise OperatorError(f"{path} is not there; check storage.url")
    tables = save(path)
    for table in tables:
        if not table.whole:
            out.print(f"[red]✗[/red] {table.table}: {table.rows} rows, the others cannot be read")
        elif table.rows:
            out.print(f"[green]✓[/green] {table.table}: {table.rows} rows")
    out.print(f"The damaged file is kept as {escape(str(path))}.damaged.", soft_wrap=True)
    if not all(table.whole for table in tables):
        raise typer.Exit(1)


@cli.command("import")
def import_(
    what: Annotated[
        list[str], typer.Argument(metavar="FILE_OR_URL…", help="Article pages, as files or addresses.")
    ],
    config: Config = None,
    post: Annotated[bool, typer.Option("--post", help="Also post them to the routed channels.")] = False,
) -> None:
    """Store article pages with their comments, so that they can be searched."""
    from bot import app, imports  # noqa: PLC0415
    from bot.workers import Here  # noqa: PLC0415

    settings = _settings(config)
    _start_log(settings, quiet=True)

    async def work() -> list[imports.Imported]:
        async with app.opened(settings, Here()) as opened:
            with Progress(console=err, transient=False) as progress:
                task = progress.add_task("Importing", total=len(what))
                done: list[imports.Imported] = []
                for place in what:
                    done.append(await imports.import_page(opened, place, post=post))
                    progress.advance(task)
                await opened.services.answers.index.catch_up()
            return done

    failed = False
    for result in asyncio.run(work()):
        if result.reason:
            failed = True
            err.print(f"[red]✗[/red] {escape(result.place)}: {escape(result.reason)}", soft_wrap=True)
        else:
            out.print(f"[green]✓[/green] {escape(result.title)} ({result.comments} comments)", soft_wrap=True)
    if failed:
        raise typer.Exit(1)


@cli.command()
def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION")],
    config: Config = None,
    as_json: AsJson = False,
    about: Annotated[str, typer.Option("--article", help="Ask this article alone, by its address.")] = "",
) -> None:
    """Answer a question from the stored articles and comments."""
    from bot import asked, printed  # noqa: PLC0415

    words = " ".join(question)
    answer = _with_shelf(config, lambda shelf: asked.ask(shelf, words, about, datetime.now(UTC)))
    _print(printed.answer_tree(answer) if as_json else printed.answer_text(answer))


@cli.command()
def search(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORDS")] = None,
    config: Config = None,
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many results at most.")] = 10,
    source: Annotated[str, typer.Option(help="Only from this source.")] = "",
    author: Annotated[str, typer.Option(help="Only by this author.")] = "",
    category: Annotated[str, typer.Option(help="Only in this category.")] = "",
    product: Annotated[str, typer.Option(help="Only about this product.")] = "",
    since: Annotated[str, typer.Option(help="From this day on: 2026, 2026-03-02, 7 days …")] = "",
    until: Annotated[str, typer.Option(help="Until this day.")] = "",
    sort: Annotated[Order, typer.Option(help="How to sort the results.")] = Order.FIT,
) -> None:
    """Search the stored articles and comments: words, "phrases", -without (after --), and filters."""
    from bot import asked, printed  # noqa: PLC0415

    text = " ".join(words or ())
    filters = {
        "source": source,
        "author": author,
        "category": category,
        "product": product,
        "since": since,
        "until": until,
    }
    hits = _with_shelf(
        config,
        lambda shelf: asked.search(shelf, text, filters, sort, limit, datetime.now(UTC)),
    )
    _print(printed.hits_tree(hits) if as_json else printed.hits_text(hits))


@cli.command()
def product(
    name: Annotated[list[str], typer.Argument(metavar="NAME")],
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Tell what the stored articles and comments say of a product."""
    from bot import asked, printed  # noqa: PLC0415

    said = " ".join(name)
    portrait = _with_shelf(config, lambda shelf: asked.portrait(shelf, said))
    _print(printed.portrait_tree(portrait) if as_json else printed.portrait_text(portrait))


@cli.command()
def related(
    address: Annotated[str, typer.Argument(metavar="URL", help="The article's address.")],
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """List the articles near to one."""
    from bot import asked, printed  # noqa: PLC0415

    found = _with_shelf(config, lambda shelf: asked.related(shelf, address))
    _print(printed.related_tree(found) if as_json else printed.related_text(found))


@cli.command()
def code(
    publisher: Annotated[str, typer.Argument(help="The publisher's name in the settings.")],
    subject: Annotated[str, typer.Argument(help="The reader's id in the publisher's list.")],
    config: Config = None,
) -> None:
    """Issue a one-time code with which a reader links their Discord account (10 minutes)."""
    out.print(
        _with_subscribers(config, lambda all_: all_.linking.issue_code(publisher, subject, datetime.now(UTC)))
    )


@cli.command()
def approve(
    plan: Annotated[str, typer.Argument(help="The plan's name, as /status shows it.")], config: Config = None
) -> None:
    """Let role changes happen that were held: many removals at once, or a first plan."""
    count = _with_subscribers(config, lambda all_: all_.approve(plan, datetime.now(UTC)))
    out.print(f"{count} changes approved; a running bot carries them out within seconds")


@cli.command()
def audit(
    config: Config = None,
    export: Annotated[
        Path | None, typer.Option("--export", help="Also write the log to this file, as JSON lines.")
    ] = None,
) -> None:
    """Verify the chained audit log of roles; say which row was changed if one was."""
    from bot.subscribers.audit_log import verify  # noqa: PLC0415
    from storage.database import Database  # noqa: PLC0415

    settings = _settings(config)

    async def work() -> str:
        database = await Database.open(settings.storage.url)
        try:
            return str(await verify(database, export))
        finally:
            await database.close()

    out.print(asyncio.run(work()), soft_wrap=True)


@cli.command("make-key")
def make_key() -> None:
    """Print a new key for [privacy] keys, which keeps addresses unreadable at rest."""
    from bot import vault  # noqa: PLC0415

    out.print(vault.make_key())


@cli.command("rotate-keys")
def rotate_keys(config: Config = None) -> None:
    """Move all addresses to the first of [privacy] keys, so that the others can be removed."""
    from bot.subscribers import address_book  # noqa: PLC0415
    from bot.vault import Vault  # noqa: PLC0415
    from storage.database import Database  # noqa: PLC0415

    settings = _settings(config)
    _start_log(settings, quiet=True)
    keys = [key.get_secret_value() for key in settings.privacy.keys]
    if not keys:
        raise OperatorError("privacy.keys is empty: set a key there; colporteur make-key makes one")

    async def work() -> address_book.Rotation:
        database = await Database.open(settings.storage.url)
        try:
            with Progress(console=err, transient=True) as progress:
                task = progress.add_task("Moving addresses to the first key", total=None)
                return await address_book.rotate(
                    database, Vault(keys), lambda count: progress.advance(task, count)
                )
        finally:
            await database.close()

    done = asyncio.run(work())
    out.print(f"Addresses moved to the first key: {done.moved}", soft_wrap=True)
    if done.lost:
        err.print(
            f"[red]Addresses that need a key that is gone: {done.lost}; {address_book.LOST_MEND}[/red]",
            soft_wrap=True,
        )
        raise typer.Exit(1)
    out.print("No address needs another key; the others can be removed once no older copy is to be read.")


@cli.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 takes a free one.")] = 8800,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Show everything at work on this machine: a simulated Discord, a small news site, the bot, one page."""
    try:
        from bot.demo import show  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise OperatorError(f"the demo needs {error.name}: pip install 'colporteur[demo]'") from None
    log.start("console", (), level=logging.WARNING)
    _run(lambda stop: show.run(stop, port=port, browser=browser, say=out.print))


@cli.callback(invoke_without_command=True)
def _root(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    if show_version:
        out.print(version("colporteur"))
        raise typer.Exit


def _settings(config: Path | None) -> Settings:
    usual = Path("config.toml")
    return load(config or (usual if usual.exists() else None))


def _start_log(settings: Settings, *, quiet: bool = False) -> None:
    log.start(settings.log, secrets_of(settings), level=logging.WARNING if quiet else logging.INFO)


def _run(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run until the work ends or somebody stops it; a second Ctrl-C does not wait."""

    async def supervised() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, _stop_once, loop, number, stop)
        await work(stop)

    asyncio.run(supervised())


def _stop_once(loop: asyncio.AbstractEventLoop, number: int, stop: asyncio.Event) -> None:
    stop.set()
    loop.remove_signal_handler(number)


def _with_shelf(config: Path | None, question: Callable[[Any], Awaitable[Any]]) -> Any:
    from bot import asked  # noqa: PLC0415
    from bot.errors import ReaderError  # noqa: PLC0415
    from bot.texts import say  # noqa: PLC0415

    settings = _settings(config)
    _start_log(settings, quiet=True)
    try:
        return asyncio.run(asked.with_shelf(settings, question))
    except ReaderError as error:
        raise OperatorError(say("en", error.text, **error.arguments).replace("**", "")) from None


def _with_subscribers(config: Path | None, step: Callable[[Any], Awaitable[Any]]) -> Any:
    from bot import app  # noqa: PLC0415
    from bot.workers import Here  # noqa: PLC0415

    settings = _settings(config)
    _start_log(settings, quiet=True)

    async def work() -> Any:
        async with app.opened(settings, Here()) as opened:
            return await step(opened.services.subscribers)

    return asyncio.run(work())


def _print(result: object) -> None:
    if isinstance(result, str):
        out.print(result, markup=False, soft_wrap=True)
    else:
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
