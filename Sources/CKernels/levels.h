// The tables of the levels, one a level file.

#ifndef LEVELS_H
#define LEVELS_H

#include "CKernels.h"

extern const kernels portable_kernels;
extern const kernels openblas_kernels;
extern const kernels avx2_kernels;
extern const kernels avx512_kernels;
extern const kernels avx512_bfloat16_kernels;

#endif
