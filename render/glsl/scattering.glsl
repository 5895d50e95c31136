// Light that the air scatters toward an observer above it. The twin, step by step, of orbit/scattering.py,
// where the method and its sources stand; tables and their mappings are those of orbit/air_tables.py.
//
// Lengths along a ray are in Earth radii, as in the scaled space of earth.glsl; heights in metres.
// A Spectral holds the four wavelengths of orbit/bands.py; `rgb_from_bands` makes linear sRGB of it.

#include "light_place.glsl"

#define Spectral vec4
#define Number float

const float AIR_PI = 3.14159265358979;
const float AIR_RADIUS = 6378137.0; // m, as orbit.air_tables.EARTH_RADIUS
const float AIR_TOP = 120e3;        // m, as orbit.air_optics.TOP
const int AIR_STEPS = 32;           // as orbit.scattering.STEPS

uniform sampler2D air_profiles;    // n x 1: logarithms of molecules, ozone, aerosol by height
uniform sampler2D air_columns;     // directions x heights: logarithms of their columns out of the air
uniform sampler2D air_mean;        // lights x heights: logarithm of the mean radiance of all higher orders
uniform mat3x4 air_extinction;     // 1/m of molecules, ozone, aerosol where their profile is 1
uniform mat4x3 rgb_from_bands;
uniform vec2 air_aerosol;          // single-scattering albedo, asymmetry

// Reads a table at a place 0..1 between its first and last samples.
vec4 air_sample(sampler2D table, vec2 place) {
    vec2 count = vec2(textureSize(table, 0));
    return textureLod(table, (clamp(place, 0.0, 1.0) * (count - 1.0) + 0.5) / count, 0.0);
}

// Cosine of the zenith distance of the line that grazes the ground, seen from a height.
Number lowest_cosine(float height) {
    return -sqrt(height * (2.0 * AIR_RADIUS + height)) / (AIR_RADIUS + height);
}

// What of a light reaches a height, by the cosine of the light's zenith distance; nothing in the
// Earth's shadow.
Spectral sunlight(float height, Number cosine) {
    float high = clamp(height, 0.0, AIR_TOP);
    Number low = lowest_cosine(high);
    if (cosine <= low) return Spectral(0.0);
    vec2 place = vec2(sqrt((cosine - low) / (1.0 - low)), sqrt(high / AIR_TOP));
    vec3 columns = exp(air_sample(air_columns, place).rgb);
    return exp(-(air_extinction * columns));
}

Spectral mean_radiance(float height, Number light_cosine) {
    Number up = sqrt(clamp(height / AIR_TOP, 0.0, 1.0));
    return exp(air_sample(air_mean, vec2(light_place(light_cosine), up)));
}

// Mean of exp(-x) over a piece of the optical depth given; by its series where float32 would lose it.
Spectral fading(Spectral depth) {
    Spectral thin = 1.0 - depth * (0.5 - depth / 6.0);
    Spectral thick = (1.0 - exp(-depth)) / max(depth, 1e-9);
    return mix(thick, thin, lessThan(depth, Spectral(0.02)));
}

// Radiance over the light's irradiance that the air adds along a line of sight from above the air,
// 1/sr. `ahead` is the path to the line's perigee, `ground2` the square of half the chord that the
// line cuts through the solid Earth (negative where it passes above); both in Earth radii, as in Chord.
// `towards` is the cosine between line of sight and light.
// Pieces of the path are even past the limb; toward the ground they shorten with the square.
Spectral scattered_light(vec3 eye, vec3 ray, float ahead, float ground2, vec3 light, Number towards) {
    const float top = 1.0 + AIR_TOP / AIR_RADIUS;
    float half2 = ground2 + (top * top - 1.0);
    if (half2 <= 0.0 || ahead <= 0.0) return Spectral(0.0);
    float half_path = sqrt(half2);
    bool falls = ground2 > 0.0;
    float start = ahead - half_path;
    float path = falls ? half_path - sqrt(ground2) : 2.0 * half_path;

    Number albedo = air_aerosol.x, g = air_aerosol.y;
    Number rayleigh = 3.0 / (16.0 * AIR_PI) * (1.0 + towards * towards);
    Number dusty = albedo * (1.0 - g * g) / (4.0 * AIR_PI) / pow(1.0 + g * g - 2.0 * g * towards, 1.5);

    Spectral scattered = Spectral(0.0), left = Spectral(1.0);
    float before = 0.0;
    for (int i = 1; i <= AIR_STEPS; i++) {
        float rest = 1.0 - float(i) / float(AIR_STEPS);
        float after = falls ? 1.0 - rest * rest : 1.0 - rest;
        float at = start + path * (before + after) / 2.0;
        float metres = path * (after - before) * AIR_RADIUS;
        before = after;

        // Height from the perigee, which keeps what float32 would lose in a difference of radii.
        float off = at - ahead;
        float over2 = off * off - ground2; // square of the radius, less 1
        float radius = sqrt(1.0 + over2);
        float height = over2 / (radius + 1.0) * AIR_RADIUS;
        Number cosine = dot(eye + at * ray, light) / radius;

        vec3 profile = exp(air_sample(air_profiles, vec2(height / AIR_TOP, 0.5)).rgb);
        Spectral molecules = air_extinction[0] * profile.x;
        Spectral aerosol = air_extinction[2] * profile.z;
        Spectral lost = molecules + air_extinction[1] * profile.y + aerosol;
        Spectral source = sunlight(height, cosine) * (molecules * rayleigh + aerosol * dusty)
            + (molecules + albedo * aerosol) * mean_radiance(height, cosine);
        scattered += left * source * metres * fading(lost * metres);
        left *= exp(-lost * metres);
    }
    return scattered;
}
