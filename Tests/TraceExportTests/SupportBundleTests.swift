import Foundation
import Testing
import TraceExport
import Troubleshooting

@Suite struct SupportBundleTests {
    private let bundle = SupportBundle(
        call: Calls.trace(
            of: [Calls.invite(body: "xxxxxxxx"), Calls.answer("486 Busy Here")], isRedacted: true),
        text: "the ladder",
        configuration: ConfigurationDigest(
            options: [
                ConfigurationDigest.Option(
                    name: "home_domain", value: "example.com", origin: "shared_config:1"),
                ConfigurationDigest.Option(
                    name: "ellis_api_key", value: "(set)", origin: "user_settings:3"),
            ], trunks: ["voxbone: 192.0.2.10"], mistakes: []),
        versions: .running(clearwater: "0.1"))

    @Test func `tar lists the files, and unpacks what was put in`() throws {
        let scratch = try Scratch()
        let file = try scratch.write(bundle.archive(at: 1_769_860_800), to: "bundle.tar.gz")
        let place = "clearwater-00000000000000aa/"
        #expect(
            try Tool.output(["tar", "tzf", file]).split(separator: "\n").map(String.init)
                == [
                    "README", "call.txt", "call.json", "call.pcap", "configuration.txt",
                    "versions.txt",
                ].map { place + $0 })
        _ = try Tool.output(["tar", "xzf", file, "-C", scratch.path])
        func octets(_ name: String) throws -> [UInt8] {
            Array(try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(place)\(name)")))
        }
        #expect(try octets("call.pcap") == Pcap.file(of: bundle.call))
        #expect(try octets("call.txt") == Array("the ladder\n".utf8))
        let json = Data(try octets("call.json"))
        #expect(try JSONDecoder().decode(CallTrace.self, from: json) == bundle.call)
        let readMe = String(decoding: try octets("README"), as: UTF8.self)
        #expect(readMe.hasPrefix("The phone is busy.") && readMe.contains("one@192.0.2.10"))
        let configuration = String(decoding: try octets("configuration.txt"), as: UTF8.self)
        #expect(configuration.contains("ellis_api_key=(set)  (user_settings:3)"))
    }

    @Test func `tar tells the modes, the sizes and the time`() throws {
        let scratch = try Scratch()
        let file = try scratch.write(bundle.archive(at: 1_769_860_800), to: "bundle.tar.gz")
        let line = try #require(
            try Tool.output(["env", "TZ=UTC", "tar", "tvzf", file]).split(separator: "\n").first {
                $0.hasSuffix("call.txt")
            })
        #expect(line.hasPrefix("-rw-r--r-- root/root"))
        #expect(line.contains(" 11 2026-01-31 12:00 "))
    }

    @Test func `The hash is of what is configured, not of where it stands`() {
        var other = bundle.configuration
        other.options[0].origin = "user_settings:9"
        #expect(other.hash == bundle.configuration.hash && other.hash.count == 64)
        other.options[0].value = "example.net"
        #expect(other.hash != bundle.configuration.hash)
    }

    @Test func `The versions name the kernel that runs and a library that is loaded`() throws {
        let text = bundle.versions.text
        let kernel = try Tool.output(["uname", "-r"]).trimmingCharacters(in: .newlines)
        #expect(text.contains("clearwater 0.1\n") && text.contains(kernel))
        #expect(bundle.versions.libraries.contains { $0.hasPrefix("libc.so") })
    }
}
