// The Cupola's solids: worn paint and anodised metal. Out: premultiplied linear sRGB in cd/m2, alpha 1.
// Diffuse: Lambert. Gloss: what of the room is mirrored (cupola.vert); for parts that the key light may
// reach (`KEYED`) Blinn's lobe (normalised; Akenine-Moeller et al., Real-Time Rendering, ch. 9).
#include "cupola_light.glsl"
#ifdef KEYED
#include "cupola_key.glsl"
#include "viewing_circle.glsl"
#endif

in vec2 uv;
in vec3 diffuse;
in vec3 mirrored;
in float gloss;
#ifdef KEYED
in vec3 position;
in vec3 normal;
in vec3 shadow_place;
in vec4 surface;
#endif

uniform float grain_scale;  // 1/m
uniform sampler2D grain;    // blotches, scratches

out vec4 colour;

const float HALF_FLOAT_LIMIT = 6.0e4;

void main() {
    vec2 wear = texture(grain, uv * grain_scale).rg;
    float shine = 0.75 + 0.5 * wear.r;
    float worn = (0.80 + 0.40 * wear.r) * (1.0 + wear.g * min(gloss * shine, 0.5));
    vec3 seen = diffuse * worn + mirrored * shine;
#ifdef KEYED
    vec3 n = normalize(normal);
    float facing_key = dot(n, key_direction);
    // Above the vestibule the map ends, and no direct light comes there.
    if (facing_key > 0.0 && position.y < hatch.x + 0.3) {
        vec3 key = key_light * facing_key * key_share(shadow_place);
        vec3 to_eye = normalize(eye_seeing(position) - position);
        float exponent = exp2(2.0 + 7.0 * gloss * shine);
        float half_facing = max(dot(n, normalize(to_eye + key_direction)), 0.0);
        float lobe = (exponent + 8.0) / (8.0 * PI) * pow(half_facing, exponent);
        seen += key * (surface.rgb / PI * worn + mirror_at_normal(gloss * shine) * lobe);
    }
#endif
    colour = vec4(clamp(seen, 0.0, HALF_FLOAT_LIMIT), 1.0);
}
