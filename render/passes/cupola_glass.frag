// The panes: four sheets of coated glass as one. Out: premultiplied linear sRGB in cd/m2 of what they
// mirror, and as alpha the share of the light from outside that they keep back.
#include "cupola_light.glsl"
#include "viewing_circle.glsl"

in vec3 position;
flat in vec3 normal;

uniform vec3 lining;         // cd/m2
uniform float transmittance; // square on
uniform float reflectance;   // square on

out vec4 colour;

void main() {
    vec3 to_eye = normalize(eye_seeing(position) - position);
    float grazing = 1.0 - abs(dot(normal, to_eye));
    float grazing2 = grazing * grazing;
    // Schlick (1994).
    float mirror = reflectance + (1.0 - reflectance) * grazing2 * grazing2 * grazing;
    float passed = transmittance * (1.0 - mirror) / (1.0 - reflectance);
    vec3 room = room_luminance(position, reflect(-to_eye, normal), lining, 0.12);
    colour = vec4(mirror * room, 1.0 - passed);
}
