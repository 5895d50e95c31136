// A multisampled picture's pixels as the mean of their samples; uv goes unused.
//
// SAMPLES: a constant, so that the loop is none
//
// in   first_row: the row of the target in which the picture begins
// out  colour: in the picture's unit
out vec4 colour;

uniform sampler2DMS picture;
uniform int first_row;

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy) - ivec2(0, first_row);
    vec4 sum = vec4(0.0);
    for (int each = 0; each < SAMPLES; ++each) {
        sum += texelFetch(picture, pixel, each);
    }
    colour = sum / float(SAMPLES);
}
