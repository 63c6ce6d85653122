// swift-tools-version: 6.2
import PackageDescription

/// The programs, one folder of Sources each. `Readme` holds the README's code.
let programs = [
  "SharpenDepth", "DepthFromArrays", "ManyImages", "KernelInCode", "ListModels", "ErrorsByCode", "Readme",
]

let package = Package(
  name: "BurnishExamples",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "Burnish", path: "..")],
  targets: programs.map {
    .executableTarget(
      name: $0,
      dependencies: [
        .product(name: "Burnish", package: "Burnish"),
        .product(name: "BurnishCore", package: "Burnish"),
      ])
  })
