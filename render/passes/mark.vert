// Marks on boards, an instance each. Out: `at`, place on the board (0 to 1, from its top left), and
// what the fragment shader draws there. Layout: render/passes/board.py.
uniform mat4 clip_from_cupola;

in vec3 in_corner; // m, top left
in vec3 in_along;  // m, its upper edge
in vec3 in_down;   // m, its left edge
in vec2 in_size;   // of the board, in the unit of radii
in vec4 in_shape;  // inner and outer radius, how much of the ring is filled, radius of corners
in vec4 in_ink;

out vec2 at;
flat out vec2 size;
flat out vec4 shape;
flat out vec4 ink;

void main() {
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    size = in_size;
    shape = in_shape;
    ink = in_ink;
    gl_Position = clip_from_cupola * vec4(in_corner + at.x * in_along + at.y * in_down, 1.0);
    gl_Position.z = 0.0; // it lies over everything, at any distance
}
