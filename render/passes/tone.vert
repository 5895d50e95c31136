// One triangle that covers the target, and where its corners are in the pictures that tone.frag reads.
uniform vec4 own_window; // this eye's part of limb and points, which eyes may share: scale and offset
uniform vec4 window;     // the same of the far field's picture, where it looks the same way
uniform vec2 near_part;  // of the near field's picture, from the lower left, that is this eye's

out vec2 uv; // 0 to 1, from the lower left
out vec2 own_uv;
out vec2 far_uv;
out vec2 near_uv;

void main() {
    uv = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
    own_uv = uv * own_window.xy + own_window.zw;
    far_uv = uv * window.xy + window.zw;
    near_uv = uv * near_part;
    gl_Position = vec4(uv * 2.0 - 1.0, 0.5, 1.0);
}
