// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because all of what it builds is instrumented: see scripts/fuzz.
let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "Dragoman", path: "..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: ["CFuzzer", .product(name: "FuzzLaws", package: "Dragoman")],
      swiftSettings: [.treatAllWarnings(as: .error)],
      // Gold, the usual linker, stops at the debug information of instrumented code.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
  ]
)
