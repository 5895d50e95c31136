// Where the eye of an omnidirectional stereo picture stands that sees a point: on a circle about the
// head's middle, so that the line of sight touches it. Derivation, sources and the same function in
// double precision: render/viewing_circle.py.
#include "near_eye.glsl"

uniform vec2 circle_fade; // rad: elevations between which the circle shrinks to nothing

vec3 eye_seeing(vec3 point) {
    if (viewing_circle.w == 0.0) return eye;
    vec3 away = point - eye;
    float height = dot(away, viewing_circle.xyz);
    vec3 level = away - height * viewing_circle.xyz;
    float distance = max(length(level), 1e-6);
    vec3 ahead = level / distance;
    vec3 right = cross(ahead, viewing_circle.xyz);
    float elevation = atan(abs(height), distance);
    float through = clamp((elevation - circle_fade.x) / (circle_fade.y - circle_fade.x), 0.0, 1.0);
    float radius = viewing_circle.w * (0.5 + 0.5 * cos(3.14159265358979 * through));
    float sine = clamp(radius / distance, -0.9, 0.9);
    return eye + radius * (sqrt(1.0 - sine * sine) * right + sine * ahead);
}
