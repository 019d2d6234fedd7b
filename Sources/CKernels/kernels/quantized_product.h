// Products of int8 with a weight that was quantised and reordered once, for decoding.
//
// A row of activations or of a weight is stored as whole numbers in -127 ... 127 and one scale: its
// largest absolute value / 127 (Bhandare et al. 2019). Sums of products are exact in 32 bits, whatever
// order they are taken in, so all levels find the same ones.
//
// A quantised weight is panels of PANEL outputs; a panel holds, four inputs after four, those of each
// output, then every output's scale, then the sum that the activations' offset adds to it.

#ifndef QUANTIZED_PRODUCT_H
#define QUANTIZED_PRODUCT_H

#include "activation.h"
#include "dot.h"
#include "packed_product.h"

#pragma clang assume_nonnull begin

/// A panel's parts.
typedef struct quantized_panel {
  int8_t *weights;   ///< [inputs / 4, PANEL, 4], zeros after the last input
  float *scales;     ///< [PANEL]
  int32_t *offsets;  ///< [PANEL]
} quantized_panel;

INLINE quantized_panel quantized_panel_at(void *packed, long first_output, long inputs) {
  long size = (inputs + 3) / 4 * 4 * PANEL;
  quantized_panel panel;
  panel.weights = (int8_t *)packed + first_output / PANEL * (size + 2 * 4 * PANEL);
  panel.scales = (float *)(panel.weights + size);
  panel.offsets = (int32_t *)(panel.scales + PANEL);
  return panel;
}

static size_t quantized_size(long outputs, long inputs) {
  return (size_t)((outputs + PANEL - 1) / PANEL * PANEL) * ((size_t)(inputs + 3) / 4 * 4 + 2 * 4);
}

static size_t quantized_row_size(long inputs) { return ((size_t)inputs + 63) / 64 * 64; }

/// The scale of a row, and the factor that brings its elements to -127 ... 127.
INLINE float row_scale(const float *x, long columns, float *factor) {
  vector largest = 0;
  for (long c = 0; c < columns; c += LANES) {
    vector v = load_some(x + c, columns - c, 0);
    largest = larger_lanes(larger_lanes(v, -v), largest);
  }
  float size = largest_lane(largest);
  *factor = size > 0 ? 127 / size : 0;
  return size / 127;
}

/// The nearest whole number, in the lowest bits.
INLINE vector_u32 rounded(vector x) {
  union { vector value; vector_u32 bits; } shifted = {.value = x + 0x1.8p23f};
  return shifted.bits;
}

typedef uint8_t lane_bytes __attribute__((ext_vector_type(LANES)));
typedef int8_t signed_lane_bytes __attribute__((ext_vector_type(LANES)));

INLINE lane_bytes quantized(vector x, float factor) {
  return __builtin_convertvector(rounded(x * factor), lane_bytes);
}

static void quantize_rows(
    const float *x, long x_stride, long rows, long columns, uint8_t *quantized_rows,
    float *scales) {
  long size = (long)quantized_row_size(columns);
  for (long n = 0; n < rows; n++) {
    const float *row = x + n * x_stride;
    uint8_t *out = quantized_rows + n * size;
    float factor;
    scales[n] = row_scale(row, columns, &factor);
    for (long c = 0; c < padded(columns); c += LANES) {
      lane_bytes q = quantized(load_some(row + c, columns - c, 0), factor) + ACTIVATION_OFFSET;
      __builtin_memcpy(out + c, &q, sizeof q);
    }
    for (long c = padded(columns); c < size; c++) out[c] = ACTIVATION_OFFSET;
  }
}

/// Writes one output's weights into a panel and returns their sum.
INLINE int32_t quantize_output(const float *row, long inputs, float factor, int8_t *panel) {
  vector_i32 sums = 0;
  for (long k = 0; k < inputs; k += LANES) {
    lane_bytes q = quantized(load_some(row + k, inputs - k, 0), factor);
    sums += __builtin_convertvector((signed_lane_bytes)q, vector_i32);
    for (long i = 0; i < smaller(LANES, inputs - k + 3) / 4; i++)
      __builtin_memcpy(panel + (k / 4 + i) * 4 * PANEL, (uint8_t *)&q + 4 * i, 4);
  }
  int32_t sum = 0;
  for (int lane = 0; lane < LANES; lane++) sum += sums[lane];
  return sum;
}

static void quantize_weight(const float *weight, long outputs, long inputs, void *packed) {
  for (long first = 0; first < outputs; first += PANEL) {
    quantized_panel panel = quantized_panel_at(packed, first, inputs);
    if (outputs - first < PANEL)
      __builtin_memset(panel.weights, 0, (uint8_t *)panel.scales - (uint8_t *)panel.weights);
    for (long i = 0; i < PANEL; i++) {
      panel.scales[i] = 0;
      panel.offsets[i] = 0;
      if (first + i >= outputs) continue;
      const float *row = weight + (first + i) * inputs;
      float factor;
      panel.scales[i] = row_scale(row, inputs, &factor);
      panel.offsets[i] =
          -ACTIVATION_OFFSET * quantize_output(row, inputs, factor, panel.weights + 4 * i);
    }
  }
}

static void quantized_weight_row(const void *packed, long inputs, long row, float *out) {
  quantized_panel panel = quantized_panel_at((void *)packed, row, inputs);
  const int8_t *weights = panel.weights + row % PANEL * 4;
  for (long k = 0; k < inputs; k++)
    out[k] = weights[k / 4 * 4 * PANEL + k % 4] * panel.scales[row % PANEL];
}

static void select_quantized(
    const void *packed, long inputs, const int32_t *rows, long count, void *selected) {
  // A panel's scales and offsets are two groups more.
  select_outputs(packed, (inputs + 3) / 4 + 2, rows, count, selected);
}

/// The sums of some rows with some vectors of a panel's outputs. Meanwhile a line of `next` is fetched
/// for every group of inputs; with one or two rows the weights themselves keep memory busy.
INLINE void quantized_tile(
    int rows, int vectors, const uint8_t *x, long x_size, long inputs, const int8_t *weights,
    const int32_t *offsets, const int8_t *next, vector_i32 (*products)[4]) {
  vector_i32 sums[TILE_ROWS][4];
  for (int i = 0; i < rows; i++) __builtin_memcpy(sums[i], offsets, vectors * sizeof(vector_i32));
  for (long k = 0; k < inputs; k += 4, weights += 4 * PANEL, next += 4 * PANEL) {
    if (rows > 2) __builtin_prefetch(next);
    vector_bytes four[4];
    __builtin_memcpy(four, weights, vectors * sizeof(vector_bytes));
    for (int i = 0; i < rows; i++) {
      uint32_t activations;
      __builtin_memcpy(&activations, x + i * x_size + k, sizeof activations);
      for (int v = 0; v < vectors; v++) sums[i][v] = dot(sums[i][v], activations, four[v]);
    }
  }
  for (int i = 0; i < rows; i++)
    __builtin_memcpy(products[i], sums[i], vectors * sizeof(vector_i32));
}

static void quantized_product(
    const uint8_t *x, const float *x_scales, const void *packed, const float *_Nullable bias,
    activation act, long rows, long outputs, long inputs, float *out, long out_stride) {
  const long line = 64;
  long x_size = (long)quantized_row_size(inputs), block = tile_block(rows);
  vector_i32 products[TILE_ROWS][4];
  for (long first = 0; first < outputs; first += PANEL) {
    quantized_panel panel = quantized_panel_at((void *)packed, first, inputs);
    const int8_t *next = quantized_panel_at((void *)packed, first + PANEL, inputs).weights;
    for (long n = 0; n < rows; n += block) {
      long some = smaller(rows - n, block);
#define ROWS(r) \
  case r: \
    for (int v = 0; v < 4; v += TILE_VECTORS(r)) \
      quantized_tile( \
          r, TILE_VECTORS(r), x + n * x_size, x_size, inputs, panel.weights + v * 4 * LANES, \
          panel.offsets + v * LANES, next + n / block % 4 * line, \
          (vector_i32(*)[4])&products[0][v]); \
    break;
      switch (some) { ROWS(1) ROWS(2) ROWS(3) ROWS(4) ROWS(5) ROWS(6) }
#undef ROWS
      for (long i = 0; i < some; i++) {
        for (long o = first; o < smaller(first + PANEL, outputs); o += LANES) {
          vector scale = load(panel.scales + o - first) * x_scales[n + i];
          vector v = __builtin_convertvector(products[i][(o - first) / LANES], vector) * scale;
          if (bias) v += load_some(bias + o, outputs - o, 0);
          store_some(out + (n + i) * out_stride + o, outputs - o, activated(v, act));
        }
      }
    }
  }
}

#pragma clang assume_nonnull end

#endif
