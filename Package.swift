// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func command(_ name: String, _ others: Target.Dependency...) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["Dragoman", "CommandSupport"] + others,
    swiftSettings: strict)
}

let package = Package(
  name: "Dragoman",
  products: [
    .library(name: "Dragoman", targets: ["Dragoman"]),
    .executable(name: "train", targets: ["train"]),
    .executable(name: "translate", targets: ["translate"]),
    .executable(name: "evaluate", targets: ["evaluate"]),
    .executable(name: "understand", targets: ["understand"]),
    // For the package in Fuzz.
    .library(name: "FuzzLaws", targets: ["FuzzLaws"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Trains in several processes, by Open MPI or MPICH.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(
      name: "CICU",
      cxxSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
    .target(name: "CKernels", cSettings: [.treatAllWarnings(as: .error)]),
    .target(
      name: "CLanguages", exclude: ["languages.txt"],
      cSettings: [.treatAllWarnings(as: .error)]),
    .target(
      name: "Dragoman",
      dependencies: [
        "CICU", "CKernels", "CLanguages", "CZlib",
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "Documents",
      dependencies: ["CLibXML2", "Dragoman", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .systemLibrary(
      name: "CMPI", pkgConfig: "mpi", providers: [.apt(["libopenmpi-dev"])]),
    .target(
      name: "Processes",
      dependencies: ["Dragoman", .target(name: "CMPI", condition: .when(traits: ["MPI"]))],
      swiftSettings: strict),
    .target(name: "Report", dependencies: ["Dragoman"], swiftSettings: strict),
    .target(
      name: "CommandSupport",
      dependencies: [
        "Dragoman",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    command("train", "Processes", "Report"),
    command("translate", "Documents", "Report"),
    command("evaluate", "Report"),
    command("understand"),
    .executableTarget(
      name: "benchmark",
      dependencies: [
        "CommandSupport", "Documents", "Dragoman", "Processes", "Report",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks",
      exclude: ["corpora", "peers", "methods", "mpi"],
      swiftSettings: strict),
    .target(
      name: "FuzzLaws",
      dependencies: [
        "CommandSupport", "Documents", "Dragoman",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Fuzz/Laws",
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests",
      dependencies: ["FuzzLaws"],
      exclude: ["Inputs"],
      swiftSettings: strict),
    .testTarget(
      name: "DragomanTests",
      dependencies: ["Dragoman", "CICU", "CZlib"],
      exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests", dependencies: ["Documents", "Dragoman"], swiftSettings: strict),
    .testTarget(
      name: "CommandSupportTests",
      dependencies: [
        "CommandSupport", "Dragoman",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(name: "ReportTests", dependencies: ["Report"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: ["Dragoman", "train", "translate", "evaluate", "understand"],
      exclude: ["Help"],
      swiftSettings: strict),
    .testTarget(name: "KernelTests", dependencies: ["CKernels"], swiftSettings: strict),
  ]
)
