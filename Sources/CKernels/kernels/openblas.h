// What is used of OpenBLAS, which is loaded when it is first needed: most machines never need it, and loading
// it takes longer than a command takes to start.

#ifndef OPENBLAS_H
#define OPENBLAS_H

#include "CKernels.h"

#pragma clang assume_nonnull begin

// CBLAS's own numbers.
enum { cblas_row_major = 101, cblas_as_it_lies = 111, cblas_transposed = 112 };

/// c = alpha a b + beta c.
typedef void cblas_sgemm_function(
    int order, int a_transposed, int b_transposed, int rows, int columns, int depth, float alpha,
    const float *a, int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);

/// OpenBLAS's product, which then runs on the calling thread alone; null where it is not installed.
cblas_sgemm_function *_Nullable openblas_sgemm(void);

#pragma clang assume_nonnull end

#endif
