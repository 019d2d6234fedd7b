#ifndef LOG_SOFTMAX_TOP_H
#define LOG_SOFTMAX_TOP_H

#include <math.h>

#include "exponential.h"

#pragma clang assume_nonnull begin

/// Puts a value in its place among the `count` best, after those equal to it; the last falls out.
INLINE void insert_value(
    float value, int32_t column, long count, float *values, int32_t *columns) {
  long place = count - 1;
  for (; place > 0 && value > values[place - 1]; place--) {
    values[place] = values[place - 1];
    columns[place] = columns[place - 1];
  }
  values[place] = value;
  columns[place] = column;
}

/// The `k` largest of a row, best first. Few columns beat the k-th best so far, so most of the row
/// is only compared with it.
INLINE void find_top(const float *row, long count, long k, float *values, int32_t *columns) {
  for (long c = 0; c < k; c++) insert_value(row[c], (int32_t)c, c + 1, values, columns);
  for (long c = k; c < count; c += LANES) {
    vector v = load_some(row + c, count - c, -INFINITY);
    if (!__builtin_reduce_or(v > values[k - 1])) continue;
    for (long i = c; i < smaller(c + LANES, count); i++)
      if (row[i] > values[k - 1]) insert_value(row[i], (int32_t)i, k, values, columns);
  }
}

static void log_softmax_top(
    const float *logits, long stride, long rows, long vocabulary, long k,
    float *log_probabilities, int32_t *columns) {
  for (long n = 0; n < rows; n++) {
    const float *row = logits + n * stride;
    float *best = log_probabilities + n * k;
    find_top(row, vocabulary, k, best, columns + n * k);
    float largest = best[0];
    vector sum = 0;
    for (long c = 0; c < vocabulary; c += LANES)
      sum += exponential(load_some(row + c, vocabulary - c, -INFINITY) - largest);
    float log_sum = logf(sum_of_lanes(sum));
    for (long i = 0; i < k; i++) best[i] = best[i] - largest - log_sum;
  }
}

#pragma clang assume_nonnull end

#endif
