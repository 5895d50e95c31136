"""A small show of its own, for tests of the headset layer alone: a sphere by ray, and a near bar."""

from __future__ import annotations
import sys
from pathlib import Path
import moderngl, numpy as np
from vr.clock import Clock
from vr.headset import HeadsetOptions, run

VERT = """
#version 330 core
out vec2 at;
void main(){ vec2 c=vec2(gl_VertexID==1?3.0:-1.0, gl_VertexID==2?3.0:-1.0); at=0.5+0.5*c; gl_Position=vec4(c,0,1);}
"""
FRAG = """
#version 330 core
uniform mat3 turn; uniform vec3 eye; uniform vec4 tangents; uniform float t;
in vec2 at; out vec4 colour;
void main(){
  vec3 ray=normalize(turn*vec3(mix(tangents.x,tangents.y,at.x),mix(tangents.z,tangents.w,at.y),-1.0));
  vec3 c=vec3(0.0,-6778.0,0.0); float b=dot(ray,c); float d=b*b-dot(c,c)+6371.0*6371.0;
  colour=vec4(d>0.0&&b>0.0?vec3(0.1,0.3,0.6):vec3(0.02),1.0);
  float star=smoothstep(0.99998,0.999995,dot(ray,normalize(vec3(0.1,0.2,-1.0)))); colour.rgb+=star;
  float s=(-1.0-eye.z)/ray.z; vec3 p=eye+s*ray; if(ray.z<0.0&&abs(p.x)<0.02&&abs(p.y)<0.5) colour=vec4(0.9,0.6,0.1,1);
}
"""


def make(ctx):
    program = ctx.program(vertex_shader=VERT, fragment_shader=FRAG)
    va = ctx.vertex_array(program, [])

    def draw(t, views, framebuffers):
        for view, fb in zip(views, framebuffers):
            fb.use()
            ctx.enable_only(moderngl.NOTHING)
            program["turn"] = tuple(view.cupola_from_eye.T.flatten())
            program["eye"] = tuple(view.position)
            program["tangents"] = view.tangents
            va.render(moderngl.TRIANGLES, vertices=3)

    return draw


if __name__ == "__main__":
    import argparse
    from vr.commands.printing import *

    p = argparse.ArgumentParser()
    p.add_argument("vr")
    p.add_argument("--frames", type=int)
    p.add_argument("--report", type=Path)
    p.add_argument("--eyes", type=Path)
    p.add_argument("--at", type=float, default=0.0)
    p.add_argument("--render-scale", type=float, default=1.0)
    p.add_argument("--no-mirror", action="store_true")
    a = p.parse_args()
    from assets.errors import CupolaError

    try:
        run(
            make,
            Clock(anchor_t=a.at),
            HeadsetOptions(
                frames=a.frames,
                report=a.report,
                eyes=a.eyes,
                render_scale=a.render_scale,
                mirror=not a.no_mirror,
            ),
        )
    except CupolaError as e:
        print(e, file=sys.stderr)
        sys.exit(1)
