#pragma once

#include <stddef.h>

/// Opens a file without a name in a folder, readable and writable. It disappears when the process ends.
///
/// Returns its descriptor, or -1 if the system or the file system has no such files.
int burnish_open_nameless(const char *folder);

/// Gives a file of `burnish_open_nameless` an unused name. Returns 0, or -1 and sets `errno`.
int burnish_name(int descriptor, const char *path);

/// Notes a file, to remove it if a signal ends the process. If all places are in use, the file is not noted and
/// stays behind.
void burnish_note_temporary(const char *path);

/// Forgets a file that `burnish_note_temporary` noted.
void burnish_forget_temporary(const char *path);

/// Removes the noted files. Signal handlers may call it.
void burnish_remove_temporaries(void);

/// Handles signals that end the process: removes the noted files and ends the process by the same signal.
void burnish_end_by_signal(int number);

/// The path of the program as it was started, with links unresolved, or NULL if the system does not provide it.
const char *burnish_program(void);

/// Whether the process ignores a signal, as under `nohup`.
int burnish_is_ignored(int number);

/// CRC-32 as in zlib and PNG. `sum` is 0 for the first call, then the previous result.
unsigned burnish_crc32(unsigned sum, const void *bytes, size_t count);

/// Inflates raw deflated bytes, without zlib's header. Returns whether they fill exactly `size` bytes.
int burnish_inflate(const void *bytes, size_t count, void *target, size_t size);
