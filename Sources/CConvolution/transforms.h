#pragma once

// The transforms of F(4x4, 3x3) along one axis, for several channels at a time. The matrices are from Lavin and Gray.

KERNEL_INLINE lanes times(float factor, lanes a) { return product(all(factor), a); }
/// factor * a + b
KERNEL_INLINE lanes times_plus(float factor, lanes a, lanes b) { return product_plus(all(factor), a, b); }

/// Transforms six samples of the input: B'd.
KERNEL_INLINE void transform_input(const lanes d[6], lanes t[6]) {
  const lanes even = times_plus(-4, d[2], d[4]), odd = times_plus(-4, d[1], d[3]);
  const lanes far_even = minus(d[4], d[2]), far_odd = times(2, minus(d[3], d[1]));
  t[0] = times_plus(4, d[0], times_plus(-5, d[2], d[4]));
  t[1] = plus(even, odd);
  t[2] = minus(even, odd);
  t[3] = plus(far_even, far_odd);
  t[4] = minus(far_even, far_odd);
  t[5] = times_plus(4, d[1], times_plus(-5, d[3], d[5]));
}

/// Transforms six products into four samples of the output: A'm.
KERNEL_INLINE void transform_output(const lanes m[6], lanes y[4]) {
  const lanes near_sum = plus(m[1], m[2]), near_difference = minus(m[1], m[2]);
  const lanes far_sum = plus(m[3], m[4]), far_difference = minus(m[3], m[4]);
  y[0] = plus(m[0], plus(near_sum, far_sum));
  y[1] = times_plus(2, far_difference, near_difference);
  y[2] = times_plus(4, far_sum, near_sum);
  y[3] = plus(m[5], times_plus(8, far_difference, near_difference));
}

/// Transforms four samples of the output's gradient into six factors: Ay.
KERNEL_INLINE void transform_output_gradient(const lanes y[4], lanes p[6]) {
  const lanes even = plus(y[0], y[2]), odd = plus(y[1], y[3]);
  const lanes far_even = times_plus(4, y[2], y[0]), far_odd = times(2, times_plus(4, y[3], y[1]));
  p[0] = y[0];
  p[1] = plus(even, odd);
  p[2] = minus(even, odd);
  p[3] = plus(far_even, far_odd);
  p[4] = minus(far_even, far_odd);
  p[5] = y[3];
}

/// Transforms three samples of the kernel: Gg.
KERNEL_INLINE void transform_kernel(const lanes g[3], lanes u[6]) {
  const lanes outer = plus(g[0], g[2]);
  const lanes far_outer = times_plus(1.0f / 24, g[0], times(1.0f / 6, g[2])), far_middle = times(1.0f / 12, g[1]);
  u[0] = times(1.0f / 4, g[0]);
  u[1] = times(-1.0f / 6, plus(outer, g[1]));
  u[2] = times(-1.0f / 6, minus(outer, g[1]));
  u[3] = plus(far_outer, far_middle);
  u[4] = minus(far_outer, far_middle);
  u[5] = g[2];
}

/// Transforms six sums into three samples of the kernel's gradient: G'u.
KERNEL_INLINE void transform_kernel_gradient(const lanes u[6], lanes g[3]) {
  const lanes near_sum = plus(u[1], u[2]), far_sum = plus(u[3], u[4]);
  g[0] = times_plus(1.0f / 24, far_sum, times_plus(-1.0f / 6, near_sum, times(1.0f / 4, u[0])));
  g[1] = times_plus(1.0f / 12, minus(u[3], u[4]), times(-1.0f / 6, minus(u[1], u[2])));
  g[2] = plus(u[5], times_plus(1.0f / 6, far_sum, times(-1.0f / 6, near_sum)));
}
