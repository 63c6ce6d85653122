#ifndef BURNISH_MEMORY_H
#define BURNISH_MEMORY_H

/// Drops the primitives that oneDNN keeps for later ones of the same kind. Existing primitives stay usable.
void burnish_forget_primitives(void);

/// Returns the C library's free pages to the system, if it is glibc. Does nothing with another library.
void burnish_return_pages(void);

#endif
