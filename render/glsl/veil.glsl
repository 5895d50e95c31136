// Where a line of sight stands in the veil: the table, made anew each frame, of all light that comes from
// between the eye and the ground, or space: what the air scatters, the airglow, the Milky Way behind them. Seen from a fixed eye a
// line is told by its azimuth about the nadir and by its perigee in scaled space (earth.glsl).
// Columns: the azimuth, once around. Rows, from the nadir outward: lines that end on the ground, by the
// cube root of the perigee's depth, then lines past the limb, by the square root of its height: dense
// where light changes fast, 0.9 km apart at the airglow.
const float VEIL_COLUMNS = 512.0;
const float VEIL_GROUND_ROWS = 96.0;
const float VEIL_LIMB_ROWS = 320.0;
const float VEIL_TOP = 250e3 / 6378137.0; // scaled height of the highest row

// Texture coordinates; `turn` is the azimuth over 2 pi.
vec2 veil_uv(float turn, float perigee, bool ends_on_ground) {
    float depth = pow(clamp(1.0 - perigee, 0.0, 1.0), 1.0 / 3.0);
    float height = sqrt(clamp((perigee - 1.0) / VEIL_TOP, 0.0, 1.0));
    float row = ends_on_ground ? (1.0 - depth) * (VEIL_GROUND_ROWS - 1.0) + 0.5
                               : VEIL_GROUND_ROWS + height * (VEIL_LIMB_ROWS - 1.0) + 0.5;
    return vec2(turn, row / (VEIL_GROUND_ROWS + VEIL_LIMB_ROWS));
}

// Perigee of a texel's row, counted from 0.5, and whether its lines end on the ground.
float veil_perigee(float texel_row, out bool ends_on_ground) {
    ends_on_ground = texel_row < VEIL_GROUND_ROWS;
    float place = ends_on_ground ? 1.0 - (texel_row - 0.5) / (VEIL_GROUND_ROWS - 1.0)
                                 : (texel_row - 0.5 - VEIL_GROUND_ROWS) / (VEIL_LIMB_ROWS - 1.0);
    return ends_on_ground ? 1.0 - place * place * place : 1.0 + VEIL_TOP * place * place;
}

// Axes from which the azimuth is counted: nadir and two across it, as columns.
mat3 nadir_axes(vec3 zenith) {
    vec3 side = normalize(cross(-zenith, vec3(0.0, 0.0, 1.0)));
    return mat3(-zenith, side, cross(-zenith, side));
}
