// One pixel of a streak: brightness falls as exp(-FALL s) along it while it widens, s = 0 at the head.
// The integral over the pixels is the streak's illuminance.
flat in vec2 head;
flat in vec2 along;
flat in float extent;
flat in vec2 width;
flat in vec3 line_light;
out vec4 light;

const float FALL = 3.0;
const float PI = 3.14159265358979;

void main() {
    vec2 off = gl_FragCoord.xy - head;
    float place = dot(off, along);
    float s = clamp(place / extent, 0.0, 1.0);
    float sigma = mix(width.x, width.y, s);
    float aside = dot(off, vec2(-along.y, along.x));
    float past = place - s * extent;  // beyond an end
    float across = exp(-(aside * aside + past * past) / (2.0 * sigma * sigma));
    float mean_length = extent * (1.0 - exp(-FALL)) / FALL + 1.25 * width.x;
    light = vec4(line_light * exp(-FALL * s) * across / (sqrt(2.0 * PI) * sigma * mean_length), 0.0);
}
