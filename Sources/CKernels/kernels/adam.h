// One update of Adam (Kingma & Ba 2015, algorithm 1).

#ifndef ADAM_H
#define ADAM_H

#include "vector.h"

#pragma clang assume_nonnull begin

static void adam(
    float *parameters, const float *gradients, float *first_moment, float *second_moment,
    long count, float gradient_scale, float rate, float beta1, float beta2, float epsilon,
    float correction1, float correction2) {
  float step = rate / correction1, inverse_correction2 = 1 / correction2;
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    vector g = load_some(gradients + i, left, 0) * gradient_scale;
    vector m = beta1 * load_some(first_moment + i, left, 0) + (1 - beta1) * g;
    vector v = beta2 * load_some(second_moment + i, left, 0) + (1 - beta2) * g * g;
    vector deviation = __builtin_elementwise_sqrt(v * inverse_correction2);
    vector p = load_some(parameters + i, left, 0) - step * m / (deviation + epsilon);
    store_some(first_moment + i, left, m);
    store_some(second_moment + i, left, v);
    store_some(parameters + i, left, p);
  }
}

#pragma clang assume_nonnull end

#endif
