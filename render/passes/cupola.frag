// The Cupola's solids: worn paint and anodised metal. Out: premultiplied linear sRGB in cd/m2, alpha 1.
// Diffuse: Lambert. Gloss: Blinn's lobe for the key light (normalised; Akenine-Moeller et al.,
// Real-Time Rendering, ch. 9) and one mirrored look at the room for the rest.
#include "cupola_light.glsl"
#include "cupola_key.glsl"
#include "viewing_circle.glsl"

in vec3 position;
in vec3 normal;
in vec2 uv;
in vec3 shadow_place;
in vec3 irradiance;
in vec4 surface;
in float open_share;

uniform float grain_scale;  // 1/m
uniform sampler2D grain;    // blotches, scratches

out vec4 colour;

const float HALF_FLOAT_LIMIT = 6.0e4;

void main() {
    vec3 n = normalize(normal);
    vec3 to_eye = normalize(eye_seeing(position) - position);
    vec2 wear = texture(grain, uv * grain_scale).rg;
    float gloss = surface.a * (0.75 + 0.5 * wear.r);
    vec3 albedo = surface.rgb * (0.80 + 0.40 * wear.r) * (1.0 + wear.g * min(gloss, 0.5));

    // At a sliver's edge a multisampled pixel's middle lies outside it, and what is run on from the
    // corners may be below nothing.
    vec3 lit = max(irradiance, 0.2 * ambient);
    vec3 glint = vec3(0.0);
    float facing_key = dot(n, key_direction);
    float exponent = exp2(2.0 + 7.0 * gloss);
    float at_normal = 0.04 + 0.30 * gloss * gloss; // oxide over metal
    float grazing = 1.0 - clamp(dot(n, to_eye), 0.0, 1.0);
    float fresnel = at_normal + (1.0 - at_normal) * gloss * grazing * grazing * grazing * grazing;
    // Above the vestibule the map ends, and no direct light comes there.
    if (facing_key > 0.0 && position.y < hatch.x + 0.3) {
        vec3 key = key_light * facing_key * key_share(shadow_place);
        float half_facing = max(dot(n, normalize(to_eye + key_direction)), 0.0);
        lit += key;
        glint += key * (at_normal * (exponent + 8.0) / (8.0 * PI) * pow(half_facing, exponent));
    }
    vec3 mirrored = reflect(-to_eye, n);
    vec3 lining = 0.4 / PI * ambient;
    vec3 room = room_luminance(position, mirrored, lining, 1.2 * (1.0 - gloss));
    // Below the limb about two thirds of what is mirrored is window, with the Earth behind it.
    room += 0.65 * earth_luminance * smoothstep(LIMB_SINE + 0.3, LIMB_SINE - 0.3, mirrored.y);
    glint += fresnel * gloss * open_share * room;
    colour = vec4(clamp(albedo / PI * lit + glint, 0.0, HALF_FLOAT_LIMIT), 1.0);
}
