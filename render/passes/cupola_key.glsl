// The share of the key light's disc (Moon or Sun) that a point of the Cupola sees.
uniform sampler2DShadow shadow_map;
uniform float penumbra; // in texture coordinates

// Four looks within the penumbra, about a place in the shadow map.
float key_share(vec3 shadow_place) {
    vec3 a = vec3(penumbra, 0.4 * penumbra, 0.0);
    vec3 b = vec3(-0.4 * penumbra, penumbra, 0.0);
    return 0.25 * (texture(shadow_map, shadow_place + a) + texture(shadow_map, shadow_place - a)
        + texture(shadow_map, shadow_place + b) + texture(shadow_map, shadow_place - b));
}
