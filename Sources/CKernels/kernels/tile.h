// Small matrix products that keep their sums in registers: the heart of attention, of `matrix_product`
// and of `packed_product`.
//
// Every element is one chain of multiply-adds in the order of `depth`, whatever the size of the
// tile that computes it, so no result depends on what is computed beside it. (a * b + c in one
// expression is fused wherever the level has fused multiply-add: clang's default.)

#ifndef TILE_H
#define TILE_H

#include "vector.h"

#pragma clang assume_nonnull begin

/// Rows of the largest tile. A level file defines TILE_SUMS, the registers that hold sums; a tile of
/// few rows is wider, so that enough independent sums hide the latency of multiply-add.
#define TILE_ROWS 6
#define TILE_VECTORS(rows) ((rows) * 4 <= TILE_SUMS ? 4 : 2)

/// Columns of a right factor that is copied for tiles: those of the widest.
#define PANEL (4 * LANES)

/// A factor of a product: element (i, k) lies at start[i * row + k * step].
typedef struct left_factor {
  const float *start;
  long row;
  long step;
} left_factor;

/// A matrix of whole vectors: row k begins at start + k * stride.
typedef struct right_factor {
  const float *start;
  long stride;
} right_factor;

/// Where the sums of a product start: at a matrix, at one row for all (stride 0), or at zero (null).
typedef struct sums_start {
  const float *_Nullable start;
  long stride;
} sums_start;

/// The smaller side of a tile is held in registers and the other read one by one, or there would be
/// no registers left for it.
INLINE void tile(
    sums_start from, int rows, int vectors, long depth, left_factor a, right_factor b,
    float *c, long c_stride) {
  vector sums[TILE_ROWS][4] = {0};
  if (from.start)
    for (int i = 0; i < rows; i++)
      for (int v = 0; v < vectors; v++)
        sums[i][v] = load(from.start + i * from.stride + v * LANES);
  for (long k = 0; k < depth; k++) {
    const float *left = a.start + k * a.step, *right = b.start + k * b.stride;
    if (vectors <= rows) {
      for (int i = 0; i < rows; i++)
        for (int v = 0; v < vectors; v++)
          sums[i][v] = left[i * a.row] * load(right + v * LANES) + sums[i][v];
    } else {
      for (int v = 0; v < vectors; v++)
        for (int i = 0; i < rows; i++)
          sums[i][v] = left[i * a.row] * load(right + v * LANES) + sums[i][v];
    }
  }
  for (int i = 0; i < rows; i++)
    for (int v = 0; v < vectors; v++) store(c + i * c_stride + v * LANES, sums[i][v]);
}

/// c = from + a b for at most TILE_ROWS rows and any number of vectors; overwrites c.
static void tile_product_from(
    sums_start from, long rows, long vectors, long depth, left_factor a, right_factor b,
    float *c, long c_stride) {
  for (long v = 0; v < vectors; v += TILE_VECTORS(rows)) {
    long width = smaller(vectors - v, TILE_VECTORS(rows));
    right_factor part = {b.start + v * LANES, b.stride};
    sums_start start = {from.start ? from.start + v * LANES : NULL, from.stride};
#define TILE(r, w) \
  case 8 * r + w: \
    if (w <= TILE_VECTORS(r)) tile(start, r, w, depth, a, part, c + v * LANES, c_stride); \
    break;
#define TILES(r) TILE(r, 1) TILE(r, 2) TILE(r, 3) TILE(r, 4)
    switch (8 * rows + width) { TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6) }
#undef TILES
#undef TILE
  }
}

/// c = a b.
INLINE void tile_product(
    long rows, long vectors, long depth, left_factor a, right_factor b, float *c, long c_stride) {
  tile_product_from((sums_start){NULL, 0}, rows, vectors, depth, a, b, c, c_stride);
}

/// Rows a block when `rows` are cut into equal blocks of at most TILE_ROWS.
INLINE long tile_block(long rows) {
  long blocks = (rows + TILE_ROWS - 1) / TILE_ROWS;
  return (rows + blocks - 1) / larger(blocks, 1);
}

#pragma clang assume_nonnull end

#endif
