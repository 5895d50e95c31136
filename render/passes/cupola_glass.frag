// The panes: what their corners mirror and keep back (cupola_glass.vert), in between.
in vec4 seen;

out vec4 colour;

void main() {
    // At an edge a pixel's middle may lie outside its triangle, where what lies between goes on.
    colour = vec4(max(seen.rgb, 0.0), clamp(seen.a, 0.0, 1.0));
}
