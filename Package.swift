// swift-tools-version: 6.2
import PackageDescription

/// Settings every target of ours is built with: Swift 6 mode, strict imports, no warning left standing.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let grdb: [Target.Dependency] = [
  .product(name: "GRDB", package: "GRDB.swift"),
  .product(name: "GRDBSQLite", package: "GRDB.swift"),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// Sealing: X.509 and CMS, which take long to build, only when asked for.
let sealing: [Target.Dependency] = [
  .product(
    name: "X509", package: "swift-certificates", condition: .when(traits: ["Seal"])),
  .product(name: "SwiftASN1", package: "swift-asn1", condition: .when(traits: ["Seal"])),
  .product(name: "CryptoExtras", package: "swift-crypto", condition: .when(traits: ["Seal"])),
]

/// Asking repositories over HTTP, only when asked for.
let asking: [Target.Dependency] = [
  .product(
    name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["HTTP"])),
  .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTP"])),
  .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTP"])),
  .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["HTTP"])),
]
/// What a server for tests of asking needs.
let answering: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTP"])),
  .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTP"])),
  .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["HTTP"])),
  .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["HTTP"])),
]

let package = Package(
  name: "muster",
  products: [
    .executable(name: "muster", targets: ["muster"]),
    .executable(name: "muster-sample", targets: ["muster-sample"]),
    .executable(name: "muster-bench", targets: ["muster-bench"]),
  ],
  traits: [
    .trait(name: "HTTP", description: "Collecting from EPCIS 2.0 query endpoints."),
    .trait(name: "Seal", description: "Sealing packs with a key, and checking seals."),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
  ],
  targets: [
    // The stages, in the order data flows. A target may import only what stands here.
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "GS1", dependencies: [crypto], swiftSettings: strict),
    .target(name: "Archives", dependencies: ["CZlib"], swiftSettings: strict),
    .target(
      name: "Settings", dependencies: ["GS1", "ProfileData", yams, crypto], swiftSettings: strict),
    .target(
      name: "Cataloging", dependencies: ["GS1", "Archives", "Settings", crypto] + grdb,
      swiftSettings: strict),
    .target(
      name: "Collecting",
      dependencies: ["GS1", "Archives", "Settings", "Cataloging", crypto] + grdb + asking,
      swiftSettings: strict),
    .target(
      name: "Assessing", dependencies: ["GS1", "Settings", "Cataloging", crypto] + grdb,
      swiftSettings: strict),
    .target(
      name: "Reporting", dependencies: ["Archives", "Settings", "Cataloging", "Assessing", crypto],
      swiftSettings: strict),
    .target(
      name: "Packing",
      dependencies: [
        "Archives", "Settings", "Cataloging", "Assessing", "Reporting", crypto,
      ] + grdb + sealing,
      swiftSettings: strict),
    .executableTarget(
      name: "muster",
      dependencies: [
        "GS1", "Archives", "Settings", "Cataloging", "Collecting", "Assessing", "Reporting",
        "Packing", arguments,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "muster-sample", dependencies: ["GS1", arguments, crypto], swiftSettings: strict),
    .executableTarget(
      name: "muster-bench", dependencies: [arguments], exclude: ["baseline.py"],
      swiftSettings: strict),

    // Profiles/ as Swift literals, made anew at every build by the plugin.
    .executableTarget(
      name: "EmbedProfiles", path: "Sources/EmbedProfiles", swiftSettings: strict),
    .plugin(
      name: "EmbedProfilesPlugin", capability: .buildTool(), dependencies: ["EmbedProfiles"],
      path: "Sources/EmbedProfilesPlugin"),
    .target(name: "ProfileData", swiftSettings: strict, plugins: ["EmbedProfilesPlugin"]),

    // A repository on loopback, for tests of what asks one.
    .target(
      name: "Loopback", dependencies: answering, path: "Tests/Loopback", swiftSettings: strict),
    // Damaged inputs, made from a seed.
    .target(
      name: "Mutation",
      dependencies: [
        "GS1", "Archives", "Settings", "Cataloging", "Collecting", "Assessing", "Packing",
      ],
      path: "Tests/Mutation", swiftSettings: strict),
    .testTarget(name: "MutationTests", dependencies: ["Mutation"], swiftSettings: strict),

    .testTarget(name: "GS1Tests", dependencies: ["GS1"], swiftSettings: strict),
    .testTarget(name: "ArchivesTests", dependencies: ["Archives"], swiftSettings: strict),
    .testTarget(
      name: "SettingsTests", dependencies: ["Settings", "ProfileData"], swiftSettings: strict),
    .testTarget(
      name: "CatalogingTests", dependencies: ["Cataloging"] + grdb, swiftSettings: strict),
    .testTarget(
      name: "CollectingTests",
      dependencies: ["Collecting", "Loopback", crypto] + grdb + sealing,
      swiftSettings: strict),
    .testTarget(
      name: "AssessingTests", dependencies: ["Assessing", "Collecting"] + grdb,
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Archives", "Settings"],
      swiftSettings: strict),
    .testTarget(
      name: "PackingTests", dependencies: ["Packing", "Archives", "Mutation"] + grdb,
      swiftSettings: strict),
    .testTarget(
      name: "musterTests",
      dependencies: [
        "GS1", "Settings", "Cataloging", "Assessing", "Packing", "Loopback", "muster",
        "muster-sample",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// Under a fuzzer (.ci/fuzz): our own modules are watched, and the program that runs it is added.
// The variable names libFuzzer's runtime without a `main`.
if let runtime = Context.environment["MUSTER_FUZZ"] {
  let watched = ["GS1", "Archives", "Settings", "Cataloging", "Collecting", "Assessing", "Packing"]
  for target in package.targets where watched.contains(target.name) || target.name == "Mutation" {
    target.swiftSettings = strict + [.unsafeFlags(["-sanitize=fuzzer"])]
  }
  package.products.append(.executable(name: "muster-fuzz", targets: ["muster-fuzz"]))
  package.targets.append(
    .executableTarget(
      name: "muster-fuzz", dependencies: ["Mutation"], path: "Tests/Fuzzing",
      swiftSettings: strict + [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
      linkerSettings: [
        .unsafeFlags([runtime]), .linkedLibrary("stdc++"), .linkedLibrary("m"),
      ]))
}
