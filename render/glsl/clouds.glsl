// Cloud at a place, shared by the ground (which draws it) and the lamps (which it dims).
// The map's pattern is a real one, not that night's; below its 10 km a tile of synthetic cloud is laid
// on twice, 8 times finer the second time, in Mercator's chart: it keeps shapes and has no seam.
// Needs frame.glsl, earth.glsl.

uniform sampler2D cloud_map;    // R: opacity, plate carree
uniform sampler2D cloud_detail; // R: heaps; G, B: their slopes east and south; A: fibres

const Length CLOUD_TOP = 5000.0; // m; mid-level deck (estimate)

const float TILES = 48.0;             // tiles around the Earth: 560 km at 48 degrees
const mat2 FINER = mat2(6.0, 5.0, -5.0, 6.0); // chart of the second layer: whole numbers close it
const float FINER_OCTAVES = 2.965;    // log2 of its scale
const float TILE_TEXEL = 815.0;       // m at the equator
const float SLOPE_SCALE = 96.0;       // as render.earth_maps.SLOPE_SCALE
const float MAP_TEXEL = 10000.0;      // m
const float SHARPER = 0.5;            // octaves: a little grain is better than a blur

// The night's true clouds are not to be had, so the pattern stands where it gives broken cloud over
// Kazakhstan and leaves Baikonur clear: turned about the pole by this share of a circle.
const float CLOUD_TURN = 122.0 / 360.0;

// Where something is on the maps, and how to go from there along the ground.
struct Place {
    vec2 where;   // plate carree
    vec2 chart;   // Mercator, in tiles, y to the south
    vec3 east;
    vec3 north;
    float shrink; // cosine of the latitude
};

// The place with a geodetic zenith (ITRS).
Place place_of(vec3 up) {
    Place p;
    p.shrink = max(length(up.xy), 1e-3);
    p.east = vec3(-up.y, up.x, 0.0) / p.shrink;
    p.north = vec3(-up.z * up.x, -up.z * up.y, p.shrink * p.shrink) / p.shrink;
    float longitude = atan(up.y, up.x);
    p.where = vec2(longitude / (2.0 * PI) + 0.5, 0.5 - atan(up.z, p.shrink) / PI);
    float isometric = 0.5 * log((1.0 + up.z) / (1.0 - up.z));
    p.chart = vec2(longitude, -isometric) * (TILES / (2.0 * PI));
    return p;
}

// A place some way off, by a vector along the ground in Earth radii; to first order.
Place moved(Place p, vec3 along) {
    vec2 step = vec2(dot(along, p.east), -dot(along, p.north));
    p.where += step * vec2(1.0 / p.shrink, 2.0) / (2.0 * PI);
    p.chart += step * (TILES / (2.0 * PI)) / p.shrink;
    return p;
}

struct Cloud {
    float pattern; // of the map, 0 to 1
    float heap;    // thickness of heaped cloud; none below 0
    float veil;    // opacity of high cloud
    vec2 slope;    // of the heap, east and south, per metre of the chart's tile
};

float cloud_pattern(vec2 where, float log_footprint) {
    float lod = max(log_footprint - log2(MAP_TEXEL), 0.0);
    return textureLod(cloud_map, where + vec2(CLOUD_TURN, 0.0), lod).r;
}

float log_on_tile(Place p, float log_footprint) {
    return log_footprint - log2(TILE_TEXEL * p.shrink) - SHARPER;
}

// The map's opacity is taken for cover: heaps stand where the tile, whose values are spread evenly over
// 0 to 1, is above what leaves that share of it.
float heap_of(float pattern, float coarse, float fine) {
    return 1.12 * pattern - 1.04 + 0.74 * coarse + 0.30 * fine;
}

float veil_of(float pattern, float fibres) {
    return 0.34 * smoothstep(0.12, 0.5, pattern) * smoothstep(0.5, 1.2, fibres + 0.4 * pattern);
}

// Cloud with all its detail, as a pixel of `footprint` m sees it.
Cloud cloud_at(Place p, Length footprint) {
    float log_footprint = log2(footprint);
    float lod = log_on_tile(p, log_footprint);
    vec4 coarse = textureLod(cloud_detail, p.chart, lod);
    vec4 fine = textureLod(cloud_detail, FINER * p.chart, lod + FINER_OCTAVES);
    Cloud c;
    c.pattern = cloud_pattern(p.where, log_footprint);
    c.heap = heap_of(c.pattern, coarse.r, fine.r);
    c.veil = veil_of(c.pattern, 0.7 * coarse.a + 0.3 * fine.a);
    c.slope = (coarse.gb - 128.0 / 255.0) * 2.0 + (fine.gb - 128.0 / 255.0) * FINER * 0.12;
    return c;
}

// Opacity 0 to 1: crisp at the edge of a heap, thin in a veil.
float cloud_opacity(Cloud c) {
    float heap = smoothstep(0.0, 0.2, c.heap);
    return 1.0 - (1.0 - 0.97 * heap) * (1.0 - c.veil);
}

// What of a lamp's light comes straight through cloud of an opacity; what is scattered is the glow's.
float lamp_through(float opacity) {
    return 1.0 - 0.9 * opacity;
}

// Opacity of the cloud between a place on the ground and an eye toward -`ray`: where the line of sight
// goes through the deck. `sine`: of the eye's elevation there.
float cloud_between(vec3 up, vec3 ray, float sine, Length footprint) {
    vec3 along = (-ray - up * sine) * (CLOUD_TOP / (EQUATORIAL_RADIUS * max(sine, 0.1)));
    return cloud_opacity(cloud_at(moved(place_of(up), along), footprint));
}
