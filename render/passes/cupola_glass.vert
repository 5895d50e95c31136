// The panes, as nets of small triangles. In: m, Cupola frame. Out: premultiplied linear sRGB in cd/m2 of
// what they mirror of the room, and as alpha the share of the light from outside that they keep back.
// Both change slowly over a pane, so that its corners will do. With `LAMPS`: what the fragments need to
// find the images of lamps; all that is too far from them to show any is cut off.
#include "cupola_light.glsl"
#include "viewing_circle.glsl"
#include "glass.glsl"

in vec3 in_position;
in vec3 in_normal;

#ifdef LAMPS
uniform vec3 screen_place;  // m
uniform mat3 screen_axes;   // columns: right, up, normal
out vec3 position;
flat out vec3 normal;
const float LAMPS_WITHIN = 0.42; // m about the screen's middle: all lamps, and what sheets shift them
#else
uniform float transmittance; // square on
out vec4 seen;
#endif

void main() {
    vec3 to_eye = eye_seeing(in_position) - in_position;
    gl_Position = clip_from_eye * vec4(-to_eye, 1.0);
    to_eye = normalize(to_eye);
    vec3 toward = reflect(-to_eye, in_normal);
#ifdef LAMPS
    position = in_position;
    normal = in_normal;
    float facing = -dot(toward, screen_axes[2]);
    float reach = dot(in_position - screen_place, screen_axes[2]) / max(facing, 0.05);
    gl_ClipDistance[0] = LAMPS_WITHIN - length(in_position + reach * toward - screen_place);
#else
    float mirror = mirrored_share(dot(in_normal, to_eye));
    float passed = transmittance * (1.0 - mirror) / (1.0 - reflectance);
    seen = vec4(mirror * room_luminance(in_position, toward, lining, 0.12), 1.0 - passed);
#endif
}
