// Depth of the Cupola seen from the key light. In: m, Cupola frame.
in vec3 in_position;

uniform mat4 clip_from_cupola;

void main() {
    gl_Position = clip_from_cupola * vec4(in_position, 1.0);
}
