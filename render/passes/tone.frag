// The last shader: far field, points and the Cupola become one picture, then exposure, a look's
// answer to light (`CAMERA` or `SIGHT`) and dither. `HDR` ends before exposure and writes cd/m2 (the
// `--hdr` image). `NOISE`: as a sensor has it. `TURNED`: the far field's picture looks another way than
// the eye. `SUMMED`: all is one picture already.
#include "eye.glsl"

uniform sampler2D far_coarse;  // linear, cd/m2; with mipmaps for SIGHT
uniform float finest_cycles;   // finest grating that it holds, cycles a degree
uniform sampler2D eye_light;   // limb and points, cd/m2; A: 1 where the limb hides the coarse
#ifdef NEAR
uniform sampler2D near_field;  // premultiplied, cd/m2; A: what it hides
#endif
#ifdef SUMMED
uniform sampler2D summed;      // all of the above, cd/m2; summed over several instants of a shutter
#endif
#ifndef HDR
uniform vec3 exposure;         // of R, G, B, 1 over cd/m2: white balance is in it
#include "dither.glsl"
#ifdef CAMERA
#include "camera.glsl"
#else
#include "sight.glsl"
#endif
#ifdef NOISE
#include "frame.glsl"
uniform vec3 electrons;        // of one pixel of the sensor, where R, G, B of the exposure are 1
#endif
#endif

in vec2 uv; // these worked out at the corners: see tone.vert
in vec2 own_uv;
in vec2 far_uv;
in vec2 near_uv;
out vec4 colour;

#ifdef SUMMED
vec3 scene_light() {
    return texelFetch(summed, ivec2(gl_FragCoord.xy), 0).rgb;
}
#else
// Ground, cloud and sky, for SIGHT as coarse as their darkness lets the eye see them. Points are not:
// the eye detects them by their flux alone (Ricco's law), nor is the limb, which has its own picture.
vec3 far_light(vec2 where) {
#ifdef SIGHT
    const vec3 LUMINANCE = vec3(0.2126, 0.7152, 0.0722);
    float around = dot(textureLod(far_coarse, where, 2.0).rgb, LUMINANCE);
    float lod = log2(max(finest_cycles / finest_detail(around), 1.0));
    return textureLod(far_coarse, where, min(lod, 4.0)).rgb;
#else
    return textureLod(far_coarse, where, 0.0).rgb;
#endif
}

vec3 scene_light() {
#ifdef TURNED
    vec3 where = mat3(far_uv_from_uv) * vec3(uv, 1.0);
    vec3 far = far_light(where.xy / where.z);
#else
    vec3 far = far_light(far_uv);
#endif
    // Read pixel for pixel: the image blends nothing. On software OpenGL that is quicker than texelFetch.
    vec4 own = textureLod(eye_light, own_uv, 0.0);
    vec3 sum = far * (1.0 - own.a) + own.rgb;
#ifdef NEAR
    vec4 near = textureLod(near_field, near_uv, 0.0);
    sum = sum * (1.0 - near.a) + near.rgb;
#endif
    return sum;
}
#endif

#ifndef HDR
#ifdef CAMERA
// sRGB code values of light: what the sensor gets, then the camera's colours and curve.
vec3 answer(vec3 light) {
    vec3 exposed = light * exposure;
#ifdef NOISE
    // A pixel of the picture gathers those of the sensor that it covers.
#ifdef SUMMED
    float gathered = SENSOR_COLUMNS / float(textureSize(summed, 0).x);
#else
    float gathered = SENSOR_COLUMNS / raster.x;
#endif
    uvec3 key = uvec3(uvec2(gl_FragCoord.xy), floatBitsToUint(clock.x));
    exposed = with_noise(exposed, electrons * gathered * gathered, READ_NOISE * gathered, key);
#endif
    return developed(exposed);
}
#else
// Naka & Rushton's answer, taken for a code value (render/sight.py).
vec3 answer(vec3 light) {
    vec3 x = mesopic_light(light) * exposure;
    return x / (x + 1.0);
}
#endif
#endif

void main() {
    vec3 light = scene_light();
#ifdef HDR
    colour = vec4(light, 1.0);
#else
    colour = vec4(answer(light) + dither(gl_FragCoord.xy), 1.0);
#endif
}
