// The disc of the Moon (lit by the Sun, with its maria) or of the Sun (limb-darkened).
uniform vec3 sun_in_disc;     // unit vector to the Sun: right, north, toward the eye
uniform mat3 map_from_disc;   // disc axes to the Moon's mean-Earth frame
uniform sampler2D surface;    // plate carree albedo
uniform bool shines;          // the Sun
uniform vec3 mean_luminance;  // over the lit disc, cd/m2
uniform float edge;           // width of a pixel, in radii

in vec2 place;
in vec3 transmittance;
out vec4 light;

const float PI = 3.14159265358979;
const float MEAN_ALBEDO = 0.45; // of the picture's own values

void main() {
    float r2 = dot(place, place);
    float inside = 1.0 - smoothstep(1.0 - edge, 1.0 + edge, sqrt(r2));
    if (inside <= 0.0) discard;
    float toward = sqrt(max(1.0 - r2, 0.0));
    vec3 normal = vec3(place, toward);
    float shade;
    if (shines) {
        shade = 0.4 + 0.6 * toward; // linear limb darkening, u = 0.6 (Allen 1973)
    } else {
        // Lommel-Seeliger, right for a dusty surface: sun / (sun + eye).
        float lit = max(dot(normal, sun_in_disc), 0.0);
        shade = 2.0 * lit / max(lit + toward, 1e-3);
        vec3 on_map = map_from_disc * normal;
        vec2 where = vec2(atan(on_map.y, on_map.x) / (2.0 * PI) + 0.5,
                          0.5 - asin(clamp(on_map.z, -1.0, 1.0)) / PI);
        shade *= textureLod(surface, where, 1.0).r / MEAN_ALBEDO;
    }
    light = vec4(mean_luminance * transmittance * shade * inside, 0.0);
}
