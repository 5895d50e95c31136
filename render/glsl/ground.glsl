// What a ray that ends on the ground sees there: land or water, the glow of towns, cloud above, each in
// the light that reaches it. Needs frame.glsl, earth.glsl, clouds.glsl, air_table.glsl, skylight.glsl.

uniform sampler2D land_map;  // RGB: root of the albedo; A: glow of towns, in a logarithm
uniform sampler2D shore_map; // R: distance to the shore; G, B: to a river; A: hillshade

// Horizontal illuminance by airglow, starlight and zodiacal light on a moonless night, lux
// (Leinert et al. 1998, A&AS 127, 1: about 1e-3 lux of natural light).
const vec3 NIGHT_SKY_ILLUMINANCE = vec3(0.9e-3, 0.9e-3, 0.8e-3);

const float WATER_INDEX = 1.34;     // of refraction, of sea water
const float WATER_DIFFUSE = 0.03;   // albedo of clear sea to diffuse light
const float CLOUD_ALBEDO = 0.62;    // of a thick heap (estimate)
const float CLOUD_DIMS_BEAM = 0.85; // what a thick heap keeps of the beam from the ground (estimate)
const float CLOUD_DIMS_SKY = 0.4;
const float GLOW_UP = 0.6;          // of the ground's glow, what cloud over it sends up (estimate)
const vec2 WIND_M_S = vec2(2.0, 8.0); // calm and windy patches (estimate)
const vec3 TOWN_TINT = vec3(1.90, 0.82, 0.22); // linear sRGB of luminance 1: sodium and some white

const Length LAND_TEXEL = 9800.0;
const Length SHORE_ROUND = 4900.0 * 8192.0; // all texels of a row
const Length SHORE_REACH = 9.8e3;      // as assets.images.SHORE_REACH
const Length RIVER_REACH = 7.35e3;     // 1.5 texels
const Length RIVER_HALF_WIDTH = 260.0; // Natural Earth has the large ones only (estimate)
const Length RIPARIAN = 2600.0;        // m to either side where reeds and fields darken dry land

const float GLOW_LEAST = 2e-5;  // as render.earth_maps
const float GLOW_OCTAVES = 14.0;

// The light that throws shadows: the Sun where it is up, else the Moon.
struct Key {
    vec4 source;
    float sine;       // of its elevation
    vec3 transmitted; // by the air, on its way down
};

Key key_at(vec3 up) {
    Key key;
    float sun_sine = dot(up, sun.xyz);
    key.source = sun_sine > 0.0 ? sun : moon;
    key.sine = dot(up, key.source.xyz);
    key.transmitted = transmittance_to_space(key.sine);
    return key;
}

// Share of waves that another does not hide, by the sine of the direction's elevation (Smith 1967 for
// Gaussian slopes, as fitted by Walter et al. 2007, EGSR, eq. 27).
float unmasked(float sine, float mean_square) {
    float a = sine * inversesqrt(mean_square * max(1.0 - sine * sine, 1e-4));
    return a < 1.6 ? a * (3.535 + 2.181 * a) / (1.0 + a * (2.276 + 2.577 * a)) : 1.0;
}

// Share of unpolarised light that water reflects, by the cosine of incidence (Fresnel's law).
float fresnel_of(float cosine) {
    float g = sqrt(WATER_INDEX * WATER_INDEX - 1.0 + cosine * cosine);
    float s = (g - cosine) / (g + cosine);
    float p = (cosine * (g + cosine) - 1.0) / (cosine * (g - cosine) + 1.0);
    return 0.5 * s * s * (1.0 + p * p);
}

// Glitter on water by a beam of 1 lux (Cox and Munk 1954, J. Opt. Soc. Am. 44, 838): isotropic slopes,
// mean square 0.003 + 0.00512 wind.
float glint(vec3 up, vec3 to_eye, vec3 to_light, float wind) {
    vec3 halfway = normalize(to_eye + to_light);
    float facing = max(dot(halfway, up), 0.05);
    float square = facing * facing;
    float mean_square = 0.003 + 0.00512 * wind;
    float slopes = exp((1.0 - 1.0 / square) / mean_square) / (PI * mean_square);
    float fresnel = fresnel_of(dot(halfway, to_light));
    float eye_sine = max(dot(up, to_eye), 0.01);
    float seen = unmasked(eye_sine, mean_square) * unmasked(dot(up, to_light), mean_square);
    return seen * fresnel * slopes / (4.0 * eye_sine * square * square);
}

// Share of water under a pixel, sea, lake or river; `bank` is how near a river's banks are, 1 to 0.
float water_share(vec4 shore, Length footprint, out float bank) {
    Length off = (shore.r * 255.0 - 128.0) / 127.0 * SHORE_REACH;
    Length soft = max(footprint, 250.0);
    float open = clamp(off / soft + 0.5, 0.0, 1.0);
    // The river's distance has a side, which keeps its line sharp between texels, and means something
    // only near it.
    float near = smoothstep(0.5, 0.9, shore.b);
    Length aside = abs(shore.g * 255.0 - 128.0) / 127.0 * RIVER_REACH;
    Length ribbon = max(footprint, RIVER_HALF_WIDTH);
    float river = clamp((RIVER_HALF_WIDTH - aside) / ribbon + 0.5, 0.0, 1.0)
                * min(2.0 * RIVER_HALF_WIDTH / ribbon, 1.0);
    bank = near * clamp(1.0 - aside / RIPARIAN, 0.0, 1.0);
    return max(open, near * river);
}

// Luminance of land and water; `shade` is what cloud keeps of the key light, `grain` a fine pattern.
Luminance ground_light(
    vec4 land, vec4 shore, vec3 up, vec3 to_eye, Key key, vec3 sky, Length footprint, float shade,
    vec4 tile, vec2 toward_light
) {
    vec2 grain = vec2(tile.r, tile.a) - 0.5;
    float bank;
    float water = water_share(shore, footprint, bank);
    vec3 albedo = land.rgb * land.rgb;
    // Ridges finer than the map's stand where its slopes are steep.
    float steep = shore.a - 128.0 / 255.0;
    float ridges = dot(tile.gb - 128.0 / 255.0, toward_light) * clamp(0.12 + 9.0 * abs(steep), 0.0, 1.0);
    albedo *= clamp(1.0 + 2.6 * steep + ridges, 0.3, 2.2) * (1.0 + 0.38 * grain.x + 0.3 * grain.y) * (1.0 - 0.55 * bank);
    albedo = min(albedo, 0.85);
    vec3 beam = key.source.w * key.transmitted * (1.0 - CLOUD_DIMS_BEAM * shade);
    vec3 lit = beam * max(key.sine, 0.0) + sky * (1.0 - CLOUD_DIMS_SKY * shade);
    Luminance light = mix(albedo, vec3(WATER_DIFFUSE), water) / PI * lit;
    if (water > 0.0 && key.sine > 0.0) {
        float wind = mix(WIND_M_S.x, WIND_M_S.y, clamp(0.5 + grain.x + grain.y, 0.0, 1.0));
        light += water * beam * glint(up, to_eye, key.source.xyz, wind);
    }
    return light;
}

// Luminance of cloud: lit from above with relief toward the light, thick heaps whitest, and from below
// by towns.
Luminance cloud_light(Cloud cloud, Key key, vec2 toward_light, vec3 sky, vec3 glow) {
    float relief = clamp(1.0 + dot(cloud.slope, toward_light), 0.3, 1.9);
    float albedo = CLOUD_ALBEDO * (0.62 + 0.38 * smoothstep(0.0, 0.9, cloud.heap));
    // A heap has sides, so that a low light falls on it steeply.
    vec3 beam = key.source.w * key.transmitted * (key.sine > 0.0 ? mix(key.sine, 1.0, 0.12) : 0.0);
    return albedo / PI * (beam * relief + sky) + GLOW_UP * glow;
}

// What a ray that ends on the ground sees there, and the sine of the eye's elevation there.
Luminance earth_light(vec3 eye_scaled, vec3 ray, Chord chord, out float ground_sine) {
    float half_chord = sqrt(max(chord.half_chord2, 0.0));
    float path = chord.ahead - half_chord;
    vec3 up = normalize(to_scaled(eye_scaled + path * chord.direction));
    ground_sine = dot(up, -ray);
    Length distance = path * length(from_scaled(chord.direction));
    Length footprint = distance * far_raster.w * inversesqrt(max(ground_sine, 0.02));
    float log_footprint = log2(footprint);

    Place ground = place_of(up);
    vec4 land = textureLod(land_map, ground.where, max(log_footprint - log2(LAND_TEXEL), 0.0));
    float shore_texel = log2(SHORE_ROUND / float(textureSize(shore_map, 0).x));
    vec4 shore = textureLod(shore_map, ground.where, max(log_footprint - shore_texel, 0.0));
    vec3 glow = GLOW_LEAST * (exp2(GLOW_OCTAVES * land.a) - 1.0) * TOWN_TINT;

    // Cloud between the ground and the eye, on the sphere of its tops.
    const float lifted = 1.0 + CLOUD_TOP / EQUATORIAL_RADIUS;
    float ahead = sqrt(half_chord * half_chord + lifted * lifted - 1.0) - half_chord;
    Cloud cloud = cloud_at(moved(ground, -ahead * chord.direction), footprint);

    // Cloud between the ground and the light, as far off as the light is low.
    Key key = key_at(up);
    vec3 level = key.source.xyz - up * key.sine;
    float reach = CLOUD_TOP / EQUATORIAL_RADIUS / max(key.sine, 0.12);
    Place shaded = moved(ground, level * reach);
    vec4 tile = textureLod(cloud_detail, shaded.chart, log_on_tile(shaded, log_footprint));
    float pattern = cloud_pattern(shaded.where, log_footprint);
    float heap = smoothstep(0.0, 0.2, heap_of(pattern, tile.r, 0.5));

    vec3 sky = sun.w * skylight(dot(up, sun.xyz)) + moon.w * skylight(dot(up, moon.xyz))
             + NIGHT_SKY_ILLUMINANCE;
    vec2 toward_light = -vec2(dot(level, ground.east), -dot(level, ground.north))
                      / max(key.sine, 0.25);
    Luminance below = glow + ground_light(
        land, shore, up, -ray, key, sky, footprint, heap, tile, toward_light);
    Luminance above = cloud_light(cloud, key, toward_light, sky, glow);
    return mix(below, above, cloud_opacity(cloud));
}
