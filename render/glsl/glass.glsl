// Four sheets of coated glass as one.
uniform float reflectance; // square on

// Share of light that they mirror (Schlick 1994), from the cosine to their normal.
float mirrored_share(float cosine) {
    float grazing = 1.0 - abs(cosine);
    float grazing2 = grazing * grazing;
    return reflectance + (1.0 - reflectance) * grazing2 * grazing2 * grazing;
}
