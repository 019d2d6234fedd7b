#ifndef CONSISTENCY_H
#define CONSISTENCY_H

#include "cross_entropy.h"

#pragma clang assume_nonnull begin

static void consistent_cross_entropy(
    float *first, float *second, long stride, const int32_t *targets, long rows, long vocabulary,
    float smoothing, float consistency, float gradient_scale, float *ratios,
    double *loss, double *negative_log_likelihood) {
  for (long n = 0; n < rows; n++) {
    float *sides[2] = {first + n * stride, second + n * stride};
    normaliser found[2];
    for (int side = 0; side < 2; side++) {
      found[side] = row_normaliser(sides[side], vocabulary, false);
      add_loss(
          found[side], sides[side][targets[n]], smoothing, loss, negative_log_likelihood);
    }

    float *p_row = sides[0], *q_row = sides[1];
    float log_p = found[0].logarithm, log_q = found[1].logarithm;
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
