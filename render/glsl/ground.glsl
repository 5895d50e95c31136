// What a ray that ends on the ground sees there: land or sea, the glow of towns, cloud above.
// Needs frame.glsl, earth.glsl, clouds.glsl, air_table.glsl (by air.glsl), skylight.glsl and the samplers
// `day_colour` (linear albedo), `water_map` (R: 1 on water) and `glow_map` (RGB: upward luminance of
// town light spread by air and ground, cd/m2), all plate carree.

// Horizontal illuminance by airglow, starlight and zodiacal light on a moonless night, lux
// (Leinert et al. 1998, A&AS 127, 1: about 1e-3 lux of natural light).
const vec3 NIGHT_SKY_ILLUMINANCE = vec3(0.9e-3, 0.9e-3, 0.8e-3);

const float WATER_DIFFUSE = 0.03;  // albedo of clear sea to diffuse light
const float MAP_SATURATION = 0.55; // the map's greens are made vivid; the eye from orbit sees haze
const float CLOUD_ALBEDO = 0.60;   // mid-level deck (estimate)
const float WIND_M_S = 6.0;        // sets the glitter's width (estimate)

// Illuminance on level ground by a light, its beam and the sky that it lights, by day and twilight.
vec3 illuminance(vec3 up, vec4 source) {
    float sine = dot(up, source.xyz);
    return source.w * (max(sine, 0.0) * transmittance_to_space(sine) + skylight(sine));
}

// Glitter of a light on water (Cox and Munk 1954): isotropic slopes, mean square 0.003 + 0.00512 wind.
Luminance glint(vec3 up, vec3 to_eye, vec4 source) {
    float sine = dot(up, source.xyz);
    if (sine <= 0.0) return vec3(0.0);
    vec3 halfway = normalize(to_eye + source.xyz);
    float facing = dot(halfway, up);
    float tan2 = 1.0 / (facing * facing) - 1.0;
    float mean_square = 0.003 + 0.00512 * WIND_M_S;
    float slopes = exp(-tan2 / mean_square) / (PI * mean_square);
    float fresnel = 0.02 + 0.98 * pow(1.0 - dot(halfway, source.xyz), 5.0);
    float spread = 4.0 * max(dot(up, to_eye), 0.05) * pow(facing, 4.0);
    return source.w * transmittance_to_space(sine) * fresnel * slopes / spread;
}

Luminance ground_light(
    vec2 where, vec3 up, vec3 to_eye, vec3 lit, Length footprint, vec2 grain
) {
    vec3 albedo = textureLod(day_colour, where, max(log2(footprint / 7400.0), 0.0)).rgb;
    albedo = mix(vec3(dot(albedo, vec3(0.2126, 0.7152, 0.0722))), albedo, MAP_SATURATION);
    albedo *= 1.0 + 0.6 * grain.x + 0.5 * grain.y;
    float water = textureLod(water_map, where, max(log2(footprint / 4900.0), 0.0)).r;
    water = smoothstep(0.35, 0.65, water);
    albedo = mix(albedo, vec3(WATER_DIFFUSE), water);
    Luminance diffuse = albedo / PI * lit;
    return diffuse + water * (glint(up, to_eye, moon) + glint(up, to_eye, sun));
}

// Luminance of a cloud deck: lit from above, with relief toward the light, and from below by towns.
Luminance cloud_light(vec3 at, vec3 up, vec3 lit, vec3 glow, Length footprint, float pattern) {
    vec3 light_side = moon.w * max(dot(up, moon.xyz), 0.0) > sun.w * max(dot(up, sun.xyz), 0.0)
        ? moon.xyz : sun.xyz;
    vec3 along = light_side - up * dot(up, light_side);
    float rise = cloud_pattern(map_uv(normalize(at + along * 0.0022)), footprint) - pattern;
    float relief = clamp(1.0 - 1.4 * rise, 0.35, 1.6);
    return CLOUD_ALBEDO / PI * lit * relief + 0.5 * glow;
}

// What a ray that ends on the ground sees there: land or sea, town glow, cloud above.
Luminance earth_light(vec3 eye_scaled, vec3 ray, Chord chord, out float ground_sine) {
    float path = chord.ahead - sqrt(max(chord.half_chord2, 0.0));
    vec3 at = eye_scaled + path * chord.direction;
    vec3 up = normalize(to_scaled(at));
    ground_sine = dot(up, -ray);
    Length distance = path * length(from_scaled(chord.direction));
    Length footprint = distance * far_raster.w * inversesqrt(max(ground_sine, 0.02));

    // The deck lies nearer: the same ray against the sphere of the cloud tops.
    float lifted = 1.0 + CLOUD_TOP / EQUATORIAL_RADIUS;
    float half_deck2 = max(chord.half_chord2, 0.0) + lifted * lifted - 1.0;
    vec3 deck = normalize(eye_scaled + (chord.ahead - sqrt(half_deck2)) * chord.direction);
    vec2 grain = grain_at(deck, footprint);
    float pattern = cloud_pattern(map_uv(deck), footprint);

    vec2 where = map_uv(at);
    vec3 glow = textureLod(glow_map, where, max(log2(footprint / 19500.0), 0.0)).rgb;
    vec3 lit = illuminance(up, moon) + illuminance(up, sun) + NIGHT_SKY_ILLUMINANCE;
    Luminance below = ground_light(where, up, -ray, lit, footprint, grain) + glow;
    Luminance cloud = cloud_light(deck, up, lit, glow, footprint, pattern);
    return mix(below, cloud, cloud_opacity(pattern, grain));
}
