// swift-tools-version: 6.2
import PackageDescription

// The articles and the library's reference as pages: `make docs`. A package of its own, so that the library depends on no plugin.
let package = Package(
  name: "BurnishDocumentation",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "Burnish", path: "../.."),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.5"),
  ],
  targets: [
    .target(
      name: "BurnishDocumentation",
      dependencies: [.product(name: "Burnish", package: "Burnish")])
  ])
