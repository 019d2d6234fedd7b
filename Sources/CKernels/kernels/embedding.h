#ifndef EMBEDDING_H
#define EMBEDDING_H

#include "dropout.h"

#pragma clang assume_nonnull begin

static void embedding_forward(
    const float *table, const int32_t *ids, float scale,
    const float *_Nullable positions, const int32_t *position_ids,
    long rows, long columns, dropout drop, float *out) {
  for (long n = 0; n < rows; n++) {
    const float *token = ids[n] < 0 ? NULL : table + ids[n] * columns;
    const float *position = positions ? positions + position_ids[n] * columns : NULL;
    for (long c = 0; c < columns; c += LANES) {
      long left = columns - c;
      vector v = token ? load_some(token + c, left, 0) * scale : (vector)0;
      if (position) v += load_some(position + c, left, 0);
      store_some(out + n * columns + c, left, dropped(v, drop, n * columns + c));
    }
  }
}

static void embedding_backward(
    const float *out_gradient, const int32_t *ids, float scale, const int32_t *position_ids,
    long rows, long columns, dropout drop,
    float *table_gradient, float *_Nullable position_gradient) {
  for (long n = 0; n < rows; n++) {
    float *token = ids[n] < 0 ? NULL : table_gradient + ids[n] * columns;
    float *position = position_gradient ? position_gradient + position_ids[n] * columns : NULL;
    for (long c = 0; c < columns; c += LANES) {
      long left = columns - c;
      vector g = dropped(
          load_some(out_gradient + n * columns + c, left, 0), drop, n * columns + c);
      if (token) store_some(token + c, left, load_some(token + c, left, 0) + g * scale);
      if (position) store_some(position + c, left, load_some(position + c, left, 0) + g);
    }
  }
}

#pragma clang assume_nonnull end

#endif
