// Normalisation by the root of the mean square, without a mean (Zhang & Sennrich 2019).

#ifndef RMS_NORM_H
#define RMS_NORM_H

#include "vector.h"

#pragma clang assume_nonnull begin

static void rms_norm_forward(
    const float *x, const float *gain, float epsilon, long rows, long columns,
    float *out, float *inverse_size) {
  for (long n = 0; n < rows; n++) {
    const float *row = x + n * columns;
    vector squares = 0;
    for (long c = 0; c < columns; c += LANES) {
      vector v = load_some(row + c, columns - c, 0);
      squares += v * v;
    }
    float factor = 1 / __builtin_elementwise_sqrt(sum_of_lanes(squares) / columns + epsilon);
    for (long c = 0; c < columns; c += LANES) {
      long left = columns - c;
      vector v = load_some(row + c, left, 0) * factor * load_some(gain + c, left, 0);
      store_some(out + n * columns + c, left, v);
    }
    inverse_size[n] = factor;
  }
}

/// With n = x / size and g = gain * out_gradient, the gradient of a row's x is (g - n mean(g n)) / size.
static void rms_norm_backward(
    const float *out_gradient, const float *x, const float *gain, const float *inverse_size,
    long rows, long columns, bool accumulate, float *x_gradient, float *gain_gradient) {
  for (long n = 0; n < rows; n++) {
    vector product_sum = 0;
    for (long c = 0; c < columns; c += LANES) {
      long i = n * columns + c, left = columns - c;
      vector out = load_some(out_gradient + i, left, 0);
      vector normal = load_some(x + i, left, 0) * inverse_size[n];
      product_sum += out * load_some(gain + c, left, 0) * normal;
      store_some(gain_gradient + c, left, load_some(gain_gradient + c, left, 0) + out * normal);
    }
    float mean_product = sum_of_lanes(product_sum) / columns;
    for (long c = 0; c < columns; c += LANES) {
      long i = n * columns + c, left = columns - c;
      vector normal = load_some(x + i, left, 0) * inverse_size[n];
      vector g = load_some(out_gradient + i, left, 0) * load_some(gain + c, left, 0);
      vector through = (g - normal * mean_product) * inverse_size[n];
      if (accumulate) through += load_some(x_gradient + i, left, 0);
      store_some(x_gradient + i, left, through);
    }
  }
}

#pragma clang assume_nonnull end

#endif
