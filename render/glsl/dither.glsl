// Triangular dither of one step of the display either way, from interleaved gradient noise (Jimenez 2014) and
// that noise scrambled once more. Its mean is nothing, so that no brightness is changed. DITHER_STEP: 1/255 where the display takes bytes.
float dither(vec2 pixel) {
    float a = fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
    return (a + fract(a * 61.7) - 1.0) * DITHER_STEP;
}
