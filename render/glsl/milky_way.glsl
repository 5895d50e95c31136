// The Milky Way in a direction (ITRS). Needs the constants of frame.glsl.
uniform sampler2D milky_way;       // galactic plate carree, of milky_way_luminance
uniform float milky_way_luminance; // cd/m2
uniform mat3 galactic_from_itrs;

Luminance milky_way_light(vec3 ray) {
    vec3 galactic = galactic_from_itrs * ray;
    vec2 where = vec2(0.5 - atan(galactic.y, galactic.x) / (2.0 * PI),
                      0.5 - asin(clamp(galactic.z, -1.0, 1.0)) / PI);
    return milky_way_luminance * textureLod(milky_way, where, 0.0).rgb;
}
