// A C module needs at least one source file.
