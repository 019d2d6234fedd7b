#include "levels.h"

#define LANES 4
#define TILE_SUMS 12

#include "kernels/table.h"

const kernels portable_kernels = KERNEL_TABLE;
