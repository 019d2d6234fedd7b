// Holds kernels against plain code, as KernelTests does, but without Swift: for processors that are emulated.
// See scripts/test-arm.

#include "products.h"

static const dropout none = {0, 0, 1}, third = {0x123456789ABCDEF0, UINT32_MAX / 3, 1.5f};

// What `expect_derivatives` changes is read from here.
static float *x, *y, *gain, *bias, *direction;
enum { rows = 5, columns = 37, count = rows * columns };

/// The dot product of a norm of x + dropout(y) with a direction.
static double norm_value(void) {
  double sum = 0;
  for (int n = 0; n < rows; n++) {
    double mean = 0, variance = 0, v[columns];
    for (int c = 0; c < columns; c++) {
      int i = n * columns + c;
      v[c] = x[i] + dropout_factor(third, i) * y[i];
      mean += v[c] / columns;
    }
    for (int c = 0; c < columns; c++) variance += (v[c] - mean) * (v[c] - mean) / columns;
    for (int c = 0; c < columns; c++)
      sum += ((v[c] - mean) / sqrt(variance + 1e-5) * gain[c] + bias[c]) * direction[n * columns + c];
  }
  return sum;
}

static double dot(const float *a, const float *b) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += (double)a[i] * b[i];
  return sum;
}

static void norms(void) {
  x = random_floats(count), y = random_floats(count), direction = random_floats(count);
  gain = random_floats(columns), bias = random_floats(columns);
  float *sum = floats(count), *out = floats(count), *mean = floats(rows), *deviation = floats(rows);
  table.residual_norm_forward(
      x, y, third, gain, bias, 1e-5f, rows, columns, sum, out, mean, deviation);
  expect("a norm of a sum", dot(out, direction), norm_value(), 1e-5);
  float *alone = floats(count);
  table.layer_norm_forward(sum, gain, bias, 1e-5f, rows, columns, alone, mean, deviation);
  expect("a norm", dot(alone, direction), norm_value(), 1e-5);
  float *x_gradient = floats(count), *y_gradient = floats(count);
  float *gain_gradient = floats(columns), *bias_gradient = floats(columns);
  table.residual_norm_backward(
      direction, sum, third, gain, mean, deviation, rows, columns, false, false, x_gradient,
      y_gradient, gain_gradient, bias_gradient);
  expect_derivatives("a norm's gradient", x_gradient, x, count, norm_value);
  expect_derivatives("a residual's gradient", y_gradient, y, count, norm_value);
  expect_derivatives("a gain's gradient", gain_gradient, gain, columns, norm_value);
  expect_derivatives("a bias's gradient", bias_gradient, bias, columns, norm_value);
}

/// The dot product of a gated norm by root mean squares with a direction.
static double gated_norm_value(void) {
  double sum = 0;
  for (int n = 0; n < rows; n++) {
    double squares = 0;
    for (int c = 0; c < columns; c++) squares += pow(x[n * columns + c], 2) / columns;
    for (int c = 0; c < columns; c++) {
      int i = n * columns + c;
      sum += x[i] / sqrt(squares + 1e-5) * gain[c] * y[i] * direction[i];
    }
  }
  return sum;
}

static void gated_norms(void) {
  x = random_floats(count), y = random_floats(count), direction = random_floats(count);
  gain = random_floats(columns);
  float *normal = floats(count), *out = floats(count), *size = floats(rows);
  table.rms_norm_forward(x, gain, 1e-5f, rows, columns, normal, size);
  table.gate_forward(normal, y, count, out);
  expect("a gated norm", dot(out, direction), gated_norm_value(), 1e-5);
  float *normal_gradient = floats(count), *y_gradient = floats(count);
  float *x_gradient = floats(count), *gain_gradient = floats(columns);
  table.gate_backward(direction, y, count, false, normal_gradient);
  table.gate_backward(direction, normal, count, false, y_gradient);
  table.rms_norm_backward(
      normal_gradient, x, gain, size, rows, columns, false, x_gradient, gain_gradient);
  expect_derivatives("a root mean square's gradient", x_gradient, x, count, gated_norm_value);
  expect_derivatives("a gate's gradient", y_gradient, y, count, gated_norm_value);
  expect_derivatives("a gain's gradient", gain_gradient, gain, columns, gated_norm_value);
}

static activation act;

static double activation_value(void) {
  double sum = 0;
  for (int i = 0; i < count; i++)
    sum += dropout_factor(third, i) * activated_plainly(act, x[i]) * direction[i];
  return sum;
}

static void activations(void) {
  for (act = activation_none; act <= activation_tanh; act++) {
    x = random_floats(count), direction = random_floats(count);
    // There is no derivative at ReLU's kink.
    for (int i = 0; i < count; i++)
      if (fabsf(x[i]) < 0x1p-6f) x[i] = 1;
    float *out = copy_of(x, count), *before = floats(count), *gradient = copy_of(direction, count);
    table.activation_forward(out, act, third, count, before);
    expect("an activation", dot(out, direction), activation_value(), 1e-5);
    table.activation_backward(gradient, act == activation_relu ? out : before, act, third, count);
    expect_derivatives("an activation's gradient", gradient, x, count, activation_value);
  }
}

static void embeddings(void) {
  const int32_t ids[rows] = {2, -1, 0, 2, 1}, places[rows] = {0, 1, 2, 3, 0};
  float *tokens = random_floats(3 * columns), *positions = random_floats(4 * columns);
  float *out = floats(count), *gradient = random_floats(count);
  float *token_gradient = floats(3 * columns), *position_gradient = floats(4 * columns);
  table.embedding_forward(tokens, ids, 3, positions, places, rows, columns, third, out);
  table.embedding_backward(
      gradient, ids, 3, places, rows, columns, third, token_gradient, position_gradient);
  double sums[3 * columns] = {0}, position_sums[4 * columns] = {0};
  for (int i = 0; i < count; i++) {
    int n = i / columns, c = i % columns;
    double token = ids[n] < 0 ? 0 : 3.0 * tokens[ids[n] * columns + c];
    double wanted = dropout_factor(third, i) * (token + positions[places[n] * columns + c]);
    expect("an embedding", out[i], wanted, 1e-5);
    if (ids[n] >= 0) sums[ids[n] * columns + c] += 3 * dropout_factor(third, i) * gradient[i];
    position_sums[places[n] * columns + c] += dropout_factor(third, i) * gradient[i];
  }
  for (int i = 0; i < 3 * columns; i++) expect("a token's gradient", token_gradient[i], sums[i], 1e-5);
  for (int i = 0; i < 4 * columns; i++)
    expect("a position's gradient", position_gradient[i], position_sums[i], 1e-5);
}

enum { heads = 2, head_size = 9, width = heads * head_size, queries = 8, keys = 11 };
static const int32_t query_offsets[] = {0, 5, 8}, key_offsets[] = {0, 6, 11};
enum { reach = 6, distances = 2 * reach + 1 };
static float *q, *k, *v, *context_direction, *distance_bias;

/// The dot product of causal attention of two groups with a direction.
static double attention_value(void) {
  double total = 0;
  for (int g = 0; g < 2; g++)
    for (int h = 0; h < heads; h++)
      for (int t = query_offsets[g]; t < query_offsets[g + 1]; t++) {
        int seen = key_offsets[g + 1] - (query_offsets[g + 1] - 1 - t);
        double weights[keys], sum = 0;
        for (int s = key_offsets[g]; s < seen; s++) {
          double score = 0;
          for (int c = h * head_size; c < (h + 1) * head_size; c++)
            score += (double)q[t * width + c] * k[s * width + c];
          int distance = s - key_offsets[g] - (seen - 1 - key_offsets[g]);
          sum += weights[s] = exp(score / 3 + distance_bias[h * distances + reach + distance]);
        }
        for (int s = key_offsets[g]; s < seen; s++)
          for (int c = h * head_size; c < (h + 1) * head_size; c++)
            total += weights[s] / sum * v[s * width + c] * context_direction[t * width + c];
      }
  return total;
}

static void attentions(void) {
  const attention_layout layout = {
      .groups = 2, .query_offsets = query_offsets, .key_offsets = key_offsets, .causal = true,
      .heads = heads, .head_size = head_size, .scale = 1.0f / 3,
      .bias = (distance_bias = random_floats(heads * distances)) + reach, .bias_stride = distances};
  q = random_floats(queries * width), k = random_floats(keys * width);
  v = random_floats(keys * width), context_direction = random_floats(queries * width);
  float *context = floats(queries * width), *probabilities = floats(heads * (5 * 6 + 3 * 5));
  float *scratch = floats(table.attention_scratch(5, 6, head_size));
  table.attention_forward(
      &layout, q, width, k, width, v, width, none, context, width, probabilities, scratch);
  double sum = 0;
  for (int i = 0; i < queries * width; i++) sum += (double)context[i] * context_direction[i];
  expect("attention", sum, attention_value(), 1e-5);
  float *q_gradient = floats(queries * width), *k_gradient = floats(keys * width);
  float *v_gradient = floats(keys * width), *distance_gradient = floats(heads * distances);
  table.attention_backward(
      &layout, context_direction, width, q, width, k, width, v, width, probabilities, NULL, none,
      q_gradient, k_gradient, v_gradient, distance_gradient + reach, scratch);
  expect_derivatives("a query's gradient", q_gradient, q, queries * width, attention_value);
  expect_derivatives("a key's gradient", k_gradient, k, keys * width, attention_value);
  expect_derivatives("a value's gradient", v_gradient, v, keys * width, attention_value);
  expect_derivatives(
      "a distance's gradient", distance_gradient, distance_bias, heads * distances, attention_value);

  // A step of decoding computes what the last query of each group saw.
  const int32_t last[] = {0, 1, 2};
  int32_t places[keys];
  for (int i = 0; i < keys; i++) places[i] = i;
  float *step = floats(2 * width), *ends = floats(2 * width);
  for (int c = 0; c < width; c++) {
    ends[c] = q[4 * width + c];
    ends[width + c] = q[7 * width + c];
  }
  attention_layout one = layout;
  one.query_offsets = last;
  one.key_rows = places;
  table.attention_step(&one, ends, width, k, width, v, width, step, width, NULL, floats(64));
  for (int c = 0; c < width; c++) {
    expect("a step of attention", step[c], context[4 * width + c], 1e-5);
    expect("a step of attention", step[width + c], context[7 * width + c], 1e-5);
  }
}

static const int32_t targets[rows] = {3, 0, 36, 17, 3};

/// The label-smoothed cross-entropy of x; with the plain one in *plain.
static double entropy(double *plain) {
  double total = 0;
  *plain = 0;
  for (int n = 0; n < rows; n++) {
    double sum = 0, mean = 0;
    for (int c = 0; c < columns; c++) {
      sum += exp(x[n * columns + c]);
      mean += x[n * columns + c] / (double)columns;
    }
    double of_target = log(sum) - x[n * columns + targets[n]];
    *plain += of_target;
    total += 0.9 * of_target + 0.1 * (log(sum) - mean);
  }
  return total;
}

static double entropy_value(void) {
  double plain;
  return entropy(&plain);
}

static void losses(void) {
  x = random_floats(count);
  float *logits = copy_of(x, count), best[3 * rows];
  int32_t found[3 * rows];
  softmax_sum sums[rows];
  double loss = 0, likelihood = 0, plain, wanted = entropy(&plain);
  table.logits_top(x, columns, rows, columns, 0, 3, best, found, sums);
  for (int n = 0; n < rows; n++)
    for (int i = 0; i < 3; i++) {
      const float *row = x + n * columns;
      int larger = 0;
      for (int c = 0; c < columns; c++) larger += row[c] > row[found[3 * n + i]];
      expect("the rank of a likely token", larger, i, 0);
      expect("a likely token's logit", best[3 * n + i], row[found[3 * n + i]], 0);
    }
  table.cross_entropy(logits, columns, targets, rows, columns, 0.1f, 1, &loss, &likelihood);
  expect("cross-entropy", loss, wanted, 1e-5);
  expect("the likelihood", likelihood, plain, 1e-5);
  expect_derivatives("the gradient of a logit", logits, x, count, entropy_value);
}

static void updates(void) {
  x = random_floats(count);
  float *gradient = random_floats(count), *first = random_floats(count), *second = floats(count);
  float *parameters = copy_of(x, count), *first_after = copy_of(first, count);
  table.adam(
      parameters, gradient, first_after, second, count, 0.5f, 0.01f, 0.9f, 0.98f, 1e-9f, 0.1f, 0.02f);
  double squares = 0;
  for (int i = 0; i < count; i++) {
    double g = 0.5 * gradient[i], m = 0.9 * first[i] + 0.1 * g, square = 0.02 * g * g;
    expect("a parameter", parameters[i], x[i] - 0.01 * m / 0.1 / (sqrt(square / 0.02) + 1e-9), 1e-4);
    squares += (double)x[i] * x[i];
  }
  expect("a sum of squares", table.sum_of_squares(x, count), squares, 1e-9);
  float *sum = copy_of(first, count);
  table.add(x, count, sum);
  for (int i = 0; i < count; i++) expect("a sum", sum[i], first[i] + x[i], 1e-6);
}

int main(void) {
  for (kernel_level level = kernel_level_portable; level <= best_kernel_level(); level++) {
    table = *kernels_at(level);
    products();
    packed_products();
    norms();
    gated_norms();
    activations();
    embeddings();
    attentions();
    losses();
    updates();
  }
  printf(
      "%d of %d comparisons failed; OpenBLAS is %s\n", failures, comparisons,
      openblas_is_installed() ? "installed" : "not installed");
  return failures > 0;
}
