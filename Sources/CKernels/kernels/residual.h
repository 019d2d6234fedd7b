#ifndef RESIDUAL_H
#define RESIDUAL_H

#include "dropout.h"

#pragma clang assume_nonnull begin

static void residual_forward(
    const float *x, const float *y, dropout drop, long count, float *sum) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    vector v = dropped(load_some(y + i, left, 0), drop, i);
    store_some(sum + i, left, load_some(x + i, left, 0) + v);
  }
}

static void residual_backward(
    const float *gradient, dropout drop, long count, bool accumulate, float *y_gradient) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    vector g = dropped(load_some(gradient + i, left, 0), drop, i);
    if (accumulate) g += load_some(y_gradient + i, left, 0);
    store_some(y_gradient + i, left, g);
  }
}

#pragma clang assume_nonnull end

#endif
