// One pixel of a bright point: a Gaussian core and Moffat wings that end softly at the quad's edge.
flat in vec2 centre;
flat in vec3 core_peak;
flat in vec3 wing_scale;
flat in float sigma;
flat in float wing_radius;
flat in float reach;
out vec4 light;

const float BRIGHTEST = 6e4; // cd/m2, what a half float can hold

void main() {
    vec2 off = gl_FragCoord.xy - centre;
    float r2 = dot(off, off);
    float edge = 1.0 - r2 / (reach * reach);
    if (edge <= 0.0) discard;
    vec3 core = core_peak * exp(-r2 / (2.0 * sigma * sigma));
    float falling = inversesqrt(1.0 + r2 / (wing_radius * wing_radius));
    vec3 wings = wing_scale * (falling * falling * falling);
    light = vec4(min(core + wings * edge * edge, vec3(BRIGHTEST)), 0.0);
}
