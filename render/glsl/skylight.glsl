// The clear sky's light on level ground, by day, through twilight and under the Moon.
#include "light_place.glsl"

uniform sampler2D skylight_table; // n x 1: orbit.air_tables.AirTables.log_sky, float32, linear filter

// Illuminance by the sky alone over that of the light outside the air, linear sRGB, by the sine of the
// light's elevation; at -0.45 and below next to nothing. The light's direct beam is not in it.
vec3 skylight(float light_sine) {
    float count = float(textureSize(skylight_table, 0).x);
    float x = (light_place(light_sine) * (count - 1.0) + 0.5) / count;
    return exp(textureLod(skylight_table, vec2(x, 0.5), 0.0).rgb);
}
