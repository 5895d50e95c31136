// One triangle that covers the target; no vertex buffer.
out vec2 uv; // 0 to 1, from the lower left

void main() {
    vec2 corner = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
    uv = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 0.5, 1.0);
}
