// Products of elements, by which one part of a feed-forward layer gates another (Dauphin et al. 2017).

#ifndef GATE_H
#define GATE_H

#include "vector.h"

#pragma clang assume_nonnull begin

static void gate_forward(const float *x, const float *y, long count, float *out) {
  for (long i = 0; i < count; i += LANES)
    store_some(out + i, count - i, load_some(x + i, count - i, 0) * load_some(y + i, count - i, 0));
}

static void gate_backward(
    const float *out_gradient, const float *other, long count, bool accumulate,
    float *factor_gradient) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    vector g = load_some(out_gradient + i, left, 0) * load_some(other + i, left, 0);
    if (accumulate) g += load_some(factor_gradient + i, left, 0);
    store_some(factor_gradient + i, left, g);
  }
}

#pragma clang assume_nonnull end

#endif
