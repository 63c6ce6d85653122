#pragma once

#include <stddef.h>

/// Opens a file without a name in a folder, readable and writable: it is gone when the process ends.
///
/// Returns its descriptor, or -1 where the system or the file system has no such files.
int burnish_open_nameless(const char *folder);

/// Gives a file of `burnish_open_nameless` a name that nothing has yet. Returns 0, or -1 and `errno`.
int burnish_name(int descriptor, const char *path);

/// Removes the file of that name if a signal ends the process, until it is forgotten. A name that finds no place is
/// left behind then.
void burnish_note_temporary(const char *path);

/// Ends what `burnish_note_temporary` began.
void burnish_forget_temporary(const char *path);

/// Removes the files that are noted. May be called by a signal's handler.
void burnish_remove_temporaries(void);

/// The handler of signals that end the process: removes the files that are noted, and ends the process by the same
/// signal.
void burnish_end_by_signal(int number);

/// The file of the program, as it was started, links left as they are; NULL where the system does not tell.
const char *burnish_program(void);

/// Whether the process ignores a signal, as programs do that `nohup` starts.
int burnish_is_ignored(int number);

/// CRC-32 as zlib and PNG define it. `sum` is 0 in the beginning, and the last result afterward.
unsigned burnish_crc32(unsigned sum, const void *bytes, size_t count);

/// Inflates raw deflated bytes, without zlib's header, into exactly `size` bytes; whether they are that.
int burnish_inflate(const void *bytes, size_t count, void *target, size_t size);
