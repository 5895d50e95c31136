// Marks in the picture plane, four corners each: letters from the atlas, and lines.
// In: pixels from the top left. Out: where in the mark, where in the atlas.
in vec2 in_origin;  // the mark's top left
in vec2 in_along;   // its edges
in vec2 in_across;
in vec4 in_texels;  // x, y, width, height in the atlas; width 0 for a line
in vec4 in_ink;     // display-encoded colour, opacity

uniform vec2 picture; // width, height in pixels

out vec2 texel;
out float across;   // -1 to 1 over a line's width
flat out vec4 ink;
flat out float is_line;
flat out float half_width; // of a line, in pixels

void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    vec2 place = in_origin + corner.x * in_along + corner.y * in_across;
    texel = in_texels.xy + corner * in_texels.zw;
    across = 2.0 * corner.y - 1.0;
    ink = in_ink;
    is_line = in_texels.z > 0.0 ? 0.0 : 1.0;
    half_width = 0.5 * length(in_across);
    gl_Position = vec4(2.0 * place.x / picture.x - 1.0, 1.0 - 2.0 * place.y / picture.y, 0.0, 1.0);
}
