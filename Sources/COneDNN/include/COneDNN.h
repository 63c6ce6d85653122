#ifndef BURNISH_CONEDNN_H
#define BURNISH_CONEDNN_H

#include "burnish_engine.h"
#include "burnish_layout.h"
#include "burnish_memory.h"
#include "burnish_primitive.h"
#include "burnish_threads.h"

#endif
