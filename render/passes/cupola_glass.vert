// The panes. In: m, Cupola frame.
#include "viewing_circle.glsl"

in vec3 in_position;
in vec3 in_normal;


out vec3 position;
flat out vec3 normal;

void main() {
    position = in_position;
    normal = in_normal;
    gl_Position = clip_from_eye * vec4(in_position - eye_seeing(in_position), 1.0);
}
