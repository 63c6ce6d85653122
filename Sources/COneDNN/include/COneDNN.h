#ifndef BURNISH_CONEDNN_H
#define BURNISH_CONEDNN_H

#include "burnish_threads.h"

#endif
