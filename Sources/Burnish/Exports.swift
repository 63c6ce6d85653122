// Whoever restores images needs operators, problems, and solvers beside the facade.
@_exported import BurnishInverse
