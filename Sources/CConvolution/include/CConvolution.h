#pragma once

#include "burnish_direct.h"
#include "burnish_winograd.h"
