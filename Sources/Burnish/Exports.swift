// The facades' signatures use types of these modules; the exports make `import Burnish` enough.
@_exported import BurnishCore
@_exported import BurnishFilters
@_exported import BurnishImages
@_exported import BurnishInverse
@_exported import BurnishModels
@_exported import BurnishTensors
