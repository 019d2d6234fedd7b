// The sums of a matrix's columns: the gradient of a bias.

#ifndef COLUMN_SUMS_H
#define COLUMN_SUMS_H

#include "tile.h"

#pragma clang assume_nonnull begin

/// A few columns at a time, so that their sums stay in registers.
static void add_column_sums(const float *x, long rows, long columns, float *sums) {
  for (long first = 0; first < columns; first += PANEL) {
    long width = smaller(columns - first, PANEL);
    vector sum[PANEL / LANES] = {0};
    for (long n = 0; n < rows; n++) {
      const float *row = x + n * columns + first;
      if (width == PANEL)
        for (int v = 0; v < PANEL / LANES; v++) sum[v] += load(row + v * LANES);
      else
        for (int v = 0; v * LANES < width; v++)
          sum[v] += load_some(row + v * LANES, width - v * LANES, 0);
    }
    for (int v = 0; v * LANES < width; v++) {
      float *to = sums + first + v * LANES;
      store_some(to, width - v * LANES, load_some(to, width - v * LANES, 0) + sum[v]);
    }
  }
}

#pragma clang assume_nonnull end

#endif
