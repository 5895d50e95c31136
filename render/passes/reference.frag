// What speed is measured against: a ray to a sphere for each pixel, and one picture on the sphere.
//
// in   uv; tangents: left, right, down, up of the view; eye: from the centre, in radii
// out  colour: linear sRGB of the picture, black beside the sphere
in vec2 uv;
out vec4 colour;

uniform mat3 itrs_from_eye;
uniform vec4 tangents;
uniform vec3 eye;
uniform sampler2D picture;

const float PI = 3.14159265;

void main() {
    vec2 tangent = mix(tangents.xz, tangents.yw, uv);
    vec3 ray = itrs_from_eye * normalize(vec3(tangent, -1.0));
    float along = dot(eye, ray);
    float inside = along * along - dot(eye, eye) + 1.0;
    vec3 place = eye - (along + sqrt(max(inside, 0.0))) * ray;
    vec2 map = vec2(atan(place.y, place.x) / (2.0 * PI) + 0.5,
                    0.5 - asin(clamp(place.z, -1.0, 1.0)) / PI);
    colour = vec4(inside > 0.0 ? texture(picture, map).rgb : vec3(0.0), 1.0);
}
