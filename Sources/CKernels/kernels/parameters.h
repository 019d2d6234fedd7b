// Loops over many numbers at once: sums, norms and weighted sums.

#ifndef PARAMETERS_H
#define PARAMETERS_H

#include <string.h>

#include "vector.h"

#pragma clang assume_nonnull begin

static double sum_of_squares(const float *x, long count) {
  typedef double doubles __attribute__((ext_vector_type(LANES)));
  doubles sum = 0;
  for (long i = 0; i < count; i += LANES) {
    doubles v = __builtin_convertvector(load_some(x + i, count - i, 0), doubles);
    sum += v * v;
  }
  double total = 0;
  for (int lane = 0; lane < LANES; lane++) total += sum[lane];
  return total;
}

static void add(const float *x, long count, float *y) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    store_some(y + i, left, load_some(y + i, left, 0) + load_some(x + i, left, 0));
  }
}

// A number whose exponent is all ones, infinite or none, stays as it is but for its last 16 bits: rounding could
// carry into the sign.
static void round_to_bfloat16(float *x, long count) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof bits);
    uint32_t rounded = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000;
    uint32_t special = (bits & 0xFFFF0000) | (bits & 0xFFFF ? 0x00400000 : 0);
    bits = (bits & 0x7F800000) == 0x7F800000 ? special : rounded;
    memcpy(x + i, &bits, sizeof bits);
  }
}

static void pack_bfloat16(const float *x, long count, uint16_t *out) {
  for (long i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof bits);
    out[i] = (uint16_t)(bits >> 16);
  }
}

static void unpack_bfloat16(const uint16_t *x, long count, float *out) {
  for (long i = 0; i < count; i++) {
    uint32_t bits = (uint32_t)x[i] << 16;
    memcpy(out + i, &bits, sizeof bits);
  }
}

static void combine(
    const float *x, float x_factor, const float *y, float y_factor, long count, float *out) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    vector v = x_factor * load_some(x + i, left, 0) + y_factor * load_some(y + i, left, 0);
    store_some(out + i, left, v);
  }
}

#pragma clang assume_nonnull end

#endif
