// What the air does along a view ray: takes (transmittance) and adds (scattered moonlight, sunlight).
// Needs frame.glsl, earth.glsl.
#include "air_table.glsl"

const Length LIMB_TOP = 100e3; // as orbit.extinction.LIMB_TOP

struct Air {
    vec3 transmittance;
    Luminance inscatter;
};

// A light's beam to the ground; below its horizon nothing direct remains.
vec3 transmittance_to_source(float sine) {
    return transmittance_to_space(sine);
}

Air air_along(vec3 ray, Chord chord) {
    Air air;
    air.inscatter = vec3(0.0);
    if (hits_ground(chord)) {
        vec3 at = to_scaled(eye_itrs.xyz) + (chord.ahead - sqrt(chord.half_chord2)) * chord.direction;
        air.transmittance = transmittance_to_space(dot(normalize(to_scaled(at)), -ray));
    } else if (chord.ahead > 0.0) {
        air.transmittance = air_row(chord.perigee_height / LIMB_TOP, 2).rgb;
    } else {
        air.transmittance = vec3(1.0);
    }
    return air;
}
