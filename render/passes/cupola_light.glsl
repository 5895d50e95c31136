// Light in the Cupola, in its frame (y up). Luminances in cd/m2, irradiances in lux, linear sRGB.
const float PI = 3.14159265358979;
const float LIMB_SINE = -0.34; // 20 degrees down

// Layout: render/passes/lighting.py.
layout(std140) uniform CupolaLight {
    mat4 shadow_from_cupola;
    vec3 key_direction;      // unit vector toward Moon or Sun
    vec3 key_light;          // lux behind the glass
    vec3 earth_luminance;
    vec3 ambient;            // lux; light that has gone round the walls
    vec3 lining;             // cd/m2
    vec3 hatch_luminance;
    vec3 screen_intensity;   // cd
    vec3 screen_luminance;   // cd/m2
    vec3 pilot_luminance[4]; // cd/m2
    float brightest_pilot;   // cd/m2
};
uniform vec3 hatch; // height, half-width in m, area over pi in m2

// Irradiance from the hatch above as a disc of the same area, on the axis (far-field form factor).
vec3 hatch_irradiance(vec3 position, vec3 normal) {
    vec3 up = vec3(0.0, hatch.x, 0.0) - position;
    float away2 = dot(up, up);
    float facing = max(dot(normal, up), 0.0) * abs(up.y) / max(away2, 1e-4);
    float behind = step(position.y, hatch.x);
    return PI * hatch_luminance * facing * behind * hatch.z / (away2 + hatch.z);
}

// Luminance of the lining, and of the hatch in it, on a ray from a point of the dome: what polished
// metal and glass mirror. Edges are softened by `blur`, the tangent of the mirrored cone.
vec3 room_luminance(vec3 position, vec3 direction, vec3 lining, float blur) {
    float climb = max(direction.y, 1e-3);
    float reach = max(hatch.x - position.y, 0.0) / climb;
    vec2 at = abs(position.xz + reach * direction.xz);
    float edge = 0.02 + blur * reach;
    vec2 within = smoothstep(vec2(hatch.y + edge), vec2(hatch.y - edge), at);
    return mix(lining, hatch_luminance, within.x * within.y * step(0.02, direction.y));
}

// Share of light that a surface mirrors square on: oxide over metal.
float mirror_at_normal(float gloss) {
    return 0.04 + 0.30 * gloss * gloss;
}
