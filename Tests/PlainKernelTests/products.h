// Products of matrices, and those with packed weights.

#ifndef PRODUCTS_H
#define PRODUCTS_H

#include "support.h"

static void products(void) {
  const long shapes[][3] = {{1, 1, 1}, {6, 16, 32}, {7, 17, 33}, {5, 130, 600}, {203, 150, 530}};
  for (int s = 0; s < 5; s++) {
    long rows = shapes[s][0], columns = shapes[s][1], depth = shapes[s][2];
    float *a = random_floats(rows * depth), *b = random_floats(depth * columns);
    float *bias = random_floats(columns), *before = random_floats(rows * columns);
    for (int way = 0; way < 12; way++) {
      bool a_transposed = way & 1, b_transposed = way & 2;
      bool accumulate = way / 4 == 1, has_bias = way / 4 == 2;
      float *c = copy_of(before, rows * columns);
      table.matrix_product(
          (factor){a, a_transposed ? rows : depth, a_transposed},
          (factor){b, b_transposed ? depth : columns, b_transposed}, rows, columns, depth,
          has_bias ? bias : NULL, accumulate, c, columns);
      for (long i = 0; i < rows; i++)
        for (long j = 0; j < columns; j++) {
          double sum = accumulate ? before[i * columns + j] : has_bias ? bias[j] : 0;
          for (long k = 0; k < depth; k++)
            sum += (double)a[a_transposed ? k * rows + i : i * depth + k]
                * b[b_transposed ? j * depth + k : k * columns + j];
          expect("a product", c[i * columns + j], sum, 5e-5);
        }
    }
    float *sums = copy_of(bias, columns);
    table.add_column_sums(before, rows, columns, sums);
    for (long j = 0; j < columns; j++) {
      double sum = bias[j];
      for (long i = 0; i < rows; i++) sum += before[i * columns + j];
      expect("the sum of a column", sums[j], sum, 1e-5);
    }
  }
}

static void packed_products(void) {
  const long rows = 7, outputs = 70, inputs = 37, some = 5;
  const int32_t chosen[] = {69, 0, 33, 12, 64};
  float *x = random_floats(rows * inputs), *weight = random_floats(outputs * inputs);
  float *bias = random_floats(outputs), *out = floats(rows * outputs), *row = floats(inputs);
  float *packed = floats(table.packed_size(outputs, inputs));
  float *selected = floats(table.packed_size(some, inputs));
  table.pack_weight(weight, outputs, inputs, packed);
  table.packed_weight_row(packed, inputs, 69, row);
  for (long k = 0; k < inputs; k++) expect("a packed row", row[k], weight[69 * inputs + k], 0);
  table.select_packed(packed, inputs, chosen, some, selected);

  void *quantized = floats(table.quantized_size(outputs, inputs));
  uint8_t *bytes = (uint8_t *)floats(rows * table.quantized_row_size(inputs));
  float *scales = floats(rows), *quantized_out = floats(rows * outputs);
  table.quantize_weight(weight, outputs, inputs, quantized);
  table.quantize_rows(x, inputs, rows, inputs, bytes, scales);
  for (activation act = activation_none; act <= activation_tanh; act++) {
    table.packed_product(x, inputs, packed, bias, act, rows, outputs, inputs, out, outputs);
    table.quantized_product(
        bytes, scales, quantized, bias, act, rows, outputs, inputs, quantized_out, outputs);
    for (long n = 0; n < rows; n++)
      for (long o = 0; o < outputs; o++) {
        double sum = bias[o], rounded_sum = bias[o];
        table.quantized_weight_row(quantized, inputs, o, row);
        for (long k = 0; k < inputs; k++) {
          sum += (double)x[n * inputs + k] * weight[o * inputs + k];
          rounded_sum += rint(x[n * inputs + k] / scales[n]) * scales[n] * (double)row[k];
        }
        expect("a packed product", out[n * outputs + o], activated_plainly(act, sum), 1e-5);
        expect(
            "a quantized product", quantized_out[n * outputs + o],
            activated_plainly(act, rounded_sum), 1e-4);
      }
  }
  table.packed_product(
      x, inputs, packed, NULL, activation_none, rows, outputs, inputs, out, outputs);
  float *part = floats(rows * some);
  table.packed_product(x, inputs, selected, NULL, activation_none, rows, some, inputs, part, some);
  for (long n = 0; n < rows; n++)
    for (long i = 0; i < some; i++)
      expect("a selected product", part[n * some + i], out[n * outputs + chosen[i]], 0);
}

#endif
