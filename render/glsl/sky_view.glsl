// The table of the light that the air scatters toward the station: one texel a direction, one table a
// light (Sun, Moon). From a fixed eye every line of sight is told by its azimuth from the light's and
// by the perigee of its line, so all the air's light fits a small picture (after Hillaire 2020, whose
// sky-view table this takes to space). Columns: the sine of half the azimuth from the light's; both
// sides look alike. Rows: first lines that end on the ground, by the cube root of the perigee's depth,
// then lines past the limb, by the square root of its height: dense where light changes fast.
// Scaled space (earth.glsl): the Earth is the unit sphere.
const int SKY_COLUMNS = 96;
const int GROUND_ROWS = 48;
const int LIMB_ROWS = 96;
const float SKY_TOP = 110e3 / 6378137.0; // scaled height of the highest row

float sine_of_half_azimuth(vec3 zenith, vec3 ray, vec3 light) {
    vec3 a = ray - zenith * dot(ray, zenith);
    vec3 b = light - zenith * dot(light, zenith);
    float cosine = dot(a, b) * inversesqrt(max(dot(a, a) * dot(b, b), 1e-12));
    return sqrt(clamp(0.5 - 0.5 * cosine, 0.0, 1.0));
}

// Texture coordinates of a line of sight whose perigee is at this distance (scaled).
vec2 sky_view_uv(float half_azimuth, float perigee, bool ends_on_ground) {
    float depth = pow(clamp(1.0 - perigee, 0.0, 1.0), 1.0 / 3.0);
    float height = sqrt(clamp((perigee - 1.0) / SKY_TOP, 0.0, 1.0));
    float row = ends_on_ground ? depth * float(GROUND_ROWS - 1) + 0.5
                               : float(GROUND_ROWS) + height * float(LIMB_ROWS - 1) + 0.5;
    float column = half_azimuth * float(SKY_COLUMNS - 1) + 0.5;
    return vec2(column / float(SKY_COLUMNS), row / float(GROUND_ROWS + LIMB_ROWS));
}

// The line of sight of a texel, counted from 0.5: the inverse of sky_view_uv. `perigee` comes out too.
vec3 sky_view_ray(vec3 eye_scaled, vec3 light, vec2 texel, out float perigee) {
    float place = texel.y < float(GROUND_ROWS)
        ? (texel.y - 0.5) / float(GROUND_ROWS - 1)
        : (texel.y - 0.5 - float(GROUND_ROWS)) / float(LIMB_ROWS - 1);
    perigee = texel.y < float(GROUND_ROWS) ? 1.0 - place * place * place
                                           : 1.0 + SKY_TOP * place * place;
    float half_sine = (texel.x - 0.5) / float(SKY_COLUMNS - 1);
    float cosine = 1.0 - 2.0 * half_sine * half_sine;
    float sine = sqrt(max(1.0 - cosine * cosine, 0.0));
    vec3 zenith = normalize(eye_scaled);
    vec3 toward = normalize(light - zenith * dot(light, zenith) + vec3(1e-7, 0.0, 0.0));
    vec3 aside = cross(zenith, toward);
    float across = perigee / length(eye_scaled);
    float down = sqrt(max(1.0 - across * across, 0.0));
    return across * (cosine * toward + sine * aside) - down * zenith;
}
