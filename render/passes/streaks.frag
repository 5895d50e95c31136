// One pixel of a streak: along it an exponential convolved with a Gaussian, across it a Gaussian that
// widens. Both have the integral 1, so the sum over the pixels is the streak's illuminance.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "occlusion.glsl"

flat in vec2 head;
flat in vec2 along;
flat in float extent;
flat in vec2 shape;
flat in vec2 blur;
flat in vec3 total_light;
flat in float distance;
in vec3 ray;
out vec4 light;

const float BRIGHTEST = 6e4; // cd/m2, what a half float can hold

// erfc(z) exp(z z) for z >= 0: Abramowitz & Stegun 1964, 7.1.26, good to 0.1 % up to z = 2.5, and from
// there the continued fraction 7.1.14 to its fourth term.
float scaled_erfc(float z) {
    if (z > 2.5) return 1.0 / (sqrt(PI) * (z + 0.5 / (z + 1.0 / (z + 1.5 / (z + 2.0 / z)))));
    float t = 1.0 / (1.0 + 0.3275911 * z);
    return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027
        + t * 1.061405429))));
}

// exp(-x / decay) / decay for x > 0, convolved with a Gaussian: its integral is 1.
float blurred_exponential(float x, float decay, float sigma) {
    float z = (sigma / decay - x / sigma) / sqrt(2.0);
    float gaussian = exp(-x * x / (2.0 * sigma * sigma));
    float value = z >= 0.0
        ? gaussian * scaled_erfc(z)
        : 2.0 * exp(sigma * sigma / (2.0 * decay * decay) - x / decay) - gaussian * scaled_erfc(-z);
    return value / (2.0 * decay);
}

void main() {
    vec2 off = gl_FragCoord.xy - head;
    float aside = dot(off, vec2(-along.y, along.x));
    float place = dot(off, along);
    float wide = shape.x + shape.y * clamp(place / extent, 0.0, 6.0);
    float sigma = length(vec2(blur.x, wide));
    float across = exp(-aside * aside / (2.0 * sigma * sigma)) / (sqrt(2.0 * PI) * sigma);
    float share = across * blurred_exponential(place, extent, blur.y);
    if (share * max(total_light.r, max(total_light.g, total_light.b)) < 1e-7
        || ground_hides(ray, distance)) discard;
    light = vec4(min(share * total_light, vec3(BRIGHTEST)), 0.0);
}
