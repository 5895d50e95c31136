"""Which shader programs are made with a context, and what each covers while it is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import moderngl

from render.shaders import Sources, sources_of


@dataclass(slots=True)
class Take:
    """One program, and what it drew while it was counted: fragments (px), vertices, draws."""

    sources: Sources
    fragments: int = 0
    vertices: int = 0
    draws: int = 0


class ShaderTape:
    """Notes what `render.shaders` makes with a context from now on; counts when asked to.

    Of a multisampled target each pixel counts once, however many of its samples are covered.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._ctx = ctx
        self._programs: list[moderngl.Program] = []
        self._takes: dict[Sources, Take] = {}
        self._is_counting = False
        setattr(ctx, "program", self._noting(ctx.program))  # noqa: B010, methods are not assigned
        setattr(ctx, "vertex_array", self._wrapping(ctx.vertex_array))  # noqa: B010

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count what is drawn meanwhile; every draw is waited for."""
        self._is_counting = True
        try:
            yield
        finally:
            self._is_counting = False

    def takes(self) -> list[Take]:
        """Return all programs, those first that covered most; of the same sources only one."""
        for made in self._programs:
            sources = sources_of(made)
            if sources is not None:
                self._take(sources)
        return sorted(self._takes.values(), key=lambda take: (-take.fragments, take.sources.name))

    def _take(self, sources: Sources) -> Take:
        return self._takes.setdefault(sources, Take(sources))

    def _noting(self, make: Callable[..., moderngl.Program]) -> Callable[..., moderngl.Program]:
        def made(*arguments: Any, **named: Any) -> moderngl.Program:  # noqa: ANN401, passed on
            program = make(*arguments, **named)
            self._programs.append(program)
            return program

        return made

    def _wrapping(
        self, make: Callable[..., moderngl.VertexArray]
    ) -> Callable[..., moderngl.VertexArray]:
        def made(*arguments: Any, **named: Any) -> moderngl.VertexArray:  # noqa: ANN401, passed on
            array = make(*arguments, **named)
            for way in ("render", "transform"):
                setattr(array, way, self._counted(array, getattr(array, way)))
            return array

        return made

    def _counted(
        self, array: moderngl.VertexArray, draw: Callable[..., None]
    ) -> Callable[..., None]:
        def counted(*arguments: Any, **named: Any) -> None:  # noqa: ANN401, passed on as they are
            sources = sources_of(array.program)
            if not self._is_counting or sources is None:
                draw(*arguments, **named)
                return
            query = self._ctx.query(samples=True)
            with query:
                draw(*arguments, **named)
            take = self._take(sources)
            take.draws += 1
            take.fragments += query.samples // max(1, self._ctx.fbo.samples)
            wanted = named.get("vertices", -1)
            each = array.vertices if wanted < 0 else wanted
            take.vertices += each * max(1, named.get("instances", 1))

        return counted
