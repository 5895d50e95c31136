// What every pass of one eye knows beside the frame. Layout: render/uniforms.py.
layout(std140) uniform Eye {
    mat4 clip_from_itrs;   // directions and far positions relative to the eye point, ITRS axes
    mat4 far_uv_from_uv;   // homography: this eye's texture coordinates to the far field's
    vec4 raster;           // width, height in pixels; tangent of a pixel in x, y
};
