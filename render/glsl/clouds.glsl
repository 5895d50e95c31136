// Cloud cover at a point, shared by the far field (which draws it) and the lamps (which it dims).
// The pattern is a real one, not that night's; detail below its 10 km texels is procedural.
// Needs earth.glsl and the samplers `cloud_map` (R: opacity) and `noise_volume` (see render/noise.py).

const Length CLOUD_TOP = 7000.0; // m; mid-level deck (estimate)

// Periods of the noise along an axis of the scaled Earth.
const float GRAIN_COARSE = 26.0;  // 245 km, finest grain 12 km
const float GRAIN_FINE = 231.0;   // 27 km, finest grain 1.3 km

// Two scales of noise about 0, -0.5 to 0.5, at a scaled point; `footprint` in m is what a pixel covers.
vec2 grain_at(vec3 at, Length footprint) {
    float lod = log2(footprint * 64.0 / EQUATORIAL_RADIUS);
    return vec2(textureLod(noise_volume, at * GRAIN_COARSE, lod + log2(GRAIN_COARSE)).r,
                textureLod(noise_volume, at * GRAIN_FINE, lod + log2(GRAIN_FINE)).g) - 0.5;
}

// The night's true clouds are not to be had, so the pattern stands where it gives broken cloud over
// Kazakhstan and leaves Baikonur clear: turned about the pole by this share of a circle.
const float CLOUD_TURN = 225.0 / 360.0;

float cloud_pattern(vec2 where, Length footprint) {
    vec2 turned = where + vec2(CLOUD_TURN, 0.0);
    return textureLod(cloud_map, turned, max(log2(footprint / 10000.0), 0.0)).r;
}

// Opacity 0 to 1: detail eats at the edges and leaves clear sky clear and solid decks solid.
float cloud_opacity(float pattern, vec2 grain) {
    float edge = 4.0 * pattern * (1.0 - pattern);
    return smoothstep(0.08, 0.92, pattern + edge * (0.55 * grain.x + 0.30 * grain.y));
}
