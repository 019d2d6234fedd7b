// Products of large matrices, for training.
//
// A panel of the right factor is copied into the order in which tiles read it, and stays in the
// second-level cache while rows of the left factor pass over it (Goto & van de Geijn 2008). The left factor
// is read where it lies, unless it is transposed and passes over several panels: its neighbours in depth are
// then a row apart, often in the same few places of the first-level cache, and copies are read much faster.

#ifndef PRODUCT_H
#define PRODUCT_H

#include "tile.h"
#include "transpose.h"

#pragma clang assume_nonnull begin

/// Rows of a panel.
#define PANEL_DEPTH 512
/// Rows of a transposed left factor that are copied at once: whole tiles and whole vectors.
#define LEFT_ROWS (2 * 16 * TILE_ROWS)
/// From one of them to the next; not a power of two, which would put them all in the same places of caches.
#define LEFT_STRIDE (PANEL_DEPTH + 16)

/// The address of an element of a factor.
INLINE const float *element(factor f, long row, long column) {
  return f.transposed ? f.start + column * f.stride + row : f.start + row * f.stride + column;
}

/// Copies the beginning of a factor's rows and columns to a panel; zeros fill up the last vectors.
static void copy_panel(factor b, long depth, long columns, float *panel) {
  for (long c = 0; c < columns; c += LANES) {
    if (!b.transposed) {
      for (long k = 0; k < depth; k++) {
        __builtin_prefetch(element(b, k + 16, c));
        store(panel + k * PANEL + c, load_some(element(b, k, c), columns - c, 0));
      }
      continue;
    }
    for (long k = 0; k < depth; k += LANES) {
      vector square[LANES];
      for (int i = 0; i < LANES; i++)
        square[i] = c + i < columns ? load_some(element(b, k, c + i), depth - k, 0) : (vector)0;
      transpose(square);
      for (int i = 0; i < smaller(LANES, depth - k); i++)
        store(panel + (k + i) * PANEL + c, square[i]);
    }
  }
}

/// Copies some rows of a left factor that is the transpose of a matrix.
static void copy_left_rows(factor a, long rows, long depth, float *left) {
  for (long k = 0; k < depth; k += LANES)
    for (long i = 0; i < rows; i += LANES) {
      vector square[LANES];
      for (int j = 0; j < LANES; j++)
        square[j] = k + j < depth ? load_some(element(a, i, k + j), rows - i, 0) : (vector)0;
      transpose(square);
      for (int j = 0; j < LANES; j++) store(left + (i + j) * LEFT_STRIDE + k, square[j]);
    }
}

/// Adds rows of a product to where its sums start, which is not whole vectors wide.
static void ragged_product(
    sums_start from, long rows, long columns, long depth, left_factor a, right_factor b,
    float *c, long c_stride) {
  float sums[TILE_ROWS * PANEL];
  for (long i = 0; i < rows; i++)
    for (long v = 0; v < columns; v += LANES) {
      vector start = 0;
      if (from.start) start = load_some(from.start + i * from.stride + v, columns - v, 0);
      store(sums + i * PANEL + v, start);
    }
  tile_product_from(
      (sums_start){sums, PANEL}, rows, padded(columns) / LANES, depth, a, b, sums, PANEL);
  for (long i = 0; i < rows; i++)
    for (long v = 0; v < columns; v += LANES)
      store_some(c + i * c_stride + v, columns - v, load(sums + i * PANEL + v));
}

/// c = from + a b for all rows of the left factor and the columns of a panel.
INLINE void panel_product(
    sums_start from, long rows, long columns, long depth, left_factor a, const float *panel,
    float *c, long c_stride) {
  long block = tile_block(rows);
  right_factor right = {panel, PANEL};
  for (long n = 0; n < rows; n += block) {
    long count = smaller(rows - n, block);
    // What the next tile writes is fetched while this one computes.
    for (long i = n + block; i < smaller(rows, n + 2 * block); i++)
      for (long v = 0; v < columns; v += 16) __builtin_prefetch(c + i * c_stride + v, 1);
    left_factor left = {a.start + n * a.row, a.row, a.step};
    sums_start start = {from.start ? from.start + n * from.stride : NULL, from.stride};
    if (columns % LANES == 0)
      tile_product_from(
          start, count, columns / LANES, depth, left, right, c + n * c_stride, c_stride);
    else
      ragged_product(start, count, columns, depth, left, right, c + n * c_stride, c_stride);
  }
}

static void matrix_product(
    factor a, factor b, long rows, long columns, long depth, const float *_Nullable bias,
    bool accumulate, float *c, long c_stride) {
  _Alignas(64) float panel[PANEL_DEPTH * PANEL], copied[LEFT_ROWS * LEFT_STRIDE];
  bool copies = a.transposed && columns > 2 * PANEL;
  long most = copies ? LEFT_ROWS : larger(rows, 1);
  for (long k = 0; k < larger(depth, 1); k += PANEL_DEPTH) {
    long some = smaller(depth - k, PANEL_DEPTH);
    for (long n = 0; n < rows; n += most) {
      long count = smaller(rows - n, most);
      factor beside = {element(a, n, k), a.stride, a.transposed};
      left_factor left = {
          beside.start, a.transposed ? 1 : a.stride, a.transposed ? a.stride : 1};
      if (copies) {
        copy_left_rows(beside, count, some, copied);
        left = (left_factor){copied, LEFT_STRIDE, 1};
      }
      for (long first = 0; first < columns; first += PANEL) {
        long width = smaller(columns - first, PANEL);
        factor below = {element(b, k, first), b.stride, b.transposed};
        copy_panel(below, some, width, panel);
        float *to = c + n * c_stride + first;
        sums_start from = {to, c_stride};
        if (k == 0 && !accumulate) from = (sums_start){bias ? bias + first : NULL, 0};
        panel_product(from, count, width, some, left, panel, to, c_stride);
      }
    }
  }
}

#pragma clang assume_nonnull end

#endif
