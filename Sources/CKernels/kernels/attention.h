// What both directions of attention share: where the rows of a head lie, and its scratch.
//
// A head is a few hundred to a few thousand floats strewn over wide rows. It is first gathered into
// scratch, padded to whole vectors; from then on everything is a product of small matrices.

#ifndef ATTENTION_H
#define ATTENTION_H

#include "tile.h"
#include "transpose.h"

#pragma clang assume_nonnull begin

/// The columns of one head in a matrix of rows; `rows` (null: 0, 1, 2, …) says which they are.
typedef struct head_rows {
  const float *start;
  long stride;
  const int32_t *_Nullable numbers;
  long count;
} head_rows;

INLINE const float *head_row(head_rows head, long i) {
  return head.start + (head.numbers ? head.numbers[i] : i) * head.stride;
}

/// Copies a head to [count, padded(head_size)], with zeros in the padding.
static void gather(head_rows head, int head_size, float *to) {
  long width = padded(head_size);
  for (long i = 0; i < head.count; i++)
    for (long c = 0; c < width; c += LANES)
      store(to + i * width + c, load_some(head_row(head, i) + c, head_size - c, 0));
}

/// Copies a head to [head_size, padded(count)]; the padding repeats the last row.
static void gather_transposed(head_rows head, int head_size, float *to) {
  long width = padded(head.count);
  for (long i = 0; i < width; i += LANES) {
    for (long c = 0; c < head_size; c += LANES) {
      vector square[LANES];
      for (int lane = 0; lane < LANES; lane++) {
        const float *row = head_row(head, smaller(i + lane, head.count - 1));
        square[lane] = load_some(row + c, head_size - c, 0);
      }
      transpose(square);
      for (int lane = 0; lane < smaller(LANES, head_size - c); lane++)
        store(to + (c + lane) * width + i, square[lane]);
    }
  }
}

/// Matrices of one head, T queries and S keys; the widths are padded to whole vectors.
typedef struct attention_space {
  float *transposed;  ///< [head_size, S]
  float *keys;        ///< [S, head_size]; forward keeps the values here.
  float *queries;     ///< [T, head_size]
  float *context;     ///< [T, head_size]
  float *weights;     ///< [T, S], at least TILE_ROWS rows.
  float *scores;      ///< [T, S]
  float *product;     ///< [TILE_ROWS, head_size]
} attention_space;

static attention_space attention_space_at(
    float *scratch, long queries, long keys, int head_size) {
  const uintptr_t line = 64;
  long key_width = padded(keys), head_width = padded(head_size);
  attention_space space;
  space.transposed = (float *)(((uintptr_t)scratch + line - 1) / line * line);
  space.keys = space.transposed + head_size * key_width;
  space.queries = space.keys + keys * head_width;
  space.context = space.queries + queries * head_width;
  space.weights = space.context + queries * head_width;
  space.scores = space.weights + larger(queries, TILE_ROWS) * key_width;
  space.product = space.scores + queries * key_width;
  return space;
}

static size_t attention_scratch(long queries, long keys, int head_size) {
  const size_t slack = 64 / sizeof(float);  // What aligning the first matrix skips at the most.
  return slack + padded(keys) * (head_size + queries + larger(queries, TILE_ROWS)) +
         padded(head_size) * (keys + 2 * queries + TILE_ROWS);
}

/// Keys that the first `count` of the T queries see.
INLINE long visible_keys(const attention_layout *layout, long queries, long keys, long count) {
  return layout->causal ? keys - queries + count : keys;
}

/// What is added to the scores of a head for query i of T, from the first of S keys on; null for nothing.
INLINE const float *_Nullable query_bias(
    const attention_layout *layout, long head, long T, long S, long i) {
  return layout->bias ? layout->bias + head * layout->bias_stride - (S - T + i) : NULL;
}

#pragma clang assume_nonnull end

#endif
