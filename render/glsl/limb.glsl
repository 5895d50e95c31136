// What the limb's air does to light from beyond it: lifts, dims and reddens; the ground hides.
// The table comes from orbit.refraction by way of render/limb_texture.py. It runs over the height of
// the perigee of the straight line to the light's true place, which for a setting star goes below 0.
// Needs frame.glsl and earth.glsl.

uniform sampler2D limb_table; // one row: angle that the light is lifted by, rad; RGB transmittance
uniform vec2 limb_span;       // perigee height of the first and last texel, m

struct Sighting {
    vec3 direction;     // where it is seen, ITRS
    vec3 transmittance; // 0 where the Earth hides it
};

Sighting sight(vec3 true_direction) {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    Chord chord = chord_of(eye_scaled, true_direction);
    if (chord.ahead <= 0.0 || chord.perigee_height > limb_span.y) {
        return Sighting(true_direction, vec3(1.0));
    }
    if (chord.perigee_height < limb_span.x) return Sighting(true_direction, vec3(0.0));
    float count = float(textureSize(limb_table, 0).x);
    float place = (chord.perigee_height - limb_span.x) / (limb_span.y - limb_span.x);
    vec4 row = textureLod(limb_table, vec2((place * (count - 1.0) + 0.5) / count, 0.5), 0.0);
    vec3 zenith = normalize(to_scaled(eye_scaled));
    vec3 upward = normalize(zenith - dot(zenith, true_direction) * true_direction);
    return Sighting(normalize(true_direction + tan(row.x) * upward), row.gba);
}
