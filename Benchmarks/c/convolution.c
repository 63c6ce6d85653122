// The yardstick of the convolution primitive: oneDNN called from C, as directly as possible.
//
// Speaks the protocol of the benchmark's engines (see `run`) for the cases `convolution` (Winograd) and
// `convolution:direct`: 3x3, 64 to 64 channels, 640x480, bias and ReLU fused, source, weights and
// destination in the layouts that oneDNN asked for.
//
// Usage: convolution DIRECTORY THREADS; DIRECTORY/convolution.f32 holds input, weights and bias, row-major.

#include <dnnl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

extern void omp_set_num_threads(int threads);

#define CHECK(call)                                                                    \
  do {                                                                                 \
    dnnl_status_t status = (call);                                                     \
    if (status != dnnl_success) {                                                      \
      fprintf(stderr, "%s:%d: oneDNN status %d\n", __FILE__, __LINE__, (int)status); \
      exit(70);                                                                        \
    }                                                                                  \
  } while (0)

enum { channels = 64, height = 480, width = 640, kernel = 3 };
static const size_t image_count = (size_t)channels * height * width;
static const size_t weight_count = (size_t)channels * channels * kernel * kernel;

static dnnl_engine_t engine;
static dnnl_stream_t stream;

typedef struct {
  dnnl_primitive_t primitive;
  const dnnl_memory_desc_t *destination_layout;
  dnnl_memory_t destination;
  dnnl_exec_arg_t arguments[4];
} convolution;

static void *allocate(size_t bytes) {
  void *memory = NULL;
  if (posix_memalign(&memory, 64, bytes) != 0) {
    fprintf(stderr, "out of memory\n");
    exit(71);
  }
  memset(memory, 0, bytes);
  return memory;
}

static dnnl_memory_t memory_of(const dnnl_memory_desc_t *layout) {
  dnnl_memory_t memory;
  CHECK(dnnl_memory_create(&memory, layout, engine, allocate(dnnl_memory_desc_get_size(layout))));
  return memory;
}

static void reorder(dnnl_memory_t from, dnnl_memory_t to) {
  const dnnl_memory_desc_t *from_layout, *to_layout;
  CHECK(dnnl_memory_get_memory_desc(from, &from_layout));
  CHECK(dnnl_memory_get_memory_desc(to, &to_layout));
  dnnl_primitive_desc_t descriptor;
  CHECK(dnnl_reorder_primitive_desc_create(&descriptor, from_layout, engine, to_layout, engine, NULL));
  dnnl_primitive_t primitive;
  CHECK(dnnl_primitive_create(&primitive, descriptor));
  const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  CHECK(dnnl_primitive_execute(primitive, stream, 2, arguments));
  CHECK(dnnl_stream_wait(stream));
  CHECK(dnnl_primitive_destroy(primitive));
  CHECK(dnnl_primitive_desc_destroy(descriptor));
}

/// Memory in `layout` with the given row-major samples.
static dnnl_memory_t filled(const dnnl_memory_desc_t *layout, dnnl_format_tag_t plain, float *samples) {
  dnnl_memory_desc_t plain_layout;
  CHECK(dnnl_memory_desc_init_by_tag(&plain_layout, layout->ndims, layout->dims, dnnl_f32, plain));
  dnnl_memory_t from, to = memory_of(layout);
  CHECK(dnnl_memory_create(&from, &plain_layout, engine, samples));
  reorder(from, to);
  CHECK(dnnl_memory_destroy(from));
  return to;
}

static convolution make(dnnl_alg_kind_t algorithm, float *input, float *weights, float *bias) {
  const dnnl_dims_t image = {1, channels, height, width};
  const dnnl_dims_t bank = {channels, channels, kernel, kernel};
  const dnnl_dims_t vector = {channels};
  const dnnl_dims_t ones = {1, 1};
  dnnl_memory_desc_t image_any, bank_any, vector_plain;
  CHECK(dnnl_memory_desc_init_by_tag(&image_any, 4, image, dnnl_f32, dnnl_format_tag_any));
  CHECK(dnnl_memory_desc_init_by_tag(&bank_any, 4, bank, dnnl_f32, dnnl_format_tag_any));
  CHECK(dnnl_memory_desc_init_by_tag(&vector_plain, 1, vector, dnnl_f32, dnnl_a));
  dnnl_convolution_desc_t operation;
  CHECK(dnnl_convolution_forward_desc_init(
    &operation, dnnl_forward_inference, algorithm, &image_any, &bank_any, &vector_plain, &image_any,
    ones, ones, ones));
  dnnl_post_ops_t relu;
  CHECK(dnnl_post_ops_create(&relu));
  CHECK(dnnl_post_ops_append_eltwise(relu, 1, dnnl_eltwise_relu, 0, 0));
  dnnl_primitive_attr_t attributes;
  CHECK(dnnl_primitive_attr_create(&attributes));
  CHECK(dnnl_primitive_attr_set_post_ops(attributes, relu));
  dnnl_primitive_desc_t descriptor;
  CHECK(dnnl_primitive_desc_create(&descriptor, &operation, attributes, engine, NULL));

  convolution result;
  CHECK(dnnl_primitive_create(&result.primitive, descriptor));
  result.destination_layout = dnnl_primitive_desc_query_md(descriptor, dnnl_query_dst_md, 0);
  result.destination = memory_of(result.destination_layout);
  const dnnl_memory_desc_t *source = dnnl_primitive_desc_query_md(descriptor, dnnl_query_src_md, 0);
  const dnnl_memory_desc_t *weight = dnnl_primitive_desc_query_md(descriptor, dnnl_query_weights_md, 0);
  result.arguments[0] = (dnnl_exec_arg_t){DNNL_ARG_SRC, filled(source, dnnl_nchw, input)};
  result.arguments[1] = (dnnl_exec_arg_t){DNNL_ARG_WEIGHTS, filled(weight, dnnl_oihw, weights)};
  result.arguments[2] = (dnnl_exec_arg_t){DNNL_ARG_BIAS, filled(&vector_plain, dnnl_a, bias)};
  result.arguments[3] = (dnnl_exec_arg_t){DNNL_ARG_DST, result.destination};
  return result;
}

static void execute(const convolution *convolution) {
  CHECK(dnnl_primitive_execute(convolution->primitive, stream, 4, convolution->arguments));
  CHECK(dnnl_stream_wait(stream));
}

static double seconds(const convolution *convolution) {
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  execute(convolution);
  clock_gettime(CLOCK_MONOTONIC, &end);
  return (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec);
}

/// Writes the row-major output; false if the file cannot be written.
static bool write_output(const convolution *convolution, const char *path) {
  execute(convolution);
  const dnnl_dims_t extents = {1, channels, height, width};
  dnnl_memory_desc_t plain;
  CHECK(dnnl_memory_desc_init_by_tag(&plain, 4, extents, dnnl_f32, dnnl_nchw));
  dnnl_memory_t to = memory_of(&plain);
  reorder(convolution->destination, to);
  void *samples;
  CHECK(dnnl_memory_get_data_handle(to, &samples));
  FILE *file = fopen(path, "wb");
  const bool written = file && fwrite(samples, sizeof(float), image_count, file) == image_count;
  const bool closed = file && fclose(file) == 0;
  CHECK(dnnl_memory_destroy(to));
  free(samples);
  return written && closed;
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: convolution DIRECTORY THREADS\n");
    return 64;
  }
  omp_set_num_threads(atoi(arguments[2]));
  CHECK(dnnl_engine_create(&engine, dnnl_cpu, 0));
  CHECK(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));

  char path[4096];
  snprintf(path, sizeof path, "%s/convolution.f32", arguments[1]);
  const size_t total = image_count + weight_count + channels;
  float *samples = allocate(total * sizeof(float));
  FILE *file = fopen(path, "rb");
  if (!file || fread(samples, sizeof(float), total, file) != total) {
    fprintf(stderr, "%s: cannot read %zu samples\n", path, total);
    return 66;
  }
  fclose(file);
  float *weights = samples + image_count, *bias = weights + weight_count;
  const convolution winograd = make(dnnl_convolution_winograd, samples, weights, bias);
  const convolution direct = make(dnnl_convolution_direct, samples, weights, bias);

  char line[4352], verb[16], name[64], output[4096];
  while (fgets(line, sizeof line, stdin)) {
    const int words = sscanf(line, "%15s %63s %4095s", verb, name, output);
    const convolution *chosen = words < 2 ? NULL
      : !strcmp(name, "convolution")      ? &winograd
      : !strcmp(name, "convolution:direct") ? &direct
                                            : NULL;
    if (words >= 1 && !strcmp(verb, "memory")) {
      struct rusage usage;
      getrusage(RUSAGE_SELF, &usage);
      printf("bytes %ld\n", usage.ru_maxrss * 1024);
    } else if (!chosen) {
      printf("error no such case: %s\n", words >= 2 ? name : "");
    } else if (!strcmp(verb, "time")) {
      printf("seconds %.9f\n", seconds(chosen));
    } else if (!strcmp(verb, "output") && words == 3) {
      puts(write_output(chosen, output) ? "written" : "error cannot write");
    } else {
      printf("error no such request: %s\n", verb);
    }
    fflush(stdout);
  }
  return 0;
}
