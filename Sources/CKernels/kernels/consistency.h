#ifndef CONSISTENCY_H
#define CONSISTENCY_H

#include <math.h>

#include "exponential.h"

#pragma clang assume_nonnull begin

/// The logarithm of the sum of the exponentials of a row; *mean receives the mean of the row.
static double log_normaliser(const float *row, long vocabulary, double *mean) {
  vector largest = -INFINITY, sum = 0, exponentials = 0;
  for (long c = 0; c < vocabulary; c += LANES) {
    largest = larger_lanes(load_some(row + c, vocabulary - c, -INFINITY), largest);
    sum += load_some(row + c, vocabulary - c, 0);
  }
  float shift = largest_lane(largest);
  for (long c = 0; c < vocabulary; c += LANES) {
    exponentials += exponential(load_some(row + c, vocabulary - c, -INFINITY) - shift);
  }
  *mean = sum_of_lanes(sum) / vocabulary;
  return shift + log(sum_of_lanes(exponentials));
}

static void consistent_cross_entropy(
    float *first, float *second, long stride, const int32_t *targets, long rows, long vocabulary,
    float smoothing, float consistency, float gradient_scale, float *ratios,
    double *loss, double *negative_log_likelihood) {
  for (long n = 0; n < rows; n++) {
    float *sides[2] = {first + n * stride, second + n * stride};
    double normalisers[2];
    for (int side = 0; side < 2; side++) {
      double mean;
      normalisers[side] = log_normaliser(sides[side], vocabulary, &mean);
      double target_loss = normalisers[side] - sides[side][targets[n]];
      double mean_loss = smoothing != 0 ? normalisers[side] - mean : 0;
      *loss += (1 - smoothing) * target_loss + smoothing * mean_loss;
      *negative_log_likelihood += target_loss;
    }

    float *p_row = sides[0], *q_row = sides[1];
    float log_p = normalisers[0], log_q = normalisers[1];
    vector p_sum = 0, q_sum = 0;
    for (long c = 0; c < vocabulary; c += LANES) {
      long left = vocabulary - c;
      // Lanes behind the end are as unlikely as a float can be, and equally so on both sides.
      vector p = load_some(p_row + c, left, -INFINITY) - log_p;
      vector q = load_some(q_row + c, left, -INFINITY) - log_q;
      vector ratio = first_lanes(left, p - q, 0);
      p = exponential(p);
      q = exponential(q);
      p_sum += p * ratio;
      q_sum -= q * ratio;
      if (gradient_scale == 0) continue;
      store_some(p_row + c, left, p);
      store_some(q_row + c, left, q);
      store_some(ratios + c, left, ratio);
    }
    float p_divergence = sum_of_lanes(p_sum), q_divergence = sum_of_lanes(q_sum);
    *loss += 0.5 * consistency * ((double)p_divergence + q_divergence);

    if (gradient_scale == 0) continue;
    float half = 0.5f * consistency, uniform = smoothing / vocabulary;
    for (long c = 0; c < vocabulary; c += LANES) {
      long left = vocabulary - c;
      vector p = load_some(p_row + c, left, 0), q = load_some(q_row + c, left, 0);
      vector ratio = load_some(ratios + c, left, 0);
      vector p_gradient = p - uniform + half * (p * (ratio - p_divergence) + p - q);
      vector q_gradient = q - uniform + half * (q * (-ratio - q_divergence) + q - p);
      store_some(p_row + c, left, gradient_scale * p_gradient);
      store_some(q_row + c, left, gradient_scale * q_gradient);
    }
    for (int side = 0; side < 2; side++) {
      sides[side][targets[n]] -= gradient_scale * (1 - smoothing);
    }
  }
}

#pragma clang assume_nonnull end

#endif
