// Lettering, screen and pilot lamps in the Cupola. Out: premultiplied linear sRGB in cd/m2, and how
// much the mark covers. `surface.a` above 0.9: the screen; above 0.6: a lamp; else matt ink.
#include "cupola_light.glsl"
#include "cupola_key.glsl"

in vec3 normal;
in vec2 uv;
in vec3 shadow_place;
in vec3 diffuse;
in vec4 surface;

uniform sampler2D marks;

out vec4 colour;

void main() {
    float drawn = texture(marks, uv).r;
    if (surface.a > 0.9) {
        colour = vec4(screen_luminance * drawn * drawn, 1.0);
        return;
    }
    if (surface.a > 0.6) {
        colour = vec4(surface.rgb * brightest_pilot * drawn, drawn);
        return;
    }
    float facing = dot(normal, key_direction);
    vec3 seen = diffuse;
    if (facing > 0.0) seen += surface.rgb / PI * key_light * facing * key_share(shadow_place);
    colour = vec4(min(seen, 6.0e4) * drawn, drawn);
}
