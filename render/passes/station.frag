// The station outside: Lambert and Blinn's lobe (as cupola.frag) under Moon or Sun and the Earth; no
// part shades another. Out: premultiplied linear sRGB in cd/m2, alpha 1.
#include "station_light.glsl"
#include "viewing_circle.glsl"

in vec3 position;
in vec3 normal;
in vec2 uv;
in vec4 surface;

uniform float earth_share;    // of the hemisphere below, weighted by cosine: what the Earth fills

uniform float way_up;         // m about the axis: where the Node's inside is drawn instead

out vec4 colour;

const float PI = 3.14159265358979;
const float SEAM = 0.02;      // half its width over the distance between seams
const float SHADE = 0.4;      // of the light that a seam keeps back
const float HALF_FLOAT_LIMIT = 6.0e4;

// Share of a pixel that seams cover at each whole number; its mean does not depend on the pixel.
float seam_share(float at, float pixel) {
    pixel = max(pixel, 1e-4);
    float from_seam = 0.5 - abs(fract(at) - 0.5);
    float within = min(from_seam + 0.5 * pixel, SEAM) - max(from_seam - 0.5 * pixel, -SEAM);
    return mix(max(within, 0.0) / pixel, 2.0 * SEAM, smoothstep(0.3, 0.6, pixel));
}

void main() {
    if (position.y > 0.0 && length(position.xz) < way_up) discard;
    vec3 n = normalize(normal);
    vec3 to_eye = normalize(eye_seeing(position) - position);
    float seam = SHADE * max(seam_share(uv.x, fwidth(uv.x)), seam_share(uv.y, fwidth(uv.y)));
    vec3 albedo = surface.rgb * (1.0 - seam);

    float up_share = 0.5 - 0.5 * n.y;
    vec3 lit = PI * earth_luminance * earth_share * up_share * up_share;
    vec3 glint = vec3(0.0);
    float facing = dot(n, key_direction);
    if (facing > 0.0) {
        float exponent = exp2(2.0 + 7.0 * surface.a);
        float mirror = 0.04 + 0.30 * surface.a * surface.a;
        float half_facing = max(dot(n, normalize(to_eye + key_direction)), 0.0);
        lit += key_light * facing;
        glint = key_light * facing
            * (mirror * (exponent + 8.0) / (8.0 * PI) * pow(half_facing, exponent));
    }
    colour = vec4(clamp(albedo / PI * lit + glint, 0.0, HALF_FLOAT_LIMIT), 1.0);
}
