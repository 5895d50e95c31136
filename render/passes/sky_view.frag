// One texel of the table of scattered light (glsl/sky_view.glsl). Out: the natural logarithm of linear
// sRGB in cd/m2, which interpolates twilight without steps at any exposure.
#include "frame.glsl"
#include "earth.glsl"
#include "sky_view.glsl"
#include "scattering.glsl"

uniform vec3 table_eye;    // ITRS, m: where the station is at the table's time
uniform vec4 light_source; // ITRS unit vector; w: illuminance outside the air, lux

out vec4 logarithm;

const float FAINTEST = 1e-28; // cd/m2; stands for nothing

void main() {
    vec3 eye_scaled = to_scaled(table_eye);
    vec3 light = normalize(to_scaled(light_source.xyz));
    float perigee;
    vec3 ray = sky_view_ray(eye_scaled, light, gl_FragCoord.xy, perigee);
    bool ground = gl_FragCoord.y < float(GROUND_ROWS);
    float ahead = -dot(eye_scaled, ray);
    // The rows' ends are the horizon itself: keep each on its own side of it.
    float half_chord2 = 1.0 - perigee * perigee;
    half_chord2 = ground ? max(half_chord2, 1e-6) : min(half_chord2, -1e-6);
    Spectral light_seen =
        scattered_light(eye_scaled, ray, ahead, half_chord2, light, dot(ray, light));
    vec3 rgb = rgb_from_bands * light_seen * light_source.w;
    // A red deeper than the display's has a component below nothing: it must not tear the table.
    float least = max(max(rgb.r, max(rgb.g, rgb.b)) * 1e-4, FAINTEST);
    logarithm = vec4(log(max(rgb, vec3(least))), 1.0);
}
