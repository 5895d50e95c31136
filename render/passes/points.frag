// One pixel of a point of light: a Gaussian around the exact centre, added to what is there.
flat in vec2 centre;
flat in vec3 peak;
flat in float sigma;
out vec4 light;

void main() {
    vec2 off = gl_FragCoord.xy - centre;
    light = vec4(peak * exp(-dot(off, off) / (2.0 * sigma * sigma)), 0.0);
}
