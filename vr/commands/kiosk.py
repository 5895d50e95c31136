"""`cupola kiosk`: a museum's day, and what belongs to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Run an installation from power-on to power-off; docs/kiosk.md tells how.",
    invoke_without_command=True,
    add_completion=False,
)
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="By default kiosk.toml in ~/.config/cupola, if there is one.",
    ),
]
_LEAST_DIGITS, _MOST_DIGITS = 4, 12


@app.callback()
def kiosk(
    context: typer.Context,
    config: Config = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="F.json", help="For tests: write the status there."),
    ] = None,
) -> None:
    """Run the installation: headset, mirror screen, operator's page."""
    if context.invoked_subcommand is not None:
        return
    from vr.kiosk.run import run

    run(config, report)


@app.command()
def install(config: Config = None) -> None:
    """Let systemd start the kiosk with the desktop, watch it, and start it again."""
    from vr.kiosk import unit
    from vr.kiosk.settings import settings_for

    settings = settings_for(config)
    for path in unit.install(settings.file).paths:
        print(f"Wrote {path}")
    print(f"Now: systemctl --user daemon-reload && systemctl --user start {unit.NAME}")


@app.command()
def uninstall() -> None:
    """Take out what `install` wrote, and nothing else."""
    from vr.kiosk import unit

    removed = unit.uninstall().paths
    for path in removed:
        print(f"Removed {path}")
    if removed:
        print(f"Now: systemctl --user stop {unit.NAME}; systemctl --user daemon-reload")
    else:
        print("Nothing of `cupola kiosk install` is there")


@app.command()
def check(config: Config = None) -> None:
    """Check the configuration and say what holds; nothing is started."""
    from vr.kiosk.settings import settings_for

    settings = settings_for(config)
    print(settings.file or "No configuration file: the built-in one holds")
    for name, value in settings.model_dump(mode="json").items():
        print(f"{name} = {'(set)' if name == 'pin' and value else _unsecret(value)}")


@app.command()
def visits(
    config: Config = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="F.csv", help="By default standard output.")
    ] = None,
) -> None:
    """Write the log of visits as CSV; the kiosk may be running."""
    from vr.kiosk.settings import settings_for
    from vr.kiosk.visits import export_csv
    from vr.output import check_output, replacing

    log = settings_for(config).log
    if out is None:
        export_csv(log, sys.stdout)
        return
    check_output(out, "--out", ".csv")
    with replacing(out) as pending, pending.working.open("w", newline="") as file:
        count = export_csv(log, file)
    print(f"Wrote {count} visits to {out}")


@app.command()
def pin() -> None:
    """Ask for a PIN and print the line for the configuration."""
    from assets.errors import InputError
    from vr.operator.password import hashed

    given = typer.prompt("PIN (4 to 12 digits)", hide_input=True, confirmation_prompt=True)
    if not (given.isascii() and given.isdigit() and _LEAST_DIGITS <= len(given) <= _MOST_DIGITS):
        raise InputError("a PIN has 4 to 12 digits; take another")
    print(f'pin = "{hashed(given)}"')


@app.command()
def password() -> None:
    """Ask for the operator's password and print the line for the configuration."""
    from assets.errors import InputError
    from vr.operator.password import SHORTEST, hashed

    given = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(given) < SHORTEST:
        raise InputError(f"a password needs {SHORTEST} characters at least; take a longer one")
    print(f'password = "{hashed(given)}"')


def _unsecret(value: object) -> object:
    """Return a table without its secrets, for people who look over one's shoulder."""
    if not isinstance(value, dict):
        return value
    hidden = ("password", "key")
    return {name: "(set)" if name in hidden and each else each for name, each in value.items()}
