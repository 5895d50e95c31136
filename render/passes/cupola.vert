// The Cupola's solids and its lettering. In: m, Cupola frame. Out: light and looks for the fragments.
// All that changes slowly over a surface is worked out here, at its corners: what walls, lamps and the
// Earth throw on it, and what it mirrors. `KEYED` is for parts that Moon or Sun may reach, whose light
// has edges and is worked out for every pixel (cupola.frag).
#include "cupola_light.glsl"
#include "viewing_circle.glsl"

in vec3 in_position;
in vec3 in_normal;
in vec2 in_uv;
in vec4 in_surface; // square root of the albedo, gloss
in vec2 in_light;   // occlusion; irradiance from the Earth over pi times its luminance

uniform vec3 screen_place;

out vec2 uv;
out vec3 diffuse;    // cd/m2
out vec3 mirrored;   // cd/m2
out float gloss;
#ifdef KEYED
out vec3 position;
out vec3 normal;
out vec3 shadow_place;
out vec4 surface;    // albedo, gloss
#endif

// Irradiance in lux of all but the key light.
vec3 irradiance() {
    vec3 to_screen = screen_place - in_position;
    float away2 = dot(to_screen, to_screen);
    // Half-wrapped: the screen is a hand's breadth wide and its wall scatters too.
    float facing = max(0.25 + 0.75 * dot(in_normal, to_screen) * inversesqrt(away2), 0.0);
    vec3 screen = screen_intensity * facing / (away2 + 0.06);

    // The lit lining is above the windows more than below them.
    vec3 bounced = ambient * (0.5 + 0.5 * in_normal.y) * 1.2;
    vec3 open = in_light.x * (bounced + screen + hatch_irradiance(in_position, in_normal));
    return max(PI * earth_luminance * in_light.y + open, 0.2 * ambient);
}

// Luminance of the room as the surface mirrors it, toward a unit vector.
vec3 mirrored_room(vec3 to_eye) {
    float at_normal = mirror_at_normal(in_surface.a);
    float grazing = 1.0 - clamp(dot(in_normal, to_eye), 0.0, 1.0);
    float grazing2 = grazing * grazing;
    float fresnel = at_normal + (1.0 - at_normal) * in_surface.a * grazing2 * grazing2;
    vec3 toward = reflect(-to_eye, in_normal);
    vec3 lining = 0.4 / PI * ambient;
    vec3 room = room_luminance(in_position, toward, lining, 1.2 * (1.0 - in_surface.a));
    // Below the limb about two thirds of what is mirrored is window, with the Earth behind it.
    room += 0.65 * earth_luminance * smoothstep(LIMB_SINE + 0.3, LIMB_SINE - 0.3, toward.y);
    return fresnel * in_surface.a * in_light.x * room;
}

void main() {
    vec3 to_eye = eye_seeing(in_position) - in_position;
    vec3 albedo = in_surface.rgb * in_surface.rgb;
    uv = in_uv;
    diffuse = albedo / PI * irradiance();
    mirrored = mirrored_room(normalize(to_eye));
    gloss = in_surface.a;
#ifdef KEYED
    position = in_position;
    normal = in_normal;
    shadow_place = (shadow_from_cupola * vec4(in_position, 1.0)).xyz;
    surface = vec4(albedo, in_surface.a);
#endif
    gl_Position = clip_from_eye * vec4(-to_eye, 1.0);
}
