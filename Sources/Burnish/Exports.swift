// The facades' signatures hold types of these modules, so that `import Burnish` is enough.
@_exported import BurnishCore
@_exported import BurnishFilters
@_exported import BurnishImages
@_exported import BurnishInverse
@_exported import BurnishModels
@_exported import BurnishTensors
