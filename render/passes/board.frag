// A picture on a board. In and out: display-encoded colour times alpha.
in vec2 at;

uniform sampler2D picture;
uniform float opacity;

out vec4 colour;

void main() {
    colour = opacity * texture(picture, at);
}
