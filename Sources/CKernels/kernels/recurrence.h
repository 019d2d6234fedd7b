// The simpler simple recurrent unit (Kim et al. 2019, section 3): a cell for each column of a sequence.

#ifndef RECURRENCE_H
#define RECURRENCE_H

#include "exponential.h"

#pragma clang assume_nonnull begin

static void recurrence_forward(
    const float *x, const float *gate, const int32_t *offsets, long sequences, long columns,
    const float *_Nullable start, long start_stride, const int32_t *_Nullable start_rows,
    float *cells, float *out) {
  for (long s = 0; s < sequences; s++) {
    const float *before = start && start_rows[s] >= 0 ? start + start_rows[s] * start_stride : NULL;
    for (long c = 0; c < columns; c += LANES) {
      long left = columns - c;
      vector cell = before ? load_some(before + c, left, 0) : (vector)0;
      for (long n = offsets[s]; n < offsets[s + 1]; n++) {
        long i = n * columns + c;
        vector keep = sigmoid(load_some(gate + i, left, 0));
        vector input = load_some(x + i, left, 0);
        cell = keep * cell + (1 - keep) * input;
        store_some(cells + i, left, cell);
        store_some(out + i, left, cell > 0 ? cell : (vector)0);
      }
    }
  }
}

static void recurrence_backward(
    const float *out_gradient, const float *x, const float *gate, const float *cells,
    const int32_t *offsets, long sequences, long columns,
    float *x_gradient, float *gate_gradient) {
  for (long s = 0; s < sequences; s++)
    for (long c = 0; c < columns; c += LANES) {
      long left = columns - c;
      vector later = 0;
      for (long n = offsets[s + 1] - 1; n >= offsets[s]; n--) {
        long i = n * columns + c;
        vector keep = sigmoid(load_some(gate + i, left, 0));
        vector before = n > offsets[s] ? load_some(cells + i - columns, left, 0) : (vector)0;
        vector own = load_some(out_gradient + i, left, 0);
        vector g = later + (load_some(cells + i, left, 0) > 0 ? own : (vector)0);
        vector change = before - load_some(x + i, left, 0);
        store_some(x_gradient + i, left, load_some(x_gradient + i, left, 0) + g * (1 - keep));
        store_some(
            gate_gradient + i, left,
            load_some(gate_gradient + i, left, 0) + g * change * keep * (1 - keep));
        later = g * keep;
      }
    }
}

#pragma clang assume_nonnull end

#endif
