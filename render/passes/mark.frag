// A mark of one colour on a board: a dot, a ring that fills clockwise from the top, a soft-edged
// box. Out: display-encoded colour times alpha, with a dark rim so that it shows on bright cloud.
in vec2 at;

flat in vec2 size;  // of the board, in the unit of the radii
flat in vec4 shape; // radii of a ring, inner and outer (inner 0 a dot; outer 0: a box); 0 to 1, how
                    // much of the ring is filled; radius of a box's corners, below 0: a strip
flat in vec4 ink;

out vec4 colour;

const vec3 DARK = vec3(0.02, 0.022, 0.027);
const float TURN = 6.28318530718;

void main() {
    float inner = shape.x, outer = shape.y, progress = shape.z, radius = shape.w;
    vec2 place = (at - 0.5) * size;
    float soft = length(fwidth(place));
    float cover;
    float rim = 0.0;
    if (outer > 0.0) {
        float away = length(place);
        float middle = 0.5 * (inner + outer);
        float half_width = 0.5 * (outer - inner);
        float edge = abs(away - middle) - half_width;
        float angle = fract(atan(place.x, -place.y) / TURN);
        float filled = angle <= progress ? 1.0 : 0.25;
        cover = filled * clamp(0.5 - edge / soft, 0.0, 1.0);
        rim = 0.6 * clamp(1.5 - edge / soft, 0.0, 1.0);
    } else if (radius < 0.0) { // a strip, soft along its sides alone, however thin it is
        cover = clamp((0.5 * size.y - abs(place.y)) / fwidth(place.y), 0.0, 1.0);
    } else {
        vec2 beyond = abs(place) - 0.5 * size + radius + soft;
        float edge = length(max(beyond, 0.0)) + min(max(beyond.x, beyond.y), 0.0) - radius;
        cover = clamp(0.5 - edge / soft, 0.0, 1.0);
    }
    colour = ink.a * vec4(ink.rgb * cover + DARK * rim * (1.0 - cover), cover + rim * (1.0 - cover));
}
