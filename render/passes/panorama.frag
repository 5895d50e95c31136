// One face of the cube into an equirectangular picture. In: the face, linear cd/m2. Out: its share of a
// pixel, to be added to the others'; A counts the shares.
// A pixel takes the mean over the patch of the face that it covers, so that a point's light is kept
// where the picture is coarser than the face (there a face's pixels see up to a third of the angle).

uniform sampler2D face;
uniform mat3 face_from_centre;
uniform float pixels;              // a side of the face
uniform float pixels_per_tangent;
uniform float feather;             // see render/cube.py
uniform vec4 part;                 // of the target, px: x, y, width, height

out vec4 light;

const float PI = 3.14159265358979;
// A star's light, 0.65 pixels wide and taken between pixels in straight lines, comes out within 1 % of
// itself when looks are a third of a pixel apart (the aliases of the one at the period of the other).
const float LOOKS_PER_PIXEL = 3.0;
const float MOST_LOOKS = 6.0;

// The unit vector that a place of the picture shows: x right, y up, -z at the picture's centre.
vec3 shown(vec2 pixel) {
    vec2 angle = (pixel / part.zw - 0.5) * vec2(2.0 * PI, PI);
    return vec3(cos(angle.y) * sin(angle.x), sin(angle.y), -cos(angle.y) * cos(angle.x));
}

vec2 on_face(vec3 direction) {
    vec3 ray = face_from_centre * direction;
    return ray.xy / -ray.z * pixels_per_tangent + 0.5 * pixels;
}

// Weight before it is shared: 1 inside a face, 0 outside, and for both sides of an edge together 1.
float weight(float along, float aside) {
    return 1.0 - smoothstep(-feather, feather, log(max(aside, 1e-6) / max(along, 1e-6)));
}

void main() {
    vec2 pixel = gl_FragCoord.xy - part.xy;
    vec3 ray = face_from_centre * shown(pixel);
    vec3 size = abs(ray);
    float own = ray.z < 0.0 ? weight(size.z, max(size.x, size.y)) : 0.0;
    if (own <= 0.0) discard;
    float sum = own + weight(size.x, max(size.y, size.z)) + weight(size.y, max(size.x, size.z));

    // The patch, as a parallelogram about its middle.
    vec2 middle = on_face(shown(pixel));
    vec2 across = on_face(shown(pixel + vec2(0.5, 0.0))) - on_face(shown(pixel - vec2(0.5, 0.0)));
    vec2 upward = on_face(shown(pixel + vec2(0.0, 0.5))) - on_face(shown(pixel - vec2(0.0, 0.5)));
    vec2 looks = clamp(ceil(LOOKS_PER_PIXEL * vec2(length(across), length(upward))), 1.0, MOST_LOOKS);
    vec3 sum_of_light = vec3(0.0);
    float sum_of_area = 0.0;
    for (float j = 0.5; j < looks.y; j += 1.0) {
        // Rows are shorter toward the poles, which tells within the pixels next to them.
        float area = cos(((pixel.y + j / looks.y - 0.5) / part.w - 0.5) * PI);
        sum_of_area += area * looks.x;
        for (float i = 0.5; i < looks.x; i += 1.0) {
            vec2 place = middle + across * (i / looks.x - 0.5) + upward * (j / looks.y - 0.5);
            sum_of_light += area * textureLod(face, place / pixels, 0.0).rgb;
        }
    }
    light = vec4(sum_of_light / sum_of_area, 1.0) * (own / sum);
}
