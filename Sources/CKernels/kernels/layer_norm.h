// Layer normalisation (Ba et al. 2016), alone and after a residual sum.

#ifndef LAYER_NORM_H
#define LAYER_NORM_H

#include "residual.h"

#pragma clang assume_nonnull begin

INLINE void norm_row(
    const float *x, const float *gain, const float *bias, float epsilon, long columns,
    float *out, float *row_mean, float *row_inverse_deviation) {
  vector total = 0;
  for (long c = 0; c < columns; c += LANES) total += load_some(x + c, columns - c, 0);
  float mean = sum_of_lanes(total) / columns;
  vector squares = 0;
  for (long c = 0; c < columns; c += LANES) {
    vector difference = load_some(x + c, columns - c, mean) - mean;
    squares += difference * difference;
  }
  float inverse_deviation =
      1 / __builtin_elementwise_sqrt(sum_of_lanes(squares) / columns + epsilon);
  for (long c = 0; c < columns; c += LANES) {
    long left = columns - c;
    vector normal = (load_some(x + c, left, 0) - mean) * inverse_deviation;
    vector v = normal * load_some(gain + c, left, 0) + load_some(bias + c, left, 0);
    store_some(out + c, left, v);
  }
  *row_mean = mean;
  *row_inverse_deviation = inverse_deviation;
}

static void layer_norm_forward(
    const float *x, const float *gain, const float *bias, float epsilon,
    long rows, long columns, float *out, float *mean, float *inverse_deviation) {
  for (long n = 0; n < rows; n++)
    norm_row(
        x + n * columns, gain, bias, epsilon, columns,
        out + n * columns, mean + n, inverse_deviation + n);
}

static void residual_norm_forward(
    const float *x, const float *y, dropout drop, const float *gain, const float *bias,
    float epsilon, long rows, long columns,
    float *sum, float *out, float *mean, float *inverse_deviation) {
  for (long n = 0; n < rows; n++) {
    for (long c = 0; c < columns; c += LANES) {
      long i = n * columns + c, left = columns - c;
      vector v = dropped(load_some(y + i, left, 0), drop, i);
      store_some(sum + i, left, load_some(x + i, left, 0) + v);
    }
    norm_row(
        sum + n * columns, gain, bias, epsilon, columns,
        out + n * columns, mean + n, inverse_deviation + n);
  }
}

/// With n = (x - mean) / deviation and g = gain * out_gradient, the gradient of a row's x is
/// (g - mean(g) - n mean(g n)) / deviation.
INLINE void norm_backward(
    const float *out_gradient, const float *x, dropout drop, const float *gain,
    const float *mean, const float *inverse_deviation, long rows, long columns,
    bool accumulate_x, bool accumulate_y,
    float *x_gradient, float *_Nullable y_gradient, float *gain_gradient, float *bias_gradient) {
  for (long n = 0; n < rows; n++) {
    vector sum = 0, product_sum = 0;
    for (long c = 0; c < columns; c += LANES) {
      long i = n * columns + c, left = columns - c;
      vector out = load_some(out_gradient + i, left, 0);
      vector normal = (load_some(x + i, left, 0) - mean[n]) * inverse_deviation[n];
      vector g = out * load_some(gain + c, left, 0);
      sum += g;
      product_sum += g * normal;
      store_some(gain_gradient + c, left, load_some(gain_gradient + c, left, 0) + out * normal);
      store_some(bias_gradient + c, left, load_some(bias_gradient + c, left, 0) + out);
    }
    float mean_g = sum_of_lanes(sum) / columns;
    float mean_product = sum_of_lanes(product_sum) / columns;
    for (long c = 0; c < columns; c += LANES) {
      long i = n * columns + c, left = columns - c;
      vector normal = (load_some(x + i, left, 0) - mean[n]) * inverse_deviation[n];
      vector g = load_some(out_gradient + i, left, 0) * load_some(gain + c, left, 0);
      vector through = (g - mean_g - normal * mean_product) * inverse_deviation[n];
      vector to_x = through;
      if (accumulate_x) to_x += load_some(x_gradient + i, left, 0);
      store_some(x_gradient + i, left, to_x);
      if (y_gradient) {
        vector to_y = dropped(through, drop, i);
        if (accumulate_y) to_y += load_some(y_gradient + i, left, 0);
        store_some(y_gradient + i, left, to_y);
      }
    }
  }
}

static void layer_norm_backward(
    const float *out_gradient, const float *x, const float *gain,
    const float *mean, const float *inverse_deviation, long rows, long columns, bool accumulate,
    float *x_gradient, float *gain_gradient, float *bias_gradient) {
  norm_backward(
      out_gradient, x, (dropout){0}, gain, mean, inverse_deviation, rows, columns,
      accumulate, false, x_gradient, NULL, gain_gradient, bias_gradient);
}

static void residual_norm_backward(
    const float *out_gradient, const float *sum, dropout drop, const float *gain,
    const float *mean, const float *inverse_deviation, long rows, long columns,
    bool accumulate_x, bool accumulate_y,
    float *x_gradient, float *y_gradient, float *gain_gradient, float *bias_gradient) {
  norm_backward(
      out_gradient, sum, drop, gain, mean, inverse_deviation, rows, columns,
      accumulate_x, accumulate_y, x_gradient, y_gradient, gain_gradient, bias_gradient);
}

#pragma clang assume_nonnull end

#endif
