// The panes: what their corners mirror and keep back (cupola_glass.vert), in between.
in vec4 seen;

out vec4 colour;

void main() {
    colour = seen;
}
