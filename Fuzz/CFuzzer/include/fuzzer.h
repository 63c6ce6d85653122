#ifndef BURNISH_FUZZER_H
#define BURNISH_FUZZER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer as a function. It runs until its options or a fault end it.
int LLVMFuzzerRunDriver(
  int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
