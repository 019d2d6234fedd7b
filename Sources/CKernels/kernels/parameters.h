// Loops over many numbers at once: sums, norms and weighted sums.

#ifndef PARAMETERS_H
#define PARAMETERS_H

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
