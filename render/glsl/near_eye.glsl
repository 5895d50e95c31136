// What every shader of the near field knows of one eye. Layout: render/near_eye.py.
layout(std140) uniform NearEye {
    mat4 clip_from_eye;   // Cupola axes, m from the eye
    vec3 eye;             // m, Cupola frame: the eye, or the circle's middle
    vec4 viewing_circle;  // unit vector up; radius in m, right eye positive, 0 for a plain eye
};
