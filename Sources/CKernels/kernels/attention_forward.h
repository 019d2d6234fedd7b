#ifndef ATTENTION_FORWARD_H
#define ATTENTION_FORWARD_H

#include <math.h>

#include "attention.h"
#include "dropout.h"
#include "exponential.h"

#pragma clang assume_nonnull begin

/// Turns the first `seen` scores of a row into the softmax of scale * scores + bias, records it if asked,
/// drops from it, and makes zero what follows up to `width`, a whole number of vectors. Sums by lanes in
/// the order of the keys, so unseen keys do not change a bit.
INLINE void softmax_row(
    float *scores, long seen, long width, long keys, float scale, const float *_Nullable bias,
    dropout drop, uint32_t number, float *_Nullable record) {
  if (bias) {
    for (long c = 0; c < seen; c += LANES)
      store(scores + c, load(scores + c) * scale + load_some(bias + c, seen - c, 0));
    scale = 1;
  }
  vector largest = -INFINITY;
  for (long c = 0; c < seen; c += LANES)
    largest = larger_lanes(
        first_lanes(seen - c, load(scores + c) * scale, (vector)-INFINITY), largest);
  float shift = largest_lane(largest);
  vector sum = 0;
  for (long c = 0; c < seen; c += LANES) {
    vector e = first_lanes(seen - c, exponential(load(scores + c) * scale - shift), (vector)0);
    sum += e;
    store(scores + c, e);
  }
  float inverse_sum = 1 / sum_of_lanes(sum);
  for (long c = 0; c < seen; c += LANES) {
    vector p = load(scores + c) * inverse_sum;
    if (record) store_some(record + c, keys - c, p);
    store(scores + c, dropped(p, drop, number + (uint32_t)c));
  }
  for (long c = padded(seen); c < width; c += LANES) store(scores + c, (vector)0);
  if (record)
    for (long c = padded(seen); c < keys; c += LANES) store_some(record + c, keys - c, (vector)0);
}

static void attention_forward(
    const attention_layout *layout,
    const float *queries, long query_stride, const float *keys, long key_stride,
    const float *values, long value_stride, dropout drop,
    float *context, long context_stride, float *_Nullable probabilities, float *scratch) {
  int head_size = layout->head_size;
  long head_width = padded(head_size), recorded = 0;
  for (int g = 0; g < layout->groups; g++) {
    long first_query = layout->query_offsets[g], first_key = layout->key_offsets[g];
    long T = layout->query_offsets[g + 1] - first_query;
    long S = layout->key_offsets[g + 1] - first_key;
    long key_width = padded(S), block = tile_block(T);
    attention_space space = attention_space_at(scratch, T, S, head_size);
    long first_row = layout->key_rows ? 0 : first_key;
    const int32_t *_Nullable numbers = layout->key_rows ? layout->key_rows + first_key : NULL;
    for (int h = 0; h < layout->heads; h++, recorded += T * S) {
      long column = (long)h * head_size;
      head_rows k = {keys + first_row * key_stride + column, key_stride, numbers, S};
      head_rows v = {values + first_row * value_stride + column, value_stride, numbers, S};
      gather_transposed(k, head_size, space.transposed);
      gather(v, head_size, space.keys);
      for (long i = 0; i < T; i += block) {
        long rows = smaller(T - i, block);
        long seen = visible_keys(layout, T, S, i + rows), width = padded(seen);
        const float *q = queries + (first_query + i) * query_stride + column;
        tile_product(
            rows, width / LANES, head_size, (left_factor){q, query_stride, 1},
            (right_factor){space.transposed, key_width}, space.weights, key_width);
        for (long r = 0; r < rows; r++) {
          long place = recorded + (i + r) * S;
          softmax_row(
              space.weights + r * key_width, visible_keys(layout, T, S, i + r + 1), width, S,
              layout->scale, query_bias(layout, h, T, S, i + r), drop, (uint32_t)place,
              probabilities ? probabilities + place : NULL);
        }
        tile_product(
            rows, head_width / LANES, seen, (left_factor){space.weights, key_width, 1},
            (right_factor){space.keys, head_width}, space.product, head_width);
        for (long r = 0; r < rows; r++) {
          float *out = context + (first_query + i + r) * context_stride + column;
          for (long c = 0; c < head_size; c += LANES)
            store_some(out + c, head_size - c, load(space.product + r * head_width + c));
        }
      }
    }
  }
}

#pragma clang assume_nonnull end

#endif
