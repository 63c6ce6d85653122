// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the root builds small and fast. `run` beside this file builds and drives it.
let package = Package(
  name: "BurnishBenchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "Burnish", path: "..")],
  targets: [
    .executableTarget(
      name: "BurnishBenchmark",
      dependencies: [
        .product(name: "BurnishCore", package: "Burnish"),
        .product(name: "BurnishTensors", package: "Burnish"),
        .product(name: "BurnishNetworks", package: "Burnish"),
        .product(name: "BurnishSolvers", package: "Burnish"),
        .product(name: "BurnishModels", package: "Burnish"),
        .product(name: "Burnish", package: "Burnish"),
      ]),
    .executableTarget(
      name: "ReconstructionComparison",
      dependencies: [
        .product(name: "BurnishTensors", package: "Burnish"),
        .product(name: "BurnishNetworks", package: "Burnish"),
        .product(name: "BurnishImages", package: "Burnish"),
        .product(name: "BurnishSolvers", package: "Burnish"),
        .product(name: "BurnishModels", package: "Burnish"),
      ]),
    .executableTarget(
      name: "ResponsivenessReport",
      dependencies: [
        .product(name: "BurnishCore", package: "Burnish"),
        .product(name: "BurnishTensors", package: "Burnish"),
        .product(name: "BurnishImages", package: "Burnish"),
        .product(name: "BurnishFilters", package: "Burnish"),
        .product(name: "BurnishInverse", package: "Burnish"),
        .product(name: "Burnish", package: "Burnish"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [.enableUpcomingFeature("MemberImportVisibility")]
}
