// Products of large matrices rounded to bfloat16, for training on processors that multiply such numbers
// (AVX512-BF16: Intel's since Cooper Lake, AMD's since Zen 4).
//
// The instruction adds to each float32 sum two products at once, of neighbours in depth. Blocks of both
// factors are therefore copied as pairs of bfloat16, rounded to nearest, 32 bits each. Sums stay float32, and
// so does all that is kept between products (Kalamkar et al. 2019).

#ifndef BFLOAT16_PRODUCT_H
#define BFLOAT16_PRODUCT_H

#include "product.h"

#pragma clang assume_nonnull begin

/// Pairs of a panel's depth.
#define PANEL_PAIRS (PANEL_DEPTH / 2)
/// Pairs of the left factor that are copied at once; with a panel they fill half of a second-level cache.
#define LEFT_PAIRS (32 * TILE_ROWS * PANEL_PAIRS)

typedef uint16_t lane_halves __attribute__((ext_vector_type(2 * LANES)));

// A pair lies where a float would: the bits of a vector are those of LANES pairs.

/// The pairs of neighbours in two vectors that follow each other.
INLINE vector pairs_of_neighbours(vector first, vector second) {
  return (vector)_mm512_cvtne2ps_pbh(second, first);
}

/// The pairs of what two vectors have in the same lane.
INLINE vector pairs_of_lanes(vector first, vector second) {
  lane_halves halves = (lane_halves)pairs_of_neighbours(first, second);
  return (vector)__builtin_shufflevector(
      halves, halves, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11,
      27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/// Copies `count` columns whose neighbours in depth lie a stride apart; zeros fill up `width` columns.
static void copy_pairs_of_lanes(
    const float *from, long stride, long depth, long count, long width, float *to, long to_stride) {
  for (long c = 0; c < width; c += LANES)
    for (long k = 0; k < depth; k += 2) {
      const float *two = from + k * stride + c;
      vector first = load_some(two, count - c, 0);
      vector second = k + 1 < depth ? load_some(two + stride, count - c, 0) : (vector)0;
      store(to + k / 2 * to_stride + c, pairs_of_lanes(first, second));
    }
}

/// The pairs of 2 * LANES numbers, zero after the last of those that are left of a row.
INLINE vector some_pairs(const float *from, long left) {
  vector first = load_some(from, left, 0);
  vector second = left > LANES ? load_some(from + LANES, left - LANES, 0) : (vector)0;
  return pairs_of_neighbours(first, second);
}

/// How many rows of the left factor are copied at once: whole tiles and whole vectors.
INLINE long rows_of_pairs(long depth) {
  long whole = LANES * TILE_ROWS;
  return LEFT_PAIRS / padded((larger(depth, 1) + 1) / 2) / whole * whole;
}

/// Copies rows of the left factor, and returns where they lie.
INLINE left_factor copy_left_pairs(factor a, long rows, long depth, float *left) {
  if (a.transposed) {
    copy_pairs_of_lanes(a.start, a.stride, depth, rows, padded(rows), left, padded(rows));
    return (left_factor){left, 1, padded(rows)};
  }
  long pairs = padded((depth + 1) / 2);
  for (long i = 0; i < rows; i++)
    for (long k = 0; k < depth; k += 2 * LANES)
      store(left + i * pairs + k / 2, some_pairs(a.start + i * a.stride + k, depth - k));
  return (left_factor){left, pairs, 1};
}

/// Copies columns of the right factor to a panel, filled up with zeros.
INLINE void copy_pair_panel(factor b, long depth, long columns, float *panel) {
  if (!b.transposed) {
    copy_pairs_of_lanes(b.start, b.stride, depth, columns, PANEL, panel, PANEL);
    return;
  }
  for (long c = 0; c < PANEL; c += LANES)
    for (long k = 0; k < depth; k += 2 * LANES) {
      vector square[LANES];
      for (int i = 0; i < LANES; i++)
        square[i] = c + i < columns ? some_pairs(element(b, k, c + i), depth - k) : (vector)0;
      transpose(square);
      for (int i = 0; i < smaller(LANES, (depth - k + 1) / 2); i++)
        store(panel + (k / 2 + i) * PANEL + c, square[i]);
    }
}

/// c = from + a b for at most PANEL columns, where the factors are pairs.
INLINE void pair_tile(
    sums_start from, int rows, long columns, long pairs, left_factor a, const float *b, float *c,
    long c_stride) {
  vector sums[TILE_ROWS][4] = {0};
  if (from.start)
    for (int i = 0; i < rows; i++)
      for (int v = 0; v < 4; v++)
        sums[i][v] = load_some(from.start + i * from.stride + v * LANES, columns - v * LANES, 0);
  for (long p = 0; p < pairs; p++, b += PANEL)
    for (int i = 0; i < rows; i++)
      for (int v = 0; v < 4; v++) {
        vector left = a.start[i * a.row + p * a.step], right = load(b + v * LANES);
        sums[i][v] = _mm512_dpbf16_ps(sums[i][v], (__m512bh)left, (__m512bh)right);
      }
  for (int i = 0; i < rows; i++)
    for (int v = 0; v < 4; v++)
      store_some(c + i * c_stride + v * LANES, columns - v * LANES, sums[i][v]);
}

static void pair_product(
    sums_start from, long rows, long columns, long pairs, left_factor a, const float *b, float *c,
    long c_stride) {
#define ROWS(r) \
  case r: pair_tile(from, r, columns, pairs, a, b, c, c_stride); break;
  switch (rows) { ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6) }
#undef ROWS
}

static void bfloat16_product(
    factor a, factor b, long rows, long columns, long depth, const float *_Nullable bias,
    bool accumulate, float *c, long c_stride) {
  _Alignas(64) float panel[PANEL_PAIRS * PANEL], left[LEFT_PAIRS];
  for (long k = 0; k < larger(depth, 1); k += PANEL_DEPTH) {
    long some = smaller(depth - k, PANEL_DEPTH), most = rows_of_pairs(some);
    for (long n = 0; n < rows; n += most) {
      long count = smaller(rows - n, most), block = tile_block(count);
      factor beside = {element(a, n, k), a.stride, a.transposed};
      left_factor pairs = copy_left_pairs(beside, count, some, left);
      for (long first = 0; first < columns; first += PANEL) {
        long width = smaller(columns - first, PANEL);
        factor below = {element(b, k, first), b.stride, b.transposed};
        copy_pair_panel(below, some, width, panel);
        for (long i = 0; i < count; i += block) {
          float *to = c + (n + i) * c_stride + first;
          sums_start from = {to, c_stride};
          if (k == 0 && !accumulate) from = (sums_start){bias ? bias + first : NULL, 0};
          left_factor rows_of_block = {pairs.start + i * pairs.row, pairs.row, pairs.step};
          pair_product(
              from, smaller(count - i, block), width, (some + 1) / 2, rows_of_block, panel, to,
              c_stride);
        }
      }
    }
  }
}

#pragma clang assume_nonnull end

#endif
