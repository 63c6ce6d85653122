// A module needs a file.
