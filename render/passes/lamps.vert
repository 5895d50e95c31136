// A lamp of a town: place, level of detail, the law of its light, air, cloud and twilight.
// Lamps stand in random order inside their cell, so the first fraction of a cell, made brighter by the
// inverse, stands for all of it. `in_rank` is the lamp's place in that order, 0 to 1.
#include "frame.glsl"
#include "earth.glsl"

uniform sampler2D cloud_map;
uniform sampler3D noise_volume;
uniform vec3 field_axis;       // ITRS; lamps outside the field are left out
uniform float field_cosine;
uniform float pixel_tangent;   // of one pixel of an eye
uniform float lamps_per_pixel; // detail wanted
uniform Length full_detail;    // nearer than this at 25 pixels a degree, every lamp is drawn

#include "clouds.glsl"
#include "air_table.glsl"

in vec3 in_position;      // ITRS, m
in float in_intensity;    // cd toward the zenith
in vec4 in_colour_rank;   // linear sRGB of luminance 1 over 4; rank

out vec3 prepared_direction; // see points.py
out float prepared_spread;
out vec3 prepared_flux;

const float FADE = 0.25;          // share of the drawn lamps that are fading in or out

void main() {
    vec3 offset = in_position - eye_itrs.xyz;
    Length distance = length(offset);
    vec3 ray = offset / distance;
    vec3 scaled = to_scaled(in_position);
    vec3 up = normalize(to_scaled(scaled));
    float cosine = dot(up, -ray);
    prepared_direction = ray;
    prepared_spread = 1.0;
    prepared_flux = vec3(0.0);
    float detail = full_detail / distance * (7.0e-4 / pixel_tangent);
    float fraction = clamp(detail * detail * cosine * lamps_per_pixel, 0.002, 1.0);
    bool outside = dot(ray, field_axis) < field_cosine;
    float day = smoothstep(-0.10, -0.035, dot(up, sun.xyz)); // Sun 6 to 2 degrees down
    if (cosine <= 0.003 || outside || in_colour_rank.w > fraction || day >= 1.0) return;
    // A ramp from (1 - FADE) f to f has the mean (1 - FADE / 2) f; nothing fades when all are drawn.
    float fading = fraction < 1.0 ? FADE : 0.0;
    float ramp = fading > 0.0
        ? clamp((fraction - in_colour_rank.w) / (fading * fraction), 0.0, 1.0) : 1.0;
    float weight = ramp / (fraction * (1.0 - 0.5 * fading)) * (1.0 - day);

    vec3 deck = normalize(scaled - to_scaled(ray) * (CLOUD_TOP / max(cosine, 0.1)));
    Length footprint = distance * pixel_tangent / max(cosine, 0.1);
    float cloud = cloud_opacity(cloud_pattern(map_uv(deck), footprint), grain_at(deck, footprint));

    // Streets and walls reflect as a plain surface; some of the lamps shine sideways as well.
    float law = 0.3 + 0.7 * cosine;
    float lux = in_intensity * weight * law * (1.0 - 0.9 * cloud) / (distance * distance);
    prepared_spread = 1.0 + 2.5 * cloud;
    prepared_flux = lux * in_colour_rank.rgb * 4.0 * transmittance_to_space(cosine);
}
