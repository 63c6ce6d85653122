// Whoever restores pictures needs operators, problems, and solvers beside the facade.
@_exported import BurnishInverse
