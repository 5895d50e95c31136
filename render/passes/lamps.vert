// A lamp of a town: place, level of detail, the law of its light, air, cloud and twilight.
// Where lamps stand denser than `lamps_per_pixel` in a pixel, only the first of each square are drawn,
// made brighter by the inverse of their share; where they stand thinly all are, each as bright as it is.
#include "frame.glsl"
#include "earth.glsl"

uniform vec3 field_axis;     // ITRS; lamps outside the field are left out
uniform float field_cosine;
uniform float pixel_tangent; // of one pixel of an eye
uniform float lamps_per_pixel;

#include "clouds.glsl"
#include "air_table.glsl"

uniform vec3 lamp_colours[7]; // assets.lamps.COLOURS, linear sRGB of luminance 1
uniform float density_unit;

// As render.lamp_rows.ROW.
in vec3 in_position;     // ITRS, m
in vec2 in_light;        // kcd toward the zenith; lamps a m2 in density_unit
in uvec2 in_turn_colour; // place in the order of its square in 65536ths; row of lamp_colours

out vec3 prepared_direction; // see points.py
out float prepared_spread;
out vec3 prepared_flux;

const float FADE = 0.25;     // share of the drawn lamps that are fading in or out
const float REDDENING = 0.2; // of white light's: a lamp's spectrum is narrow, it dims more than it reddens
const vec3 TO_LUMINANCE = vec3(0.2126, 0.7152, 0.0722);

// What a lamp's light is multiplied by, where a share of those about it is drawn: 0 beyond the share,
// rising over the last FADE of it, and such that the mean over all turns is 1. A share above 1 is one
// at which the last of them are still rising.
float weight_of(float turn, float share) {
    float ramp = clamp((share - turn) / (FADE * share), 0.0, 1.0);
    float missing = max(1.0 - (1.0 - FADE) * share, 0.0);
    float mean = share < 1.0 ? (1.0 - 0.5 * FADE) * share
                             : 1.0 - missing * missing / (2.0 * FADE * share);
    return ramp / mean;
}

void main() {
    vec3 offset = in_position - eye_itrs.xyz;
    Length distance = length(offset);
    vec3 ray = offset / distance;
    vec3 up = normalize(to_scaled(to_scaled(in_position)));
    float cosine = dot(up, -ray);
    prepared_direction = ray;
    prepared_spread = 1.0;
    prepared_flux = vec3(0.0);
    float wanted = lamps_per_pixel * cosine / (distance * distance * pixel_tangent * pixel_tangent);
    float turn = float(in_turn_colour.x) / 65536.0;
    float share = wanted / (in_light.y * density_unit);
    bool outside = dot(ray, field_axis) < field_cosine;
    float day = smoothstep(-0.10, -0.035, dot(up, sun.xyz)); // Sun 6 to 2 degrees down
    if (cosine <= 0.003 || outside || turn >= share || day >= 1.0) return;
    float weight = weight_of(turn, share) * (1.0 - day);

    Length footprint = distance * pixel_tangent * inversesqrt(max(cosine, 0.02));
    float cloud = cloud_between(up, ray, cosine, footprint);

    // Streets and walls reflect as a plain surface; some of the lamps shine sideways as well.
    float law = 0.3 + 0.7 * cosine;
    float lux = 1e3 * in_light.x * weight * law * lamp_through(cloud) / (distance * distance);
    vec3 colour = lamp_colours[in_turn_colour.y];
    vec3 passed = transmittance_to_space(cosine) * colour;
    prepared_spread = 1.0 + cloud;
    prepared_flux = lux * mix(dot(passed, TO_LUMINANCE) * colour, passed, REDDENING);
}
