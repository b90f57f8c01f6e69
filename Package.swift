// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    // Small functions of the lower storeys are inlined into the upper ones without a word in the sources.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let package = Package(
    name: "clearwater",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Ground
        .target(name: "NetworkAddresses", swiftSettings: settings),
        .target(name: "Determinism", swiftSettings: settings),
        // Language
        .target(
            name: "SIPMessages",
            dependencies: ["NetworkAddresses", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: settings),
        .target(
            name: "SIPTransports",
            dependencies: [
                "NetworkAddresses", "SIPMessages", "Determinism", .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SIPTransportsTests",
            dependencies: [
                "SIPTransports", "NetworkAddresses", "Determinism", .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .target(
            name: "Subscribers",
            dependencies: ["Determinism", "NetworkAddresses", "SIPTransports"], swiftSettings: settings),
        // Pump
        .target(
            name: "IMSEngine",
            dependencies: ["Determinism", "NetworkAddresses", "SIPMessages", "SIPTransports", "Subscribers"],
            swiftSettings: settings),
        // Shells
        .systemLibrary(name: "CUnbound"),
        .target(
            name: "DNSResolver", dependencies: ["CUnbound", "Determinism", "NetworkAddresses", "SIPTransports"],
            swiftSettings: settings),
        .testTarget(
            name: "DNSResolverTests",
            dependencies: ["DNSResolver", "Determinism", "NetworkAddresses", "SIPTransports"],
            swiftSettings: settings),
        .target(name: "CDatagramBatches"),
        .target(
            name: "SIPTransportNIO",
            dependencies: [
                "CDatagramBatches", "NetworkAddresses", "SIPTransports",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SIPTransportNIOTests",
            dependencies: [
                "SIPTransportNIO", "NetworkAddresses", "SIPTransports",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings),
    ]
)
