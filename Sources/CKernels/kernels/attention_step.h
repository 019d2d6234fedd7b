// Attention of single queries to keys that lie anywhere: a step of decoding.
//
// With so few queries, gathering and transposing a head as `attention_forward` does would cost more
// than all its products. Rows are read where they are.

#ifndef ATTENTION_STEP_H
#define ATTENTION_STEP_H

#include "attention_forward.h"

#pragma clang assume_nonnull begin

/// The lanes of the two vectors added in pairs, the first vector's pairs first.
INLINE vector pair_sums(vector a, vector b) {
#if LANES == 16
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +
         __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
#elif LANES == 8
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14) +
         __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
#else
  return __builtin_shufflevector(a, b, 0, 2, 4, 6) + __builtin_shufflevector(a, b, 1, 3, 5, 7);
#endif
}

/// The sums of the lanes of LANES vectors, in their order.
INLINE vector sums_of_lanes(vector *v) {
  for (int count = LANES; count > 1; count /= 2)
    for (int i = 0; i < count / 2; i++) v[i] = pair_sums(v[2 * i], v[2 * i + 1]);
  return v[0];
}

/// The products of a query with every key of a head; past the last key, those of the last.
INLINE void key_scores(const float *query, head_rows keys, long head_size, float *scores) {
  for (long s = 0; s < keys.count; s += LANES) {
    vector products[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      const float *key = head_row(keys, smaller(s + lane, keys.count - 1));
      vector sum = 0;
      for (long c = 0; c < head_size; c += LANES)
        sum += load_some(query + c, head_size - c, 0) * load_some(key + c, head_size - c, 0);
      products[lane] = sum;
    }
    store(scores + s, sums_of_lanes(products));
  }
}

/// The weighted sum of some vectors of a head's values, which stay in registers.
INLINE void weighted_sum(
    int vectors, const float *weights, head_rows values, long left, float *out) {
  vector sums[4] = {0};
  for (long s = 0; s < values.count; s++) {
    const float *value = head_row(values, s);
    for (int v = 0; v < vectors; v++)
      sums[v] += weights[s] * load_some(value + v * LANES, left - v * LANES, 0);
  }
  for (int v = 0; v < vectors; v++) store_some(out + v * LANES, left - v * LANES, sums[v]);
}

/// The sum of a head's values, each with its weight.
INLINE void weighted_values(const float *weights, head_rows values, long head_size, float *out) {
  for (long c = 0; c < head_size; c += 4 * LANES) {
    head_rows some = values;
    some.start += c;
    long left = head_size - c;
    switch (smaller((left + LANES - 1) / LANES, 4)) {
      case 1: weighted_sum(1, weights, some, left, out + c); break;
      case 2: weighted_sum(2, weights, some, left, out + c); break;
      case 3: weighted_sum(3, weights, some, left, out + c); break;
      case 4: weighted_sum(4, weights, some, left, out + c); break;
    }
  }
}

/// Asks memory for one of some parts of the rows of a group, which lie scattered and are too many for the
/// first cache. Asked for all at once they would keep the products waiting.
INLINE void fetch_rows(
    const attention_layout *layout, int group, long part, long parts, const float *start,
    long stride) {
  const long line = 64 / sizeof(float);
  if (group == layout->groups) return;
  long first_key = layout->key_offsets[group], S = layout->key_offsets[group + 1] - first_key;
  for (long s = S * part / parts; s < S * (part + 1) / parts; s++)
    for (long c = 0; c < (long)layout->heads * layout->head_size; c += line)
      __builtin_prefetch(start + layout->key_rows[first_key + s] * stride + c, 0, 2);
}

/// Attention with heads of a size that the compiler knows, where it is one of the usual ones.
INLINE void attend_groups(
    const attention_layout *layout, long head_size,
    const float *queries, long query_stride, const float *keys, long key_stride,
    const float *values, long value_stride, float *context, long context_stride,
    float *_Nullable probabilities, float *scratch) {
  for (int g = 0; g < layout->groups; g++) {
    long first_key = layout->key_offsets[g], S = layout->key_offsets[g + 1] - first_key;
    long first_query = layout->query_offsets[g], T = layout->query_offsets[g + 1] - first_query;
    long parts = T * layout->heads;
    const int32_t *numbers = layout->key_rows + first_key;
    for (long part = 0; part < parts; part++) {
      long i = part / layout->heads, head = part % layout->heads;
      long q = first_query + i, column = head * head_size;
      head_rows k = {keys + column, key_stride, numbers, S};
      head_rows v = {values + column, value_stride, numbers, S};
      fetch_rows(layout, g + 1, part, parts, keys, key_stride);
      key_scores(queries + q * query_stride + column, k, head_size, scratch);
      softmax_row(
          scratch, S, padded(S), S, layout->scale, query_bias(layout, head, T, S, i), (dropout){0}, 0,
          probabilities);
      if (probabilities) probabilities += S;
      fetch_rows(layout, g + 1, part, parts, values, value_stride);
      weighted_values(scratch, v, head_size, context + q * context_stride + column);
    }
  }
}

static void attention_step(
    const attention_layout *layout,
    const float *queries, long query_stride, const float *keys, long key_stride,
    const float *values, long value_stride, float *context, long context_stride,
    float *_Nullable probabilities, float *scratch) {
#define ATTEND(head_size) \
  attend_groups( \
      layout, head_size, queries, query_stride, keys, key_stride, values, value_stride, context, \
      context_stride, probabilities, scratch)
  switch (layout->head_size) {
    case 32: ATTEND(32); break;
    case 64: ATTEND(64); break;
    default: ATTEND(layout->head_size);
  }
#undef ATTEND
}

#pragma clang assume_nonnull end

#endif
