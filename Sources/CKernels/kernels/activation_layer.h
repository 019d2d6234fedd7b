// Activations of whole matrices, and their way back.

#ifndef ACTIVATION_LAYER_H
#define ACTIVATION_LAYER_H

#include "activation.h"
#include "dropout.h"

#pragma clang assume_nonnull begin

INLINE void activate(
    float *x, activation act, dropout drop, long count, float *_Nullable before) {
  for (long i = 0; i < count; i += LANES) {
    vector v = load_some(x + i, count - i, 0);
    if (before) store_some(before + i, count - i, v);
    store_some(x + i, count - i, dropped(activated(v, act), drop, i));
  }
}

static void activation_forward(
    float *x, activation act, dropout drop, long count, float *_Nullable before) {
  switch (act) {
    case activation_none: return activate(x, activation_none, drop, count, before);
    case activation_relu: return activate(x, activation_relu, drop, count, before);
    case activation_gelu: return activate(x, activation_gelu, drop, count, before);
    case activation_silu: return activate(x, activation_silu, drop, count, before);
    case activation_tanh_gelu:
      return activate(x, activation_tanh_gelu, drop, count, before);
    case activation_sigmoid_gelu:
      return activate(x, activation_sigmoid_gelu, drop, count, before);
    case activation_tanh: return activate(x, activation_tanh, drop, count, before);
  }
}

/// `point` is where the slope is taken: what was before the activation, or ReLU's output, which is
/// positive where its input was.
INLINE void follow_slope(
    float *gradient, const float *point, activation act, dropout drop, long count) {
  for (long i = 0; i < count; i += LANES) {
    vector g = dropped(load_some(gradient + i, count - i, 0), drop, i);
    g *= activation_slope(load_some(point + i, count - i, 0), act);
    store_some(gradient + i, count - i, g);
  }
}

static void activation_backward(
    float *gradient, const float *point, activation act, dropout drop, long count) {
  switch (act) {
    case activation_none: return follow_slope(gradient, point, activation_none, drop, count);
    case activation_relu: return follow_slope(gradient, point, activation_relu, drop, count);
    case activation_gelu: return follow_slope(gradient, point, activation_gelu, drop, count);
    case activation_silu: return follow_slope(gradient, point, activation_silu, drop, count);
    case activation_tanh_gelu:
      return follow_slope(gradient, point, activation_tanh_gelu, drop, count);
    case activation_sigmoid_gelu:
      return follow_slope(gradient, point, activation_sigmoid_gelu, drop, count);
    case activation_tanh: return follow_slope(gradient, point, activation_tanh, drop, count);
  }
}

#pragma clang assume_nonnull end

#endif
