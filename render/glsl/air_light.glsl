// The air's own light from the map that render/air_light.py keeps for one light (Sun or Moon).
// Needs earth.glsl. The map holds logarithms of linear sRGB in cd/m2 for a light of 1 lux.
//
//   across   (1 - c) / 2, c the cosine of the azimuth from the light around the eye's vertical
//   up       rows 0 .. LIMB_ROWS-1, for rays past the limb: square root of the perigee height over
//            AIR_LIGHT_TOP
//            the rest, for rays that end on the ground: square root of the elevation at which the
//            eye stands there, over that of the zenith

const float AIR_LIGHT_TOP = 118e3; // m; a little under the top of the air, so that the last row holds light
const float AIR_LIGHT_LIMB_ROWS = 64.0;   // as render.air_light.LIMB_ROWS
const float AIR_LIGHT_GROUND_ROWS = 48.0; // as render.air_light.GROUND_ROWS

// Luminance that the air adds to the ray of a chord. `side` is the scaled unit vector that is level at
// the eye and points toward the light; `illuminance` in lux, outside the air.
Luminance air_light(sampler2D map, vec3 eye_scaled, Chord chord, vec3 side, float illuminance) {
    bool ground = chord.half_chord2 > 0.0;
    if (chord.ahead <= 0.0 || chord.perigee_height > AIR_LIGHT_TOP || illuminance <= 0.0) {
        return vec3(0.0);
    }
    float level = sqrt(max(dot(eye_scaled, eye_scaled) - chord.ahead * chord.ahead, 1e-12));
    level /= length(eye_scaled);
    float across = 0.5 - 0.5 * clamp(dot(chord.direction, side) / level, -1.0, 1.0);
    float elevation = asin(sqrt(clamp(chord.half_chord2, 0.0, 1.0)));
    float row = ground
        ? AIR_LIGHT_LIMB_ROWS + sqrt(elevation * 2.0 / PI) * (AIR_LIGHT_GROUND_ROWS - 1.0)
        : sqrt(max(chord.perigee_height, 0.0) / AIR_LIGHT_TOP) * (AIR_LIGHT_LIMB_ROWS - 1.0);
    vec2 size = vec2(textureSize(map, 0));
    vec2 place = vec2((across * (size.x - 1.0) + 0.5) / size.x, (row + 0.5) / size.y);
    return illuminance * exp(textureLod(map, place, 0.0).rgb);
}
