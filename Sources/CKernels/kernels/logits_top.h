#ifndef LOGITS_TOP_H
#define LOGITS_TOP_H

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

/// Puts the columns of a row among the `k` best so far. Few are better than the k-th of them, so most
/// of the row is only compared with it.
INLINE void find_top(
    const float *row, long count, long first, long k, float *values, int32_t *columns) {
  for (long c = 0; c < count; c += LANES) {
    vector v = load_some(row + c, count - c, -INFINITY);
    if (!__builtin_reduce_or(v > values[k - 1])) continue;
    for (long i = c; i < smaller(c + LANES, count); i++)
      if (row[i] > values[k - 1]) insert_value(row[i], (int32_t)(first + i), k, values, columns);
  }
}

/// Adds e^x of the columns of a row to the sum, which is kept as a multiple of e^largest.
INLINE void add_exponentials(const float *row, long count, float largest, softmax_sum *sum) {
  if (largest > sum->largest) {
    sum->sum *= expf(sum->largest - largest);
    sum->largest = largest;
  }
  if (sum->largest == -INFINITY) return;
  vector sums = 0;
  for (long c = 0; c < count; c += LANES)
    sums += exponential(load_some(row + c, count - c, -INFINITY) - sum->largest);
  sum->sum += sum_of_lanes(sums);
}

static void logits_top(
    const float *logits, long stride, long rows, long count, long first, long k,
    float *best, int32_t *columns, softmax_sum *_Nullable sums) {
  for (long n = 0; n < rows; n++) {
    const float *row = logits + n * stride;
    float *values = best + n * k;
    if (first == 0) {
      for (long c = 0; c < k; c++)
        insert_value(row[c], (int32_t)c, c + 1, values, columns + n * k);
      if (sums) sums[n] = (softmax_sum){.largest = -INFINITY, .sum = 0};
      find_top(row + k, count - k, k, k, values, columns + n * k);
    } else {
      find_top(row, count, first, k, values, columns + n * k);
    }
    if (sums) add_exponentials(row, count, values[0], &sums[n]);
  }
}

#pragma clang assume_nonnull end

#endif
