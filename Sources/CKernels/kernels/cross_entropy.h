#ifndef CROSS_ENTROPY_H
#define CROSS_ENTROPY_H

#include <math.h>

#include "exponential.h"

#pragma clang assume_nonnull begin

static void cross_entropy(
    float *logits, long stride, const int32_t *targets, long rows, long vocabulary,
    float smoothing, float gradient_scale,
    double *loss, double *negative_log_likelihood) {
  for (long n = 0; n < rows; n++) {
    float *row = logits + n * stride;
    vector largest = -INFINITY, sum = 0;
    for (long c = 0; c < vocabulary; c += LANES) {
      largest = larger_lanes(load_some(row + c, vocabulary - c, -INFINITY), largest);
      sum += load_some(row + c, vocabulary - c, 0);
    }
    float shift = largest_lane(largest);
    float target_logit = row[targets[n]];

    vector exponentials = 0;
    for (long c = 0; c < vocabulary; c += LANES) {
      vector e = exponential(load_some(row + c, vocabulary - c, -INFINITY) - shift);
      exponentials += e;
      if (gradient_scale != 0) store_some(row + c, vocabulary - c, e);
    }
    float normaliser = sum_of_lanes(exponentials);

    double log_normaliser = shift + log(normaliser);
    double target_loss = log_normaliser - target_logit;
    double mean_loss = smoothing != 0 ? log_normaliser - sum_of_lanes(sum) / vocabulary : 0;
    *loss += (1 - smoothing) * target_loss + smoothing * mean_loss;
    *negative_log_likelihood += target_loss;

    if (gradient_scale == 0) continue;
    float factor = gradient_scale / normaliser, uniform = gradient_scale * smoothing / vocabulary;
    for (long c = 0; c < vocabulary; c += LANES) {
      vector e = load_some(row + c, vocabulary - c, 0);
      store_some(row + c, vocabulary - c, e * factor - uniform);
    }
    row[targets[n]] -= gradient_scale * (1 - smoothing);
  }
}

#pragma clang assume_nonnull end

#endif
