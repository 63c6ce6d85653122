// The types in the facade's signatures: networks, filters, operators, problems, and solvers.
@_exported import BurnishFilters
@_exported import BurnishInverse
@_exported import BurnishModels
