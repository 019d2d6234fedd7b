// A square of floats turned over in registers, and a matrix square by square.

#ifndef TRANSPOSE_H
#define TRANSPOSE_H

#include "vector.h"

#pragma clang assume_nonnull begin

#if LANES == 16
#define INTERLEAVED_LOW(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define INTERLEAVED_HIGH(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#elif LANES == 8
#define INTERLEAVED_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define INTERLEAVED_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define INTERLEAVED_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define INTERLEAVED_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#endif

/// Transposes a square of LANES rows held in registers. Interleaving row i with row i + LANES / 2 moves
/// every element's row and column number one bit on; after as many rounds as a number has bits, they
/// have changed places.
INLINE void transpose(vector *rows) {
  for (int round = 1; round < LANES; round *= 2) {
    vector mixed[LANES];
    for (int i = 0; i < LANES / 2; i++) {
      mixed[2 * i] = INTERLEAVED_LOW(rows[i], rows[i + LANES / 2]);
      mixed[2 * i + 1] = INTERLEAVED_HIGH(rows[i], rows[i + LANES / 2]);
    }
    for (int i = 0; i < LANES; i++) rows[i] = mixed[i];
  }
}

static void copy_transposed(
    const float *x, long x_stride, long rows, long columns, float *out, long out_stride) {
  for (long r = 0; r < rows; r += LANES)
    for (long c = 0; c < columns; c += LANES) {
      vector square[LANES];
      for (int i = 0; i < LANES; i++)
        square[i] = r + i < rows ? load_some(x + (r + i) * x_stride + c, columns - c, 0) : (vector)0;
      transpose(square);
      for (int i = 0; i < smaller(LANES, columns - c); i++)
        store_some(out + (c + i) * out_stride + r, rows - r, square[i]);
    }
}

#pragma clang assume_nonnull end

#endif
