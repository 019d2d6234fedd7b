#include "levels.h"

#define LANES 4
#define TILE_SUMS 12
#define HAS_OPENBLAS

#include "kernels/table.h"

const kernels openblas_kernels = KERNEL_TABLE;
