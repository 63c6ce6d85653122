// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "BurnishExamples",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "Burnish", path: "..")],
  targets: [
    .executableTarget(
      name: "SharpenDepth",
      dependencies: [.product(name: "Burnish", package: "Burnish")])
  ])
