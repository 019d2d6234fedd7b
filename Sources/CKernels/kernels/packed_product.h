// Products with a weight that was reordered once, for decoding.
//
// A packed weight is a sequence of panels of PANEL outputs; a panel holds, input after input, the
// weights of its outputs, so that the inner loop reads it from front to back.

#ifndef PACKED_PRODUCT_H
#define PACKED_PRODUCT_H

#include "activation.h"
#include "tile.h"

#pragma clang assume_nonnull begin

static size_t packed_size(long outputs, long inputs) {
  return (size_t)((outputs + PANEL - 1) / PANEL * PANEL) * inputs;
}

static void pack_weight(const float *weight, long outputs, long inputs, float *packed) {
  for (long first = 0; first < outputs; first += PANEL)
    for (long k = 0; k < inputs; k++)
      for (long o = first; o < first + PANEL; o++)
        *packed++ = o < outputs ? weight[o * inputs + k] : 0;
}

static void packed_weight_row(const float *packed, long inputs, long row, float *out) {
  const float *panel = packed + row / PANEL * PANEL * inputs + row % PANEL;
  for (long k = 0; k < inputs; k++) out[k] = panel[k * PANEL];
}

typedef uint32_t four_bytes __attribute__((may_alias));

/// Puts some outputs of a weight into panels of their own. A panel is `groups` times four bytes of each
/// of its outputs; those past the last are zero.
INLINE void select_outputs(
    const void *packed, long groups, const int32_t *rows, long count, void *selected) {
  const four_bytes *from = packed;
  four_bytes *to = selected;
  for (long first = 0; first < count; first += PANEL, to += groups * PANEL) {
    for (long i = 0; i < PANEL; i++) {
      bool is_there = first + i < count;
      long row = is_there ? rows[first + i] : 0;
      const four_bytes *output = from + row / PANEL * groups * PANEL + row % PANEL;
      for (long g = 0; g < groups; g++) to[g * PANEL + i] = is_there ? output[g * PANEL] : 0;
    }
  }
}

static void select_packed(
    const float *packed, long inputs, const int32_t *rows, long count, float *selected) {
  select_outputs(packed, inputs, rows, count, selected);
}

static void packed_product(
    const float *x, long x_stride, const float *packed, const float *_Nullable bias,
    activation act, long rows, long outputs, long inputs, float *out, long out_stride) {
  float products[TILE_ROWS * PANEL];
  long block = tile_block(rows);
  for (long first = 0; first < outputs; first += PANEL) {
    right_factor panel = {packed + first * inputs, PANEL};
    for (long n = 0; n < rows; n += block) {
      long some = smaller(rows - n, block);
      left_factor a = {x + n * x_stride, x_stride, 1};
      tile_product(some, PANEL / LANES, inputs, a, panel, products, PANEL);
      for (long i = 0; i < some; i++) {
        for (long o = first; o < smaller(first + PANEL, outputs); o += LANES) {
          vector v = load(products + i * PANEL + o - first);
          if (bias) v += load_some(bias + o, outputs - o, 0);
          store_some(out + (n + i) * out_stride + o, outputs - o, activated(v, act));
        }
      }
    }
  }
}

#pragma clang assume_nonnull end

#endif
