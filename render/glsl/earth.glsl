// The WGS 84 ellipsoid seen from the eye. Scaled space: x, y over the equatorial radius, z over the
// polar one, so that the ellipsoid is the unit sphere there and float32 keeps 0.5 m.

vec3 to_scaled(vec3 itrs) {
    return itrs / vec3(EQUATORIAL_RADIUS, EQUATORIAL_RADIUS, POLAR_RADIUS);
}

vec3 from_scaled(vec3 scaled) {
    return scaled * vec3(EQUATORIAL_RADIUS, EQUATORIAL_RADIUS, POLAR_RADIUS);
}

// A ray against the ellipsoid.
struct Chord {
    Length perigee_height; // of the ray's line above the ellipsoid; below the ground negative
    float ahead;           // scaled path to the perigee; negative where the ray climbs away
    float half_chord2;     // scaled, squared; the line meets the ground where it is positive
    vec3 direction;        // scaled unit vector
};

// Height above the ellipsoid of a perigee at a scaled point, that far from the centre.
Length height_of_perigee(vec3 point, float perigee) {
    // A scaled length at that latitude is worth this many metres.
    float metres = length(from_scaled(point)) / max(perigee, 1e-6);
    return (perigee - 1.0) * metres;
}

// The perigee distance is |e x n|, which keeps 0.6 m in float32 where sqrt(e.e - (e.n)^2) would not.
Chord chord_of(vec3 eye_scaled, vec3 direction_itrs) {
    Chord c;
    c.direction = normalize(to_scaled(direction_itrs));
    c.ahead = -dot(eye_scaled, c.direction);
    vec3 moment = cross(eye_scaled, c.direction);
    float perigee2 = dot(moment, moment);
    float perigee = sqrt(perigee2);
    c.perigee_height = height_of_perigee(eye_scaled + c.ahead * c.direction, perigee);
    c.half_chord2 = 1.0 - perigee2;
    return c;
}

bool hits_ground(Chord c) {
    return c.half_chord2 > 0.0 && c.ahead > 0.0;
}

// Geodetic latitude from the reduced one (series in n = (a - b)/(a + b); 0.0002 degrees).
float geodetic_latitude(float reduced) {
    return reduced + 0.00167922 * sin(2.0 * reduced);
}

// Texture coordinates of a plate carree map (west to east, rows from the north) at a scaled point.
vec2 map_uv(vec3 ground_scaled) {
    float latitude = geodetic_latitude(asin(clamp(ground_scaled.z, -1.0, 1.0)));
    float longitude = atan(ground_scaled.y, ground_scaled.x);
    return vec2(longitude / (2.0 * PI) + 0.5, 0.5 - latitude / PI);
}
