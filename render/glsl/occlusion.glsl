// Whether the ground hides something at a distance. Needs frame.glsl and earth.glsl.

const Length NEAR_GROUND = 20e3; // m: what is this near to the ground behind it stands before it

bool ground_hides(vec3 ray, Length distance) {
    vec3 unit = normalize(ray);
    Chord c = chord_of(to_scaled(eye_itrs.xyz), unit);
    if (!hits_ground(c)) return false;
    Length ground = (c.ahead - sqrt(c.half_chord2)) / length(to_scaled(unit));
    return ground < distance - NEAR_GROUND;
}

// The ray, ITRS, not of unit length, through a place in normalized device coordinates.
vec3 ray_through(vec2 place) {
    mat4 t = transpose(clip_from_itrs);
    return inverse(transpose(mat3(t[0].xyz, t[1].xyz, t[3].xyz))) * vec3(place, 1.0);
}
