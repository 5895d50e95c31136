// The limb at full resolution. Around the horizon (HORIZON) the ground's picture, drawn coarser since its
// own detail is, is cut off just where the Earth ends; above it is nothing but the veil.
// In: the ray and its azimuth about the nadir. Out: linear sRGB in cd/m2; alpha 1 hides the coarse far field.
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"
#include "veil.glsl"

uniform sampler2D veil;
#ifdef HORIZON
uniform sampler2D ground; // the far field's ground through the air, going on beyond the horizon
#endif

in vec3 ray_itrs;
in float turn;
out vec4 light;

void main() {
    vec3 eye_scaled = to_scaled(eye_itrs.xyz);
    float perigee = length(cross(eye_scaled, normalize(to_scaled(ray_itrs))));
#ifdef HORIZON
    bool grounded = perigee < 1.0;
    vec3 where = mat3(far_uv_from_uv) * vec3(gl_FragCoord.xy / raster.xy, 1.0);
    Luminance behind = grounded ? textureLod(ground, where.xy / where.z, 0.0).rgb : vec3(0.0);
    light = vec4(behind + textureLod(veil, veil_uv(turn, perigee, grounded), 0.0).rgb, 1.0);
#else
    light = vec4(textureLod(veil, veil_uv(turn, perigee, false), 0.0).rgb, 1.0);
#endif
}
