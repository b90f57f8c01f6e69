import ArgumentParser
import Foundation
import NodeAssembly

/// Runs a node in the foreground.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a node: trunk, phones, registrar and store in one process.",
        discussion: """
            Runs in the foreground and logs to standard error, or to log_directory where it is set.

              SIGTERM, SIGINT   take no new calls, let those in setup finish, end with status 0
              SIGHUP            read the configuration again

            A saved configuration file is noticed within two seconds without any signal; one with \
            a mistake leaves everything as it was, and the log says so.

              clearwater serve
              clearwater serve --config ./config --data ./data
            """)

    @OptionGroup var directories: Directories

    func run() async throws {
        try raiseDescriptorLimit()
        try await Node.serve(
            configuration: directories.configuration, dataDirectory: directories.dataPath
        ) { text in
            // Not by print: what is redirected would be held back until the end.
            FileHandle.standardOutput.write(Data((text + "\n").utf8))
        }
    }

    /// What the store, the sockets and a few phones on TCP need at the least.
    private static let fewestDescriptors: rlim_t = 128

    /// A node needs a descriptor for each phone on TCP; the soft limit is often 1024 and the hard
    /// one far above.
    private func raiseDescriptorLimit() throws {
        let kind = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
        var limit = rlimit()
        guard getrlimit(kind, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(kind, &limit)
        guard limit.rlim_max >= Self.fewestDescriptors else {
            throw Complaint(
                "this process may open \(limit.rlim_max) files at once, too few for a node; raise "
                    + "the limit: ulimit -n 65536, or LimitNOFILE=65536 of its service")
        }
    }
}
