// swift-tools-version: 6.3

import PackageDescription

// What takes so little time that it is measured inside of a process. scripts/bench builds and runs
// it; by itself:
//
//     EXPORTDECK_BENCHMARKS=1 swift package --package-path Benchmarks benchmark
//
// The benchmark library comes without its traits: they count allocations and references by libraries
// of their own, which our figures don't need.
let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "exportdeck", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "InProcess",
      dependencies: [
        .product(name: "Parts", package: "exportdeck"),
        .product(name: "RDSExports", package: "exportdeck"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "InProcess",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
