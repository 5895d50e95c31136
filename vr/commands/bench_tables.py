"""What `cupola bench` prints for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

Figures = Mapping[str, Any]


def bench_tables(figures: Figures) -> None:
    """Print what `bench` measured: the times, then each promise and whether it holds."""
    console = Console(highlight=False)
    machine, orbit, frame = figures["machine"], figures["orbit"], figures["frame"]
    console.print(f"{machine['processor']}, {machine['cores']} cores, {machine['system']}")
    console.print(f"{machine['opengl']}, Python {machine['python']}", soft_wrap=True)
    console.print(f"Timeline built in {orbit['build_s']:.2f} s")
    console.print(_times(orbit, frame, figures["eyes"]))
    console.print(f"Timeline.at is {orbit['times_cheaper']:.0f} times cheaper than skyfield.")
    console.print(_stereo(figures["stereo"], figures["headset"]))
    console.print("A pass's share is of 5 references, each a sphere with one mip-mapped picture.\n")
    if figures["headset_rate"]:
        console.print(rate_told(figures["headset_rate"]), soft_wrap=True)
        console.print()
    console.print(_largest(figures["memory"]))
    console.print()
    console.print(_promises(dict(promises(figures))))


def startup_tables(figures: Figures) -> None:
    """Print what `bench --startup` measured."""
    console = Console(highlight=False)
    table = _table("", "min", "median", "unit")
    kinds = {"first picture": figures["picture"], "first frame in the headset": figures["headset"]}
    for kind, times in kinds.items():
        if times is None:
            table.add_row(f"{kind}: there is none")
            continue
        for name, part in {kind: times["whole_ms"], **times["parts_ms"]}.items():
            indent = "" if name == kind else "  "
            row = (f"{part[key]:.0f}" for key in ("min", "median"))
            table.add_row(indent + name, *row, "ms")
    console.print(table)
    for kind, times in kinds.items():
        if times is not None:
            console.print(_kept(f"{kind}, s", times["whole_s"]))


def shader_table(index: Figures) -> None:
    """Print what `bench --dump-shaders` wrote."""
    table = _table("shader", "fragments", "vertices", "draws", "")
    for each in sorted(index["programs"], key=lambda each: -each["fragments"]):
        counts = (f"{each[key]}" for key in ("fragments", "vertices", "draws"))
        table.add_row(each["shader"], *counts, " ".join(each["files"].values()))
    Console(highlight=False).print(table)


def share_table(figures: Figures) -> None:
    """Print what `bench --share` measured: the processor's ms, part by part, and promises."""
    console = Console(highlight=False)
    width, height = figures["eye_size"]
    console.print(f"{figures['runtime']}, two eyes of {width}x{height}, {figures['frames']} frames")
    table = _table("of the processor", "min", "median", "99.9 %", "max", "unit")
    _precise(table, "frame of the show", figures["frame_ms"])
    for part, times in figures["parts_ms"].items():
        _precise(table, f"  {part}", times)
    _precise(table, "empty frame, in turn", figures["empty_ms"])
    console.print(table)
    console.print(
        _promises(
            {
                "median frame, ms": figures["median_ms"],
                "999 of 1000 frames, ms": figures["in_1000_ms"],
                "frame over an empty one": figures["frame_over_empty"],
                "garbage collections in the show": figures["collections"],
            }
        )
    )


def _precise(table: Table, name: str, times: Figures) -> None:
    values = (f"{times[key]:.3f}" for key in ("min", "median", "p99_9", "max"))
    table.add_row(name, *values, "ms")


def _times(orbit: Figures, frame: Figures, eyes: Figures) -> Table:
    table = _table("", "min", "median", "99.9 %", "max", "unit", "share")
    _row(table, "Timeline.at", orbit["at_us"], "us")
    _row(table, "skyfield, the same", orbit["skyfield_us"], "us")
    width, height = frame["size"]
    _row(table, f"frame, {width}x{height}, {frame['quality']}", frame["frame_ms"], "ms")
    for part, times in frame["parts_ms"].items():
        share = frame["parts_share"].get(part)
        _row(table, f"  {part}", times, "ms", f"{share['value']:.1%}" if share else "")
    width, height = eyes["size"]
    for head in ("still", "turning"):
        for kind, words in (("mono", "one eye"), ("stereo", "two eyes")):
            name = f"{words}, {width}x{height} each, head {head}"
            _row(table, name, eyes[head][f"{kind}_ms"], "ms")
    return table


def _stereo(stereo: Figures, headset: Figures | None) -> Table:
    width, height = stereo["size"]
    table = _table("", "min", "median", "99.9 %", "max", "unit", "share")
    _row(table, f"two eyes' passes, {width}x{height} each", stereo["frame_ms"], "ms")
    for part, times in stereo["parts_ms"].items():
        _row(table, f"  {part}", times, "ms", f"{stereo['parts_share'][part]:.1%}")
    _row(table, "  both eyes cleared, no more", stereo["clear_ms"], "ms")
    for quality, times in (headset or {}).items():
        _row(table, f"in the headset, {quality}", times["frame_ms"], "ms")
        _row(table, "  an empty frame in turn", times["empty_ms"], "ms")
    if headset is None:
        table.add_row("in the headset: there is none")
    return table


def rate_told(held: Figures) -> str:
    """Return how the headset's rate was held, in a line."""
    rate = held["rate"]
    card = f", {rate['graphics_ms']:.1f} ms of the graphics card" if rate["graphics_ms"] else ""
    lower = f", quality lower by {rate['lower']}" if rate["lower"] else ""
    return (
        f"In the headset, {held['frames']} frames with {rate['period_ms']:.1f} ms for each: "
        f"{held['missed']} display times missed; of the last {rate['frames']} frames "
        f"{rate['late']} were late. Eyes at {rate['scale']:.0%} of {held['size'][0]}x"
        f"{held['size'][1]}{lower}, {rate['processor_ms']:.1f} ms of the processor{card}."
    )


def _row(table: Table, name: str, times: Figures, unit: str, share: str = "") -> None:
    values = (f"{times[key]:.1f}" for key in ("min", "median", "p99_9", "max"))
    table.add_row(name, *values, unit, share)


def _largest(memory: Figures) -> Table:
    table = _table("held on the graphics card", "MB")
    for name, place in memory.items():
        width, height = place["size"]
        table.add_row(f"{name}, {place['eyes']} x {width}x{height}", f"{place['mb']['value']:.0f}")
        for each in place["largest"]:
            table.add_row(f"  {each['name']}", f"{each['mb']:.0f}")
    return table


def promises(figures: Figures) -> Iterator[tuple[str, Figures]]:
    """Yield each promise in words with its figure."""
    yield "frame over reference", figures["frame"]["frame_over_reference"]
    yield "largest pass's share of 5 references", figures["frame"]["largest_share"]
    for head in ("still", "turning"):
        yield f"two eyes over one, head {head}", figures["eyes"][head]["stereo_over_mono"]
    for quality, times in (figures["headset"] or {}).items():
        yield f"frame over empty frame, headset, {quality}", times["frame_over_empty"]
    for name, place in figures["memory"].items():
        yield f"MB on the graphics card, {name}", place["mb"]


def _promises(kept: Mapping[str, Figures]) -> Table:
    table = _table("promise", "at most", "is", "")
    for name, promise in kept.items():
        verdict = "[green]holds[/]" if promise["holds"] else "[red]broken[/]"
        table.add_row(name, f"{promise['at_most']:.3g}", f"{promise['value']:.3g}", verdict)
    return table


def _kept(name: str, promise: Figures) -> str:
    verdict = "holds" if promise["holds"] else "broken"
    return f"{name}: {promise['value']:.2f}, at most {promise['at_most']:g}: {verdict}"


def _table(first: str, *others: str) -> Table:
    table = Table(first, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in others:
        table.add_column(name, justify="left" if name == "" else "right")
    return table
