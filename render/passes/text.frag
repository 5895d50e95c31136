// Letters and lines with a dark halo round them. Out: premultiplied, display-encoded.
in vec2 texel;
in float across;
flat in vec4 ink;
flat in float is_line;
flat in float half_width;

uniform sampler2D atlas; // R: how much a letter covers, G: how much its halo does

out vec4 colour;

const vec3 HALO_INK = vec3(0.015, 0.018, 0.022);
const float HALO_OPACITY = 0.88;

void main() {
    vec2 cover;
    if (is_line > 0.5) {
        float from_middle = abs(across) * half_width;
        cover = clamp(vec2(1.1, half_width) - from_middle, 0.0, 1.0);
    } else {
        // The atlas has two texels a pixel: four looks half a texel off even them out.
        vec2 side = 1.0 / vec2(textureSize(atlas, 0));
        vec4 shift = vec4(0.5, 0.5, -0.5, 0.0);
        cover = 0.25 * (textureLod(atlas, (texel + shift.xy) * side, 0.0).rg
            + textureLod(atlas, (texel + shift.zy) * side, 0.0).rg
            + textureLod(atlas, (texel + shift.xz) * side, 0.0).rg
            + textureLod(atlas, (texel + shift.zz) * side, 0.0).rg);
    }
    float halo = HALO_OPACITY * cover.g * (1.0 - cover.r);
    colour = ink.a * vec4(ink.rgb * cover.r + HALO_INK * halo, cover.r + halo);
}
