#ifndef BIAS_ACTIVATION_H
#define BIAS_ACTIVATION_H

#include "activation.h"
#include "dropout.h"

#pragma clang assume_nonnull begin

INLINE void activate_rows(
    float *x, const float *_Nullable bias, activation act, dropout drop,
    long rows, long columns, float *_Nullable before) {
  for (long n = 0; n < rows; n++) {
    for (long c = 0; c < columns; c += LANES) {
      long i = n * columns + c, left = columns - c;
      vector v = load_some(x + i, left, 0);
      if (bias) v += load_some(bias + c, left, 0);
      if (before) store_some(before + i, left, v);
      store_some(x + i, left, dropped(activated(v, act), drop, i));
    }
  }
}

static void bias_activation_forward(
    float *x, const float *_Nullable bias, activation act, dropout drop,
    long rows, long columns, float *_Nullable before) {
  switch (act) {
    case activation_none:
      return activate_rows(x, bias, activation_none, drop, rows, columns, before);
    case activation_relu:
      return activate_rows(x, bias, activation_relu, drop, rows, columns, before);
    case activation_gelu:
      return activate_rows(x, bias, activation_gelu, drop, rows, columns, before);
    case activation_silu:
      return activate_rows(x, bias, activation_silu, drop, rows, columns, before);
  }
}

/// `point` is where the slope is taken: what was before the activation, or ReLU's output, which is
/// positive where its input was.
INLINE void slope_rows(
    float *gradient, const float *point, activation act, dropout drop,
    long rows, long columns, float *_Nullable bias_gradient) {
  for (long n = 0; n < rows; n++) {
    for (long c = 0; c < columns; c += LANES) {
      long i = n * columns + c, left = columns - c;
      vector g = dropped(load_some(gradient + i, left, 0), drop, i);
      if (act != activation_none) g *= activation_slope(load_some(point + i, left, 0), act);
      store_some(gradient + i, left, g);
      if (bias_gradient)
        store_some(bias_gradient + c, left, load_some(bias_gradient + c, left, 0) + g);
    }
  }
}

static void bias_activation_backward(
    float *gradient, const float *output, const float *_Nullable before, activation act,
    dropout drop, long rows, long columns, float *_Nullable bias_gradient) {
  switch (act) {
    case activation_none:
      return slope_rows(gradient, output, activation_none, drop, rows, columns, bias_gradient);
    case activation_relu:
      return slope_rows(gradient, output, activation_relu, drop, rows, columns, bias_gradient);
    case activation_gelu:
      return slope_rows(
          gradient, (const float *_Nonnull)before, activation_gelu, drop, rows, columns, bias_gradient);
    case activation_silu:
      return slope_rows(
          gradient, (const float *_Nonnull)before, activation_silu, drop, rows, columns, bias_gradient);
  }
}

#pragma clang assume_nonnull end

#endif
