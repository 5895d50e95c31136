// The last shader: far field, points and the Cupola become one picture, then exposure, tone curve,
// sRGB encoding and dither. `HDR` ends before exposure and writes cd/m2 (the `--hdr` image).
// `ALIGNED`: the far field was drawn for just this eye's pixels. `SUMMED`: they are one picture already.
#include "eye.glsl"

uniform sampler2D far_coarse;  // linear, cd/m2; A: not 0 where the fine picture takes its place
uniform sampler2D far_fine;    // linear, cd/m2, at the limb
uniform sampler2D point_light; // this eye's, cd/m2
#ifdef NEAR
uniform sampler2D near_field;  // premultiplied, cd/m2; A: what it hides
#endif
#ifdef SUMMED
uniform sampler2D summed;      // all of the above, cd/m2; summed over several instants of a shutter
#endif
uniform float exposure;        // 1 over cd/m2
uniform vec3 white_balance;    // linear gains
uniform float contrast;        // exponent of the shadows; 1 is straight
uniform float saturation;      // 1 keeps colours
uniform vec2 dither_offset;
uniform float dither_step;     // of the display's numbers, 1/255 where they are bytes

in vec2 uv;
out vec4 colour;

#ifdef SUMMED
vec3 scene_light() {
    return texelFetch(summed, ivec2(gl_FragCoord.xy), 0).rgb;
}
#else
vec3 scene_light() {
#ifdef ALIGNED
    vec4 far = textureLod(far_coarse, uv, 0.0);
    if (far.a > 0.0) far = texelFetch(far_fine, ivec2(gl_FragCoord.xy), 0);
#else
    vec3 where = mat3(far_uv_from_uv) * vec3(uv, 1.0);
    vec4 far = textureLod(far_coarse, where.xy / where.z, 0.0);
    if (far.a > 0.0) far = textureLod(far_fine, where.xy / where.z, 0.0);
#endif
    vec3 sum = far.rgb;
    sum += texelFetch(point_light, ivec2(gl_FragCoord.xy), 0).rgb;
#ifdef NEAR
    vec4 near = texelFetch(near_field, ivec2(gl_FragCoord.xy), 0);
    sum = sum * (1.0 - near.a) + near.rgb;
#endif
    return sum;
}
#endif

// A film's answer: straight in the shadows, rolling off to white; bright colours bleach as they do on
// a sensor, since each channel saturates by itself.
vec3 tone_curve(vec3 x) {
    return 1.0 - exp(-pow(x, vec3(contrast)));
}

// IEC 61966-2-1.
vec3 srgb_encoded(vec3 linear) {
    vec3 low = 12.92 * linear;
    vec3 high = 1.055 * pow(max(linear, 1e-6), vec3(1.0 / 2.4)) - 0.055;
    return mix(low, high, step(0.0031308, linear));
}

// Triangular dither of one step, from interleaved gradient noise (Jimenez 2014).
float dither(vec2 pixel) {
    vec2 shifted = pixel + dither_offset;
    float a = fract(52.9829189 * fract(dot(shifted, vec2(0.06711056, 0.00583715))));
    float b = fract(52.9829189 * fract(dot(shifted.yx + 47.0, vec2(0.06711056, 0.00583715))));
    return (a + b - 1.0) * dither_step;
}

void main() {
    vec3 light = scene_light();
#ifdef HDR
    colour = vec4(light, 1.0);
#else
    vec3 seen = light * exposure * white_balance;
    float grey = dot(seen, vec3(0.2126, 0.7152, 0.0722));
    seen = max(mix(vec3(grey), seen, saturation), 0.0);
    colour = vec4(srgb_encoded(tone_curve(seen)) + dither(gl_FragCoord.xy), 1.0);
#endif
}
