#include "burnish_memory.h"

#include <dnnl.h>
#include <pthread.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

static pthread_mutex_t capacity_lock = PTHREAD_MUTEX_INITIALIZER;

void burnish_forget_primitives(void) {
  int capacity;
  // The lock keeps two callers from taking the other's zero for the capacity.
  pthread_mutex_lock(&capacity_lock);
  if (dnnl_get_primitive_cache_capacity(&capacity) == dnnl_success) {
    dnnl_set_primitive_cache_capacity(0);
    dnnl_set_primitive_cache_capacity(capacity);
  }
  pthread_mutex_unlock(&capacity_lock);
}

void burnish_return_pages(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
