// The light on the station, and how its arrays stand. Layout: render/passes/station.py.
layout(std140) uniform StationLight {
    mat3 turned_axes;
    mat3 leaning_axes;
    vec3 key_direction;   // unit vector toward Moon or Sun
    vec3 key_light;       // lux
    vec3 earth_luminance; // cd/m2
};
