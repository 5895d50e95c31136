// Where a light stands in the air's tables; see orbit/air_tables.py.

float light_arcsinh(float x) {
    return sign(x) * log(abs(x) + sqrt(x * x + 1.0));
}

// Place 0..1 by the cosine of the light's zenith distance, from -0.45 to 1.
float light_place(float cosine) {
    const float centre = -0.1, width = 0.15;
    float first = light_arcsinh((-0.45 - centre) / width);
    float last = light_arcsinh((1.0 - centre) / width);
    return clamp((light_arcsinh((cosine - centre) / width) - first) / (last - first), 0.0, 1.0);
}
