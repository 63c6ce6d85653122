// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Burnish",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Burnish", targets: ["Burnish"]),
    .library(name: "BurnishCore", targets: ["BurnishCore"]),
    .library(name: "BurnishTensors", targets: ["BurnishTensors"]),
    .library(name: "BurnishNetworks", targets: ["BurnishNetworks"]),
    .library(name: "BurnishImages", targets: ["BurnishImages"]),
    .library(name: "BurnishSolvers", targets: ["BurnishSolvers"]),
    .library(name: "BurnishModels", targets: ["BurnishModels"]),
    .library(name: "BurnishFilters", targets: ["BurnishFilters"]),
    .library(name: "BurnishInverse", targets: ["BurnishInverse"]),
    .library(name: "BurnishImport", targets: ["BurnishImport"]),
    .library(name: "BurnishData", targets: ["BurnishData"]),
    .library(name: "BurnishRecipes", targets: ["BurnishRecipes"]),
    .library(name: "BurnishTraining", targets: ["BurnishTraining"]),
    .library(name: "BurnishEvaluation", targets: ["BurnishEvaluation"]),
    .executable(name: "burnish", targets: ["BurnishCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(
      name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),
    .target(
      name: "CImageCodecs",
      linkerSettings: [
        .linkedLibrary("spng"), .linkedLibrary("jpeg"), .linkedLibrary("tiff"),
        .linkedLibrary("lcms2"),
      ]),
    .target(
      name: "CMatIO",
      linkerSettings: [
        .linkedLibrary("matio", .when(platforms: [.macOS])),
        .linkedLibrary("dl", .when(platforms: [.linux])),
      ]),
    .target(name: "CConvolution"),
    .target(name: "CFiles", linkerSettings: [.linkedLibrary("z")]),
    // For programs alone: it changes what libgomp reads from the environment.
    .target(name: "CStartup"),
    .target(name: "BurnishCore", dependencies: ["CFiles"]),
    .target(name: "BurnishTensors", dependencies: ["BurnishCore", "COneDNN", "CConvolution"]),
    .target(name: "BurnishNetworks", dependencies: ["BurnishCore", "BurnishTensors", "CFiles"]),
    .target(
      name: "BurnishImages", dependencies: ["BurnishCore", "BurnishTensors", "CImageCodecs"]),
    .target(name: "BurnishSolvers", dependencies: ["BurnishCore", "BurnishTensors"]),
    .target(
      name: "BurnishModels",
      dependencies: ["BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishSolvers"]),
    .target(
      name: "BurnishFilters",
      dependencies: ["BurnishCore", "BurnishTensors", "BurnishImages", "BurnishSolvers"]),
    .target(
      name: "BurnishInverse",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishImages", "BurnishSolvers", "BurnishFilters",
      ]),
    .target(
      name: "Burnish",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "BurnishSolvers",
        "BurnishModels", "BurnishFilters", "BurnishInverse",
      ],
      resources: [.copy("Weights")]),
    .target(
      name: "BurnishImport",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishModels", "Burnish",
        "CMatIO",
      ]),
    .target(
      name: "BurnishData",
      dependencies: ["BurnishCore", "BurnishTensors", "BurnishImages", "Burnish"]),
    .target(
      name: "BurnishRecipes",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishImages", "BurnishInverse", "Burnish", "Yams",
      ]),
    .target(
      name: "BurnishTraining",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "BurnishModels",
        "Burnish", "BurnishData", "BurnishRecipes",
      ]),
    .target(
      name: "BurnishEvaluation",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "BurnishFilters",
        "Burnish", "BurnishData",
      ]),
    .executableTarget(
      name: "BurnishCLI",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishImages", "BurnishSolvers", "BurnishFilters",
        "Burnish", "BurnishImport", "BurnishData", "BurnishRecipes", "BurnishTraining",
        "BurnishEvaluation", "CFiles", "CStartup",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "_TestSupport",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "BurnishModels",
        "Burnish",
      ],
      path: "Tests/_TestSupport"),
    .testTarget(
      name: "BurnishCoreTests",
      dependencies: ["BurnishCore", "BurnishTensors", "_TestSupport"]),
    .testTarget(
      name: "BurnishTensorsTests",
      dependencies: ["BurnishTensors", "CConvolution", "_TestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishNetworksTests",
      dependencies: ["BurnishCore", "BurnishTensors", "BurnishNetworks", "_TestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishImagesTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "CImageCodecs",
        "_TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishSolversTests",
      dependencies: ["BurnishTensors", "BurnishSolvers", "_TestSupport"],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishFiltersTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishImages", "BurnishSolvers", "BurnishFilters",
        "_TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishInverseTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishImages", "BurnishSolvers", "BurnishInverse",
        "_TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishModelsTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishSolvers", "BurnishModels",
        "_TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "BurnishSolvers",
        "BurnishModels", "BurnishFilters", "BurnishInverse", "Burnish", "BurnishData",
        "BurnishEvaluation", "_TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishImportTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "BurnishModels",
        "Burnish", "BurnishImport", "BurnishData", "BurnishEvaluation", "CMatIO", "_TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(name: "BurnishRecipesTests", dependencies: ["BurnishRecipes"]),
    .testTarget(
      name: "BurnishDataTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishImages", "Burnish", "BurnishData", "_TestSupport",
      ]),
    .testTarget(
      name: "BurnishTrainingTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "Burnish",
        "BurnishData", "BurnishTraining", "_TestSupport",
      ]),
    .testTarget(
      name: "BurnishEvaluationTests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishImages", "BurnishFilters", "Burnish",
        "BurnishData",
        "BurnishEvaluation", "_TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(
      name: "BurnishCLITests",
      dependencies: [
        "BurnishCore", "BurnishTensors", "BurnishNetworks", "BurnishImages", "BurnishModels",
        "BurnishFilters", "Burnish", "BurnishData", "BurnishEvaluation", "BurnishCLI", "CStartup",
        "_TestSupport",
      ],
      exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzed readers, which need a compiler's fuzzer: `Fuzz/run.sh` asks for them.
if Context.environment["BURNISH_FUZZ"] != nil {
  package.targets += [
    .target(name: "CFuzzer", path: "Fuzz/CFuzzer"),
    .executableTarget(
      name: "burnish-fuzz",
      dependencies: [
        "CFuzzer", "BurnishCore", "BurnishTensors", "BurnishImages", "Burnish", "BurnishImport",
        "BurnishTraining", "BurnishEvaluation",
      ], path: "Fuzz/Readers"),
  ]
}

// What a file uses of a module, it imports.
for target in package.targets {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [.enableUpcomingFeature("MemberImportVisibility")]
}
