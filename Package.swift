// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    // Small functions of the lower storeys are inlined into the upper ones without a word in the
    // sources.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

let buffers = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let sockets = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpServer = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let core: [Target.Dependency] = [
    "DecisionTrace", "Determinism", "DigestAuthentication", "IMSFunctions", "NetworkAddresses",
    "SIPMessages",
    "SIPProxying",
    "SIPTransactions", "SIPTransports", "Subscribers", buffers,
]

func storey(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [])
    -> Target
{
    .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name)] + dependencies,
        resources: resources,
        swiftSettings: settings)
}

let package = Package(
    name: "clearwater",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Ground
        storey("NetworkAddresses"),
        storey("Determinism"),
        // Language
        storey("SIPMessages", ["NetworkAddresses", buffers]),
        storey("Subscribers", ["Determinism", "NetworkAddresses", "SIPTransports"]),
        storey("DigestAuthentication", ["Determinism", "Subscribers", crypto]),
        storey("Provisioning", ["Determinism", "DigestAuthentication", "Subscribers"]),
        storey("DecisionTrace", ["Determinism", "NetworkAddresses", "SIPTransports"]),
        storey("Troubleshooting", ["Provisioning"]),
        storey(
            "CallTraces",
            [
                "DecisionTrace", "Determinism", "NetworkAddresses", "Provisioning",
                "SIPTransports", "Troubleshooting",
            ]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        storey(
            "TraceExport",
            [
                "CZlib", "CallTraces", "DecisionTrace", "Determinism", "NetworkAddresses",
                "SIPTransports", "Troubleshooting", crypto,
            ]),
        storey("CallScreens", ["CallTraces", "Troubleshooting"]),
        storey("Doctor", ["NetworkAddresses", "SIPTransports", "Troubleshooting"]),
        // RFC 3261 machines
        storey("SIPTransports", ["Determinism", "NetworkAddresses", "SIPMessages", buffers]),
        storey("SIPTransactions", ["Determinism"]),
        storey(
            "SIPProxying",
            ["Determinism", "NetworkAddresses", "SIPMessages", "SIPTransports", buffers]),
        // 3GPP functions
        storey(
            "IMSFunctions",
            ["Determinism", "NetworkAddresses", "SIPMessages", "SIPTransports", "Subscribers"]),
        // Pump
        storey("IMSEngine", core),
        // Shells
        .target(name: "CDatagramBatches"),
        .systemLibrary(name: "CUnbound", providers: [.apt(["libunbound-dev"])]),
        storey(
            "SIPTransportNIO",
            ["CDatagramBatches", "NetworkAddresses", "SIPTransports", buffers, sockets]),
        storey("DNSResolver", ["CUnbound", "Determinism", "NetworkAddresses", "SIPTransports"]),
        storey(
            "Storage",
            [
                "Determinism", "DigestAuthentication", "NetworkAddresses", "Provisioning",
                "SIPMessages", "SIPTransports", "Subscribers", database,
                // The C interface itself, for the two statements that every registration runs.
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(name: "CSystemClock"),
        storey(
            "HostExamination",
            ["CSystemClock", "Doctor", "NetworkAddresses", "SIPTransports", tls]),
        storey(
            "Telemetry",
            [
                "DecisionTrace", "Determinism", "NetworkAddresses", "SIPMessages", "SIPTransports",
                buffers,
            ]),
        storey(
            "AccountPasswords", [.product(name: "CryptoExtras", package: "swift-crypto")]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        storey("XMLDocuments", ["CXML"]),
        storey("ServiceSettings", ["XMLDocuments"]),
        .systemLibrary(name: "CQREncode", providers: [.apt(["libqrencode-dev"])]),
        storey("QRCodes", ["CQREncode"]),
        storey(
            "Accounts",
            [
                "AccountPasswords", "Determinism", "MailSubmission", "NetworkAddresses",
                "Provisioning", crypto,
            ]),
        .target(name: "CMailSubmission", linkerSettings: [.linkedLibrary("curl")]),
        storey("MailSubmission", ["CMailSubmission", "Provisioning"]),
        storey(
            "WebServing",
            [
                "Determinism", "NetworkAddresses", "Provisioning", buffers, sockets, hummingbird,
                httpServer, tls, logging,
            ]),
        storey(
            "HomesteadProvisioning",
            ["Provisioning", "Subscribers", "WebServing", "XMLDocuments", hummingbird]),
        storey(
            "APIDescriptions", ["WebServing", hummingbird],
            resources: [.embedInCode("Resources")]),
        storey(
            "XDMSServer",
            [
                "Determinism", "DigestAuthentication", "NetworkAddresses", "Provisioning",
                "ServiceSettings", "Subscribers", "WebServing", "XMLDocuments", hummingbird,
            ]),
        storey("EllisServer", ["Accounts", "Provisioning", "WebServing", hummingbird]),
        storey(
            "Portal",
            [
                "Accounts", "CallTraces", "Determinism", "Provisioning", "QRCodes",
                "ServiceSettings", "Troubleshooting", "WebServing", crypto, hummingbird, mustache,
            ],
            // In the executable itself, which is one file wherever it is copied to.
            resources: [.embedInCode("Resources")]),
        // Roof
        storey(
            "NodeConfiguration", ["NetworkAddresses"],
            // The presets of trunk providers.
            resources: [.embedInCode("Resources")]),
        storey("NodeControl", ["Troubleshooting"]),
        storey(
            "RefusedPeers",
            [
                "DecisionTrace", "Determinism", "NetworkAddresses", "NodeConfiguration",
                "Troubleshooting",
            ]),
        storey(
            "NodeAssembly",
            [
                "APIDescriptions", "AccountPasswords", "Accounts", "CallTraces", "DNSResolver",
                "DecisionTrace", "Determinism", "EllisServer", "HomesteadProvisioning", "IMSEngine",
                "IMSFunctions",
                "MailSubmission", "NetworkAddresses",
                "NodeConfiguration", "NodeControl", "Portal", "Provisioning", "RefusedPeers",
                "Rehearsal", "ServiceSettings", "SIPMessages", "SIPTransportNIO", "SIPTransports",
                "Storage", "Subscribers", "TraceExport",
                "Telemetry", "Troubleshooting", "WebServing", "XDMSServer",
                "Doctor", "HostExamination",
                buffers, sockets, logging, hummingbird,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        storey(
            "Rehearsal",
            [
                "DigestAuthentication", "NetworkAddresses", "SIPMessages", "Subscribers",
                "Troubleshooting", buffers,
            ]),
        .executableTarget(
            name: "clearwater",
            dependencies: [
                "AccountPasswords", "Accounts", "CallScreens", "CallTraces", "DecisionTrace",
                "Determinism",
                "Doctor",
                "NetworkAddresses", "NodeAssembly", "NodeConfiguration", "NodeControl",
                "Provisioning", "RefusedPeers", "Rehearsal", "Storage", "Subscribers",
                "TraceExport", "Troubleshooting", "XMLDocuments",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
        // Garden
        storey(
            "SIPTestKit",
            [
                "DecisionTrace", "Determinism", "DigestAuthentication", "IMSEngine", "IMSFunctions",
                "NetworkAddresses", "SIPTransports",
                "Subscribers", buffers,
            ]),
        storey("DNSTestKit"),
        storey("WebTestKit", ["NetworkAddresses", logging]),
        storey("Simulation", ["IMSEngine", "SIPTestKit"] + core),
        .executableTarget(
            name: "simulate",
            dependencies: [
                "Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        tests(of: "Simulation"),
        tests(of: "IMSEngine", ["SIPTestKit"] + core),
        tests(of: "SIPTransactions", ["Determinism"]),
        tests(of: "SIPProxying", core),
        tests(of: "IMSFunctions", core),
        tests(of: "AccountPasswords"),
        tests(
            of: "Accounts",
            ["AccountPasswords", "Determinism", "MailSubmission", "Provisioning", "Storage"]),
        tests(of: "EllisServer", ["WebServing"]),
        .testTarget(
            name: "ExchangeTests",
            dependencies: [
                "AccountPasswords", "Accounts", "Determinism", "EllisServer",
                "HomesteadProvisioning", "NetworkAddresses", "Provisioning", "ServiceSettings",
                "Storage", "WebServing", "WebTestKit", "XDMSServer", hummingbird, sockets,
            ], resources: [.copy("Exchanges")], swiftSettings: settings),
        tests(of: "MailSubmission"),
        tests(of: "Determinism"),
        tests(of: "Doctor", ["NetworkAddresses", "SIPTransports", "Troubleshooting"]),
        .testTarget(
            name: "DoctorFaultTests",
            dependencies: [
                "DNSResolver", "DNSTestKit", "Determinism", "Doctor", "HostExamination",
                "NetworkAddresses", "NodeAssembly", "NodeConfiguration", "Provisioning",
                "RefusedPeers", "ServiceSettings", "SIPTransports", "Storage", "Subscribers",
                "Troubleshooting",
            ], swiftSettings: settings),
        tests(
            of: "CallTraces",
            [
                "DecisionTrace", "Determinism", "NetworkAddresses", "Provisioning",
                "SIPTransports", "Troubleshooting",
            ]),
        tests(of: "DecisionTrace", ["Determinism", "NetworkAddresses", "SIPTransports"]),
        tests(of: "NetworkAddresses"),
        tests(
            of: "TraceExport",
            [
                "DecisionTrace", "Determinism", "NetworkAddresses", "SIPTransports",
                "Troubleshooting",
            ]),
        tests(of: "CallScreens", ["Troubleshooting"]),
        tests(of: "Subscribers"),
        tests(of: "Provisioning", ["Determinism", "Subscribers"]),
        tests(
            of: "SIPMessages", ["NetworkAddresses", "Determinism", buffers],
            resources: [.copy("Corpus")]),
        tests(of: "SIPTransports", ["Determinism", "NetworkAddresses", buffers]),
        tests(of: "DigestAuthentication", ["Determinism", "Subscribers"]),
        tests(of: "XMLDocuments"),
        tests(of: "ServiceSettings", ["XMLDocuments"]),
        tests(
            of: "XDMSServer",
            [
                "Determinism", "DigestAuthentication", "NetworkAddresses", "Provisioning",
                "ServiceSettings", "Storage", "Subscribers", "WebServing", "WebTestKit",
                "XMLDocuments", sockets,
            ]),
        tests(of: "NodeConfiguration", ["NetworkAddresses"]),
        tests(of: "NodeControl"),
        tests(
            of: "RefusedPeers",
            ["DecisionTrace", "Determinism", "NetworkAddresses", "NodeConfiguration"]),
        tests(
            of: "Telemetry",
            [
                "DecisionTrace", "Determinism", "NetworkAddresses", "SIPMessages", "SIPTransports",
                buffers,
            ]),
        tests(
            of: "NodeAssembly",
            [
                "DecisionTrace", "Determinism", "NetworkAddresses", "NodeConfiguration",
                "Provisioning", "RefusedPeers", "Rehearsal", "SIPTestKit", "SIPTransports",
                "Storage", "Subscribers", "Troubleshooting", buffers,
            ]),
        tests(
            of: "Rehearsal", ["NetworkAddresses", "SIPTestKit", "Troubleshooting", buffers]),
        tests(
            of: "WebServing",
            [
                "NetworkAddresses", "Provisioning", "WebTestKit", buffers, sockets, hummingbird,
                logging,
            ]),
        tests(
            of: "HomesteadProvisioning",
            [
                "NetworkAddresses", "Provisioning", "Storage", "WebServing", "WebTestKit", sockets,
                hummingbird, logging,
            ]),
        tests(
            of: "APIDescriptions",
            [
                "AccountPasswords", "Accounts", "Determinism", "EllisServer",
                "HomesteadProvisioning", "Storage", "WebServing", "XDMSServer", hummingbird,
            ]),
        tests(of: "QRCodes"),
        tests(
            of: "Portal",
            [
                "AccountPasswords", "Accounts", "Determinism", "NetworkAddresses", "Provisioning",
                "ServiceSettings", "Storage", "Troubleshooting", "WebServing", "WebTestKit",
                sockets,
            ]),
        .testTarget(
            name: "InteropTests", dependencies: ["NetworkAddresses", "WebTestKit", "clearwater"],
            swiftSettings: settings),
        .testTarget(
            name: "ClearwaterCommandTests", dependencies: ["clearwater"], swiftSettings: settings),
        tests(
            of: "Storage",
            [
                "Determinism", "DigestAuthentication", "NetworkAddresses", "Provisioning",
                "SIPTransports", "Subscribers", database,
            ]),
        tests(
            of: "DNSResolver", ["DNSTestKit", "Determinism", "NetworkAddresses", "SIPTransports"]),
        tests(of: "SIPTransportNIO", ["NetworkAddresses", "SIPTransports", buffers, sockets]),
    ]
)
