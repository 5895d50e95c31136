// A flat rectangle in the Cupola's frame. Out: `at`, place on it (0 to 1, from its top left).
uniform mat4 clip_from_cupola;
uniform vec3 corner; // m, top left
uniform vec3 along;  // m, its upper edge
uniform vec3 down;   // m, its left edge

out vec2 at;

void main() {
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = clip_from_cupola * vec4(corner + at.x * along + at.y * down, 1.0);
    gl_Position.z = 0.0; // it lies over everything, at any distance
}
