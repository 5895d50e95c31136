// Luminance of ground and cloud lit by a flame: E = I cos(i) / d2, L = albedo E / pi (Lambert).
#include "frame.glsl"
#include "eye.glsl"
#include "earth.glsl"

#include "clouds.glsl"
#include "air_table.glsl"

in vec3 offset;
in vec3 from_light;
flat in vec3 up;
flat in vec3 figures;
flat in vec3 colour;
flat in vec3 axis;
flat in Length source;
flat in Length reach;
flat in Length height;
out vec4 light;

const float GROUND_ALBEDO = 0.2;      // S: dry steppe 0.2 to 0.25 (Oke 1987, table 1.1)
const float CLOUD_ALBEDO = 0.6;       // E
const Length HEIGHT_OF_AIR = 7.5e3;   // m, of the air that dims
const float CLOUD_PASSES = 0.4;       // E: of light from below

void main() {
    vec3 ray = normalize(offset);
    vec3 scaled = to_scaled(eye_itrs.xyz + offset);
    vec3 normal = normalize(to_scaled(normalize(scaled)));
    float cosine = -dot(normal, ray);
    if (cosine <= 0.003) discard;
    Length far2 = dot(from_light, from_light);
    vec3 toward = from_light * inversesqrt(far2);
    float incidence = -dot(normal, toward);
    if (incidence <= 0.0) discard;
    float view = dot(axis, toward);
    float candela = max(figures.x + view * (figures.y + view * figures.z), 0.0);
    Length radius2 = max(far2 - source * source, 0.0);
    float lux = candela * incidence / far2 * max(1.0 - radius2 / (reach * reach), 0.0);

    // Cloud is looked for where its light would be seen.
    float cloud = 0.0, worth = smoothstep(3e-4, 1e-3, lux * GROUND_ALBEDO / PI);
    if (worth > 0.0) {
        Length footprint = length(offset) * raster.w / max(cosine, 0.1);
        cloud = worth * cloud_between(normal, ray, cosine, footprint);
    }
    // A deck is nearer to the flame than the ground; what burns under it shines through.
    Length over_deck = max(source - CLOUD_TOP, 0.3 * source);
    float nearer = far2 / (radius2 + over_deck * over_deck);
    float lit = source > CLOUD_TOP ? nearer : CLOUD_PASSES;
    float albedo = mix(GROUND_ALBEDO, CLOUD_ALBEDO * lit, cloud);

    // On the way down only the air under the flame counts.
    vec3 down = pow(transmittance_to_space(incidence), vec3(1.0 - exp(-height / HEIGHT_OF_AIR)));
    vec3 air = transmittance_to_space(cosine) * down;
    light = vec4(min(lux * albedo / PI * air * colour, vec3(6e4)), 0.0);
}
