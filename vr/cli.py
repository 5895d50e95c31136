"""The `cupola` command: its commands, and what a person reads when one of them fails."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from assets.errors import CupolaError
from vr.commands import bench, best, doctor, events, film, frame, headset, kiosk, state, window
from vr.heap import return_large_blocks

app = typer.Typer(
    name="cupola",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Stand in the Cupola of the International Space Station and watch Progress MS-10 climb "
        "from Baikonur.\n\n"
        "Without a command: the headset if there is one, else a window, else a film "
        f"({best.FILM_NAME}). A time T is seconds from lift-off (118, -30), T+1:58, or a UTC time "
        "(2018-11-16T18:16:06Z)."
    ),
)
app.command("vr")(headset.headset)
app.command("window")(window.window)
app.command("frame")(frame.frame)
app.command("film")(film.film)
app.command("state")(state.state)
app.command("events")(events.events)
app.command("doctor")(doctor.doctor)
app.command("bench")(bench.bench)
app.add_typer(kiosk.app, name="kiosk")


def _print_version(wanted: bool) -> None:
    if wanted:
        from vr.version import program  # noqa: PLC0415, slow and seldom wanted

        typer.echo(program())
        raise typer.Exit


@app.callback(invoke_without_command=True)
def cupola(
    context: typer.Context,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the program an error arose.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Run the best that the machine allows when no command is named."""
    if context.invoked_subcommand is None:
        raise typer.Exit(best.best())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    0 for success, 2 for the caller's mistakes, 1 for the machine's and the program's own.
    """
    return_large_blocks()
    given = list(sys.argv[1:] if arguments is None else arguments)
    # --debug holds wherever it stands, as people add it at the end of a command that failed.
    debug = "--debug" in given
    try:
        app(args=[argument for argument in given if argument != "--debug"], prog_name="cupola")
    except CupolaError as error:
        _explain(f"Error: {error}", debug)
        sys.exit(error.exit_code)
    except Exception as error:  # a fault of the program: said shortly, shown on demand
        _explain(
            f"Error: {type(error).__name__}: {error}. This is a fault of the program: run the "
            "command again with --debug and report what it shows.",
            debug,
        )
        sys.exit(1)


def _explain(message: str, debug: bool) -> None:
    if debug:
        traceback.print_exc()
    sys.stdout.flush()
    print(message, file=sys.stderr)
