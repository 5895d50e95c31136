// Black over a finished picture. Out: black, and as alpha how much of it. `vignette` darkens from the
// inner to the outer angle off the axis, so that moving things are not seen from the corner of the eye.
in vec2 uv;

uniform float darkness;  // of all of it: 0 not, 1 black
uniform float vignette;
uniform vec4 tangents;   // left, right, down, up
uniform vec2 angles;     // rad off the axis: where it begins, where it is full

out vec4 colour;

void main() {
    vec2 off = mix(tangents.xz, tangents.yw, uv);
    float edge = vignette * smoothstep(angles.x, angles.y, atan(length(off)));
    colour = vec4(vec3(0.0), 1.0 - (1.0 - darkness) * (1.0 - edge));
}
