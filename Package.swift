// swift-tools-version: 6.3

import PackageDescription

// Why each dependency is here, and where alone it may be imported (Tests/HouseTests reads every import):
//
// * async-http-client — the HTTPS client of server-side Swift: TLS, proxies, deadlines and a
//   cancellation that reaches the socket. Only in AWSCore/Transport.
// * swift-nio — already in the graph below async-http-client; the simulator's HTTP server and the
//   transport's byte buffers.
// * swift-nio-ssl — already there too: TLS 1.2 at least, and a CA file of the user's. Only in
//   AWSCore/Transport.
// * swift-crypto — SHA-256 and HMAC for Signature Version 4; nobody should write a hash by hand.
//   Only in AWSCore and in the simulator's own signature check.
// * swift-argument-parser — commands, their help and completions. Only in exportdeck/Commands.
// * TOMLKit — theme files and the configuration, with line numbers in syntax errors. Only in
//   exportdeck/Configuration.
// * SQLite (the system's library) — what must survive the end of the program, however it comes, and
//   be shared by two dashboards: a file format that is never half written. Only in Journal.
let package = Package(
  name: "exportdeck",
  products: [
    .executable(name: "exportdeck", targets: ["exportdeck"]),
    .library(name: "AWSCore", targets: ["AWSCore"]),
    .library(name: "RDSExports", targets: ["RDSExports"]),
  ] + parts,
  dependencies: [
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "CSQLite"),
    .target(name: "CTerminal"),
    .target(name: "Ground", swiftSettings: house),
    .target(
      name: "AWSCore",
      dependencies: [
        "Ground",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: house),
    .target(
      name: "RDSExports", dependencies: ["AWSCore", "Ground"], swiftSettings: house),
    .target(name: "Tracking", dependencies: ["RDSExports", "Ground"], swiftSettings: house),
    .target(
      name: "Monitor", dependencies: ["Tracking", "RDSExports", "AWSCore", "Ground"],
      swiftSettings: house),
    .target(
      name: "Planning", dependencies: ["Tracking", "RDSExports", "Ground"], swiftSettings: house),
    .target(
      name: "Words", dependencies: ["Planning", "Tracking", "RDSExports", "Ground"],
      swiftSettings: house),
    .target(
      name: "Listing", dependencies: ["Words", "Planning", "Tracking", "RDSExports", "Ground"],
      swiftSettings: house),
    .target(
      name: "Journal", dependencies: ["CSQLite", "Planning", "Tracking", "RDSExports", "Ground"],
      swiftSettings: house),
    .target(
      name: "Inventory", dependencies: ["Planning", "AWSCore", "Ground"],
      swiftSettings: house),
    .target(name: "Canvas", swiftSettings: house),
    .target(
      name: "Dashboard",
      dependencies: [
        "Canvas", "Listing", "Words", "Planning", "Tracking", "RDSExports", "Ground",
      ],
      swiftSettings: house),
    .target(
      name: "Terminal", dependencies: ["Canvas", "CNcurses", "CTerminal", "Ground"],
      swiftSettings: house + [.defaultIsolation(MainActor.self)]),
    .target(
      name: "Simulator",
      dependencies: [
        "RDSExports", "Ground",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: house),
    .executableTarget(
      name: "exportdeck",
      dependencies: [
        "Ground", "AWSCore", "RDSExports", "Tracking", "Planning", "Words", "Listing", "Journal",
        "Monitor", "Inventory", "Canvas", "Dashboard", "Terminal", "Simulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      // Links into themes/: those that are there without any file.
      resources: [
        .embedInCode("Configuration/Themes/default.toml"),
        .embedInCode("Configuration/Themes/production.toml"),
      ], swiftSettings: house,
      linkerSettings: ofRelease),

    .target(
      name: "Support",
      dependencies: [
        "Ground", "AWSCore", "RDSExports", "Canvas", "Dashboard", "Tracking", "Simulator",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Tests/Support", swiftSettings: house),
    .testTarget(name: "HouseTests", swiftSettings: house),
    .testTarget(
      name: "GroundTests", dependencies: ["Ground", "Canvas", "Support"], swiftSettings: house),
    .testTarget(
      name: "AWSCoreTests", dependencies: ["AWSCore", "Ground", "Support"], swiftSettings: house),
    .testTarget(
      name: "RDSExportsTests", dependencies: ["RDSExports", "AWSCore", "Ground", "Support"],
      swiftSettings: house),
    .testTarget(
      name: "TrackingTests", dependencies: ["Tracking", "Ground", "Support"], swiftSettings: house),
    .testTarget(
      name: "PlanningTests", dependencies: ["Planning", "Tracking", "Ground", "Support"],
      swiftSettings: house),
    .testTarget(
      name: "MonitorTests", dependencies: ["Monitor", "Ground", "Simulator", "Support"],
      swiftSettings: house),
    .testTarget(
      name: "WordsTests", dependencies: ["Words", "Tracking", "Ground", "Support"],
      swiftSettings: house),
    .testTarget(
      name: "ListingTests",
      dependencies: ["Listing", "Words", "Planning", "Tracking", "Ground", "Support"],
      swiftSettings: house),
    .testTarget(
      name: "JournalTests", dependencies: ["Journal", "Planning", "Tracking", "Ground", "Support"],
      swiftSettings: house),
    .testTarget(
      name: "InventoryTests",
      dependencies: ["Inventory", "Planning", "AWSCore", "Ground", "Simulator", "Support"],
      swiftSettings: house),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas", "Support"], swiftSettings: house),
    .testTarget(
      name: "DashboardTests",
      dependencies: ["Dashboard", "Listing", "Words", "Planning", "Ground", "Support"],
      exclude: ["Goldens"], swiftSettings: house),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Canvas", "Support"], swiftSettings: house),
    .testTarget(
      name: "SimulatorTests", dependencies: ["Simulator", "Ground", "Support"], swiftSettings: house
    ),
    .testTarget(
      name: "exportdeckTests", dependencies: ["exportdeck", "CSQLite", "Ground", "Support"],
      swiftSettings: house),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["exportdeck", "Ground", "Journal", "Planning", "Simulator", "Support"],
      swiftSettings: house),
  ],
  swiftLanguageModes: [.v6]
)

/// What every target of this package is compiled with: warnings are errors here, and only here.
var house: [SwiftSetting] {
  [.treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny")]
}

/// What is released has Swift's libraries inside of it: to find them, and Foundation and ICU, which nothing
/// here uses, took the half of each start and 7 MiB. The last libraries are what the static
/// FoundationEssentials is made of.
var ofRelease: [LinkerSetting] {
  let flags =
    ["-static-stdlib", "-Xlinker", "--no-export-dynamic"]
    + ["-lFoundationEssentials", "-l_FoundationCollections", "-l_FoundationCShims"]
  return [.unsafeFlags(flags, .when(platforms: [.linux], configuration: .release))]
}

/// Another package can use our products alone, and Benchmarks/ is one: for it, and for nobody else,
/// the parts of the dashboard are a library too.
var parts: [Product] {
  Context.environment["EXPORTDECK_BENCHMARKS"] == nil
    ? []
    : [
      .library(
        name: "Parts",
        targets: ["Ground", "AWSCore", "Tracking", "Planning", "Canvas", "Dashboard"])
    ]
}
