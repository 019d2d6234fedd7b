#ifndef CROSS_ENTROPY_H
#define CROSS_ENTROPY_H

#include <math.h>

#include "exponential.h"

#pragma clang assume_nonnull begin

/// What a row of logits is normalised by.
typedef struct normaliser {
  float sum;         ///< Of the exponentials of the logits less the largest of them.
  double logarithm;  ///< Of the sum of the exponentials of the logits themselves.
  double mean;       ///< Of the logits.
} normaliser;

/// Finds what a row is normalised by; the exponentials are left in its place if they are wanted.
INLINE normaliser row_normaliser(float *row, long vocabulary, bool keeps_exponentials) {
  vector largest = -INFINITY, sum = 0, exponentials = 0;
  for (long c = 0; c < vocabulary; c += LANES) {
    largest = larger_lanes(load_some(row + c, vocabulary - c, -INFINITY), largest);
    sum += load_some(row + c, vocabulary - c, 0);
  }
  float shift = largest_lane(largest);
  for (long c = 0; c < vocabulary; c += LANES) {
    vector e = exponential(load_some(row + c, vocabulary - c, -INFINITY) - shift);
    exponentials += e;
    if (keeps_exponentials) store_some(row + c, vocabulary - c, e);
  }
  float total = sum_of_lanes(exponentials);
  return (normaliser){total, shift + log(total), sum_of_lanes(sum) / vocabulary};
}

/// Adds the loss of a token with a logit to the sums.
INLINE void add_loss(
    normaliser row, float target_logit, float smoothing, double *loss,
    double *negative_log_likelihood) {
  double target_loss = row.logarithm - target_logit;
  double mean_loss = smoothing != 0 ? row.logarithm - row.mean : 0;
  *loss += (1 - smoothing) * target_loss + smoothing * mean_loss;
  *negative_log_likelihood += target_loss;
}

static void cross_entropy(
    float *logits, long stride, const int32_t *targets, long rows, long vocabulary,
    float smoothing, float gradient_scale,
    double *loss, double *negative_log_likelihood) {
  for (long n = 0; n < rows; n++) {
    float *row = logits + n * stride, target_logit = row[targets[n]];
    normaliser found = row_normaliser(row, vocabulary, gradient_scale != 0);
    add_loss(found, target_logit, smoothing, loss, negative_log_likelihood);
    if (gradient_scale == 0) continue;
    float factor = gradient_scale / found.sum, uniform = gradient_scale * smoothing / vocabulary;
    for (long c = 0; c < vocabulary; c += LANES) {
      vector e = load_some(row + c, vocabulary - c, 0);
      store_some(row + c, vocabulary - c, e * factor - uniform);
    }
    row[targets[n]] -= gradient_scale * (1 - smoothing);
  }
}

#pragma clang assume_nonnull end

#endif
