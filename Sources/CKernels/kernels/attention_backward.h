#ifndef ATTENTION_BACKWARD_H
#define ATTENTION_BACKWARD_H

#include "attention.h"
#include "dropout.h"

#pragma clang assume_nonnull begin

/// Goes back through dropout and softmax in one row: `gradient`, of the dropped probabilities,
/// becomes that of the products of query and keys, and `weights` the dropped probabilities. `guidance`
/// is a gradient of the probabilities from elsewhere. What is the gradient of the scores is added to that
/// of their bias, if there is one.
INLINE void softmax_row_backward(
    const float *probabilities, const float *_Nullable guidance, long keys, long seen, float scale,
    dropout drop, uint32_t number, float *gradient, float *weights,
    float *_Nullable bias_gradient) {
  vector dot = 0;
  for (long c = 0; c < seen; c += LANES) {
    vector p = load_some(probabilities + c, keys - c, 0);
    vector g = dropped(load(gradient + c), drop, number + (uint32_t)c);
    if (guidance) g += load_some(guidance + c, keys - c, 0);
    store(weights + c, dropped(p, drop, number + (uint32_t)c));
    store(gradient + c, g);
    dot += g * p;
  }
  float mean = sum_of_lanes(dot);
  for (long c = 0; c < seen; c += LANES) {
    vector p = load_some(probabilities + c, keys - c, 0);
    vector score = p * (load(gradient + c) - mean);
    if (bias_gradient) {
      float *to = bias_gradient + c;
      store_some(to, seen - c, load_some(to, seen - c, 0) + score);
    }
    store(gradient + c, score * scale);
  }
  for (long c = padded(seen); c < padded(keys); c += LANES) {
    store(gradient + c, (vector)0);
    store(weights + c, (vector)0);
  }
}

/// Adds rows of a product to the columns of a head.
INLINE void add_rows(
    const float *product, long rows, int head_size, float *gradient, long stride) {
  for (long r = 0; r < rows; r++) {
    for (long c = 0; c < head_size; c += LANES) {
      float *to = gradient + r * stride + c;
      vector v = load(product + r * padded(head_size) + c);
      store_some(to, head_size - c, load_some(to, head_size - c, 0) + v);
    }
  }
}

/// Adds weights^T rows to the gradient of keys or values: weights [T, S], rows [T, head_size].
INLINE void add_transposed_product(
    const attention_layout *layout, long T, long S, const float *weights, const float *rows,
    float *product, float *gradient, long stride) {
  long head_width = padded(layout->head_size), block = tile_block(S);
  for (long s = 0; s < S; s += block) {
    long some = smaller(S - s, block);
    long first = layout->causal ? larger(0, s - (S - T)) : 0;  // The first query that sees key s.
    tile_product(
        some, head_width / LANES, T - first,
        (left_factor){weights + first * padded(S) + s, 1, padded(S)},
        (right_factor){rows + first * head_width, head_width}, product, head_width);
    add_rows(product, some, layout->head_size, gradient + s * stride, stride);
  }
}

static void attention_backward(
    const attention_layout *layout,
    const float *context_gradient, long context_stride,
    const float *queries, long query_stride, const float *keys, long key_stride,
    const float *values, long value_stride, const float *probabilities,
    const float *_Nullable guidance, dropout drop,
    float *query_gradient, float *key_gradient, float *value_gradient,
    float *_Nullable bias_gradient, float *scratch) {
  int head_size = layout->head_size;
  long head_width = padded(head_size), recorded = 0;
  for (int g = 0; g < layout->groups; g++) {
    long first_query = layout->query_offsets[g], first_key = layout->key_offsets[g];
    long T = layout->query_offsets[g + 1] - first_query;
    long S = layout->key_offsets[g + 1] - first_key;
    long key_width = padded(S), block = tile_block(T);
    attention_space space = attention_space_at(scratch, T, S, head_size);
    for (int h = 0; h < layout->heads; h++, recorded += T * S) {
      long column = (long)h * head_size;
      long query = first_query * query_stride + column;
      long key = first_key * key_stride + column, value = first_key * value_stride + column;
      long out = first_query * context_stride + column;
      gather_transposed(
          (head_rows){values + value, value_stride, NULL, S}, head_size, space.transposed);
      gather((head_rows){keys + key, key_stride, NULL, S}, head_size, space.keys);
      gather((head_rows){queries + query, query_stride, NULL, T}, head_size, space.queries);
      gather((head_rows){context_gradient + out, context_stride, NULL, T}, head_size, space.context);
      for (long i = 0; i < T; i += block) {
        long rows = smaller(T - i, block);
        long seen = visible_keys(layout, T, S, i + rows);
        float *scores = space.scores + i * key_width;
        tile_product(
            rows, padded(seen) / LANES, head_size,
            (left_factor){space.context + i * head_width, head_width, 1},
            (right_factor){space.transposed, key_width}, scores, key_width);
        for (long r = 0; r < rows; r++) {
          long place = recorded + (i + r) * S;
          softmax_row_backward(
              probabilities + place, guidance ? guidance + i * S + r * S : NULL, S, seen,
              layout->scale, drop, (uint32_t)place,
              scores + r * key_width, space.weights + (i + r) * key_width,
              bias_gradient ? bias_gradient + h * layout->bias_stride - (S - T + i + r) : NULL);
        }
        tile_product(
            rows, head_width / LANES, seen, (left_factor){scores, key_width, 1},
            (right_factor){space.keys, head_width}, space.product, head_width);
        add_rows(
            space.product, rows, head_size, query_gradient + query + i * query_stride, query_stride);
      }
      add_transposed_product(
          layout, T, S, space.scores, space.queries, space.product, key_gradient + key, key_stride);
      add_transposed_product(
          layout, T, S, space.weights, space.context, space.product,
          value_gradient + value, value_stride);
    }
    if (guidance) guidance += T * S;
  }
}

#pragma clang assume_nonnull end

#endif
