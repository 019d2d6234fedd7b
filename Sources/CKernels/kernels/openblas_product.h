// Large products of training by OpenBLAS, for processors that have no level of ours.
//
// OpenBLAS has kernels for nearly every processor. Below a certain size calling it costs more than it saves.

#ifndef OPENBLAS_PRODUCT_H
#define OPENBLAS_PRODUCT_H

#include <limits.h>

#include "openblas.h"
#include "product.h"

#pragma clang assume_nonnull begin

/// Multiplications from which on a product is large: below, calling OpenBLAS gains nothing with its SSE3 kernels.
#define LARGE_PRODUCT (1L << 20)

static void openblas_product(
    factor a, factor b, long rows, long columns, long depth, const float *_Nullable bias,
    bool accumulate, float *c, long c_stride) {
  bool is_large = rows * columns * depth >= LARGE_PRODUCT;
  long longest = larger(larger(a.stride, b.stride), larger(c_stride, larger(rows, depth)));
  cblas_sgemm_function *_Nullable multiply =
      is_large && longest <= INT_MAX ? openblas_sgemm() : NULL;
  if (!multiply) return matrix_product(a, b, rows, columns, depth, bias, accumulate, c, c_stride);
  if (bias)
    for (long n = 0; n < rows; n++)
      __builtin_memcpy(c + n * c_stride, bias, columns * sizeof *c);
  multiply(
      cblas_row_major, a.transposed ? cblas_transposed : cblas_as_it_lies,
      b.transposed ? cblas_transposed : cblas_as_it_lies, (int)rows, (int)columns, (int)depth, 1,
      a.start, (int)a.stride, b.start, (int)b.stride, accumulate || bias ? 1 : 0, c, (int)c_stride);
}

#pragma clang assume_nonnull end

#endif
