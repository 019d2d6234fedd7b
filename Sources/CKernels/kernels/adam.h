// What an update of the parameters needs: Adam, the norm of the gradients, their sum, averages.

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

static void average(const float *x, float decay, long count, float *y) {
  for (long i = 0; i < count; i += LANES) {
    long left = count - i;
    vector v = decay * load_some(y + i, left, 0) + (1 - decay) * load_some(x + i, left, 0);
    store_some(y + i, left, v);
  }
}

#pragma clang assume_nonnull end

#endif
